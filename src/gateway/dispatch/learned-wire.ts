/**
 * Members that providers have refused, remembered per deployment so that the next request is sent correctly the first
 * time. Kept as long as the policy it was learned under, and for an hour at most, because what a provider accepts can
 * change. Knows no wire format.
 */
import type { WireFacts } from '../../language/semantics/model.ts';
import type { RefusedMember } from '../dialects/dialect.ts';
import type { Clock } from '../upstream/clock.ts';

export interface LearnedWire {
  /** What the policy declares, overridden by what was learned. */
  factsOf(deployment: string, declared: WireFacts): WireFacts;
  learn(deployment: string, facts: WireFacts): void;
}

/** Milliseconds. */
const REMEMBERED = 3_600_000;

export function createLearnedWire(clock: Clock): LearnedWire {
  const learned = new Map<string, { readonly facts: WireFacts; readonly until: number }>();
  const known = (deployment: string): WireFacts | undefined => {
    const entry = learned.get(deployment);
    if (entry === undefined) return undefined;
    if (clock.elapsed() < entry.until) return entry.facts;
    learned.delete(deployment);
    return undefined;
  };
  return {
    factsOf: (deployment, declared) => {
      const facts = known(deployment);
      return facts === undefined ? declared : { ...declared, ...facts };
    },
    learn(deployment, facts) {
      const until = clock.elapsed() + REMEMBERED;
      learned.set(deployment, { facts: { ...known(deployment), ...facts }, until });
    },
  };
}

/** How a request is sent without the member that the provider refuses. */
export function factsFor(refused: RefusedMember): WireFacts {
  switch (refused) {
    case 'stream_options':
      return { streamOptions: false };
    case 'max_tokens':
      return { outputLimitAs: 'max_completion_tokens' };
    case 'max_completion_tokens':
      return { outputLimitAs: 'max_tokens' };
    case 'temperature':
      return { fixedTemperature: true };
  }
}

/** For the record. */
export function repeatWords(refused: RefusedMember): string {
  const { outputLimitAs } = factsFor(refused);
  const how = outputLimitAs === undefined ? 'without it' : `as ${outputLimitAs}`;
  return `the provider does not accept ${refused}: sent again ${how}`;
}
