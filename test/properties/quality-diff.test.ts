/**
 * The diff of policies that read quality tables against trying: random tables, thresholds, prices and targets; every
 * intent, band of complexity, tier and set of members that can serve is planned by both policies. A request whose plan
 * differs lies in a told region; where pools hold nothing but models, every request of a told region has another plan.
 */
import { expect, it } from 'vitest';
import { diffPolicies } from '../../src/language/analysis/diff/diff.ts';
import { compile } from '../../src/language/compile.ts';
import { evaluate } from '../../src/language/graph/evaluate.ts';
import { lower } from '../../src/language/graph/lower.ts';
import { makePlan } from '../../src/language/planning/make-plan.ts';
import { qualityIn } from '../../src/language/planning/plan-quality.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import { rounds } from '../support/rounds.ts';
import { type Random, randomFrom } from '../support/small-policy.ts';

const MODELS = ['a', 'b', 'c'];
const INTENTS = ['x', 'y', 'none', null];
const COMPLEXITIES = [0.1, 0.5, 0.9, null];
const TIERS = ['free', 'pro'];

const one = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

function table(random: Random): string {
  const rows = MODELS.flatMap((model) =>
    ['*', 'x', 'y', 'z'].flatMap((intent) =>
      ['*', 'low', 'high'].flatMap((band) =>
        random() < 0.5 ? [] : [`${model},${intent},${band},99,${one(random, [80, 88, 95])},100`],
      ),
    ),
  );
  return `${['model,intent,complexity,quality,low,high', ...rows].join('\n')}\n`;
}

function pool(random: Random, order: string): string {
  const members = MODELS.toSorted(() => random() - 0.5).slice(0, one(random, [2, 3]));
  const enough = random() < 0.2 ? '' : ` good enough at ${one(random, [85, 90])}%`;
  return `${order} ${members.join(', ')}${enough}`;
}

interface Draft {
  readonly text: string;
  readonly rows: string;
  /** A pool has a chain among its members. */
  readonly isDeep: boolean;
}

function draft(random: Random, prices: readonly number[]): Draft {
  const order = one(random, ['cheapest of', 'cheapest of', 'fastest of']);
  const isDeep = random() < 0.3;
  const when = one(random, ['tier is pro', 'intent is x', 'complexity at least 0.8', 'complexity under 0.5']);
  const text = `policy p edition 1 { serves "p" }
tier free, pro
intent x { like "one" }
intent y { like "two" }
provider lab { speaks simulated }
${MODELS.map((name, at) => `model ${name} { is "${name}-1" on lab price $${prices[at]} in, $${prices[at]} out }`).join('\n')}
pool some { ${pool(random, order)} }
chain both { try some then a }
${isDeep ? `pool deep { ${order} b, both good enough at 90% }` : ''}
quality "./q.csv"
route r { when ${when} use ${random() < 0.5 ? 'both' : pool(random, order)} }
otherwise { use ${isDeep ? 'deep' : random() < 0.5 ? 'some' : pool(random, order)} }
`;
  return { text, rows: table(random), isDeep };
}

/** The same but for the table, a threshold, or both. */
function edited(random: Random, { text, rows, isDeep }: Draft): Draft {
  const bound = one(random, ['85%', '90%', '96%']);
  return {
    text: random() < 0.5 ? text : text.replace(/\d+%/, bound),
    rows: random() < 0.3 ? rows : random() < 0.5 ? table(random) : rows.replace(/,99,\d+/, ',99,88'),
    isDeep,
  };
}

