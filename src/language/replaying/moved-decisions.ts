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
  /** Lines that were read. */
  readonly decisions: number;
  readonly same: number;
  readonly moved: number;
  /** Lines with too little data, and why. */
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
  let decisions = 0;
  let same = 0;
  let moved = 0;
  let more = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    add(judged, line) {
      decisions += 1;
      if (line !== undefined) {
        const time = Date.parse(line.time);
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
      if (judged.kind === 'same') same += 1;
      if (judged.kind === 'undetermined') reasons.set(judged.because, (reasons.get(judged.because) ?? 0) + 1);
      if (judged.kind !== 'moved') return;
      moved += 1;
      more += (judged.after.costUsd ?? 0) - (judged.before.costUsd ?? 0);
      const key = JSON.stringify([judged.policy, plain(judged.before), plain(judged.after), judged.because]);
      groups.set(key, joined(groups.get(key), judged, line?.id));
    },
    result() {
      const days = Math.max(1, last > first ? (last - first) / DAY : 1);
      return {
        decisions,
        same,
        moved,
        undetermined: decisions - same - moved,
        reasons: [...reasons]
          .map(([because, count]) => ({ because, decisions: count }))
          .sort((a, b) => b.decisions - a.decisions),
        groups: [...groups.values()].sort((a, b) => b.decisions - a.decisions),
        costUsdPerDay: tidy(more / days),
      };
    },
  };
}

function joined(
  group: MovedGroup | undefined,
  judged: Extract<Judged, { kind: 'moved' }>,
  id: string | undefined,
): MovedGroup {
  const { policy, before, after, because } = judged;
  const known = group === undefined || group.costUsd !== undefined;
  const costs =
    known && before.costUsd !== undefined && after.costUsd !== undefined
      ? {
          before: (group?.costUsd?.before ?? 0) + before.costUsd,
          after: (group?.costUsd?.after ?? 0) + after.costUsd,
        }
      : undefined;
  const example = group?.example ?? id;
  return {
    policy,
    before: plain(before),
    after: plain(after),
    decisions: (group?.decisions ?? 0) + 1,
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
