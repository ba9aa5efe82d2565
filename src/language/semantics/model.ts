/**
 * The typed policy: names are resolved, units checked, defaults made explicit. Plain read-only data, so that it can
 * be sent to a worker or stored. Everything after `semantics/` uses these types and never the AST. References between
 * parts are by name, unique in their table.
 */
import type { Origin } from '../diagnostics/diagnostic.ts';
import type { PromptModel } from '../quality/prompt-model.ts';
import type { QualityTable } from '../quality/quality-table.ts';
import type { FactSpec, KeySpec, ValueSet } from '../vocabulary/value-set.ts';
import type { FailureClass } from './failures.ts';

/** Where a thing was written: for messages, headers (`support.route:87`) and traces. */
export interface Place extends Origin {
  /** From 1. */
  readonly line: number;
}

export interface Policy {
  readonly name: string;
  readonly at: Place;
  readonly owner?: string;
  readonly serves: readonly string[];
  /** `rules exactly one`: no order, every request must fit exactly one route. */
  readonly exactlyOne: boolean;
  readonly deadlines: Deadlines;
  /** Every fact that a guard of this policy reads, by id. */
  readonly facts: ReadonlyMap<string, FactSpec>;
  readonly tiers: readonly string[];
  readonly providers: ReadonlyMap<string, Provider>;
  readonly models: ReadonlyMap<string, Model>;
  /** Chains, pools, splits and rollouts; models are in `models`. Inline pools are here under a generated name. */
  readonly targets: ReadonlyMap<string, Target>;
  /** By group name; the unnamed group is `intent`. */
  readonly intentGroups: ReadonlyMap<string, IntentGroup>;
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly limits: ReadonlyMap<string, Limit>;
  readonly transforms: ReadonlyMap<string, Transform>;
  readonly checks: ReadonlyMap<string, Check>;
  /** How good each model is, by intent and complexity; `good enough at` reads it. */
  readonly quality?: PolicyQuality;
  readonly predicates?: ReadonlyMap<string, Predicate>;
  /** json-rules-engine documents that guards use, by their name as written. */
  readonly ruleDocuments?: ReadonlyMap<string, RuleDocument>;
  /** Milliseconds a second look at the meaning of a request may take. */
  readonly secondLookWithin?: number;
  /** In reading order, which is priority. */
  readonly routes: readonly Route[];
  /** Absent only in a policy that has errors or `rules exactly one`. */
  readonly otherwise?: Route;
}

/** A quality table, and the facts that distinguish its cells: a plan that compares quality reads them. */
export interface PolicyQuality extends QualityTable {
  readonly facts: readonly FactSpec[];
  /** Predicts the quality of each model from a prompt; `by prompt` reads it. */
  readonly prompts?: PromptModel;
}

/** Milliseconds. */
export interface Deadlines {
  readonly connect: number;
  readonly firstToken: number;
  readonly idle: number;
  /** How long a stream may be silent after a finish before the caller's stream is ended. */
  readonly ending: number;
  readonly attempt: number;
  readonly whole: number;
}
export const DEFAULT_DEADLINES: Deadlines = {
  connect: 5_000,
  firstToken: 30_000,
  idle: 20_000,
  ending: 5_000,
  attempt: 120_000,
  whole: 600_000,
};

export type Dialect = 'openai' | 'anthropic' | 'azure' | 'simulated' | 'ai-sdk';
export interface Provider {
  readonly name: string;
  readonly at: Place;
  readonly speaks: Dialect;
  readonly package?: string;
  readonly url?: string;
  /** Name of an environment variable, never its value. */
  readonly keyVariable?: string;
  readonly region?: string;
  readonly apiVersion?: string;
  readonly wire?: WireFacts;
  /** Members of a body that callers may set although a provider may then answer with another model or price. */
  readonly pass?: readonly string[];
}

/** What a provider or a model does not accept in a request. A model's clauses override its provider's. */
export interface WireFacts {
  /** `not stream options`: `stream_options` is not sent. */
  readonly streamOptions?: false;
  /** `max as max_completion_tokens`: the member that carries the output limit. */
  readonly outputLimitAs?: 'max_completion_tokens' | 'max_tokens';
  /** `fixed temperature`: `temperature` is not sent. */
  readonly fixedTemperature?: true;
}

