/**
 * Random typed policies and requests for properties: every kind of fact, `any` groups, canaries, refusals, unknowns.
 * Values of requests lean to the boundaries that the policy draws, where mistakes live.
 */
import fc from 'fast-check';
import type {
  Action,
  AnyTerm,
  Guard,
  Place,
  Policy,
  Route,
  Term,
} from '../../src/language/semantics/model.ts';
import { DEFAULT_DEADLINES } from '../../src/language/semantics/model.ts';
import { factSpec } from '../../src/language/vocabulary/fact-spec.ts';
import { readClock } from '../../src/language/vocabulary/read-clock.ts';
import { setWords } from '../../src/language/vocabulary/set-words.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../../src/language/vocabulary/value-set.ts';
import { rangeOf, uniteRanges } from '../../src/language/vocabulary/value-sets.ts';

const place = (line: number): Place => ({ path: 'random.route', span: { start: line, end: line + 1 }, line });

const declared = {
  tiers: ['free', 'pro', 'enterprise'],
  groups: new Map([['intent', ['refund', 'bug-report', 'sales']]]),
};
const user = { kind: 'user' } as const;

/** Few facts, so that routes meet; one or two of every kind and cost. */
export const RANDOM_FACTS: readonly FactSpec[] = [
  factSpec('tokens', {}, declared),
  factSpec('request has', { subject: 'tools' }, declared),
  factSpec('tier', {}, declared),
  factSpec('header', { subject: 'x-beta' }, declared),
  factSpec('asked for', {}, declared),
  factSpec('time', { zone: 'Europe/Berlin' }, declared),
  factSpec('text', {}, declared),
  factSpec('share', { key: user, salt: 'canary' }, declared),
  factSpec('p95 latency', { subject: 'haiku' }, declared),
  factSpec('is down', { subject: 'haiku' }, declared),
  factSpec('budget used', { subject: 'cap' }, declared),
  factSpec('complexity', {}, declared),
  factSpec('intent', {}, declared),
  factSpec('predicate', { subject: 'vip' }, declared),
];
const SHARE = RANDOM_FACTS.find((spec) => spec.fact === 'share');

/** By unit: constants that policies mention. */
const CONSTANTS = {
  tokens: [0, 1, 900, 8_000, 100_000],
  count: [0, 1, 2],
  percent: [0, 5, 15, 50, 95, 100],
  usd: [0, 2, 50],
  ms: [0, 200, 4_000],
  score: [0, 0.3, 0.7, 1],
  clock: [0, 540, 1080, 1439],
  date: [20_000, 20_100],
} as const;

const PATTERNS: readonly TextPattern[] = [
  { kind: 'equals', text: 'triage-1' },
  { kind: 'equals', text: 'gpt-4o' },
  { kind: 'equals', text: '' },
  { kind: 'glob', glob: 'triage-*' },
  { kind: 'glob', glob: '*-1' },
  { kind: 'glob', glob: 'gpt-?o' },
  { kind: 'glob', glob: '*a*b*' },
  { kind: 'regular', source: '^gpt-[0-9]' },
  { kind: 'regular', source: 'a+b$' },
  { kind: 'contains', text: 'Invoice' },
  { kind: 'contains', text: 'b' },
];
const TEXTS = [
  'triage-1',
  'triage-',
  'triage-22',
  'gpt-4o',
  'gpt-4',
  'gpt-xo',
  '',
  'aab',
  'ab-1',
  'INVOICE b',
  'zz',
];

function setFor(spec: FactSpec): fc.Arbitrary<ValueSet> {
  const known = knownSetFor(spec);
  if (!spec.canBeUnknown) return known;
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 1, arbitrary: fc.constant<ValueSet>({ kind: 'unknown' }) },
  );
}

function knownSetFor({ domain }: FactSpec): fc.Arbitrary<ValueSet> {
  switch (domain.kind) {
    case 'flag':
      return fc.boolean().map((value) => ({ kind: 'flag', value }));
    case 'choice':
      return fc.subarray([...domain.values], { minLength: 1 }).map((values) => ({ kind: 'choices', values }));
    case 'text':
      return fc.record({
        kind: fc.constant('texts' as const),
        any: fc.subarray([...PATTERNS], { minLength: 1, maxLength: 3 }),
        negated: fc.boolean(),
      });
    case 'number': {
      const low = fc.constantFrom<number>(...CONSTANTS[domain.unit]);
      const high = fc.constantFrom<number>(...CONSTANTS[domain.unit], domain.high);
      const range = fc.tuple(low, high, fc.boolean(), fc.boolean()).map(([a, b, lowOpen, highOpen]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        // No condition of the language holds the open end of a domain.
        const open = domain.highOpen === true && to === domain.high;
        return rangeOf(
          open ? Math.min(from, 95) : from,
          to,
          lowOpen,
          open || (highOpen && Number.isFinite(b)),
        );
      });
      return fc
        .array(range, { minLength: 1, maxLength: 2 })
        .map((ranges) => ({ kind: 'numbers', ranges: uniteRanges(ranges) }));
    }
  }
}

