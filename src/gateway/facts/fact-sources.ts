/**
 * Where the facts of one request come from. The extractors read these and nothing else, so a fact's value depends on
 * exactly what is listed here.
 */
import type { Head, IntentReading } from '../../language/heads/head.ts';
import type { KeySpec } from '../../language/vocabulary/value-set.ts';
import { headerText } from '../callers/header-text.ts';
import type { RequestView } from './request-view.ts';

/** The caller, as far as conditions may know. */
export interface CallerFacts {
  readonly tier: string | null;
  readonly team: string | null;
  readonly user: string | null;
  /** The key's name or id, never the key. */
  readonly key: string | null;
}

export interface FactSources {
  readonly view: RequestView;
  readonly caller: CallerFacts;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Unique to this request; what `by request` hashes. */
  readonly requestId: string;
  /** Epoch milliseconds at which the request came in. */
  readonly now: number;
  readonly heads: ReadonlyMap<string, Head>;
  /** Input tokens, exact enough for every threshold that matters to this request. */
  tokens(): number;
  /**
   * The reading of an intent group for this request, made once; undefined where it cannot be known. Never rejects.
   */
  reading(group: string): IntentReading | undefined | Promise<IntentReading | undefined>;
  /** Percent and dollars of the caller's bucket, null while the store does not answer. */
  budgetUsed(budget: string): number | null | Promise<number | null>;
  budgetLeft(budget: string): number | null | Promise<number | null>;
  limitReached(limit: string): Promise<boolean | null>;
  /** Of a json-rules-engine document, and of a registered predicate. */
  rules(document: string): Promise<boolean | null>;
  predicate(name: string): Promise<boolean | null>;
  /** Whether every deployment of the model has an open breaker; false, never null, for a model without calls. */
  isDown(model: string): boolean;
  p95Latency(model: string): number | null;
  errorRate(model: string): number | null;
  load(model: string): number | null;
}

/** The value of a key spec in this request; null where it is not known. */
export function keyValue(sources: FactSources, key: KeySpec): string | null {
  switch (key.kind) {
    case 'header':
      return headerValue(sources, key.name);
    case 'metadata':
      return sources.view.metadata[key.name] ?? null;
    case 'request':
      return sources.requestId;
    default:
      return sources.caller[key.kind];
  }
}

/** Null where there is no such header. */
export function headerValue(sources: Pick<FactSources, 'headers'>, name: string): string | null {
  return headerText(sources.headers[name.toLowerCase()]) ?? null;
}