export type Capability = 'tools' | 'images' | 'json' | 'prefill' | 'reasoning' | 'audio';
export interface Model {
  readonly name: string;
  readonly at: Place;
  readonly deployments: readonly Deployment[];
  /** Tokens; undefined: not declared, never a reason to remove the model. */
  readonly window?: number;
  readonly output?: number;
  readonly price?: Price;
  readonly can: readonly Capability[];
  /** ISO date. */
  readonly retires?: string;
  readonly wire?: WireFacts;
}
export interface Deployment {
  /** `MODEL` when the model has one deployment, else `MODEL@PROVIDER` (`#2` appended when still not unique). */
  readonly id: string;
  readonly upstreamId: string;
  readonly provider: string;
  readonly region?: string;
  readonly simulation?: {
    readonly firstTokenMs?: number;
    readonly fails?: { readonly percent: number; readonly with: FailureClass };
  };
}
/** US dollars for a million tokens; `image` for one image. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input tokens read from a provider's cache; without it they cost `input`. */
  readonly cached?: number;
  /** Input tokens written to a provider's cache; without it they cost `input`. */
  readonly cacheWrite?: number;
  readonly reasoning?: number;
  readonly image?: number;
}

export interface IntentGroup {
  readonly name: string;
  readonly intents: readonly Intent[];
}
export interface Intent {
  readonly name: string;
  readonly at: Place;
  readonly means?: string;
  readonly like: readonly Example[];
  readonly not: readonly Example[];
  readonly matchAtLeast?: number;
  /** One sentence of a message about something else is not enough. */
  readonly wholeMessage?: boolean;
  /** The intent of the standard library that it is, or whose examples it has: `llmr:intents/legal@1`. */
  readonly library?: string;
}
export interface Example {
  readonly text: string;
  readonly at: Place;
}

export type Per = 'key' | 'user' | 'team' | 'tier' | 'model' | 'route' | 'label' | 'all';
export type BudgetWindow = 'min' | 'hour' | 'day' | 'week' | 'month';
export interface BudgetLine {
  readonly unit: 'usd' | 'tokens' | 'requests';
  /** Dollars, tokens or requests. */
  readonly amount: number;
  readonly window: BudgetWindow;
  readonly per: Per;
}
export interface Budget {
  readonly name: string;
  readonly at: Place;
  readonly lines: readonly BudgetLine[];
  /** Percent. */
  readonly warnAt?: number;
  /** IANA; UTC by default. */
  readonly zone: string;
  readonly whenUnknown: 'refuse' | 'allow';
  /** Each reservation and each settlement waits for the disk. */
  readonly durableEvery?: boolean;
}
export interface Limit {
  readonly name: string;
  readonly at: Place;
  readonly lines: readonly (
    | (BudgetLine & { readonly unit: 'tokens' | 'requests' })
    | { readonly unit: 'at once'; readonly amount: number; readonly per: Per }
  )[];
  /** Milliseconds that a request may wait for a permit. */
  readonly waitUpTo: number;
}

export type Target = Chain | Pool | Split | Rollout;
export interface Chain {
  readonly kind: 'chain';
  readonly name: string;
  readonly at: Place;
  readonly steps: readonly ChainStep[];
  readonly on: readonly FailureClass[];
}
export interface ChainStep {
  /** A model's or a target's name. */
  readonly target: string;
  readonly at: Place;
  /** Only the step's own settings; the policy's defaults apply to the rest. */
  readonly deadlines: Partial<Deadlines>;
  readonly retries: number;
  /** Milliseconds. */
  readonly hedgeAfter?: number;
}
export interface Pool {
  readonly kind: 'pool';
  readonly name: string;
  readonly at: Place;
  readonly order: 'fastest' | 'cheapest' | 'least busy' | 'in turn';
  readonly targets: readonly string[];
  /** `good enough at 90%`, percent. */
  readonly goodEnoughAt?: number;
  /** Judged by the prompt, where the prompt file knows a model; else by the table. */
  readonly byPrompt?: true;
  /** `explore 2%`: percent of the requests that another member answers, at random. */
  readonly explore?: number;
}
export interface Split {
  readonly kind: 'split';
  readonly name: string;
  readonly at: Place;
  readonly by: KeySpec;
  /** Hashed with the key. */
  readonly salt: string;
  /** Percent; they add up to 100. */
  readonly arms: readonly { readonly share: number; readonly target: string }[];
}
export interface Rollout {
  readonly kind: 'rollout';
  readonly name: string;
  readonly at: Place;
  readonly by: KeySpec;
  /** Hashed with the key. */
  readonly salt: string;
  readonly from: string;
  readonly to: string;
  /** Percent, and milliseconds to stay at the step before. */
  readonly steps: readonly { readonly share: number; readonly after: number }[];
  /** Percent or milliseconds over which, and milliseconds for which. */
  readonly aborts: readonly {
    readonly measure: 'error rate' | 'p95 latency';
    readonly over: number;
    readonly for: number;
  }[];
}

