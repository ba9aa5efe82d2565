/**
 * Holds every verdict of the analysis against every request of one small random policy. Answers what the two do not
 * agree on, in words; nothing is the only good answer.
 */

import { comparePolicies } from '../../src/language/analysis/diff/compare.ts';
import { tellDiff } from '../../src/language/analysis/diff/diff.ts';
import { createPolicySpace, type PolicySpace } from '../../src/language/analysis/space/policy-space.ts';
import type { Region } from '../../src/language/analysis/space/search.ts';
import type { Space } from '../../src/language/analysis/space/space.ts';
import { createProofs } from '../../src/language/analysis/verdicts/candidates.ts';
import { createConditionSpace, judgeConditions } from '../../src/language/analysis/verdicts/conditions.ts';
import { findDoubleCovers, findGap } from '../../src/language/analysis/verdicts/coverage.ts';
import { judgeHops } from '../../src/language/analysis/verdicts/hops.ts';
import { outcomeOf } from '../../src/language/analysis/verdicts/outcome.ts';
import { findOverlaps, overlapWitness } from '../../src/language/analysis/verdicts/overlaps.ts';
import { type Claim, type Property, proveProperty } from '../../src/language/analysis/verdicts/properties.ts';
import {
  reachAll,
  unreachableRules,
  witnessOfRule,
} from '../../src/language/analysis/verdicts/reachability.ts';
import { lower } from '../../src/language/graph/lower.ts';
import { makePlan } from '../../src/language/planning/make-plan.ts';
import type { Needs, Plan, PlanWorld } from '../../src/language/planning/plan.ts';
import type { Policy, Route } from '../../src/language/semantics/model.ts';
import { factSpec } from '../../src/language/vocabulary/fact-spec.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import {
  editedPolicy,
  everyRequest,
  type Random,
  type Requests,
  randomFrom,
  smallPolicy,
} from './small-policy.ts';

/** More are not tried one by one. */
const MOST_REQUESTS = 2_500;

export interface Tried {
  readonly words: readonly string[];
  /** How many requests were tried; 0: too many. */
  readonly requests: number;
}

export function tryAll(seed: number): Tried {
  const random = randomFrom(seed);
  const policy = smallPolicy(random);
  const requests = everyRequest([policy]);
  if (requests.count > MOST_REQUESTS) return { words: [], requests: 0 };
  const space = createPolicySpace(policy);
  const words = [
    ...reachDisagreements(space, requests),
    ...pairDisagreements(space, requests),
    ...conditionDisagreements(policy, requests),
    ...diffDisagreements(policy, editedPolicy(policy, random)),
    ...propertyDisagreements(policy, random),
  ];
  return { words: words.map((each) => `seed ${seed}: ${each}`), requests: requests.count };
}