function policyOf({ text, rows }: Draft): Policy {
  const { policies, diagnostics } = compile(
    [createSource('p.route', text), createSource('q.csv', rows)],
    new Map(),
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const policy = policies[0]?.policy;
  if (policy === undefined || errors.length > 0)
    throw new Error(`${errors.map(({ message }) => message)}\n${text}`);
  return policy;
}

type Facts = ReadonlyMap<string, FactValue>;

/** Models in the order in which they are asked, for every set of members that can serve; latencies are the world's. */
function plansOf(policy: Policy): (facts: Facts) => string {
  const graph = lower(policy);
  return (facts) => {
    const decision = evaluate(graph, facts);
    if (decision.kind !== 'decided') throw new Error('every request is taken');
    const plans: string[] = [graph.rules[decision.rule]?.route ?? ''];
    for (let able = 1; able < 1 << MODELS.length; able += 1)
      for (const fast of MODELS) {
        const plan = makePlan(policy, graph, decision.rule, {
          needs: { inputTokens: 100, tools: false, images: false, json: false, audio: false },
          share: () => 0,
          state: (id) => ((able & (1 << MODELS.indexOf(id))) === 0 ? 'no-key' : 'ready'),
          turn: () => 0,
          latency: (model) => (model === fast ? 1 : 2 + MODELS.indexOf(model)),
          load: () => 0,
          rolloutShare: () => 0,
          quality: qualityIn(policy, ({ id }) => facts.get(id)),
        });
        plans.push(plan.attempts.map(({ model }) => model).join());
      }
    return plans.join(' ');
  };
}

const REQUESTS: readonly Facts[] = INTENTS.flatMap((intent) =>
  COMPLEXITIES.flatMap((complexity) =>
    TIERS.map(
      (tier) =>
        new Map<string, FactValue>([
          ['intent', intent],
          ['complexity', complexity],
          ['tier', tier],
        ]),
    ),
  ),
);

const BANDS = new Map<FactValue, string>([
  [0.1, 'low'],
  [0.5, 'middle'],
  [0.9, 'high'],
]);

/** `0.5`, `1/3`. */
function number(words = ''): number {
  const [over, under = '1'] = words.split('/');
  return Number(over) / Number(under);
}

/** Whether a region's words hold for a request: of complexity they may be bands or, beside a condition, numbers. */
function holds(where: ReadonlyMap<string, string>, facts: Facts): boolean {
  return [...where].every(([fact, words]) => {
    const value = facts.get(fact) ?? null;
    if (value === null) return /(^| )unknown$/.test(words);
    const known = words.replace(/ or unknown$/, '');
    if (known === 'known') return true;
    if (typeof value === 'string')
      return known.startsWith('not ') ? known !== `not ${value}` : known.split(/ or |, /).includes(value);
    return known.split(' or ').some((part) => {
      if (part === BANDS.get(value)) return true;
      const ends = [...part.matchAll(/(under|up to|at least|over) ([\d./]+)/g)];
      return (
        ends.length > 0 &&
        ends.every(([, word, end]) =>
          word === 'under' || word === 'up to' ? Number(value) < number(end) : Number(value) >= number(end),
        )
      );
    });
  });
}

function tryOne(seed: number): { readonly words: string[]; readonly regions: number } {
  const random = randomFrom(seed);
  const prices = one(random, [
    [1, 2, 3],
    [3, 1, 2],
  ]);
  const first = draft(random, prices);
  const second = edited(random, first);
  const [before, after] = [policyOf(first), policyOf(second)];
  const { regions, proved } = diffPolicies(before, after);
  const [was, is] = [plansOf(before), plansOf(after)];
  const words = proved ? [] : ['not proved'];
  const moved = new Set(REQUESTS.filter((facts) => was(facts) !== is(facts)));
  for (const facts of REQUESTS) {
    const told = regions.some(({ where }) => holds(where, facts));
    const line = JSON.stringify([...facts]);
    if (moved.has(facts) && !told) words.push(`${line} moves and is not told`);
    if (
      !first.isDeep &&
      !moved.has(facts) &&
      regions.some(({ where, exact }) => exact && holds(where, facts))
    )
      words.push(`${line} is told and does not move`);
  }
  for (const { before: b, after: a, witness } of regions)
    if (witness === undefined || b.model === undefined || a.model === undefined)
      words.push('a region without an example');
  return { words: words.map((each) => `seed ${seed}: ${each}`), regions: regions.length };
}

it('agrees with planning every request', () => {
  let told = 0;
  let same = 0;
  for (let seed = 1; seed <= rounds(400, 0.5); seed += 1) {
    const { words, regions } = tryOne(seed);
    expect(words).toEqual([]);
    told += regions;
    if (regions === 0) same += 1;
  }
  expect(told).toBeGreaterThan(rounds(200, 0.5));
  expect(same).toBeGreaterThan(rounds(50, 0.5));
});
