/**
 * The value of every fact in a scenario: the given one, else that of an ordinary request to an idle service. One line
 * per fact; TypeScript requires every fact. Depends on nothing but the scenario, so that tests are reproducible.
 *
 * Not given means: one chat message of 100 tokens from user-1 of team-1 with key-1, in the lowest declared tier; no
 * header, no metadata; no intent unless a message is given, which is then read; budgets at 0 %, no limit reached;
 * every model healthy and beginning to answer after half a second; Monday 2026-01-05, 12:00 UTC.
 */

import type { Head, IntentReading } from '../../heads/head.ts';
import { keepIntent, turnsContinued } from '../../heads/keep-intent.ts';
import { readWithVectors, type VectorOf } from '../../heads/read-with-vectors.ts';
import { readLanguage } from '../../languages/read-language.ts';
import { shareOf } from '../../planning/share.ts';
import { readComplexity } from '../../quality/read-complexity.ts';
import { factId, keyWords } from '../../vocabulary/fact-spec.ts';
import { DAYS, FACTS, type FactKind } from '../../vocabulary/facts.ts';
import { type ClockReading, readClock } from '../../vocabulary/read-clock.ts';
import type { FactSpec, FactValue, KeySpec } from '../../vocabulary/value-set.ts';
import { dollarsLeft } from '../bind/bind-budget.ts';
import type { Scenario } from '../bind/scenario.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';

export const TEST_CLOCK = Date.UTC(2026, 0, 5, 12);
export const TEST_TOKENS = 100;
export const TEST_LATENCY = 500;
/** The id of the fact that makes each request unique in a scenario; no condition can read it. */
export const REQUEST_KEY = 'request key';

/** Tokens of a text, counted as the service counts them. */
export type CountText = (text: string) => number;

export interface ScenarioFacts {
  readonly tested: TestedPolicy;
  readonly scenario: Scenario;
  readonly countText: CountText;
  /** The reading of the message, once per group; undefined without message or head. */
  reading(group: string): IntentReading | undefined;
}

export function scenarioFacts(tested: TestedPolicy, scenario: Scenario, countText: CountText): ScenarioFacts {
  const readings = new Map<string, IntentReading | undefined>();
  return {
    tested,
    scenario,
    countText,
    reading(group) {
      if (readings.has(group)) return readings.get(group);
      const head = tested.heads.get(group);
      const reading = head === undefined ? undefined : readOnce(head, scenario, tested.vectorOf);
      readings.set(group, reading);
      return reading;
    },
  };
}

/** By head and message, where only these determine the reading: acceptance reads the same message for each caller. */
const readings = new WeakMap<Head, Map<string, IntentReading | undefined>>();

function readOnce(head: Head, scenario: Scenario, vectorOf: VectorOf | undefined): IntentReading | undefined {
  const { message, earlier } = scenario;
  if (vectorOf !== undefined || message === undefined || earlier !== undefined)
    return readScenario(head, scenario, vectorOf);
  const known = readings.get(head) ?? new Map<string, IntentReading | undefined>();
  readings.set(head, known);
  if (!known.has(message)) known.set(message, readScenario(head, scenario, vectorOf));
  return known.get(message);
}

/** As the service reads a request: second looks at the last message only, and a follow-up keeps its intent. */
function readScenario(
  head: Head,
  { message, earlier = [] }: Scenario,
  vectorOf: VectorOf | undefined,
): IntentReading | undefined {
  const own = message === undefined ? undefined : readWithVectors(head, message, vectorOf);
  if (message === undefined || own === undefined) return own;
  const { second: _, ...once } = head;
  for (const { text, cue } of turnsContinued(message, own, earlier, head.words)) {
    const before = readWithVectors(once, text, vectorOf);
    if (before !== undefined && before.intent !== null) return keepIntent(own, before, cue);
  }
  return own;
}

/** `null` where the scenario leaves the fact unknown. */
export function factOf(facts: ScenarioFacts, spec: FactSpec): FactValue {
  // A facts file may name the exact fact, including its zone; a test gives a time once for every zone.
  const given = facts.scenario.facts.get(spec.id) ?? facts.scenario.facts.get(givenId(spec));
  return given === undefined ? ANSWERS[spec.fact as FactKind](facts, spec) : given;
}

