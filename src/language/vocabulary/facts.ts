/**
 * The one table of everything a condition can ask about a request. Checking, completion, did-you-mean, facts files,
 * their JSON schema and the documentation are derived from it; a new fact is one row here and one extractor.
 * Must not know syntax, policies as written, or how a fact is learned.
 */
import type { CostClass, Domain, NumberUnit } from './value-set.ts';

/** Declarations of a policy that determine the domain of some facts. */
export interface Declared {
  readonly tiers: readonly string[];
  /** Intents of each group by group name; the unnamed group is `intent`. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Predicates with their own `when unknown`: they are never unknown. */
  readonly settled?: ReadonlySet<string>;
}

/** How a fact may be tested. `is unknown` is allowed exactly where `canBeUnknown` is. */
export type TestKind =
  | 'compare'
  | 'between'
  | 'is'
  | 'rank'
  | 'like'
  | 'matches'
  | 'contains'
  | 'has'
  | 'first'
  | 'flag'
  | 'down';

/** What replaces `{}` in a fact's id. */
export type SubjectKind =
  | 'none'
  | 'feature'
  | 'header'
  | 'metadata'
  | 'salt'
  | 'budget'
  | 'limit'
  | 'model'
  | 'group'
  | 'intent'
  | 'file'
  | 'predicate';

/** Who may read a value: everyone (response headers), only the caller's own trace, or only the policy. */
export type PrivacyClass = 'open' | 'caller' | 'content';

/** Where a value comes from; the extractors are grouped by it. */
export type FactSource = 'body' | 'caller' | 'clock' | 'share' | 'ledger' | 'health' | 'meaning' | 'declared';

export interface FactRow {
  /** How ids are formed: `{}` is the subject, `{key}` the key of a share; a zone is appended to clock facts. */
  readonly id: string;
  /** `FactPhrase.words` of a condition on it. */
  readonly words: string;
  readonly doc: string;
  /** A condition in correct spelling, for messages and documentation. */
  readonly example: string;
  readonly subject: SubjectKind;
  readonly domain: (declared: Declared, subject: string) => Domain;
  readonly cost: CostClass;
  readonly tests: readonly TestKind[];
  readonly privacy: PrivacyClass;
  readonly source: FactSource;
  readonly canBeUnknown: boolean;
}

export const FEATURES = ['tools', 'images', 'audio', 'json', 'streaming'] as const;
/** What `request has …` can ask. */
export type Feature = (typeof FEATURES)[number];
export const ENDPOINTS = ['chat', 'messages', 'responses', 'embeddings'] as const;
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Days since 1970-01-01 of 9999-12-31. */
export const LAST_DATE = 2_932_896;
/** Headers a condition may never read: they carry credentials. */
export const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key'] as const;

const number =
  (unit: NumberUnit, high: number, integer = false) =>
  (): Domain => ({ kind: 'number', unit, low: 0, high, integer });
const choice =
  (values: readonly string[], ordered = false) =>
  (): Domain => ({ kind: 'choice', values, ordered });
const text = (): Domain => ({ kind: 'text' });
const flag = (): Domain => ({ kind: 'flag' });

const NUMBERS: readonly TestKind[] = ['compare', 'between', 'is'];
const TEXTS: readonly TestKind[] = ['is', 'like', 'matches'];

const fromBody = { cost: 'free', privacy: 'open', source: 'body', canBeUnknown: false } as const;
const fromCaller = { cost: 'free', privacy: 'caller', source: 'caller', canBeUnknown: true } as const;
const fromClock = { cost: 'free', privacy: 'open', source: 'clock', canBeUnknown: false } as const;
const fromHealth = { cost: 'memory', privacy: 'open', source: 'health', canBeUnknown: true } as const;
const fromLedger = { cost: 'store', privacy: 'open', source: 'ledger', canBeUnknown: true } as const;
const fromMeaning = { cost: 'model', privacy: 'open', source: 'meaning', canBeUnknown: true } as const;

