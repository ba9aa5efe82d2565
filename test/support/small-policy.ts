/**
 * Small random policies whose every request can be tried one by one: the oracle of the proofs. Facts have few values,
 * gathered without the analysis: whatever the policy's own sets can tell apart among all short texts and small numbers.
 */
import { DEFAULT_TRIGGERS } from '../../src/language/semantics/failures.ts';
import type {
  Action,
  AnyTerm,
  Guard,
  Policy,
  Route,
  Target,
  Term,
} from '../../src/language/semantics/model.ts';
import { factSpec } from '../../src/language/vocabulary/fact-spec.ts';
import { setWords } from '../../src/language/vocabulary/set-words.ts';
import { patternFits } from '../../src/language/vocabulary/text-patterns.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../../src/language/vocabulary/value-set.ts';
import { holds, rangeOf, uniteRanges } from '../../src/language/vocabulary/value-sets.ts';
import { PLAIN_ACTION, policyOf, routeOf } from './random-policy.ts';

export type Random = () => number;

/** Deterministic, from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PLACE = { path: 'random.route', span: { start: 0, end: 1 }, line: 1 };
const declared = { tiers: ['free', 'pro', 'enterprise'], groups: new Map([['intent', ['refund', 'sales']]]) };
const user = { kind: 'user' } as const;
const FACTS: readonly FactSpec[] = [
  factSpec('tokens', {}, declared),
  factSpec('output tokens', {}, declared),
  factSpec('request has', { subject: 'tools' }, declared),
  factSpec('request has', { subject: 'images' }, declared),
  factSpec('images', {}, declared),
  factSpec('tier', {}, declared),
  factSpec('header', { subject: 'x-beta' }, declared),
  factSpec('asked for', {}, declared),
  factSpec('text', {}, declared),
  factSpec('user', {}, declared),
  factSpec('share', { key: user, salt: 's' }, declared),
  factSpec('day', {}, declared),
  factSpec('date', {}, declared),
  factSpec('intent', {}, declared),
  factSpec('complexity', {}, declared),
  factSpec('is down', { subject: 'haiku' }, declared),
];
/** 2026-01-05, a Monday. */
const MONDAY = 20_458;

const PATTERNS: readonly TextPattern[] = [
  { kind: 'equals', text: 'ab' },
  { kind: 'equals', text: 'a' },
  { kind: 'equals', text: '' },
  { kind: 'glob', glob: 'a*' },
  { kind: 'glob', glob: '*b' },
  { kind: 'glob', glob: '?b*' },
  { kind: 'glob', glob: '*' },
  { kind: 'contains', text: 'B' },
  { kind: 'contains', text: 'ba' },
  { kind: 'regular', source: '^a+b?$' },
  { kind: 'regular', source: '(?i)AB|^$' },
  { kind: 'regular', source: 'b{2,}' },
  { kind: 'regular', source: '^[^a]' },
];
const TEXTS: readonly string[] = tellingApart([
  ...shortTexts(['a', 'b', 'c', 'B', '😀'], 4),
  ...shortTexts(['a', 'b', 'c'], 6),
]);
/** The shortest text for every way in which the patterns can come out. */
function tellingApart(texts: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const text of texts) {
    const sign = PATTERNS.map((pattern) => Number(patternFits(pattern, text))).join('');
    if (!found.has(sign)) found.set(sign, text);
  }
  return [...found.values()];
}
function shortTexts(letters: readonly string[], most: number): string[] {
  const texts = [''];
  for (let from = 0, length = 1; length <= most; length += 1) {
    const end = texts.length;
    for (; from < end; from += 1) for (const letter of letters) texts.push(texts[from] + letter);
  }
  return texts;
}

const SERVED: readonly string[] = ['ab', 'a', 'b', 'abb', 'ca', 'c'];

