/**
 * A policy made ready for proofs: its graph, the space its conditions span, and every rule as boxes of atoms. Questions
 * about rules are asked here, in terms of `search.ts`. Knows no finding.
 */
import type { Boxes } from '../../graph/boxes.ts';
import type { DecisionGraph } from '../../graph/decision-graph.ts';
import { type Evaluator, evaluatorOf } from '../../graph/evaluate.ts';
import { lower } from '../../graph/lower.ts';
import type { Policy } from '../../semantics/model.ts';
import type { FactSpec } from '../../vocabulary/value-set.ts';
import { flagsIn } from './flag-boxes.ts';
import { contradictionIn } from './opaque-texts.ts';
import { createRuleIndex, type RuleIndex } from './rule-index.ts';
import { type Budget, type Found, findPoint, type Groups, MOST_STEPS, type Region, spend } from './search.ts';
import { boxesOfRule, createSpace, type Mention, mentionsIn, type Space } from './space.ts';

export interface PolicySpace {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
  readonly evaluator: Evaluator;
  readonly space: Space;
  /** By index into `graph.rules`. */
  readonly rules: readonly Groups[];
}

export interface SpaceOptions {
  /** Made from the policy unless given. */
  readonly graph?: DecisionGraph;
  /** Conditions that questions will be asked about, besides those of the routes. */
  readonly more?: readonly Boxes[];
  /** Constants that matter besides those of conditions: the windows of models. */
  readonly mentions?: readonly Mention[];
  /** Facts that `more` and `mentions` speak of and the policy does not. */
  readonly facts?: readonly FactSpec[];
}

export function createPolicySpace(policy: Policy, options: SpaceOptions = {}): PolicySpace {
  const graph = options.graph ?? lower(policy);
  const boxes = graph.rules.map((rule) => boxesOfRule(graph, rule));
  const facts = new Map([...(options.facts ?? []).map((spec) => [spec.id, spec] as const), ...policy.facts]);
  const mentions = [...boxes, ...(options.more ?? [])].flatMap(mentionsIn);
  const space = createSpace(facts, [...mentions, ...(options.mentions ?? [])], policy.serves, policy.budgets);
  return { policy, graph, evaluator: evaluatorOf(graph), space, rules: boxes.map(space.groups) };
}

/** The same space, of which the searches take their steps from `steps`. */
export function withSteps<T extends PolicySpace>(policySpace: T, steps: Budget): T {
  return { ...policySpace, space: { ...policySpace.space, steps } };
}

/** A point of `start`, inside every one of `inside` and outside all of `covers`, among requests that can be. */
export function findRequest(
  space: Space,
  inside: readonly Groups[],
  covers: readonly Groups[],
  budget: Budget = { left: MOST_STEPS, of: space.steps },
  start: Region = space.full,
): Found {
  const within = inside.flat();
  const { impossible, opaque, firstFlag } = space;
  if (opaque.length === 0) return findPoint(space, start, within, [impossible, ...covers], budget);
  const never = [...space.impossibleFlags(flagsIn([...within, ...covers.flat()], firstFlag))];
  for (;;) {
    const found = findPoint(space, start, within, [impossible, [never], ...covers], budget);
    if (typeof found === 'string') return found;
    // Flags of opaque patterns are free in a search: what no text can be is learned where it is found.
    const box = contradictionIn(space, found, budget);
    if (box === undefined) return found;
    space.learn(box);
    never.push(box);
  }
}

/** Made when first asked for. */
const indexes = new WeakMap<readonly Groups[], RuleIndex>();

function indexOf({ space, rules }: Rules): RuleIndex {
  const index = indexes.get(rules) ?? createRuleIndex(space, rules);
  indexes.set(rules, index);
  return index;
}

type Rules = Pick<PolicySpace, 'space' | 'rules'>;

/**
 * Indexes of the rules that some request inside all of `inside` may fit, in order; the others cannot change what is found
 * there. `below`: only rules before this one.
 */
export function rulesMeeting(
  space: Rules,
  inside: readonly Groups[],
  below: number = space.rules.length,
): readonly number[] {
  spend(
    space.space.steps,
    inside.reduce((sum, groups) => groups.reduce((all, group) => all + group.length, sum), 0),
  );
  return indexOf(space).meeting(inside, below);
}

/**
 * Some request inside all of `inside`, outside of `outside` and of all rules before `below`, with a value of one of the
 * facts of `outside` that none of these rules speaks of. Quick, and often there is one: undefined says nothing.
 */
export function findFree(
  space: Rules,
  inside: readonly Groups[],
  outside: Groups,
  below: number,
): Found | undefined {
  const dims = new Set(outside.flatMap((group) => group.flatMap((box) => box.dims)));
  for (const dim of dims) {
    const atoms = indexOf(space).free(dim, below);
    if (atoms.length === 0) continue;
    const within = [...inside, [[space.space.coverOfAtoms(dim, atoms)]]];
    const found = findRequest(space.space, within, [outside, ...rulesAbove(space, below, within)]);
    if (typeof found !== 'string') return found;
  }
  return undefined;
}

/** The rules above that can take a request away from what is inside. */
export function rulesAbove(
  policySpace: Rules,
  rule: number,
  inside: readonly Groups[] = [policySpace.rules[rule] ?? []],
): readonly Groups[] {
  return rulesMeeting(policySpace, inside, rule).map((index) => policySpace.rules[index] as Groups);
}

/** A point that rule number so-and-so takes: inside it and outside all rules above. */
export function findInRule(policySpace: PolicySpace, rule: number, inside: readonly Groups[] = []): Found {
  const own = policySpace.rules[rule];
  if (own === undefined) throw new Error(`there is no rule ${rule}`);
  const both = [own, ...inside];
  return findRequest(policySpace.space, both, rulesAbove(policySpace, rule, both));
}

const rulesByRoute = new WeakMap<DecisionGraph, ReadonlyMap<string, readonly number[]>>();

/** Rules of a route: canaries first, in the order in which they are tried. */
export function rulesOf(graph: DecisionGraph, route: string): readonly number[] {
  let known = rulesByRoute.get(graph);
  if (known === undefined) {
    const indexes = [...graph.rules.keys()];
    known = Map.groupBy(indexes, (index) => graph.rules[index]?.route ?? '');
    rulesByRoute.set(graph, known);
  }
  return known.get(route) ?? [];
}
