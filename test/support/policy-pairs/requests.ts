/**
 * Random requests for two policy sets: a model name and a value for every fact that either asks, near the constants of
 * both. Facts that are one thing agree: images and their flag, a share and its key, the clocks of one moment. Knows no
 * decision.
 */
import type { Compilation } from '../../../src/language/compile.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import { FEATURES } from '../../../src/language/vocabulary/facts.ts';
import type { FactSpec, FactValue, KeySpec, ValueSet } from '../../../src/language/vocabulary/value-set.ts';
import { DATES, type Draw, WORDS } from './draw.ts';

export interface Request {
  /** What the client writes as `model`. */
  readonly asked: string;
  /** By fact id; everything that either set asks. */
  readonly facts: ReadonlyMap<string, FactValue>;
}

const TEXTS = [...WORDS, 'beta-9', 'Alpha refund', 'a', 'x', 'say BETA please 7', ''];
const CALLER = ['team', 'user', 'key', 'header "x-beta"', 'metadata "app"'];

/** Draws requests for one pair; what it reads of the policies it reads once. */
export function requestsFor(draw: Draw, sets: readonly Compilation[]): () => Request {
  const policies = sets.flatMap((set) => set.policies.map(({ policy }) => policy));
  const specs = new Map(policies.flatMap(({ facts }) => [...facts]));
  const numbers = numbersOf(policies);
  const names = [...new Set([...policies.flatMap(({ serves }) => serves), 'nobody'])].map((name) =>
    name === '*' ? 'anything' : name,
  );
  const tiers = [...new Set(policies.flatMap((policy) => policy.tiers))];
  return () => {
    const facts = new Map<string, FactValue>();
    const asked = draw.one(names);
    facts.set('asked for', asked);
    facts.set('tier', draw.chance(0.1) ? null : tiers.length === 0 ? null : draw.one(tiers));
    for (const id of CALLER) facts.set(id, draw.chance(0.25) ? null : draw.one(TEXTS));
    facts.set('tokens', near(draw, numbers.get('tokens') ?? [], 100, true));
    facts.set(
      'output tokens',
      draw.chance(0.5) ? 0 : near(draw, numbers.get('output tokens') ?? [], 700, true),
    );
    for (const feature of FEATURES) facts.set(`request has ${feature}`, draw.chance(0.3));
    const images = facts.get('request has images') === true ? 1 + draw.below(6) : 0;
    facts.set('images', images);
    facts.set('messages', 1 + draw.below(10));
    const at = instant(draw);
    for (const spec of specs.values())
      if (!facts.has(spec.id))
        facts.set(spec.id, drawnValue(draw, spec, numbers.get(spec.id) ?? [], at, facts));
    settleBudgets(draw, policies, specs, facts);
    return { asked, facts };
  };
}

function drawnValue(
  draw: Draw,
  spec: FactSpec,
  numbers: readonly number[],
  at: number,
  facts: ReadonlyMap<string, FactValue>,
): FactValue {
  if (spec.zone !== undefined) return clockOf(spec.fact, at, spec.zone);
  if (spec.key !== undefined && spec.key.kind !== 'request') {
    if (facts.get(keyId(spec.key)) === null) return null;
  } else if (spec.canBeUnknown && draw.chance(0.12)) return null;
  const { domain } = spec;
  switch (domain.kind) {
    case 'flag':
      return draw.chance(0.5);
    case 'choice':
      return draw.one(domain.values);
    case 'text':
      return spec.fact === 'language' ? draw.one(['de', 'fr', 'en', 'it']) : draw.one(TEXTS);
    case 'number': {
      const value = near(draw, numbers, domain.low, domain.integer);
      const most = spec.fact === 'share' ? 99.99 : domain.high;
      return Math.min(most, Math.max(domain.low, value));
    }
  }
}

function keyId(key: KeySpec): string {
  return key.kind === 'header' || key.kind === 'metadata' ? `${key.kind} "${key.name}"` : key.kind;
}

