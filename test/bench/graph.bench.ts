/**
 * How fast policies of 20, 200 and 1,000 routes over 30 facts compile and decide: `node test/bench/graph.bench.ts`.
 * Exits 1 when a limit is passed: compiled under 1 s and 200 MB, p99 under 20 us, and under 4x from 20 to 1,000 routes
 * with 3 to 6 conditions each (denser routes are printed, too: there requests ask more facts, not dearer ones).
 * Deterministic policies and requests.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import { lower } from '../../src/language/graph/lower.ts';
import type { Policy, Term } from '../../src/language/semantics/model.ts';
import { factSpec } from '../../src/language/vocabulary/fact-spec.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../../src/language/vocabulary/value-set.ts';
import { rangeOf } from '../../src/language/vocabulary/value-sets.ts';
import { PLAIN_ACTION, policyOf, routeOf } from '../support/random-policy.ts';

// What is left after a collection is what a policy really holds.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let seed = 42;
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}
const whole = (below: number): number => Math.floor(random() * below);
const pick = <T>(list: readonly T[]): T => list[whole(list.length)] as T;

const intents = Array.from({ length: 20 }, (_, i) => `intent-${i}`);
const declared = { tiers: ['free', 'pro', 'enterprise'], groups: new Map([['intent', intents]]) };
const FACTS: readonly FactSpec[] = [
  factSpec('tokens', {}, declared),
  factSpec('output tokens', {}, declared),
  factSpec('messages', {}, declared),
  factSpec('images', {}, declared),
  ...['tools', 'images', 'json', 'streaming'].map((subject) =>
    factSpec('request has', { subject }, declared),
  ),
  factSpec('asked for', {}, declared),
  factSpec('endpoint', {}, declared),
  factSpec('tier', {}, declared),
  factSpec('team', {}, declared),
  factSpec('key', {}, declared),
  ...['x-beta', 'x-app', 'x-region', 'x-stage'].map((subject) => factSpec('header', { subject }, declared)),
  factSpec('metadata', { subject: 'app' }, declared),
  factSpec('time', {}, declared),
  factSpec('day', {}, declared),
  factSpec('share', { key: { kind: 'user' }, salt: 's' }, declared),
  ...['haiku', 'sonnet'].map((subject) => factSpec('p95 latency', { subject }, declared)),
  factSpec('error rate', { subject: 'haiku' }, declared),
  factSpec('is down', { subject: 'haiku' }, declared),
  factSpec('budget used', { subject: 'cap' }, declared),
  factSpec('limit reached', { subject: 'cap' }, declared),
  factSpec('complexity', {}, declared),
  factSpec('language', {}, declared),
  factSpec('intent', {}, declared),
];

function span({ domain }: FactSpec): number {
  if (domain.kind !== 'number') return 1;
  return Number.isFinite(domain.high)
    ? domain.high
    : ({ tokens: 200_000, count: 40, ms: 10_000 }[domain.unit as 'ms'] ?? 200);
}
function numberOf(spec: FactSpec): number {
  const value = random() * span(spec);
  return spec.domain.kind === 'number' && spec.domain.integer ? Math.round(value) : value;
}
const words = Array.from({ length: 200 }, (_, i) => `name-${i}`);

function setOf(spec: FactSpec): ValueSet {
  const { domain } = spec;
  switch (domain.kind) {
    case 'flag':
      return { kind: 'flag', value: random() < 0.5 };
    case 'choice': {
      const values = domain.values.filter(() => random() < 0.3);
      return { kind: 'choices', values: values.length > 0 ? values : [pick(domain.values)] };
    }
    case 'number': {
      const at = numberOf(spec);
      const high = random() < 0.5 ? domain.high : at + numberOf(spec) / 4;
      return {
        kind: 'numbers',
        ranges: [random() < 0.2 ? rangeOf(domain.low, at) : rangeOf(at, high, true)],
      };
    }
    case 'text': {
      const glob = (): TextPattern => ({ kind: 'glob', glob: `name-${whole(20)}*` });
      const equals = (): TextPattern => ({ kind: 'equals', text: pick(words) });
      const any = [random() < 0.3 ? glob() : equals(), ...(random() < 0.5 ? [equals(), equals()] : [])];
      return { kind: 'texts', any, negated: random() < 0.2 };
    }
  }
}
function randomValue(spec: FactSpec): FactValue {
  if (spec.canBeUnknown && random() < 0.1) return null;
  const { domain } = spec;
  if (domain.kind === 'flag') return random() < 0.5;
  if (domain.kind === 'choice') return pick(domain.values);
  return domain.kind === 'text' ? pick(words) : numberOf(spec);
}

function policyWith(routes: number, conditions: readonly [number, number]): Policy {
  const action = { ...PLAIN_ACTION, use: { target: 'haiku', transforms: [] } };
  const list = Array.from({ length: routes }, (_, index) => {
    const all = Array.from({ length: conditions[0] + whole(conditions[1] - conditions[0] + 1) }, (): Term => {
      const spec = pick(FACTS);
      return {
        kind: 'term',
        fact: spec.id,
        set: setOf(spec),
        at: { path: 'b', line: 1, span: { start: 0, end: 0 } },
        words: '',
      };
    });
    return routeOf(`route-${index}`, index, { all }, action);
  });
  return policyOf(list, routeOf('otherwise', routes, { all: [] }, action), FACTS);
}

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;
const limits: string[] = [];
const hold = (what: string, ok: boolean): void => {
  if (!ok) limits.push(what);
};

for (const [label, conditions] of [
  ['3 to 6 conditions a route', [3, 6]],
  ['6 to 9 conditions a route', [6, 9]],
] as const) {
  console.log(`\n30 facts, ${label}`);
  console.log('routes   compile ms   heap MB   p50 us   p99 us   max us   facts asked   with path, p50 us');
  const p50s: number[] = [];
  for (const routes of [20, 200, 1_000]) {
    const policy = policyWith(routes, conditions);
    lower(policy); // once to warm up
    collectGarbage();
    const before = process.memoryUsage();
    const start = performance.now();
    const evaluator = createEvaluator(lower(policy));
    const compileMs = performance.now() - start;
    collectGarbage();
    const after = process.memoryUsage();
    const megabytes = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;

    const requests = Array.from(
      { length: 4_000 },
      () => new Map(FACTS.map((spec) => [spec.id, randomValue(spec)])),
    );
    for (let round = 0; round < 10; round += 1) for (const known of requests) evaluator.evaluate(known);
    const times: number[] = [];
    let asked = 0;
    for (let round = 0; round < 5; round += 1)
      for (const request of requests) {
        // As in the service: the facts of a request have just been gathered.
        const known = new Map(request);
        const begin = process.hrtime.bigint();
        const decision = evaluator.evaluate(known);
        times.push(Number(process.hrtime.bigint() - begin) / 1_000);
        if (decision.kind === 'need') throw new Error('every fact was given');
      }
    times.sort((a, b) => a - b);
    const told: number[] = [];
    for (const known of requests) {
      const begin = process.hrtime.bigint();
      const decision = evaluator.evaluate(known);
      asked += decision.kind === 'need' ? 0 : decision.path.length;
      told.push(Number(process.hrtime.bigint() - begin) / 1_000);
    }
    told.sort((a, b) => a - b);
    p50s.push(at(times, 0.5));
    const cells = [
      compileMs,
      megabytes,
      at(times, 0.5),
      at(times, 0.99),
      at(times, 1 - 1e-9),
      asked / requests.length,
      at(told, 0.5),
    ];
    console.log(`${String(routes).padStart(6)}${cells.map((cell) => cell.toFixed(2).padStart(11)).join('')}`);
    hold(`compile under 1 s at ${routes} routes`, compileMs < 1_000);
    hold(`under 200 MB at ${routes} routes`, megabytes < 200);
    hold(`p99 under 20 us at ${routes} routes`, at(times, 0.99) < 20);
  }
  const growth = (p50s[2] ?? 0) / (p50s[0] ?? 1);
  console.log(`growth from 20 to 1,000 routes: ${growth.toFixed(2)}x`);
  if (conditions[0] === 3) hold('growth from 20 to 1,000 routes under 4x', growth < 4);
}

console.log(limits.length === 0 ? '\nall limits hold' : `\nbroken: ${limits.join('; ')}`);
process.exitCode = limits.length === 0 ? 0 : 1;
