/**
 * What a plain request on a quiet day says to every fact: witnesses stay as near to it as they can, so that a reader
 * sees what matters. The values are those of `llmr test` where it has any. Knows kinds of facts, no policy.
 */
import type { FactKind } from '../../vocabulary/facts.ts';
import type { FactSpec, FactValue } from '../../vocabulary/value-set.ts';

/** Days since 1970-01-01 of 2026-01-05, a Monday. */
export const TYPICAL_DATE = 20_458;

/** First the most typical. `null` is unknown: for a header, that it is absent. */
const TYPICAL: Readonly<Partial<Record<FactKind, readonly FactValue[]>>> = {
  tokens: [100],
  'output tokens': [0],
  messages: [1],
  images: [0],
  endpoint: ['chat'],
  team: ['team-1'],
  user: ['user-1'],
  key: ['key-1'],
  header: [null],
  metadata: [null],
  text: ['hello'],
  time: [720],
  day: ['mon'],
  date: [TYPICAL_DATE],
  share: [50],
  'p95 latency': [500],
  'error rate': [0],
  load: [0],
  'budget used': [0],
  'budget left': [100],
  complexity: [0.3],
  language: ['en'],
  intent: ['none'],
  'similarity to': [0],
};

/** `served` are the names clients may ask for. */
export function typicalValues(spec: FactSpec, served: readonly string[] = []): readonly FactValue[] {
  if (spec.domain.kind === 'flag') return [false];
  if (spec.fact === 'asked for') return served.filter((name) => name !== '*');
  return TYPICAL[spec.fact as FactKind] ?? [];
}

/** Facts whose values the analysis cannot relate to anything else: a witness that needs one lists it. */
const ASSUMED: ReadonlySet<string> = new Set<FactKind>([
  'similarity to',
  'p95 latency',
  'error rate',
  'load',
  'is down',
  'rules',
  'predicate',
]);

export function isAssumed(spec: FactSpec): boolean {
  return ASSUMED.has(spec.fact);
}