export function smallPolicy(random: Random, mostRoutes = 12, mostFacts = 6): Policy {
  const whole = (below: number): number => Math.floor(random() * below);
  const pick = <T>(list: readonly T[]): T => list[whole(list.length)] as T;
  const some = <T>(list: readonly T[], chance: number): T[] => {
    const chosen = list.filter(() => random() < chance);
    return chosen.length > 0 ? chosen : [pick(list)];
  };
  const facts = new Set<FactSpec>();
  const wanted = 2 + whole(mostFacts - 1);
  while (facts.size < wanted) facts.add(pick(FACTS));
  const specs = [...facts];

  const setOf = (spec: FactSpec): ValueSet => {
    if (spec.canBeUnknown && random() < 0.1) return { kind: 'unknown' };
    const { domain } = spec;
    switch (domain.kind) {
      case 'flag':
        return { kind: 'flag', value: random() < 0.5 };
      case 'choice':
        return { kind: 'choices', values: some(domain.values, 0.4) };
      case 'text':
        return { kind: 'texts', any: some(PATTERNS, 0.15), negated: random() < 0.4 };
      case 'number': {
        const ranges = Array.from({ length: random() < 0.8 ? 1 : 2 }, () => {
          const base = domain.unit === 'date' ? MONDAY : 0;
          const unit = domain.unit === 'score' ? 0.25 : domain.unit === 'percent' ? 25 : 1;
          const a = base + whole(4) * unit;
          const b = random() < 0.3 ? domain.high : a + whole(3) * unit;
          const [low, high] = random() < 0.3 ? [domain.low, a] : [a, b];
          return rangeOf(low, high, random() < 0.4, random() < 0.4 && Number.isFinite(high));
        });
        return { kind: 'numbers', ranges: uniteRanges(ranges) };
      }
    }
  };
  const term = (): Term => {
    const spec = pick(specs);
    const set = setOf(spec);
    return { kind: 'term', fact: spec.id, set, at: PLACE, words: `${spec.id} ${setWords(spec, set)}` };
  };
  const anyTerm = (): AnyTerm => ({
    kind: 'any',
    at: PLACE,
    alternatives: Array.from({ length: 2 + whole(2) }, () => Array.from({ length: 1 + whole(2) }, term)),
  });
  const guard = (): Guard => ({
    all: Array.from({ length: whole(4) + (random() < 0.9 ? 1 : 0) }, () =>
      random() < 0.85 ? term() : anyTerm(),
    ),
  });
  const action = (): Action => {
    if (random() < 0.15) return { ...PLAIN_ACTION, refuse: { status: 403, message: 'no' } };
    const orRefuse = random() < 0.2 ? { orRefuse: { status: 413, message: 'too long' } } : {};
    return {
      ...PLAIN_ACTION,
      use: { target: pick(['haiku', 'sonnet', 'both', 'pool']), transforms: [], ...orRefuse },
    };
  };
  const routes: Route[] = Array.from({ length: 1 + whole(mostRoutes) }, (_, index) =>
    routeOf(`r${index}`, index + 1, guard(), action()),
  );
  const otherwise = routeOf(
    'otherwise',
    99,
    { all: [] },
    { ...PLAIN_ACTION, use: { target: 'haiku', transforms: [] } },
  );
  return {
    ...policyOf(routes, random() < 0.8 ? otherwise : undefined, specs),
    serves: random() < 0.5 ? ['*'] : some(SERVED, 0.3),
    models: MODELS,
    targets: TARGETS,
  };
}

/** Windows among the tokens that are tried. */
const MODELS: Policy['models'] = new Map(
  [
    { name: 'haiku', window: 8, output: 3, can: [] },
    { name: 'sonnet', window: 12, output: 6, can: ['images', 'json'] as const },
    { name: 'opus', can: [] },
  ].map((model) => [
    model.name,
    { ...model, at: PLACE, deployments: [{ id: model.name, upstreamId: model.name, provider: 'lab' }] },
  ]),
);
const TARGETS: Policy['targets'] = new Map<string, Target>([
  [
    'both',
    {
      kind: 'chain',
      name: 'both',
      at: PLACE,
      steps: ['haiku', 'sonnet'].map((target) => ({ target, at: PLACE, deadlines: {}, retries: 0 })),
      on: DEFAULT_TRIGGERS,
    },
  ],
  ['pool', { kind: 'pool', name: 'pool', at: PLACE, order: 'cheapest', targets: ['sonnet', 'opus'] }],
]);

/** Another policy over the same facts: a few edits away, or all new. */
export function editedPolicy(policy: Policy, random: Random): Policy {
  const other = smallPolicy(random);
  if (random() < 0.2) return other;
  const routes = [...policy.routes];
  for (let edits = Math.floor(random() * 3); edits >= 0; edits -= 1) {
    const at = Math.floor(random() * routes.length);
    const to = Math.floor(random() * routes.length);
    const [one, two] = [routes[at], routes[to]];
    const foreign = other.routes[to % other.routes.length];
    if (one === undefined || two === undefined || foreign === undefined) continue;
    const kind = random();
    if (kind < 0.3) [routes[at], routes[to]] = [two, one];
    else if (kind < 0.5) routes[at] = { ...one, action: foreign.action };
    else if (kind < 0.8) routes[at] = { ...one, guard: { all: one.guard.all.slice(1) } };
    else if (routes.length > 1) routes.splice(at, 1);
  }
  return { ...policy, routes };
}

/** Every request of a policy, one for each way in which its conditions can come out. */
export interface Requests {
  readonly specs: readonly FactSpec[];
  readonly count: number;
  /** Whether request number so-and-so can be: links between facts hold. */
  possible(request: number): boolean;
  guardHolds(guard: Guard): (request: number) => boolean;
  values(request: number): Map<string, FactValue>;
}