/** At, just below or just above a constant; now and then anywhere. */
function near(draw: Draw, constants: readonly number[], low: number, integer: boolean): number {
  if (constants.length === 0 || draw.chance(0.1)) return low + draw.below(50);
  const constant = draw.one(constants);
  const step = integer ? 1 : Math.max(0.0001, constant / 1000);
  return Math.max(0, constant + draw.one([-step, 0, step]));
}

/** By fact: bounds of conditions; of `tokens` also where windows end. */
function numbersOf(policies: readonly Policy[]): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  const add = (id: string, ...values: number[]): void => {
    numbers.set(id, [...(numbers.get(id) ?? []), ...values.filter(Number.isFinite)]);
  };
  const ofSet = (id: string, set: ValueSet): void => {
    if (set.kind === 'numbers') for (const { low, high } of set.ranges) add(id, low, high);
  };
  for (const { routes, models, transforms } of policies) {
    for (const { guard, action } of routes) {
      for (const item of guard.all)
        for (const { fact, set } of item.kind === 'term' ? [item] : item.alternatives.flat())
          ofSet(fact, set);
      for (const { fact, from, to } of action.canaries) add(fact, from, to);
    }
    for (const { window, output } of models.values()) {
      if (output !== undefined) add('output tokens', output);
      if (window !== undefined) add('tokens', window, window - Math.min(1024, output ?? 1024), window - 500);
    }
    for (const { steps } of transforms.values())
      for (const step of steps) if (step.kind === 'cap-output') add('output tokens', step.tokens);
  }
  add('complexity', 1 / 3, 2 / 3);
  return numbers;
}

const MINUTE = 60_000;
const EDGES = [0, 359, 360, 480, 539, 540, 1020, 1080, 1081, 1410, 1439];

function instant(draw: Draw): number {
  const day = Date.parse(`${draw.one([...DATES, '2026-12-31', '2031-07-07'])}T00:00:00Z`);
  const offset = draw.one([0, 0, -60, -120, 300, 240]);
  return day + (draw.below(9) - 4) * 1440 * MINUTE + (draw.one(EDGES) + offset) * MINUTE;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone, of the last moment read: time, day and date are asked of one moment. */
const clocks = new Map<string, { readonly at: number; readonly part: Record<string, number> }>();

function clockOf(fact: string, at: number, zone: string): FactValue {
  const known = clocks.get(zone);
  const part = known?.at === at ? known.part : clockParts(at, zone);
  clocks.set(zone, { at, part });
  const days = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1) / 86_400_000;
  if (fact === 'time') return (part['hour'] ?? 0) * 60 + (part['minute'] ?? 0);
  if (fact === 'date') return days;
  return ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'][days % 7] ?? 'mon';
}

function clockParts(at: number, zone: string): Record<string, number> {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
    });
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

/** What is used and what is left of a budget, said by its own lines. */
function settleBudgets(
  draw: Draw,
  policies: readonly Policy[],
  specs: ReadonlyMap<string, FactSpec>,
  facts: Map<string, FactValue>,
): void {
  for (const { subject = '', fact } of specs.values()) {
    if (fact !== 'budget left') continue;
    const used = `budget ${subject} used`;
    const lines = policies.find(({ budgets }) => budgets.has(subject))?.budgets.get(subject)?.lines ?? [];
    if (!specs.has(used)) continue;
    if (facts.get(used) === null || draw.chance(0.1)) {
      facts.set(used, null).set(`budget ${subject} left`, null);
      continue;
    }
    const shares = lines.map(() => draw.one([0, 5, 20, 50, 80, 95, 96, 100]));
    const left = lines.flatMap(({ unit, amount }, index) =>
      unit === 'usd' ? [amount * (1 - (shares[index] ?? 0) / 100)] : [],
    );
    facts.set(used, Math.max(...shares)).set(`budget ${subject} left`, Math.min(...left));
  }
}