// biome-ignore format: one fact a paragraph, so that the table can be read as a table
export const FACTS = {
  tokens: { id: 'tokens', words: 'tokens', subject: 'none', ...fromBody, tests: NUMBERS, domain: number('tokens', Infinity, true),
    doc: 'input tokens of the request, images and tools included', example: 'tokens over 8k' },
  'output tokens': { id: 'output tokens', words: 'output tokens', subject: 'none', ...fromBody, tests: NUMBERS, domain: number('tokens', Infinity, true),
    doc: 'output tokens the caller asks for; 0 when the request sets no limit', example: 'output tokens up to 4k' },
  messages: { id: 'messages', words: 'messages', subject: 'none', ...fromBody, tests: NUMBERS, domain: number('count', Infinity, true),
    doc: 'messages in the conversation', example: 'messages is 1' },
  images: { id: 'images', words: 'images', subject: 'none', ...fromBody, tests: NUMBERS, domain: number('count', Infinity, true),
    doc: 'images in the request', example: 'images at least 1' },
  'request has': { id: 'request has {}', words: 'request', subject: 'feature', ...fromBody, tests: ['has'], domain: flag,
    doc: 'whether the request brings tools or images, brings or wants audio, wants json, or is streaming', example: 'request has tools' },
  'asked for': { id: 'asked for', words: 'asked for', subject: 'none', ...fromBody, tests: TEXTS, domain: text,
    doc: 'the model name the client wrote', example: 'asked for "gpt-*"' },
  endpoint: { id: 'endpoint', words: 'endpoint', subject: 'none', ...fromBody, tests: ['is'], domain: choice(ENDPOINTS),
    doc: 'the path the request came in by', example: 'endpoint is chat' },

  tier: { id: 'tier', words: 'tier', subject: 'none', ...fromCaller, privacy: 'open', tests: ['is', 'rank'],
    domain: (declared) => ({ kind: 'choice', values: declared.tiers, ordered: true }),
    doc: "the caller's tier, in the order the policy declares", example: 'tier at least pro' },
  team: { id: 'team', words: 'team', subject: 'none', ...fromCaller, privacy: 'open', tests: TEXTS, domain: text,
    doc: "the caller's team", example: 'team is acme' },
  user: { id: 'user', words: 'user', subject: 'none', ...fromCaller, tests: TEXTS, domain: text,
    doc: 'the end user', example: 'user like "test-*"' },
  key: { id: 'key', words: 'key', subject: 'none', ...fromCaller, tests: TEXTS, domain: text,
    doc: "the name of the caller's key, never the key itself", example: 'key is batch' },
  header: { id: 'header "{}"', words: 'header', subject: 'header', ...fromCaller, tests: TEXTS, domain: text,
    doc: 'a request header; unknown when it is absent', example: 'header "x-beta" like "triage-*"' },
  metadata: { id: 'metadata "{}"', words: 'metadata', subject: 'metadata', ...fromCaller, tests: TEXTS, domain: text,
    doc: "an entry of the request's metadata; unknown when it is absent", example: 'metadata "app" is shop' },
  text: { id: 'text', words: 'text', subject: 'none', cost: 'cheap', privacy: 'content', source: 'body', canBeUnknown: true, tests: ['contains', 'matches'], domain: text,
    doc: 'the text of the last user message', example: 'text contains "invoice"' },

  time: { id: 'time', words: 'time', subject: 'none', ...fromClock, tests: ['compare', 'between'], domain: number('clock', 1439, true),
    doc: 'the time of day in whole minutes, UTC unless a zone is named; `between` may pass midnight', example: 'time between 09:00 and 18:00 in "Europe/Berlin"' },
  day: { id: 'day', words: 'day', subject: 'none', ...fromClock, tests: ['is'], domain: choice(DAYS),
    doc: 'the day of the week, UTC unless a zone is named', example: 'day is sat or sun' },
  date: { id: 'date', words: 'date', subject: 'none', ...fromClock, tests: NUMBERS, domain: number('date', LAST_DATE, true),
    doc: 'the date, UTC unless a zone is named', example: 'date at least 2027-01-01' },
  share: { id: '{key} share "{}"', words: 'share', subject: 'salt', cost: 'free', privacy: 'caller', source: 'share', canBeUnknown: true, tests: ['first'], domain: () => ({ kind: 'number', unit: 'percent', low: 0, high: 100, highOpen: true, integer: false }),
    doc: 'the position of a key between 0% and 100%, always the same for the same key', example: 'user in first 5%' },

  'p95 latency': { id: '{} p95 latency', words: 'p95 latency', subject: 'model', ...fromHealth, tests: ['compare', 'between'], domain: number('ms', Infinity),
    doc: 'the time within which 95% of a model\'s answers began', example: 'sonnet p95 latency over 4s' },
  'error rate': { id: '{} error rate', words: 'error rate', subject: 'model', ...fromHealth, tests: ['compare', 'between'], domain: number('percent', 100),
    doc: "share of a model's recent attempts that failed", example: 'sonnet error rate over 2%' },
  load: { id: '{} load', words: 'load', subject: 'model', ...fromHealth, tests: ['compare', 'between'], domain: number('percent', Infinity),
    doc: 'requests in flight at a model, as a share of what it may take at once', example: 'sonnet load over 80%' },
  'is down': { id: '{} is down', words: 'group', subject: 'model', ...fromHealth, canBeUnknown: false, tests: ['down'], domain: flag,
    doc: 'whether the circuit breaker of every deployment of a model is open', example: 'sonnet is down' },

  'budget used': { id: 'budget {} used', words: 'budget', subject: 'budget', ...fromLedger, tests: ['compare', 'between'], domain: number('percent', Infinity),
    doc: "spent share of the caller's own bucket of a budget; the largest, where it has several limits", example: 'budget support-team used at least 95%' },
  'budget left': { id: 'budget {} left', words: 'budget', subject: 'budget', ...fromLedger, tests: ['compare', 'between'], domain: number('usd', Infinity),
    doc: "dollars left in the caller's own bucket of a budget", example: 'budget support-team left under $2' },
  'limit reached': { id: 'limit {} reached', words: 'limit', subject: 'limit', ...fromLedger, tests: ['flag'], domain: flag,
    doc: 'whether a limit has no room for this request', example: 'limit chatty reached' },

  complexity: { id: 'complexity', words: 'complexity', subject: 'none', ...fromMeaning, tests: ['compare', 'between'], domain: number('score', 1),
    doc: 'how much the request asks for, read from its surface, 0 to 1', example: 'complexity at least 0.7' },
  language: { id: 'language', words: 'language', subject: 'none', ...fromMeaning, tests: ['is'], domain: text,
    doc: 'the language of the last user message, as a two-letter code', example: 'language is de' },
  intent: { id: '{}', words: 'intent', subject: 'group', ...fromMeaning, tests: ['is'],
    domain: (declared, group) => ({ kind: 'choice', values: [...(declared.groups.get(group) ?? []), 'none'], ordered: false }),
    doc: 'the intent of the last user message among those of a group, `none` when none is clear enough', example: 'intent is refund or bug-report' },
  'similarity to': { id: 'similarity to {}', words: 'similarity to', subject: 'intent', ...fromMeaning, tests: ['compare', 'between'], domain: number('score', 1),
    doc: 'how near the last user message is to one intent, 0 to 1', example: 'similarity to refund at least 0.8' },

  rules: { id: 'rules "{}" match', words: 'rules', subject: 'file', cost: 'declared', privacy: 'open', source: 'declared', canBeUnknown: true, tests: ['flag'], domain: flag,
    doc: 'whether a json-rules-engine document fires', example: 'rules "./legacy.json" match' },
  predicate: { id: 'predicate {} holds', words: 'predicate', subject: 'predicate', cost: 'declared', privacy: 'open', source: 'declared', canBeUnknown: true, tests: ['flag'], domain: flag,
    doc: 'whether a registered predicate of your own holds', example: 'predicate vip holds' },
} as const satisfies Readonly<Record<string, FactRow>>;

/** The rows' names; `FactSpec.fact` is always one of them. */
export type FactKind = keyof typeof FACTS;

export const FACT_KINDS = Object.keys(FACTS) as readonly FactKind[];

export function factRow(kind: FactKind): FactRow {
  return FACTS[kind];
}

/** First words of all facts: no target and no intent group may be named like one. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  ...FACT_KINDS.map((kind) => FACTS[kind].words.split(' ')[0] ?? '').filter(
    (word) => !['group', 'share', 'p95', 'error', 'load'].includes(word),
  ),
]);
