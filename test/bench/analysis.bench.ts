/**
 * How fast proofs are on large random policies, and how right: `node test/bench/analysis.bench.ts`. Exits 1 when a limit
 * is passed (all routes of 200 x 25 under 200 ms, of 500 x 35 under 1 s, a diff of two 200-route policies under 3 s) or
 * when trying every request of 10,000 small policies, or Z3 on larger ones, says otherwise. `--fast` leaves those out.
 * `--sizes`: only what linting large policies takes, as in `policy-sizes.ts`.
 */
import { init } from 'z3-solver';
import { diffPolicies } from '../../src/language/analysis/diff/diff.ts';
import { createPolicySpace, type PolicySpace } from '../../src/language/analysis/space/policy-space.ts';
import type { Groups } from '../../src/language/analysis/space/search.ts';
import { atomsIn } from '../../src/language/analysis/space/space.ts';
import { reachAll } from '../../src/language/analysis/verdicts/reachability.ts';
import type { Policy, Route, Term } from '../../src/language/semantics/model.ts';
import { factSpec } from '../../src/language/vocabulary/fact-spec.ts';
import type { FactSpec, ValueSet } from '../../src/language/vocabulary/value-set.ts';
import { rangeOf } from '../../src/language/vocabulary/value-sets.ts';
import { tryAll } from '../support/prove-by-trying.ts';
import { PLAIN_ACTION, policyOf, routeOf } from '../support/random-policy.ts';
import { type Random, randomFrom } from '../support/small-policy.ts';
import { lintSizes } from './policy-sizes.ts';

const intents = Array.from({ length: 20 }, (_, index) => `intent-${index}`);
const declared = { tiers: ['free', 'pro', 'enterprise'], groups: new Map([['intent', intents]]) };
const AT = { path: 'bench.route', span: { start: 0, end: 1 }, line: 1 };

/** Tier, intents, tokens, texts, a clock, a budget; then flags until there are enough. */
function factsFor(count: number): FactSpec[] {
  const facts = [
    factSpec('tokens', {}, declared),
    factSpec('tier', {}, declared),
    factSpec('intent', {}, declared),
    factSpec('header', { subject: 'x-beta' }, declared),
    factSpec('asked for', {}, declared),
    factSpec('time', {}, declared),
    factSpec('budget used', { subject: 'cap' }, declared),
    factSpec('p95 latency', { subject: 'haiku' }, declared),
  ];
  for (let index = 0; facts.length < count; index += 1)
    facts.push(factSpec('predicate', { subject: `p${index}` }, declared));
  return facts.slice(0, count);
}

function setOf(spec: FactSpec, random: Random): ValueSet {
  const whole = (below: number): number => Math.floor(random() * below);
  const { domain } = spec;
  switch (domain.kind) {
    case 'flag':
      return { kind: 'flag', value: random() < 0.5 };
    case 'choice': {
      const values = domain.values.filter(() => random() < 0.4);
      return { kind: 'choices', values: values.length > 0 ? values : domain.values.slice(0, 1) };
    }
    case 'text': {
      const name = `name-${whole(40)}`;
      const pattern =
        random() < 0.6
          ? { kind: 'equals' as const, text: name }
          : { kind: 'glob' as const, glob: `${name}*` };
      return { kind: 'texts', any: [pattern], negated: random() < 0.3 };
    }
    case 'number': {
      const most = Number.isFinite(domain.high) ? domain.high : 200_000;
      const at = Math.round(random() * most);
      const range =
        random() < 0.4
          ? rangeOf(domain.low, at)
          : rangeOf(at, random() < 0.5 ? domain.high : at + Math.round((random() * most) / 3), true);
      return { kind: 'numbers', ranges: [range] };
    }
  }
}

function randomPolicy(seed: number, routes: number, count: number): Policy {
  const random = randomFrom(seed);
  const facts = factsFor(count);
  const term = (): Term => {
    const spec = facts[Math.floor(random() * facts.length)] as FactSpec;
    return { kind: 'term', fact: spec.id, set: setOf(spec, random), at: AT, words: spec.id };
  };
  const made = Array.from({ length: routes }, (_, index): Route => {
    const all = Array.from({ length: 3 + Math.floor(random() * 4) }, term);
    const use = { target: random() < 0.5 ? 'haiku' : 'sonnet', transforms: [] };
    return routeOf(`r${index}`, index + 1, { all }, { ...PLAIN_ACTION, use });
  });
  const last = routeOf(
    'otherwise',
    routes + 1,
    { all: [] },
    { ...PLAIN_ACTION, use: { target: 'haiku', transforms: [] } },
  );
  const model = (
    name: string,
  ): [string, Policy['models'] extends ReadonlyMap<string, infer M> ? M : never] => [
    name,
    {
      name,
      at: AT,
      can: [],
      deployments: [{ id: name, upstreamId: name, provider: 'lab' }],
      price: { input: 1, output: 5 },
    },
  ];
  return { ...policyOf(made, last, facts), models: new Map(['haiku', 'sonnet'].map(model)) };
}

/** Milliseconds of the processor: other work on the machine does not count. */
function timed<T>(run: () => T): readonly [T, number] {
  const start = process.cpuUsage();
  const result = run();
  return [result, process.cpuUsage(start).user / 1_000];
}