const term: fc.Arbitrary<Term> = fc.constantFrom(...RANDOM_FACTS).chain((spec) =>
  setFor(spec).map((set) => ({
    kind: 'term',
    fact: spec.id,
    set,
    at: place(1),
    words: `${spec.id} ${setWords(spec, set)}`,
  })),
);
const anyTerm: fc.Arbitrary<AnyTerm> = fc
  .array(fc.array(term, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
  .map((alternatives) => ({ kind: 'any', at: place(1), alternatives }));
const guard: fc.Arbitrary<Guard> = fc
  .array(fc.oneof({ weight: 5, arbitrary: term }, { weight: 1, arbitrary: anyTerm }), { maxLength: 4 })
  .map((all) => ({ all }));

export const PLAIN_ACTION: Action = {
  canaries: [],
  mirrors: [],
  expects: [],
  onBrokenStream: 'error',
  holdUntilComplete: false,
};
const use = { target: 'haiku', transforms: [] };
const action: fc.Arbitrary<Action> = fc
  .tuple(fc.constantFrom('use', 'use', 'use', 'refuse', 'neither'), fc.constantFrom(0, 0, 0, 1, 2))
  .map(([kind, canaries]) => ({
    ...PLAIN_ACTION,
    ...(kind === 'use' ? { use } : {}),
    ...(kind === 'refuse' ? { refuse: { status: 403, message: 'no' } } : {}),
    canaries: [
      { ...use, at: place(1), from: 0, to: 5, fact: SHARE?.id ?? '' },
      { ...use, at: place(1), from: 5, to: 15, fact: SHARE?.id ?? '' },
    ].slice(0, kind === 'neither' ? Math.max(1, canaries) : canaries),
  }));

export interface RandomPolicyOptions {
  readonly maxRoutes?: number;
}

export function randomPolicy({ maxRoutes = 12 }: RandomPolicyOptions = {}): fc.Arbitrary<Policy> {
  const routes = fc.array(fc.tuple(guard, action), { minLength: 1, maxLength: maxRoutes });
  return fc.tuple(routes, fc.integer({ min: 0, max: 9 }), action).map(([drafts, ending, last]) =>
    policyOf(
      drafts.map(([guard, action], index) => routeOf(`r${index}`, index + 1, guard, action)),
      ending === 0
        ? undefined
        : routeOf('otherwise', 99, { all: [] }, last.use || last.refuse ? last : { ...last, use }),
    ),
  );
}

export function routeOf(name: string, line: number, guard: Guard, action: Action): Route {
  return { name, at: place(line), guard, action };
}

/** A policy of these routes and nothing else; its facts are the ones of `RANDOM_FACTS`, unless others are given. */
export function policyOf(
  routes: readonly Route[],
  otherwise: Route | undefined,
  facts: readonly FactSpec[] = RANDOM_FACTS,
): Policy {
  const none = new Map<string, never>();
  return {
    name: 'random',
    at: place(1),
    serves: ['random'],
    exactlyOne: false,
    deadlines: DEFAULT_DEADLINES,
    facts: new Map(facts.map((spec) => [spec.id, spec])),
    tiers: declared.tiers,
    providers: none,
    models: none,
    targets: none,
    intentGroups: none,
    budgets: none,
    limits: none,
    transforms: none,
    checks: none,
    routes,
    ...(otherwise ? { otherwise } : {}),
  };
}

/** A value for every fact of `RANDOM_FACTS`. */
export const randomFacts: fc.Arbitrary<Map<string, FactValue>> = fc
  .tuple(...RANDOM_FACTS.map((spec) => valueFor(spec).map((value) => [spec.id, value] as const)))
  .map((entries) => new Map<string, FactValue>(entries));

export function valueFor(spec: FactSpec): fc.Arbitrary<FactValue> {
  const known = knownValueFor(spec);
  if (!spec.canBeUnknown) return known;
  return fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: fc.constant(null) });
}

function knownValueFor({ domain }: FactSpec): fc.Arbitrary<FactValue> {
  switch (domain.kind) {
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...domain.values);
    case 'text':
      return fc.constantFrom(...TEXTS);
    case 'number': {
      const step = domain.integer ? 1 : 0.001;
      const most = domain.highOpen === true ? domain.high - step : domain.high;
      return fc
        .tuple(fc.constantFrom<number>(...CONSTANTS[domain.unit]), fc.constantFrom(-step, 0, step))
        .map(([constant, off]) => Math.min(most, Math.max(domain.low, constant + off)));
    }
  }
}

/** Facts of the clock as they are for a request that came in at `time`. */
export function atTime(facts: ReadonlyMap<string, FactValue>, time: string): Map<string, FactValue> {
  const clock = readClock(Date.parse(time), 'Europe/Berlin');
  const all = new Map(facts);
  for (const id of all.keys()) {
    if (id.startsWith('time')) all.set(id, Math.floor(clock.time));
    if (id.startsWith('day')) all.set(id, clock.day);
    if (id.startsWith('date')) all.set(id, clock.date);
  }
  return all;
}