export function everyRequest(
  policies: readonly Policy[],
  more: readonly Guard[] = [],
  inFull: ReadonlySet<string> = new Set(),
): Requests {
  const specs = [...new Map(policies.flatMap((policy) => [...policy.facts])).values()];
  const guards = [
    ...policies
      .flatMap((policy) => [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])])
      .map((each) => each.guard),
    ...more,
  ];
  const sets = new Map<string, ValueSet[]>(specs.map(({ id }) => [id, []]));
  for (const guard of guards) for (const { fact, set } of termsOf(guard)) sets.get(fact)?.push(set);
  const linked = new Set(specs.map(({ fact }) => fact));
  const served = new Set(policies.flatMap(({ serves }) => serves));
  const values = specs.map((spec) => {
    if (spec.fact === 'asked for' && !served.has('*')) return [...served];
    return inFull.has(spec.id) ? candidates(spec) : valuesOf(spec, sets.get(spec.id) ?? [], linked);
  });
  const sizes = values.map((each) => each.length);
  const strides = sizes.map((_, index) => sizes.slice(0, index).reduce((product, size) => product * size, 1));
  const at = (request: number, fact: number): FactValue =>
    values[fact]?.[Math.floor(request / (strides[fact] as number)) % (sizes[fact] as number)] ?? null;
  const number = (id: string): number => specs.findIndex((spec) => spec.id === id);
  const [images, hasImages, who, share, day, date] = [
    'images',
    'request has images',
    'user',
    'user share "s"',
    'day',
    'date',
  ].map(number) as [number, number, number, number, number, number];
  const both = (a: number, b: number): boolean => a >= 0 && b >= 0;
  return {
    specs,
    count: sizes.reduce((product, size) => product * size, 1),
    possible: (request) =>
      !(both(images, hasImages) && (at(request, images) !== 0) !== at(request, hasImages)) &&
      !(both(who, share) && (at(request, who) === null) !== (at(request, share) === null)) &&
      !(
        both(day, date) &&
        at(request, day) !==
          ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][(Number(at(request, date)) + 3) % 7]
      ),
    guardHolds(guard) {
      const tableOf = (term: Term): ((request: number) => boolean) => {
        const fact = number(term.fact);
        const table = (values[fact] ?? []).map((value) => holds(term.set, value));
        const [stride, size] = [strides[fact] as number, sizes[fact] as number];
        return (request) => table[Math.floor(request / stride) % size] === true;
      };
      const parts = guard.all.map((item) => {
        if (item.kind === 'term') return tableOf(item);
        const alternatives = item.alternatives.map((terms) => terms.map(tableOf));
        return (request: number) => alternatives.some((terms) => terms.every((each) => each(request)));
      });
      return (request) => parts.every((each) => each(request));
    },
    values: (request) => new Map(specs.map((spec, index) => [spec.id, at(request, index)])),
  };
}

function termsOf(guard: Guard): Term[] {
  return guard.all.flatMap((item) => (item.kind === 'term' ? [item] : item.alternatives.flat()));
}

/** One value for every way in which the sets can come out. Facts that are linked to others keep all their values. */
function valuesOf(spec: FactSpec, sets: readonly ValueSet[], facts: ReadonlySet<string>): FactValue[] {
  const all = [...candidates(spec), ...(spec.canBeUnknown ? [null] : [])];
  if (spec.fact === 'date' && facts.has('day')) return all;
  if (spec.fact === 'day' || spec.id === 'request has images') return all;
  const seen = new Set<string>();
  return all.filter((value) => {
    const linked = spec.fact === 'images' && facts.has('request has') ? value !== 0 : false;
    const sign = `${value === null}${linked}${sets.map((set) => Number(holdsValue(set, value))).join('')}`;
    return !seen.has(sign) && seen.add(sign);
  });
}

/** Texts are asked of the real matchers once. */
const matched = new Map<TextPattern, ReadonlySet<FactValue>>(
  PATTERNS.map((pattern) => [
    pattern,
    new Set(TEXTS.filter((text) => holds({ kind: 'texts', any: [pattern], negated: false }, text))),
  ]),
);
function holdsValue(set: ValueSet, value: FactValue): boolean {
  if (set.kind !== 'texts' || value === null) return holds(set, value);
  return set.any.some((pattern) => matched.get(pattern)?.has(value)) !== set.negated;
}

function candidates({ domain }: FactSpec): FactValue[] {
  switch (domain.kind) {
    case 'flag':
      return [false, true];
    case 'choice':
      return [...domain.values];
    case 'text':
      return [...TEXTS];
    case 'number':
      if (domain.unit === 'date')
        return [0, 2_932_896, ...Array.from({ length: 21 }, (_, i) => MONDAY - 7 + i)];
      if (domain.unit === 'score')
        return Array.from({ length: 11 }, (_, i) => i / 8).filter((value) => value <= 1);
      // No key comes to a share of all of 100 %.
      if (domain.unit === 'percent')
        return Array.from({ length: domain.highOpen ? 8 : 9 }, (_, i) => i * 12.5);
      return Array.from({ length: 15 }, (_, i) => i);
  }
}