let failed = false;
function print(what: string, ms: number, most: number, note: string): void {
  const late = ms > most;
  failed ||= late;
  console.log(`${late ? 'LATE' : 'ok  '} ${what}: ${ms.toFixed(0)} ms (limit ${most} ms) ${note}`);
}

/** The median of five, after one to warm up. */
function median(run: () => number): number {
  run();
  return Array.from({ length: 5 }, run).sort((a, b) => a - b)[2] as number;
}

if (process.argv.includes('--sizes')) process.exit(lintSizes((line) => console.log(line)) ? 0 : 1);

for (const [routes, facts, most] of [
  [200, 25, 200],
  [500, 35, 1_000],
  [1_000, 45, 10_000],
] as const) {
  const policy = randomPolicy(7, routes, facts);
  const building = median(() => timed(() => createPolicySpace(policy))[1]);
  const space = createPolicySpace(policy);
  const search = median(() => timed(() => reachAll(space))[1]);
  const kinds = reachAll(space).map(({ kind }) => kind);
  const count = (kind: string): number => kinds.filter((each) => each === kind).length;
  const note = `space ${building.toFixed(0)} ms + search ${search.toFixed(0)} ms, ${count('unreachable')} unreachable, ${count('undecided')} undecided`;
  print(`${routes} routes x ${facts} facts, all unreachable`, building + search, most, note);
}

const before = randomPolicy(7, 200, 25);
const [one, two] = [before.routes[3] as Route, before.routes[40] as Route];
const edits: [string, Policy][] = [
  ['the same', before],
  ['one route moved', { ...before, routes: [...before.routes.filter((route) => route !== one), one] }],
  [
    'one target changed',
    {
      ...before,
      routes: before.routes.map((r) =>
        r === two ? { ...r, action: { ...r.action, use: { target: 'other', transforms: [] } } } : r,
      ),
      models: new Map([...before.models, ['other', { name: 'other', at: AT, can: [], deployments: [] }]]),
    },
  ],
  ['one route dropped', { ...before, routes: before.routes.filter((route) => route !== two) }],
  ['nothing in common', randomPolicy(8, 200, 25)],
];
for (const [what, after] of edits) {
  const [diff, ms] = timed(() => diffPolicies(before, after));
  print(
    `diff of 200 routes, ${what}`,
    ms,
    3_000,
    `${diff.regions.length} regions${diff.more ? ' and more' : ''}, ${diff.proved ? 'proved' : 'not proved'}`,
  );
}

if (!lintSizes((line) => console.log(line))) failed = true;

if (!process.argv.includes('--fast')) {
  await againstZ3();
  againstTrying(10_000);
}
process.exit(failed ? 1 : 0);

function againstTrying(count: number): void {
  let tried = 0;
  let requests = 0;
  let wrong = 0;
  const [, ms] = timed(() => {
    for (let seed = 100_001; tried < count; seed += 1) {
      const result = tryAll(seed);
      if (result.requests > 0) tried += 1;
      requests += result.requests;
      wrong += result.words.length;
      for (const words of result.words) console.log(words);
    }
  });
  failed ||= wrong > 0;
  console.log(
    `${wrong > 0 ? 'FAIL' : 'ok  '} ${tried} small policies, ${requests} requests tried: ${wrong} disagreements (${(ms / 1000).toFixed(0)} s)`,
  );
}

/** Atoms as whole numbers, boxes as conjunctions of what an atom may be: Z3 knows nothing of the search. */
async function againstZ3(): Promise<void> {
  const { Context, em } = await init();
  const { Int, And, Or, Not, Solver } = Context('main');
  let wrong = 0;
  let asked = 0;
  const start = performance.now();
  for (let seed = 1; seed <= 4; seed += 1) {
    const { space, rules }: PolicySpace = createPolicySpace(randomPolicy(seed, 40, 14));
    const atoms = space.dimensions.map((_, dim) => Int.const(`d${dim}`));
    const dimension = (dim: number): (typeof atoms)[number] => atoms[dim] as (typeof atoms)[number];
    const holds = (groups: Groups) =>
      And(
        ...groups.map((group) =>
          Or(
            ...group.map((box) => {
              let word = 0;
              return And(
                ...box.dims.map((dim) => {
                  const width = (space.starts[dim + 1] as number) - (space.starts[dim] as number);
                  const region = space.full.slice();
                  region.set(box.masks.subarray(word, word + width), space.starts[dim]);
                  word += width;
                  return Or(...atomsIn(space, region, dim).map((atom) => dimension(dim).eq(atom)));
                }),
              );
            }),
          ),
        ),
      );
    const formulas = rules.map(holds);
    for (const reach of reachAll({ space, rules } as PolicySpace)) {
      const solver = new Solver();
      space.dimensions.forEach(({ atoms: count }, dim) => {
        solver.add(dimension(dim).ge(0), dimension(dim).lt(count));
      });
      solver.add(Not(holds(space.impossible)), formulas[reach.rule] as (typeof formulas)[number]);
      for (const above of formulas.slice(0, reach.rule)) solver.add(Not(above));
      const answer = await solver.check();
      asked += 1;
      if ((answer === 'sat') !== (reach.kind === 'reachable')) wrong += 1;
    }
  }
  em.PThread.terminateAllThreads();
  failed ||= wrong > 0;
  console.log(
    `${wrong > 0 ? 'FAIL' : 'ok  '} Z3 on ${asked} questions: ${wrong} disagreements (${((performance.now() - start) / 1000).toFixed(0)} s)`,
  );
}
