/**
 * Why each route above the chosen one did not match: the first condition that did not hold, in the policy's own
 * words, and the actual value. Reads the typed policy and the facts that were read; decides nothing.
 */
import type { AnyTerm, Guard, Policy, Route, Term } from '../semantics/model.ts';
import type { FactSpec, FactValue, KnownFacts } from '../vocabulary/value-set.ts';
import { holds } from '../vocabulary/value-sets.ts';
import { noKeyWords, plainWords, saidValue } from './shown-value.ts';

export interface SkippedRoute {
  readonly route: string;
  readonly line: number;
  readonly because: string;
}

/** Whether a term holds for a value that was read. */
export type TermHolds = (term: Term, value: FactValue) => boolean;

/** Routes before the one named `winner`, in reading order; all of them when none won. */
export function whySkipped(
  policy: Policy,
  winner: string | undefined,
  known: KnownFacts,
  isIn: TermHolds = (term, value) => holds(term.set, value),
): SkippedRoute[] {
  const skipped: SkippedRoute[] = [];
  for (const route of policy.routes) {
    if (route.name === winner) break;
    skipped.push({ route: route.name, line: route.at.line, because: whyLost(policy, route, known, isIn) });
  }
  return skipped;
}

function whyLost(policy: Policy, route: Route, known: KnownFacts, isIn: TermHolds): string {
  for (const item of route.guard.all) {
    const lost =
      item.kind === 'term' ? whyTermLost(policy, item, known, isIn) : whyAnyLost(policy, item, known, isIn);
    if (lost !== undefined) return lost;
  }
  if (mayHold(route.guard, known) && route.action.canaries.length > 0)
    return whyOutside(policy, route, known);
  // Nothing was read, because no value could have made it match.
  return 'its conditions can never hold together';
}

function mayHold(guard: Guard, known: KnownFacts): boolean {
  return guard.all.every((item) =>
    (item.kind === 'term' ? [[item]] : item.alternatives).some((terms) =>
      terms.every((term) => known.has(term.fact)),
    ),
  );
}

/** Undefined while the term holds or its fact was never read. */
function whyTermLost(policy: Policy, term: Term, known: KnownFacts, isIn: TermHolds): string | undefined {
  const value = known.get(term.fact);
  if (value === undefined || isIn(term, value)) return undefined;
  return `${plainWords(term.words)}, but ${met(policy.facts.get(term.fact), term.fact, value)}`;
}

function met(spec: FactSpec | undefined, id: string, value: FactValue): string {
  if (spec === undefined) return 'it does not hold';
  if (spec.fact === 'share' && value === null) return `there is ${noKeyWords(spec)}`;
  const said = saidValue(spec, value);
  if (said === undefined) return spec.domain.kind === 'text' ? 'its value does not fit' : 'it is outside';
  return spec.domain.kind === 'flag' && value !== null
    ? `"${plainWords(id)}" is ${said === 'yes' ? 'true' : 'false'}`
    : `${plainWords(id)} is ${said}`;
}

/** Every alternative must have failed; each gives its own reason. */
function whyAnyLost(policy: Policy, group: AnyTerm, known: KnownFacts, isIn: TermHolds): string | undefined {
  const reasons: string[] = [];
  for (const terms of group.alternatives) {
    let lost: string | undefined;
    for (const term of terms) {
      lost = whyTermLost(policy, term, known, isIn);
      if (lost !== undefined) break;
    }
    if (lost === undefined) return undefined;
    reasons.push(lost);
  }
  return `none of its alternatives holds: ${reasons.join('; ')}`;
}

function whyOutside(policy: Policy, route: Route, known: KnownFacts): string {
  const shares = route.action.canaries.map((canary) => `${canary.to - canary.from}%`).join(' and ');
  const fact = route.action.canaries[0]?.fact ?? '';
  const by = policy.facts.get(fact)?.key;
  const key = by === undefined ? fact : 'name' in by ? `${by.kind} "${by.name}"` : by.kind;
  const why = known.get(fact) === null ? `${key} is unknown` : 'this request is outside';
  return plainWords(`its canary takes ${shares} by ${key}, but ${why}`);
}
