/**
 * How each fact of the vocabulary is read from a request, one line per fact; TypeScript rejects a missing line. Cheap
 * facts return a value, expensive ones a promise. `null` is unknown; nothing here throws or rejects.
 */
import type { IntentReading } from '../../language/heads/head.ts';
import { readLanguage } from '../../language/languages/read-language.ts';
import { shareOf } from '../../language/planning/share.ts';
import { readComplexity } from '../../language/quality/read-complexity.ts';
import type { FactKind, Feature } from '../../language/vocabulary/facts.ts';
import { readClock } from '../../language/vocabulary/read-clock.ts';
import type { FactSpec, FactValue } from '../../language/vocabulary/value-set.ts';
import { type FactSources, headerValue, keyValue } from './fact-sources.ts';
import { HAS_FEATURE } from './request-view.ts';

type Extractor = (sources: FactSources, spec: FactSpec) => FactValue | Promise<FactValue>;

const EXTRACTORS = {
  tokens: (sources) => sources.tokens(),
  'output tokens': ({ view }) => view.outputTokens ?? 0,
  messages: ({ view }) => view.messageCount,
  images: ({ view }) => view.imageCount,
  'request has': ({ view }, { subject }) => HAS_FEATURE[subject as Feature](view),
  'asked for': ({ view }) => view.model,
  endpoint: ({ view }) => view.endpoint,

  tier: ({ caller }, { domain }) =>
    caller.tier !== null && domain.kind === 'choice' && domain.values.includes(caller.tier)
      ? caller.tier
      : null,
  team: ({ caller }) => caller.team,
  user: ({ caller }) => caller.user,
  key: ({ caller }) => caller.key,
  header: (sources, { subject }) => headerValue(sources, subject ?? ''),
  metadata: ({ view }, { subject }) => view.metadata[subject ?? ''] ?? null,
  text: ({ view }) => (view.lastUserText === '' ? null : view.lastUserText),

  time: ({ now }, { zone }) => Math.floor(readClock(now, zone ?? 'UTC').time),
  day: ({ now }, { zone }) => readClock(now, zone ?? 'UTC').day,
  date: ({ now }, { zone }) => readClock(now, zone ?? 'UTC').date,
  share: (sources, { key, salt }) => {
    const value = key === undefined ? null : keyValue(sources, key);
    return value === null ? null : shareOf(value, salt ?? '');
  },

  'p95 latency': (sources, { subject }) => sources.p95Latency(subject ?? ''),
  'error rate': (sources, { subject }) => sources.errorRate(subject ?? ''),
  load: (sources, { subject }) => sources.load(subject ?? ''),
  'is down': (sources, { subject }) => sources.isDown(subject ?? ''),

  'budget used': (sources, { subject }) => sources.budgetUsed(subject ?? ''),
  'budget left': (sources, { subject }) => sources.budgetLeft(subject ?? ''),
  'limit reached': (sources, { subject }) => sources.limitReached(subject ?? ''),

  rules: (sources, { subject }) => sources.rules(subject ?? ''),
  predicate: (sources, { subject }) => sources.predicate(subject ?? ''),

  complexity: ({ view }) => (view.lastUserText === '' ? null : readComplexity(view.lastUserText)),
  language: ({ view }) => readLanguage(view.lastUserText).language,
  intent: (sources, { subject }) =>
    ofReading(sources.reading(subject ?? 'intent'), (reading) => reading.intent ?? 'none'),
  'similarity to': (sources, { subject = '' }) => {
    const head = [...sources.heads.values()].find(({ labels }) => labels.includes(subject));
    if (head === undefined) return null;
    return ofReading(sources.reading(head.group), ({ scores }) => scores.get(subject) ?? null);
  },
} as const satisfies Record<FactKind, Extractor>;

/** Built-in heads answer synchronously; only an encoder is awaited. */
function ofReading(
  reading: ReturnType<FactSources['reading']>,
  read: (reading: IntentReading) => FactValue,
): FactValue | Promise<FactValue> {
  if (reading instanceof Promise) return reading.then((found) => (found === undefined ? null : read(found)));
  return reading === undefined ? null : read(reading);
}

/** Learns one fact of a request. */
export function extractFact(sources: FactSources, spec: FactSpec): FactValue | Promise<FactValue> {
  return (EXTRACTORS[spec.fact as FactKind] as Extractor)(sources, spec);
}