export interface Transform {
  readonly name: string;
  readonly at: Place;
  readonly steps: readonly TransformStep[];
}
export type TransformStep =
  | { readonly kind: 'system'; readonly how: 'prepend' | 'append' | 'replace'; readonly text: string }
  | { readonly kind: 'set'; readonly parameter: string; readonly value: string | number | boolean }
  | { readonly kind: 'cap-output'; readonly tokens: number }
  | { readonly kind: 'trim-history'; readonly tokens: number }
  | { readonly kind: 'drop'; readonly what: 'images' | 'audio' | 'tools' };

export interface Check {
  readonly name: string;
  readonly at: Place;
  readonly rules: readonly (
    | { readonly kind: 'json-schema'; readonly file: string; readonly schema: string; readonly at?: Place }
    | { readonly kind: 'contains'; readonly text: string; readonly negated: boolean }
    | { readonly kind: 'matches'; readonly source: string; readonly negated: boolean }
    | { readonly kind: 'length'; readonly upTo: number }
  )[];
  readonly onFailure: { readonly action: 'try next' | 'retry' | 'refuse'; readonly times: number };
}

/** A registered custom predicate. */
export interface Predicate {
  readonly name: string;
  readonly at: Place;
  /** Milliseconds it may take. */
  readonly within?: number;
  /** The value without an answer in time; without it the fact is unknown. */
  readonly whenUnknown?: 'yes' | 'no';
}

/** A checked json-rules-engine document. It matches when at least one of its rules fires. */
export interface RuleDocument {
  /** As the policy writes it, `./legacy.json`: the subject of its fact. */
  readonly name: string;
  readonly file: string;
  /** One per rule. */
  readonly conditions: readonly RuleCondition[];
  /** The facts of the conditions, by id; fetched only when the engine needs them. */
  readonly facts: ReadonlyMap<string, FactSpec>;
  /** Token counts at which an answer can change. */
  readonly tokenCuts: readonly number[];
}
/** `value` is JSON, or `{"fact": ID}`. */
export type RuleCondition =
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition }
  | { readonly fact: string; readonly operator: string; readonly value: unknown };

export interface Route {
  /** `otherwise` for the last. */
  readonly name: string;
  readonly at: Place;
  readonly because?: string;
  readonly guard: Guard;
  readonly action: Action;
}
/** All terms hold; an `any` holds when all terms of one of its alternatives do. An empty guard always holds. */
export interface Guard {
  readonly all: readonly (Term | AnyTerm)[];
}
export interface Term {
  readonly kind: 'term';
  /** Fact id. */
  readonly fact: string;
  readonly set: ValueSet;
  readonly at: Place;
  /** The condition as written, spaces folded: `tier is pro or enterprise`. */
  readonly words: string;
}
export interface AnyTerm {
  readonly kind: 'any';
  readonly at: Place;
  readonly alternatives: readonly (readonly Term[])[];
}

export interface Action {
  readonly use?: Use;
  readonly refuse?: Refusal;
  /** Shares of the same key are consecutive: 5 % and 10 % take [0,5) and [5,15). */
  readonly canaries: readonly Canary[];
  readonly mirrors: readonly { readonly share: number; readonly model: string }[];
  readonly expects: readonly string[];
  readonly label?: string;
  /** ISO date; the last day on which the route is active (UTC). Also present as a term of the guard. */
  readonly until?: string;
  readonly onBrokenStream: 'continue' | 'restart' | 'error';
  readonly holdUntilComplete: boolean;
  readonly cache?: { readonly ms: number; readonly per: Per };
  readonly region?: string;
}
export interface Use {
  readonly target: string;
  readonly transforms: readonly string[];
  readonly orRefuse?: Refusal;
}
export interface Canary extends Use {
  readonly at: Place;
  /** Percent, from and to, of the share fact `fact`. */
  readonly from: number;
  readonly to: number;
  /** Id of the share fact, also in `Policy.facts`. */
  readonly fact: string;
}
export interface Refusal {
  readonly status: number;
  readonly message: string;
}
