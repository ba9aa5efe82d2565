/**
 * The inputs of a decision, small enough for every line of the decision log and without private values: public facts
 * with their values, private texts only by which of the policy's patterns they fitted, and what planning read of the
 * outside world. `replay-decision.ts` decides from it again. Knows no gateway and no file.
 */
import type { GraphFact } from '../graph/decision-graph.ts';
import { matcherOf, type TextMatcher } from '../graph/match-text.ts';
import { patternKey } from '../graph/set-algebra.ts';
import { isPrivate } from '../graph/shown-value.ts';
import type { DeploymentState, Exploring, Needs } from '../planning/plan.ts';
import { needOf } from '../planning/requirements.ts';
import { readClock } from '../vocabulary/read-clock.ts';
import type { FactSpec, FactValue, KnownFacts, TextPattern } from '../vocabulary/value-set.ts';

export interface RecordedInputs {
  /** Public facts by id; `null` where it was unknown, also for private facts. */
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Private texts by fact id: patterns of the policy that fitted, and those that did not. */
  readonly fits?: Readonly<Record<string, Fits>> | undefined;
  /** Where keys fell in [0, 100), by the id of the share; `null` where the key was unknown. */
  readonly shares?: Readonly<Record<string, number | null>> | undefined;
  readonly needs: RecordedNeeds;
  /** Deployments that were not ready. */
  readonly states?: Readonly<Record<string, DeploymentState>> | undefined;
  /** Counters of round-robin pools. */
  readonly turns?: Readonly<Record<string, number>> | undefined;
  /** Milliseconds to the first chunk, by model. */
  readonly latencies?: Readonly<Record<string, number>> | undefined;
  /** Requests in flight, by deployment; none is left out. */
  readonly loads?: Readonly<Record<string, number>> | undefined;
  /** Percent on the new target, by rollout. */
  readonly rollouts?: Readonly<Record<string, number>> | undefined;
  /** Percent, by model. */
  readonly qualities?: Readonly<Record<string, number>> | undefined;
  /** Scores of the prompt by model, and the hash of the prompt file they are from. */
  readonly prompt?: { readonly file: string; readonly scores: Readonly<Record<string, number>> } | undefined;
  readonly pinned?: string | undefined;
  /** A pool's choice at random was not possible, so it chose by itself. */
  readonly unexplored?: true | undefined;
}

/** `Needs` without the flags that are off. */
export type RecordedNeeds = Pick<Needs, 'inputTokens'> & {
  readonly outputTokens?: number | undefined;
  /** Input tokens after trimming, by the trim size. */
  readonly trimmed?: Readonly<Record<string, number>> | undefined;
  readonly tools?: true | undefined;
  readonly images?: true | undefined;
  readonly json?: true | undefined;
  readonly audio?: true | undefined;
};

