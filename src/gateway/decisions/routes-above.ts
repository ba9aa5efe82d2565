/**
 * Obstacles of a request that its attempts do not show: candidates that were skipped, splits that had no key to
 * divide by, and budgets and limits per an attribute that the caller did not send (all such callers share one
 * counter, which a 429 alone would not explain). Produces text only.
 */
import { planWords, skippedOf, skippedWords } from '../../language/explaining/plan-words.ts';
import type { Removed } from '../../language/planning/plan.ts';
import type { Per } from '../../language/semantics/model.ts';
import { limitsInForce } from '../admission/limits/limits-in-force.ts';
import type { Outcome } from '../dispatch/outcome.ts';
import type { CarriedOut } from '../request/carry-out.ts';
import type { RoutingDecision } from '../request/choose.ts';
import type { RequestContext } from '../request/request-context.ts';

const OF_CALLERS = ['key', 'user', 'team', 'tier'] as const;

type Stood = Pick<CarriedOut, 'choice' | 'unaffordable'> & { readonly outcome?: Outcome | undefined };

/** Phrases for the explanation. */
export function whatStood(run: RequestContext, carried: Stood): string[] {
  const { choice } = carried;
  const counters = countersWithoutKey(run, choice);
  const { explored, unkeyed } = choice.plan;
  if (explored === undefined && unkeyed === undefined && nothingSkipped(carried))
    return counters.map(({ words }) => words);
  return [
    ...planWords(run.serving.policy, choice.plan, reachedBy(carried), skippedIn(carried)),
    ...counters.map(({ words }) => words),
  ];
}

const NOTHING = { passedOver: [], also: [] };

/** As for most requests. */
function nothingSkipped({ choice, unaffordable, outcome }: Stood): boolean {
  const skipped = outcome !== undefined && 'skipped' in outcome ? outcome.skipped : undefined;
  return choice.plan.removed.length === 0 && unaffordable.length === 0 && !skipped?.length;
}

/** Candidates that explain the answer or the refusal, and those that dispatch skipped. */
export function passedOverBy(carried: Stood): {
  readonly passedOver: readonly Removed[];
  readonly also: readonly Removed[];
} {
  if (nothingSkipped(carried)) return NOTHING;
  const skipped = skippedIn(carried);
  return {
    passedOver: skippedOf(carried.choice.plan, reachedBy(carried), skipped),
    also: skipped.filter(({ kind }) => kind !== 'budget'),
  };
}

/** The subset that the caller of a failed request can act on. */
export function whatStoodOfError(
  run: RequestContext,
  carried: Stood & { readonly outcome: Outcome },
): string[] {
  const { choice, outcome } = carried;
  const skipped = skippedWords(choice.plan, undefined, skippedIn(carried));
  if (outcome.kind !== 'not-admitted') return skipped;
  const { by, name } = outcome.admission;
  const counter = countersWithoutKey(run, choice).find((one) => one.name === `${by} ${name}`);
  return counter === undefined ? skipped : [counter.words, ...skipped];
}

/** The model that answered, or that would be called first where nothing is sent. */
function reachedBy({ choice, outcome }: Stood): string | undefined {
  if (outcome === undefined) return choice.plan.attempts[0]?.model;
  return outcome.kind === 'answered' ? outcome.record.model : undefined;
}

/**
 * A candidate that was called in the end was not skipped, and the refusal that the caller gets is reported
 * separately.
 */
function skippedIn({ outcome, unaffordable }: Stood): readonly Removed[] {
  if (outcome === undefined) return [];
  const asked = new Set(outcome.attempts.map(({ deployment }) => deployment));
  const passed = 'skipped' in outcome ? (outcome.skipped ?? []) : [];
  const refusal = outcome.kind === 'not-admitted' ? outcome.admission.message : undefined;
  return [
    ...passed.filter(({ deployment }) => deployment === undefined || !asked.has(deployment)),
    ...unaffordable.filter(({ because }) => because !== refusal),
  ];
}

interface Counter {
  /** `limit each` */
  readonly name: string;
  readonly words: string;
}

function countersWithoutKey(run: RequestContext, { plan }: RoutingDecision): readonly Counter[] {
  const { policy } = run.serving;
  if (plan.attempts.length === 0 || (policy.budgets.size === 0 && policy.limits.size === 0)) return [];
  const limits = policy.limits.size === 0 ? [] : limitsInForce(policy, plan.route, run.known);
  const counters: Counter[] = [];
  const add = (name: string, lines: readonly { readonly per: Per }[]): void => {
    const absent = absentOf(run, lines);
    if (absent.length === 0) return;
    const words = `${name}: no ${absent.join(' and no ')} in this request; all callers without one share it`;
    counters.push({ name, words });
  };
  for (const { name, lines } of policy.budgets.values()) add(`budget ${name}`, lines);
  for (const { name, lines } of limits) add(`limit ${name}`, lines);
  return counters;
}

function absentOf({ sources }: RequestContext, lines: readonly { readonly per: Per }[]): readonly string[] {
  const { caller } = sources;
  return OF_CALLERS.filter((part) => caller[part] === null && lines.some(({ per }) => per === part));
}
