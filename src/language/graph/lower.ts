/**
 * Typed policy to decision graph. Routes become rules in reading order (a canary before the `use` of its route),
 * guards become boxes, and facts are put in the order in which they are read. Never sees the AST; consults no
 * analysis.
 */
import type { Guard, Policy, Route } from '../semantics/model.ts';
import { COST_CLASSES, type ValueSet } from '../vocabulary/value-set.ts';
import { cutsOf, patternsOf } from './atoms.ts';
import { type Box, type Boxes, boxesOf } from './boxes.ts';
import type { DecisionGraph, GraphFact, Rule, Side } from './decision-graph.ts';

/** Policies are immutable, so the graph of each is made once. */
const graphs = new WeakMap<Policy, DecisionGraph>();

/** @throws when a guard names a fact that the policy does not list: policies with errors are not lowered. */
export function lower(policy: Policy): DecisionGraph {
  const graph = graphs.get(policy) ?? makeGraph(policy);
  graphs.set(policy, graph);
  return graph;
}

function makeGraph(policy: Policy): DecisionGraph {
  const drafts = [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])].flatMap(
    (route) => draftsOf(policy, route),
  );
  const facts = factsOf(policy, drafts);
  const numbers = new Map(facts.map((fact, number) => [fact.id, number]));
  const sidesOf = (box: Box): Side[] =>
    [...box]
      .flatMap(([id, sets]) => sets.map((set) => ({ fact: numbers.get(id) ?? -1, set })))
      .sort((a, b) => a.fact - b.fact);
  const rules = drafts.map(
    ({ boxes, ...rule }): Rule => ({
      ...rule,
      boxes: boxes.boxes.map(sidesOf),
      ...(boxes.also.length === 0 ? {} : { also: boxes.also.map((group) => group.map(sidesOf)) }),
    }),
  );
  return { version: 1, policy: policy.name, facts, rules };
}

type Draft = Omit<Rule, 'boxes' | 'also'> & { readonly boxes: Boxes };

/** A route with only canaries leaves the rest of its requests to the routes below. */
function draftsOf(policy: Policy, route: Route): Draft[] {
  const { action, name } = route;
  const drafts: Draft[] = action.canaries.map((canary, index) => {
    const share: ValueSet = {
      kind: 'numbers',
      ranges: [{ low: canary.from, lowOpen: false, high: canary.to, highOpen: true }],
    };
    const boxes = boxesOf(policy.facts, route.guard, [{ fact: canary.fact, set: share }]);
    return { route: name, kind: 'canary', canary: index, boxes };
  });
  const kind = action.use !== undefined ? 'use' : action.refuse !== undefined ? 'refuse' : undefined;
  if (kind !== undefined) drafts.push({ route: name, kind, boxes: boxesOf(policy.facts, route.guard) });
  return drafts;
}

function factsOf(policy: Policy, drafts: readonly Draft[]): GraphFact[] {
  const sets = new Map<string, ValueSet[]>();
  for (const { boxes } of drafts)
    for (const box of [...boxes.boxes, ...boxes.also.flat()])
      for (const [id, parts] of box) {
        const known = sets.get(id);
        if (known === undefined) sets.set(id, [...parts]);
        else known.push(...parts);
      }
  const facts: GraphFact[] = [];
  for (const [id, written] of mentions(policy)) {
    const spec = policy.facts.get(id);
    const used = sets.get(id);
    if (spec === undefined || used === undefined) continue;
    const patterns = patternsOf(used);
    // Those that are used come first, each once.
    const unreached = patternsOf([...used, ...written]).slice(patterns.length);
    facts.push({
      ...spec,
      cuts: cutsOf(spec, used),
      patterns,
      ...(unreached.length === 0 ? {} : { unreached }),
    });
  }
  // Sorting is stable: within a class, facts stay in order of first mention.
  return facts.sort((a, b) => COST_CLASSES.indexOf(a.cost) - COST_CLASSES.indexOf(b.cost));
}

/** Fact ids in order of first mention, with the sets that guards name. */
function mentions(policy: Policy): Map<string, ValueSet[]> {
  const mentioned = new Map<string, ValueSet[]>();
  const mention = (id: string, ...sets: ValueSet[]): void => {
    const known = mentioned.get(id);
    if (known === undefined) mentioned.set(id, sets);
    else known.push(...sets);
  };
  const visit = (guard: Guard): void => {
    for (const item of guard.all)
      for (const term of item.kind === 'term' ? [item] : item.alternatives.flat())
        mention(term.fact, term.set);
  };
  for (const route of [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])]) {
    visit(route.guard);
    for (const canary of route.action.canaries) mention(canary.fact);
  }
  return mentioned;
}