function routesOf(policy: Policy): readonly Route[] {
  return [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
}

/** By request: the route that takes it, by number, or -1; -2: there is no such request. */
function takers(policy: Policy, requests: Requests): Int16Array {
  const guards = routesOf(policy).map((route) => requests.guardHolds(route.guard));
  return Int16Array.from({ length: requests.count }, (_, request) =>
    requests.possible(request) ? guards.findIndex((holds) => holds(request)) : -2,
  );
}

function reachDisagreements(space: PolicySpace, requests: Requests): string[] {
  const { policy } = space;
  const reached = new Set(takers(policy, requests));
  const words: string[] = [];
  for (const reach of reachAll(space)) {
    if ((reach.kind === 'reachable') !== reached.has(reach.rule) || reach.kind === 'undecided')
      words.push(`rule ${reach.rule} is ${reach.kind}`);
    // Replayed inside.
    if (reach.kind === 'reachable' && witnessOfRule(space, reach) === undefined)
      words.push(`no witness of ${reach.rule}`);
  }
  const gap = findGap(space);
  if ((gap.kind === 'gap') !== reached.has(-1)) words.push(`coverage is ${gap.kind}`);
  const routes = routesOf(policy);
  const guards = routes.map((route) => requests.guardHolds(route.guard));
  for (const { index, covering } of unreachableRules(space)) {
    const names = covering.map((rule) => rule.route);
    const covers = (left: readonly string[]): boolean => {
      const cover = guards.filter((_, at) => left.includes(routes[at]?.name ?? ''));
      for (let request = 0; request < requests.count; request += 1) {
        if (!requests.possible(request) || !guards[index]?.(request)) continue;
        if (!cover.some((holds) => holds(request))) return false;
      }
      return true;
    };
    if (!covers(names)) words.push(`${names.join(', ')} do not cover ${index}`);
    for (const name of names)
      if (covers(names.filter((other) => other !== name)))
        words.push(`${name} is not needed to cover ${index}`);
  }
  return words;
}

function pairDisagreements(space: PolicySpace, requests: Requests): string[] {
  const { policy } = space;
  const routes = routesOf(policy);
  const outcomes = space.graph.rules.map((rule) => outcomeOf(policy, rule).key);
  const taken = takers(policy, requests);
  const held = routes.map(({ guard }) => {
    const holds = requests.guardHolds(guard);
    return Uint8Array.from(taken, (taker, request) => (taker !== -2 && holds(request) ? 1 : 0));
  });
  const doubles = new Set<string>();
  const overlaps = new Set<string>();
  for (let i = 0; i < routes.length; i += 1)
    for (let j = i + 1; j < routes.length; j += 1) {
      const [a, b] = [held[i] as Uint8Array, held[j] as Uint8Array];
      let [both, onlyA, onlyB, first] = [false, false, false, false];
      for (let request = 0; request < requests.count; request += 1) {
        if (a[request] === 1 && b[request] === 1) {
          both = true;
          first ||= taken[request] === i;
        } else if (a[request] === 1) onlyA = true;
        else if (b[request] === 1) onlyB = true;
      }
      const names = `${routes[i]?.name} ${routes[j]?.name}`;
      if (both) doubles.add(names);
      if (both && onlyA && onlyB && first && outcomes[i] !== outcomes[j]) overlaps.add(names);
    }
  const found = findOverlaps(space);
  for (const pair of found.pairs.slice(0, 3)) overlapWitness(space, pair);
  return [
    ...differences(
      'overlaps',
      overlaps,
      new Set(found.pairs.map((p) => `${p.upper.route} ${p.lower.route}`)),
    ),
    ...differences(
      'doubles',
      doubles,
      new Set(findDoubleCovers(space).pairs.map((p) => `${p.one.route} ${p.other.route}`)),
    ),
  ];
}

function differences(what: string, tried: ReadonlySet<string>, proved: ReadonlySet<string>): string[] {
  return [
    ...[...tried].filter((each) => !proved.has(each)).map((each) => `${what}: ${each} was not found`),
    ...[...proved].filter((each) => !tried.has(each)).map((each) => `${what}: ${each} is not so`),
  ];
}

function conditionDisagreements(policy: Policy, requests: Requests): string[] {
  const space = createConditionSpace(policy);
  const taken = takers(policy, requests);
  const tried = new Set<string>();
  for (const [index, route] of routesOf(policy).entries()) {
    const { all } = route.guard;
    const items = all.map((item) => requests.guardHolds({ all: [item] }));
    let possible = false;
    let reached = false;
    // Which conditions fail, as bits, and whether a route above takes the request.
    const seen = new Set<string>();
    for (let request = 0; request < requests.count; request += 1) {
      const taker = taken[request] as number;
      if (taker === -2) continue;
      const fails = items.reduce((bits, holds, at) => (holds(request) ? bits : bits | (1 << at)), 0);
      if (fails === 0) possible = true;
      if (taker === index) reached = true;
      seen.add(`${fails} ${taker >= 0 && taker < index}`);
    }
    if (!possible) {
      tried.add(`${route.name} impossible`);
      continue;
    }
    let dropped = 0;
    for (const [at, item] of [...all.entries()].reverse()) {
      if (item.kind !== 'term') continue;
      const hidden = [...seen].filter((sign) => (Number(sign.split(' ')[0]) & ~dropped) === 1 << at);
      const own = hidden.length === 0;
      const above = reached && hidden.every((sign) => sign.endsWith('true'));
      if (!own && !above) continue;
      tried.add(`${route.name} ${at} ${own ? 'own' : 'above'}`);
      dropped |= 1 << at;
    }
  }
  const proved = new Set<string>();
  for (const finding of judgeConditions(space).findings) {
    const { route } = finding;
    if (finding.kind === 'impossible') proved.add(`${route.name} impossible`);
    if (finding.kind !== 'redundant' || finding.part !== 'condition') continue;
    const at = finding.terms[0] === undefined ? -1 : route.guard.all.indexOf(finding.terms[0]);
    if (at >= 0) proved.add(`${route.name} ${at} ${finding.because.kind}`);
  }
  return differences('conditions', tried, proved);
}

function diffDisagreements(before: Policy, after: Policy): string[] {
  const requests = everyRequest([before, after]);
  if (requests.count > MOST_REQUESTS) return [];
  const compared = comparePolicies(before, after, { mostRegions: 2_000, mostAPair: 1_000 });
  const { old, next, changes, more, undecided } = compared;
  const words = [...(more ? ['diff: more'] : []), ...(undecided ? ['diff: undecided'] : [])];
  const [one, two] = [takers(before, requests), takers(after, requests)];
  const outcome = (half: typeof old, rule: number): string => {
    const found = half.outcomes[rule < 0 ? half.rules.length : rule];
    return found === undefined ? 'nobody' : `${found.route} ${found.key}`;
  };
  for (let request = 0; request < requests.count; request += 1) {
    const [i, j] = [one[request] as number, two[request] as number];
    if (i === -2) continue;
    const atoms = atomsOf(old.space, requests.values(request));
    const regions = changes.filter(({ region }) => isIn(old.space, region, atoms));
    const changed = outcome(old, i) !== outcome(next, j);
    const right = regions.every(
      ({ before: b, after: a }) =>
        b === (i < 0 ? old.rules.length : i) && a === (j < 0 ? next.rules.length : j),
    );
    if (changed === regions.length > 0 && right) continue;
    words.push(`diff: ${JSON.stringify([...requests.values(request)])} goes from ${i} to ${j}`);
    break;
  }
  // Witnesses are replayed inside.
  const told = tellDiff(compared);
  if (told.regions.some(({ witness }) => witness === undefined))
    words.push('diff: a region without a witness');
  return words;
}

/** Atoms of a request, by dimension. */
function atomsOf(space: Space, values: ReadonlyMap<string, FactValue>): number[] {
  return space.dimensions.map((dimension) => {
    const { id } = dimension.spec;
    const value = values.get(id);
    if (value !== undefined) return dimension.atomOf(value);
    // Images may be asked for by their flag alone.
    return dimension.atomOf(id === 'images' ? Number(values.get('request has images')) : null);
  });
}

function isIn({ starts }: Space, region: Region, atoms: readonly number[]): boolean {
  return atoms.every(
    (atom, dim) => ((region[(starts[dim] as number) + (atom >> 5)] as number) & (1 << (atom & 31))) !== 0,
  );
}

const EXTRA = [
  factSpec('tokens', {}, { tiers: [], groups: new Map() }),
  factSpec('output tokens', {}, { tiers: [], groups: new Map() }),
  factSpec('request has', { subject: 'tools' }, { tiers: [], groups: new Map() }),
];

function propertyDisagreements(base: Policy, random: Random): string[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const routes = routesOf(base).map((route) => route.name);
  const claim = pick<Claim>([
    { kind: 'model in', models: [pick(['haiku', 'sonnet', 'opus'])] },
    { kind: 'route in', routes: [pick(routes), pick(routes)] },
    { kind: 'refused' },
    { kind: 'tokens fit model' },
  ]);
  const when = { all: pick(base.routes).guard.all.slice(0, 1 + Math.floor(random() * 2)) };
  const property: Property = {
    kind: pick(['never', 'always'] as const),
    when,
    facts: base.facts,
    claims: [claim],
  };
  // Tokens, outputs and tools are tried in full: windows tell them apart, though conditions may not.
  const policy = {
    ...base,
    facts: new Map([...EXTRA.map((spec) => [spec.id, spec] as const), ...base.facts]),
  };
  const requests = everyRequest([policy], [when], new Set(EXTRA.map(({ id }) => id)));
  if (requests.count > MOST_REQUESTS * 2) return [];
  const graph = lower(policy);
  const taken = takers(policy, requests);
  const inWhen = requests.guardHolds(when);
  let any = false;
  let broken: string | undefined;
  for (let request = 0; request < requests.count && broken === undefined; request += 1) {
    const rule = taken[request] as number;
    if (rule === -2 || !inWhen(request)) continue;
    any = true;
    const values = requests.values(request);
    if (breaks(policy, graph, rule, values, property, claim)) broken = JSON.stringify([...values]);
  }
  const tried = !any ? 'vacuous' : broken === undefined ? 'proved' : 'refuted';
  const verdict = proveProperty(base, property);
  const same =
    verdict.kind === tried
      ? []
      : [`${property.kind} ${JSON.stringify(claim)} is ${verdict.kind}, tried: ${tried} ${broken ?? ''}`];
  // Every witness in it is replayed.
  judgeHops(createProofs(base));
  return same;
}

function breaks(
  policy: Policy,
  graph: ReturnType<typeof lower>,
  rule: number,
  values: ReadonlyMap<string, FactValue>,
  { kind }: Property,
  claim: Claim,
): boolean {
  const never = kind === 'never';
  const route = routesOf(policy)[rule];
  if (claim.kind === 'route in') return claim.routes.includes(route?.name ?? '') === never;
  // The service refuses what no route takes.
  if (route === undefined) return claim.kind === 'refused' && never;
  const under = { haiku: ['haiku'], sonnet: ['sonnet'], both: ['haiku', 'sonnet'], pool: ['sonnet', 'opus'] };
  const models = under[(route.action.use?.target ?? '') as keyof typeof under] ?? [];
  // Whatever is asked, no more output than the model can write.
  const needs = (most: number): Needs => {
    const output = Math.min(Number(values.get('output tokens')), most);
    return {
      inputTokens: Number(values.get('tokens')),
      ...(output > 0 ? { outputTokens: output } : {}),
      tools: values.get('request has tools') === true,
      images: false,
      json: false,
      audio: false,
    };
  };
  const plan = (asked: Needs, state: PlanWorld['state']): Plan =>
    makePlan(policy, graph, rule, {
      needs: asked,
      share: () => 0,
      state,
      turn: () => 0,
      latency: () => 0,
      load: () => 0,
      rolloutShare: () => 0,
    });
  const plans = (model: string, least: boolean): boolean => {
    const most = least ? Number.POSITIVE_INFINITY : (policy.models.get(model)?.output ?? 1024);
    const made = plan(needs(most), (id) => (id === model ? 'ready' : 'open'));
    return made.attempts.some((attempt) => attempt.model === model);
  };
  /** As the service says it to the caller, in a world where nothing is down. */
  const tooLong = (): boolean =>
    plan(needs(Number.POSITIVE_INFINITY), () => 'ready').refusal?.code === 'context_length_exceeded';
  const isUse = route.action.use !== undefined;
  switch (claim.kind) {
    case 'model in':
      return models.some((model) => claim.models.includes(model) === never && plans(model, true));
    case 'refused':
      if (!isUse) return never;
      return never
        ? !models.some((model) => plans(model, false))
        : models.some((model) => plans(model, true));
    case 'tokens fit model':
      if (!isUse) return false;
      if (never) return models.some((model) => plans(model, true));
      return route.action.use?.orRefuse === undefined && tooLong();
  }
}