/** Pattern keys as `graph/set-algebra.ts` makes them. */
export interface Fits {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** Minutes, days and dates follow from when the request came in. */
const CLOCK_FACTS: ReadonlySet<string> = new Set(['time', 'day', 'date']);

/** What planning has read of the outside world; filled while a plan is made. */
export interface SeenWorld {
  readonly needs: Needs;
  readonly trimmed: ReadonlyMap<string, number>;
  readonly shares: ReadonlyMap<string, number | null>;
  readonly states: ReadonlyMap<string, DeploymentState>;
  readonly turns: ReadonlyMap<string, number>;
  readonly latencies: ReadonlyMap<string, number>;
  readonly loads: ReadonlyMap<string, number>;
  readonly rollouts: ReadonlyMap<string, number>;
  readonly qualities: ReadonlyMap<string, number>;
  /** Empty where no pool asked. */
  readonly prompts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly pinned?: string | undefined;
  readonly exploring?: Exploring;
}

/** Facts of every request that a line of version 3 leaves out where they have these values. */
const USUAL_FACTS: Readonly<Record<string, FactValue>> = {
  endpoint: 'chat',
  images: 0,
  'request has streaming': false,
};

/** What is recorded of one fact of a graph. */
interface FactToRecord {
  readonly id: string;
  readonly kind: 'open' | 'private' | 'share' | 'clock';
  readonly spec: GraphFact;
  /** Of a private text. */
  readonly patterns: readonly { readonly key: string; readonly fits: TextMatcher }[];
}

const ofGraphs = new WeakMap<readonly GraphFact[], readonly FactToRecord[]>();

function factsToRecord(graphFacts: readonly GraphFact[]): readonly FactToRecord[] {
  const known = ofGraphs.get(graphFacts);
  if (known !== undefined) return known;
  const made = graphFacts.map((spec): FactToRecord => {
    const kind = kindOf(spec);
    const patterns = kind === 'private' ? patternsToTry(spec) : [];
    return {
      id: spec.id,
      kind,
      spec,
      patterns: patterns.map((pattern) => ({ key: patternKey(pattern), fits: matcherOf(pattern) })),
    };
  });
  ofGraphs.set(graphFacts, made);
  return made;
}

/** Every pattern that a text is compared with, by the decision or by its record. */
export function patternsToTry({ patterns, unreached }: GraphFact): readonly TextPattern[] {
  return unreached === undefined ? patterns : [...patterns, ...unreached];
}

function kindOf(spec: GraphFact): FactToRecord['kind'] {
  if (spec.fact === 'share') return 'share';
  if (CLOCK_FACTS.has(spec.fact)) return 'clock';
  return isPrivate(spec) ? 'private' : 'open';
}

/**
 * @param asked facts of the graph that this decision asked, and their values. @param more public facts that are
 * available but were not read: a later policy may read them.
 */
export function recordInputs(
  graphFacts: readonly GraphFact[],
  asked: KnownFacts,
  seen: SeenWorld,
  more: Readonly<Record<string, FactValue>> = {},
): RecordedInputs {
  const facts: Record<string, FactValue> = {};
  for (const id in more) if (more[id] !== USUAL_FACTS[id]) facts[id] = more[id] as FactValue;
  let fits: Record<string, Fits> | undefined;
  let shares: Record<string, number | null> | undefined = membersOf(seen.shares);
  const needs = recordedNeeds(seen);
  for (const { id, kind, spec, patterns } of factsToRecord(graphFacts)) {
    const value = asked.get(id);
    if (value === undefined || kind === 'clock') continue;
    if (kind === 'share') {
      shares ??= {};
      shares[id] = typeof value === 'number' ? value : null;
    } else if (kind === 'open' || value === null) {
      // What follows from the needs, or is usual, is not written twice.
      if (value !== (derivedFact(spec, needs) ?? USUAL_FACTS[id])) facts[id] = value;
    } else {
      fits ??= {};
      fits[id] = fitsOf(patterns, String(value));
    }
  }
  return {
    facts,
    fits,
    shares,
    needs,
    states: membersOf(seen.states, 'ready'),
    turns: membersOf(seen.turns),
    latencies: membersOf(seen.latencies),
    loads: membersOf(seen.loads, 0),
    rollouts: membersOf(seen.rollouts),
    qualities: membersOf(seen.qualities),
    prompt: promptSeen(seen),
    pinned: seen.pinned,
    unexplored: seen.exploring === 'never' ? true : undefined,
  };
}

/** The inputs with what their line leaves out. */
export function wholeInputs(version: unknown, inputs: RecordedInputs): RecordedInputs {
  return version === 3 ? { ...inputs, facts: { ...USUAL_FACTS, ...inputs.facts } } : inputs;
}

/** A fact that follows from the needs of the request, or from the time at which it came in; undefined for any other. */
export function derivedFact(spec: FactSpec, needs: RecordedNeeds, time = ''): FactValue | undefined {
  switch (spec.fact) {
    case 'tokens':
      return needs.inputTokens;
    case 'output tokens':
      return needs.outputTokens ?? 0;
    case 'request has': {
      const need = needOf(spec.subject);
      return need === undefined ? undefined : needs[need] === true;
    }
    case 'time':
      return Math.floor(clockOf(spec, time).time);
    case 'day':
      return clockOf(spec, time).day;
    case 'date':
      return clockOf(spec, time).date;
    default:
      return undefined;
  }
}

function clockOf({ zone }: FactSpec, time: string): ReturnType<typeof readClock> {
  return readClock(Date.parse(time), zone ?? 'UTC');
}

function recordedNeeds({ needs, trimmed }: SeenWorld): RecordedNeeds {
  return {
    inputTokens: needs.inputTokens,
    trimmed: membersOf(trimmed),
    outputTokens: needs.outputTokens,
    tools: needs.tools ? true : undefined,
    images: needs.images ? true : undefined,
    json: needs.json ? true : undefined,
    audio: needs.audio ? true : undefined,
  };
}

function promptSeen({ prompts }: SeenWorld): RecordedInputs['prompt'] {
  for (const [file, scores] of prompts) return { file, scores: Object.fromEntries(scores) };
  return undefined;
}

function fitsOf(patterns: FactToRecord['patterns'], value: string): Fits {
  const [yes, no]: [string[], string[]] = [[], []];
  for (const { key, fits } of patterns) (fits(value) ? yes : no).push(key);
  return { yes, no };
}

/** Without those that have the usual value; undefined where none is left. */
function membersOf<V>(values: ReadonlyMap<string, V>, usual?: V): Record<string, V> | undefined {
  let members: Record<string, V> | undefined;
  if (values.size === 0) return members;
  for (const [name, value] of values) {
    if (value === usual && usual !== undefined) continue;
    members ??= {};
    members[name] = value;
  }
  return members;
}
