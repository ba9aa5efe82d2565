/**
 * Conditions that say nothing or too much: guards no request fits, alternatives that can never hold, and conditions that
 * could be dropped without moving one request. Knows no lint and no message.
 */
import type { AnyTerm, Policy, Route, Term } from '../../semantics/model.ts';
import { allOf, anyOf, guardMentions, itemOf, routesOf } from '../space/guards.ts';
import {
  createPolicySpace,
  findFree,
  findRequest,
  type PolicySpace,
  rulesAbove,
  rulesOf,
  withSteps,
} from '../space/policy-space.ts';
import { type Budget, type Groups, MOST_STEPS, stepsLeft } from '../space/search.ts';
import { least } from './least.ts';

/** A guard that no request fits, by the least conditions that contradict each other: one, when it is impossible alone. */
export interface ImpossibleGuard {
  readonly kind: 'impossible';
  readonly route: Route;
  readonly terms: readonly (Term | AnyTerm)[];
}
/** One alternative of an `any` group that can never hold together with the rest. */
export interface ImpossibleAlternative {
  readonly kind: 'impossible-alternative';
  readonly route: Route;
  readonly alternative: readonly Term[];
}
/** Dropping it changes nothing. */
export interface RedundantCondition {
  readonly kind: 'redundant';
  readonly route: Route;
  /** A condition, or all conditions of an alternative. */
  readonly terms: readonly Term[];
  readonly part: 'condition' | 'alternative';
  readonly because: /** The other conditions of the route imply it; the least of them that do. Empty: it always holds. */
    | { readonly kind: 'own'; readonly terms: readonly (Term | AnyTerm)[] }
    /** What it keeps out is taken by routes above; the least of them that do. Moving them would give it a meaning. */
    | { readonly kind: 'above'; readonly routes: readonly string[] };
}
export type ConditionFinding = ImpossibleGuard | ImpossibleAlternative | RedundantCondition;

/** A space that knows every condition as it is written; needed here, good for everything else too. */
export function createConditionSpace(policy: Policy): PolicySpace {
  return createPolicySpace(policy, { mentions: guardMentions(policy) });
}

export interface JudgedConditions {
  readonly findings: readonly ConditionFinding[];
  /** Routes of which it stayed open whether every condition has an effect. */
  readonly undecided: readonly string[];
}

/** For the conditions of one route. */
const MOST_STEPS_OF_A_ROUTE = MOST_STEPS / 2;

export function judgeConditions(policySpace: PolicySpace): JudgedConditions {
  const undecided: string[] = [];
  const findings = routesOf(policySpace.policy).flatMap((route) => {
    const steps: Budget = { left: MOST_STEPS_OF_A_ROUTE, of: policySpace.space.steps };
    const found = judgeRoute(withSteps(policySpace, steps), route);
    if (stepsLeft(steps) < 0 && route.guard.all.length > 0) undecided.push(route.name);
    return found;
  });
  return { findings, undecided };
}

function judgeRoute(policySpace: PolicySpace, route: Route): ConditionFinding[] {
  const { space, graph, rules } = policySpace;
  const { all } = route.guard;
  const isEmpty = (items: readonly (Term | AnyTerm)[]): boolean =>
    findRequest(
      space,
      items.map((item) => itemOf(space, item)),
      [],
    ) === 'none';
  if (isEmpty(all)) return [{ kind: 'impossible', route, terms: least(all, isEmpty) }];

  const [first = rules.length] = rulesOf(graph, route.name);
  const whole = all.map((item) => itemOf(space, item));
  const reached = findRequest(space, whole, rulesAbove(policySpace, first, whole)) !== 'none';
  const findings: ConditionFinding[] = [];
  const isOver = (): boolean => stepsLeft(space.steps) < 0;
  let kept: readonly (Term | AnyTerm)[] = all;
  // From the last to the first, and what has been found needless is gone: of two that imply each other one must stay.
  for (const item of [...all].reverse()) {
    if (isOver()) break;
    const others = kept.filter((other) => other !== item);
    const redundant = (
      terms: readonly Term[],
      part: RedundantCondition['part'],
      wider: readonly Groups[],
    ): boolean => {
      // Something in the wider guard that the guard as it is leaves out?
      const question = (kept: readonly (Term | AnyTerm)[], covers: readonly Groups[]): boolean =>
        findRequest(
          space,
          [...kept.map((one) => itemOf(space, one)), ...wider],
          [itemOf(space, item), ...covers],
        ) === 'none';
      if (question(others, [])) {
        const because = { kind: 'own', terms: least(others, (kept) => question(kept, [])) } as const;
        findings.push({ kind: 'redundant', route, terms, part, because });
        return true;
      }
      if (!reached) return false;
      const kept = [...others.map((one) => itemOf(space, one)), ...wider];
      if (findFree(policySpace, kept, itemOf(space, item), first) !== undefined) return false;
      const above = rulesAbove(policySpace, first, kept);
      if (above.length === 0 || !question(others, above)) return false;
      const taking = least(above, (kept) => question(others, kept));
      const names = taking.map((rule) => graph.rules[rules.indexOf(rule)]?.route ?? '');
      findings.push({
        kind: 'redundant',
        route,
        terms,
        part,
        because: { kind: 'above', routes: [...new Set(names)] },
      });
      return true;
    };
    if (item.kind === 'term') {
      if (redundant([item], 'condition', [])) kept = others;
      continue;
    }
    findings.push(...judgeAlternatives(policySpace, route, item, others, redundant));
  }
  return findings;
}

function judgeAlternatives(
  { space }: PolicySpace,
  route: Route,
  group: AnyTerm,
  others: readonly (Term | AnyTerm)[],
  redundant: (terms: readonly Term[], part: RedundantCondition['part'], wider: readonly Groups[]) => boolean,
): ConditionFinding[] {
  const findings: ConditionFinding[] = [];
  const rest = others.map((item) => itemOf(space, item));
  for (const alternative of group.alternatives) {
    if (stepsLeft(space.steps) < 0) break;
    const own = allOf(space, alternative);
    const remaining = group.alternatives.filter((other) => other !== alternative);
    if (findRequest(space, [...rest, own], []) === 'none') {
      findings.push({ kind: 'impossible-alternative', route, alternative });
      continue;
    }
    // Whatever it lets in, another alternative lets in as well.
    const others = [anyOf(space, remaining)];
    if (remaining.length > 0 && findRequest(space, [...rest, own], [others]) === 'none') {
      const because = { kind: 'own', terms: [{ ...group, alternatives: remaining }] } as const;
      findings.push({ kind: 'redundant', route, terms: alternative, part: 'alternative', because });
      // Of two equal ones only the first is reported.
      break;
    }
    if (alternative.length < 2) continue;
    for (const term of alternative) {
      const wider = allOf(
        space,
        alternative.filter((other) => other !== term),
      );
      if (redundant([term], 'condition', [wider])) break;
    }
  }
  return findings;
}
