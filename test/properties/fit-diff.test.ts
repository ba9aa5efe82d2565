/**
 * The diff of policies whose models hold other requests than they did, against planning: random windows, output limits,
 * capabilities, regions, transforms and budgets. A request that the two plan differently lies in a told region, and one
 * that lies in an exact region about a lone model is planned differently.
 */
import { expect, it } from 'vitest';
import { comparePolicies } from '../../src/language/analysis/diff/compare.ts';
import { atomsIn } from '../../src/language/analysis/space/space.ts';
import { compile } from '../../src/language/compile.ts';
import type { DecisionGraph } from '../../src/language/graph/decision-graph.ts';
import { evaluate } from '../../src/language/graph/evaluate.ts';
import { makePlan } from '../../src/language/planning/make-plan.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import { rounds } from '../support/rounds.ts';
import { type Random, randomFrom } from '../support/small-policy.ts';

const one = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

function model(random: Random, name: string): string {
  const window = one(random, ['', 'window 2k ', 'window 4k ', 'window 8k ', 'window 20k ']);
  const output = one(random, ['', 'output 500 ', 'output 1k ', 'output 3k ']);
  const can = one(random, ['', 'can tools ', 'can tools, json ', 'can json, images ', 'can tools, prefill ']);
  return `model ${name} { is "${name}" on ${one(random, ['here', 'there', 'there'])} ${window}${output}${can}}`;
}

interface Shape {
  readonly target: string;
  readonly with: string;
  readonly region: string;
  readonly budget: string;
  readonly when: string;
}

function shape(random: Random): Shape {
  return {
    target: one(random, ['a', 'a', 'c', 'sp']),
    with: one(random, ['', '', ' with small', ' with plain']),
    region: one(random, ['', '', ' within region eu']),
    budget: one(random, ['', 'budget cap { limit $5/day per team }\n']),
    when: one(random, ['tokens over 1k', 'output tokens over 2k', 'request has tools', 'tokens up to 6k']),
  };
}

function policyOf(random: Random, { target, with: transforms, region, budget, when }: Shape): Policy {
  const text = `policy p edition 1 { serves "p" }
provider here { speaks simulated region eu }
provider there { speaks simulated region ${one(random, ['eu', 'eu', 'us'])} }
${['a', 'b'].map((name) => model(random, name)).join('\n')}
${budget}chain c { try a then b }
split sp by user { 50% a 50% b }
transform small { cap output 800 }
transform plain { drop tools }
route r { when ${when} use ${target}${transforms}${region} }
otherwise { use b }
`;
  const { policies, diagnostics } = compile([createSource('p.route', text)], new Map());
  const policy = policies[0]?.policy;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (policy === undefined || errors.length > 0) throw new Error(`${errors[0]?.message}\n${text}`);
  return policy;
}

const TOKENS = [
  0, 1, 900, 976, 977, 1000, 1001, 2000, 2976, 2977, 3500, 4000, 6000, 6001, 7500, 12000, 18976, 19500, 30000,
];
const OUTPUTS = [0, 1, 400, 500, 501, 800, 1000, 1024, 1025, 2001, 3000, 3001, 9000];

function* requests(random: Random): Generator<ReadonlyMap<string, FactValue>> {
  for (const tokens of TOKENS)
    for (const output of OUTPUTS) {
      const [tools, json, images] = [random() < 0.3, random() < 0.3, random() < 0.2 ? 1 : 0];
      yield new Map<string, FactValue>([
        ['tokens', tokens],
        ['output tokens', output],
        ['request has tools', tools],
        ['request has json', json],
        ['request has audio', false],
        ['images', images],
        ['request has images', images > 0],
        ['user', `user-${tokens}`],
      ]);
    }
}

function planKey(policy: Policy, graph: DecisionGraph, facts: ReadonlyMap<string, FactValue>): string {
  const decided = evaluate(graph, facts);
  if (decided.kind !== 'decided') throw new Error(`not decided: ${JSON.stringify(decided)}`);
  const output = Number(facts.get('output tokens'));
  const { attempts, refusal, route } = makePlan(policy, graph, decided.rule, {
    needs: {
      inputTokens: Number(facts.get('tokens')),
      ...(output > 0 ? { outputTokens: output } : {}),
      tools: facts.get('request has tools') === true,
      json: facts.get('request has json') === true,
      images: facts.get('request has images') === true,
      audio: false,
    },
    share: (_key, salt) => (Number(facts.get('tokens')) + salt.length) % 100,
    state: () => 'ready',
    turn: () => 0,
    latency: () => undefined,
    load: () => 0,
    rolloutShare: () => 0,
  });
  return JSON.stringify([route, attempts, refusal?.status, refusal?.code]);
}

it('tells every request that is planned differently', () => {
  let moved = 0;
  let told = 0;
  for (let seed = 1; seed <= rounds(600, 0.15); seed += 1) {
    const random = randomFrom(seed);
    const drawn = shape(random);
    const [before, after] = [policyOf(random, drawn), policyOf(random, drawn)];
    const compared = comparePolicies(before, after, { mostRegions: 1_000, mostAPair: 50 });
    expect(compared.undecided || compared.more).toBe(false);
    const { old, next, changes } = compared;
    const { space } = old;
    const regions = changes.map((change) => ({
      ...change,
      atoms: space.dimensions.map((_, dim) => new Set(atomsIn(space, change.region, dim))),
    }));
    for (const facts of requests(random)) {
      const atoms = space.dimensions.map(({ spec, atomOf }) => atomOf(facts.get(spec.id) ?? null));
      const holding = regions.filter((region) => atoms.every((atom, dim) => region.atoms[dim]?.has(atom)));
      const differs = planKey(before, old.graph, facts) !== planKey(after, next.graph, facts);
      const where = `seed ${seed} ${JSON.stringify([...facts])}`;
      if (differs) {
        moved += 1;
        expect(holding.length, `not told: ${where}`).toBeGreaterThan(0);
      } else if (drawn.target === 'a') {
        const sure = holding.filter(({ exact, model: changed }) => exact && changed === 'a');
        expect(sure.length, `told, and the same: ${where}`).toBe(0);
      }
      told += holding.length > 0 ? 1 : 0;
    }
  }
  expect(moved).toBeGreaterThan(1_000);
  expect(told).toBeGreaterThan(1_000);
});
