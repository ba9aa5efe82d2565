/**
 * Counts recorded decisions under other policies: the same, moved (grouped by origin and destination), and those for
 * which the log holds too little. Costs are those of the first model, at the tokens actually used. Knows no file.
 */

import { outputToCompare } from '../planning/expected-output.ts';
import type { Plan } from '../planning/plan.ts';
import { costUsd } from '../planning/price.ts';
import type { Policy } from '../semantics/model.ts';
import type { RecordedLine } from './recorded-line.ts';
import { needsOf } from './replay-decision.ts';

/** Where a request goes: the first model, or the refusal. */
export interface Destination {
  readonly route: string;
  readonly model: string | null;
  readonly refused?: number;
}

export interface Settled extends Destination {
  /** US dollars; undefined without a price. */
  readonly costUsd?: number;
}

export interface MovedGroup {
  readonly policy: string;
  readonly before: Destination;
  readonly after: Destination;
  readonly decisions: number;
  /** US dollars over all of the group; undefined where a price is missing. */
  readonly costUsd?: { readonly before: number; readonly after: number };
  /** A decision of the group, for `llmr explain --decision`. */
  readonly example?: string;
  /** Why it is unexpected. */
  readonly because?: string;
}

export interface Tally {
  /** Those that the lines represent: as many, where the log keeps all. */
  readonly decisions: number;
  /** Lines that were read, where they represent more decisions. */
  readonly lines?: number;
  readonly same: number;
  readonly moved: number;
  /** With too little data, and why. */
  readonly undetermined: number;
  readonly reasons: readonly { readonly because: string; readonly decisions: number }[];
  /** Most decisions first. */
  readonly groups: readonly MovedGroup[];
  /** US dollars that the moved decisions cost more (or less) a day; over less than a day: in all. */
  readonly costUsdPerDay: number;
}

export type Judged =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'moved';
      readonly policy: string;
      readonly before: Settled;
      readonly after: Settled;
      readonly because?: string;
    }
  | { readonly kind: 'undetermined'; readonly because: string };

const DAY = 86_400_000;

export interface Tallying {
  add(judged: Judged, line?: RecordedLine): void;
  result(): Tally;
}

export function createTally(): Tallying {
  const reasons = new Map<string, number>();
  const groups = new Map<string, MovedGroup>();
  let lines = 0;
  let decisions = 0;
  let same = 0;
  let moved = 0;
  let more = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    add(judged, line) {
      const weight = line?.weight ?? 1;
      lines += 1;
      decisions += weight;
      if (line !== undefined) {
        const time = Date.parse(line.time);
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
      if (judged.kind === 'same') same += weight;
      if (judged.kind === 'undetermined')
        reasons.set(judged.because, (reasons.get(judged.because) ?? 0) + weight);
      if (judged.kind !== 'moved') return;
      moved += weight;
      more += weight * ((judged.after.costUsd ?? 0) - (judged.before.costUsd ?? 0));
      const key = JSON.stringify([judged.policy, plain(judged.before), plain(judged.after), judged.because]);
      groups.set(key, joined(groups.get(key), judged, line?.id, weight));
    },
    result() {
      const days = Math.max(1, last > first ? (last - first) / DAY : 1);
      const whole = Math.round;
      return {
        decisions: whole(decisions),
        ...(lines === decisions ? {} : { lines }),
        same: whole(same),
        moved: whole(moved),
        undetermined: whole(decisions - same - moved),
        reasons: [...reasons]
          .map(([because, count]) => ({ because, decisions: whole(count) }))
          .sort((a, b) => b.decisions - a.decisions),
        groups: [...groups.values()]
          .sort((a, b) => b.decisions - a.decisions)
          .map((group) => ({ ...group, decisions: whole(group.decisions) })),
        costUsdPerDay: tidy(more / days),
      };
    },
  };
}

function joined(
  group: MovedGroup | undefined,
  judged: Extract<Judged, { kind: 'moved' }>,
  id: string | undefined,
  weight: number,
): MovedGroup {
  const { policy, before, after, because } = judged;
  const known = group === undefined || group.costUsd !== undefined;
  const costs =
    known && before.costUsd !== undefined && after.costUsd !== undefined
      ? {
          before: (group?.costUsd?.before ?? 0) + weight * before.costUsd,
          after: (group?.costUsd?.after ?? 0) + weight * after.costUsd,
        }
      : undefined;
  const example = group?.example ?? id;
  return {
    policy,
    before: plain(before),
    after: plain(after),
    decisions: (group?.decisions ?? 0) + weight,
    ...(costs === undefined ? {} : { costUsd: costs }),
    ...(example === undefined ? {} : { example }),
    ...(because === undefined ? {} : { because }),
  };
}

function plain({ route, model, refused }: Destination): Destination {
  return { route, model, ...(refused === undefined ? {} : { refused }) };
}

/** Rounds dollars to remove binary rounding errors. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

export function sameDestination(a: Destination, b: Destination): boolean {
  return a.route === b.route && a.model === b.model && a.refused === b.refused;
}

/** Where a plan sends a recorded request, and what its first model would have cost. */
export function settledBy(policy: Policy, plan: Plan, line: RecordedLine): Settled {
  const model = plan.attempts[0]?.model ?? null;
  const cost = costOf(policy, model, line);
  return {
    route: plan.route,
    model,
    ...(model === null && plan.refusal !== undefined ? { refused: plan.refusal.status } : {}),
    ...(cost === undefined ? {} : { costUsd: cost }),
  };
}

/** At the tokens of the answer; without one, at those of a short answer. A refusal costs nothing. */
export function costOf(policy: Policy, model: string | null, line: RecordedLine): number | undefined {
  if (model === null) return 0;
  const price = policy.models.get(model)?.price;
  if (price === undefined) return undefined;
  const answered = line.attempts?.findLast((attempt) => attempt.outputTokens !== undefined);
  const needs = needsOf(line);
  return costUsd(price, {
    inputTokens: answered?.inputTokens ?? needs.inputTokens,
    outputTokens: answered?.outputTokens ?? outputToCompare(needs),
  });
}
