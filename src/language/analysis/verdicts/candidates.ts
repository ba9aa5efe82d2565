/**
 * Every model under the target of a rule, with the path to it and the requests it can serve: what proofs about
 * hops are made of. Breakers, arms and pools can send a request to any of them, so none is left out. Knows no request.
 */
import type { Boxes } from '../../graph/boxes.ts';
import type { DecisionGraph, Rule } from '../../graph/decision-graph.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { targetsUnder } from '../../planning/targets-under.ts';
import type { Model, Place, Policy, Route, Use } from '../../semantics/model.ts';
import type { FactSpec, ValueSet } from '../../vocabulary/value-set.ts';
import { FIT_FACTS, type Fits, fitsOf, OUTPUT, outputPieces } from '../space/fit-boxes.ts';
import { createPolicySpace, type PolicySpace, rulesAbove, rulesOf } from '../space/policy-space.ts';
import type { Groups } from '../space/search.ts';

export interface Candidate {
  readonly model: Model;
  /** Targets from what the route names down to the one that names the model; empty when the route names it itself. */
  readonly through: readonly string[];
  /** Where the model is named. */
  readonly at: Place;
  readonly fits: Fits;
}

export interface RuleUse {
  readonly rule: Rule;
  /** Index into `graph.rules`. */
  readonly index: number;
  readonly route: Route;
  readonly use: Use;
  /** In declared order, each model once. */
  readonly candidates: readonly Candidate[];
}

export interface Proofs extends PolicySpace {
  /** By rule; undefined for a `refuse`. */
  readonly uses: readonly (RuleUse | undefined)[];
  /** By id: what `more` asks. An example says them all, or it would not show that it is meant. */
  readonly asked: ReadonlyMap<string, FactSpec>;
}

/**
 * A policy ready for every proof there is, the windows of its models among its constants. `more`: conditions that will
 * be asked about, with facts that the policy need not mention.
 */
export function createProofs(
  policy: Policy,
  more: readonly Boxes[] = [],
  facts: Policy['facts'] = new Map(),
): Proofs {
  const known = [...FIT_FACTS, ...facts.values()];
  const bare = createPolicySpace(policy, { more, facts: known });
  const outputs = outputPieces(setsOf(bare.graph, more));
  const uses = bare.graph.rules.map((rule, index) => useOf(policy, rule, index, outputs));
  const boxes = uses.flatMap((use): Boxes[] =>
    (use?.candidates ?? []).map(({ fits }) => ({ boxes: [...fits.fit, ...fits.unfit], also: [] })),
  );
  const space = createPolicySpace(policy, { graph: bare.graph, more: [...more, ...boxes], facts: known });
  return { ...space, uses, asked: facts };
}

function setsOf(graph: DecisionGraph, more: readonly Boxes[]): ValueSet[] {
  const inRules = graph.rules.flatMap((rule) =>
    [...rule.boxes, ...(rule.also ?? []).flat()]
      .flat()
      .flatMap(({ fact, set }) => (graph.facts[fact]?.id === OUTPUT.id ? [set] : [])),
  );
  const inMore = more.flatMap(({ boxes, also }) =>
    [...boxes, ...also.flat()].flatMap((box) => box.get(OUTPUT.id) ?? []),
  );
  return [...inRules, ...inMore];
}

function useOf(
  policy: Policy,
  rule: Rule,
  index: number,
  outputs: ReturnType<typeof outputPieces>,
): RuleUse | undefined {
  const route = routeNamed(policy, rule.route);
  const use = rule.kind === 'canary' ? route?.action.canaries[rule.canary ?? 0] : route?.action.use;
  if (route === undefined || use === undefined || rule.kind === 'refuse') return undefined;
  const { region } = route.action;
  const steps = use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []);
  const question = { steps, outputs, ...(region === undefined ? {} : { region }) };
  const candidates = new Map<string, Candidate>();
  const seen = new Set<string>();
  const visit = (name: string, through: readonly string[], at: Place): void => {
    const model = policy.models.get(name);
    if (model !== undefined && !candidates.has(name))
      candidates.set(name, { model, through, at, fits: fitsOf(policy, model, question) });
    const target = model === undefined ? policy.targets.get(name) : undefined;
    if (target === undefined || seen.has(name)) return;
    seen.add(name);
    for (const [step, inner] of targetsUnder(target).entries()) {
      const place = target.kind === 'chain' ? (target.steps[step]?.at ?? target.at) : target.at;
      visit(inner, [...through, name], place);
    }
  };
  visit(use.target, [], route.at);
  return { rule, index, route, use, candidates: [...candidates.values()] };
}

/** What a route, or one of its canaries, uses. */
export function useNamed(
  { graph, uses }: Proofs,
  route: string,
  canary: number | undefined,
): RuleUse | undefined {
  for (const rule of rulesOf(graph, route)) {
    const use = uses[rule];
    if (use !== undefined && use.rule.canary === canary) return use;
  }
  return undefined;
}

/** The rule takes it, and the rules above do not. */
export function takenBy(
  policySpace: PolicySpace,
  rule: number,
): { readonly inside: Groups[]; readonly covers: readonly Groups[] } {
  return { inside: [policySpace.rules[rule] as Groups], covers: rulesAbove(policySpace, rule) };
}