/** The key that splits, rollouts and canaries hash; `null`: unknown. */
export function keyOf(facts: ScenarioFacts, key: KeySpec): string | null {
  if (key.kind === 'request') return String(facts.scenario.facts.get(REQUEST_KEY) ?? 'request-1');
  const kind: FactKind = key.kind;
  const subject = key.kind === 'header' || key.kind === 'metadata' ? key.name : '';
  const about = { subject };
  const given = facts.scenario.facts.get(factId(kind, about));
  if (given !== undefined) return given === null ? null : String(given);
  return DEFAULT_KEYS[key.kind] ?? (key.kind === 'tier' ? (facts.tested.policy.tiers[0] ?? null) : null);
}
const DEFAULT_KEYS: Readonly<Partial<Record<KeySpec['kind'], string>>> = {
  user: 'user-1',
  team: 'team-1',
  key: 'key-1',
};

/** A time, day or date is given once and applies in every zone that a policy uses. */
function givenId(spec: FactSpec): string {
  return spec.zone === undefined ? spec.id : FACTS[spec.fact as FactKind].id;
}

function clockOf(facts: ScenarioFacts, spec: FactSpec): ClockReading {
  const clock = readClock(TEST_CLOCK, spec.zone ?? 'UTC');
  const date = facts.scenario.facts.get('date');
  // 1970-01-01 was a Thursday.
  return typeof date === 'number' ? { ...clock, date, day: DAYS[(date + 3) % 7] ?? clock.day } : clock;
}

const number = (facts: ScenarioFacts, id: string): number => Number(facts.scenario.facts.get(id) ?? 0);

type Answer = (facts: ScenarioFacts, spec: FactSpec) => FactValue;

const ANSWERS = {
  tokens: ({ scenario, countText }) =>
    scenario.message === undefined ? TEST_TOKENS : countText(scenario.message),
  'output tokens': () => 0,
  messages: () => 1,
  images: ({ scenario }) => (scenario.facts.get('request has images') === true ? 1 : 0),
  'request has': (facts, { subject }) => subject === 'images' && number(facts, 'images') > 0,
  'asked for': ({ tested: { policy } }) => policy.serves.find((name) => name !== '*') ?? policy.name,
  endpoint: () => 'chat',

  tier: (facts) => keyOf(facts, { kind: 'tier' }),
  team: (facts) => keyOf(facts, { kind: 'team' }),
  user: (facts) => keyOf(facts, { kind: 'user' }),
  key: (facts) => keyOf(facts, { kind: 'key' }),
  header: () => null,
  metadata: () => null,
  text: ({ scenario }) => scenario.message ?? null,

  time: (facts, spec) => Math.floor(clockOf(facts, spec).time),
  day: (facts, spec) => clockOf(facts, spec).day,
  date: (facts, spec) => clockOf(facts, spec).date,
  share: (facts, { key, salt }) => {
    if (key === undefined) return null;
    if (facts.scenario.firstShares.has(keyWords(key))) return 0;
    const value = keyOf(facts, key);
    return value === null ? null : shareOf(value, salt ?? '');
  },

  'p95 latency': () => TEST_LATENCY,
  'error rate': () => 0,
  load: () => 0,
  'is down': () => false,

  'budget used': () => 0,
  'budget left': ({ tested: { policy } }, { subject }) => {
    const budget = policy.budgets.get(subject ?? '');
    return budget ? dollarsLeft(budget, 0) : null;
  },
  'limit reached': () => false,

  complexity: ({ scenario: { message = '' } }) => (message === '' ? null : readComplexity(message)),
  language: ({ scenario }) => readLanguage(scenario.message ?? '').language,
  rules: () => false,
  predicate: () => false,
  intent: (facts, { subject }) => {
    if (facts.scenario.message === undefined) return 'none';
    const reading = facts.reading(subject ?? 'intent');
    return reading === undefined ? null : (reading.intent ?? 'none');
  },
  'similarity to': (facts, { subject = '' }) => {
    if (facts.scenario.message === undefined) return 0;
    const groups = [...facts.tested.policy.intentGroups.values()];
    const group = groups.find((each) => each.intents.some((intent) => intent.name === subject));
    return facts.reading(group?.name ?? 'intent')?.scores.get(subject) ?? null;
  },
} as const satisfies Readonly<Record<FactKind, Answer>>;
