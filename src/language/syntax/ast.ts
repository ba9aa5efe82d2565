/**
 * Every node of a `.route` file on two screens: what was written, nothing decided about it.
 * Names are not looked up, units not checked; each node carries its span. Discriminated by `kind`.
 * Only `syntax/`, `semantics/bind`, `format/` and lint rules about spelling may know these shapes.
 */
import type { Span } from '../text/span.ts';

interface Node {
  readonly span: Span;
}

/** A name as written. `quoted` is true for `"…"`, which is always a value and never `none` or `unknown`. */
export interface Name extends Node {
  readonly kind: 'name';
  readonly text: string;
  readonly quoted: boolean;
}
/** A decoded string: `text` has its escapes replaced. */
export interface Text extends Node {
  readonly kind: 'text';
  readonly text: string;
}

export type Quantity =
  /** `k` and `M` already multiplied out. */
  | (Node & { readonly kind: 'number'; readonly value: number })
  /** 5 for `5%`. */
  | (Node & { readonly kind: 'percent'; readonly value: number })
  /** US dollars. */
  | (Node & { readonly kind: 'money'; readonly value: number })
  /** Milliseconds. */
  | (Node & { readonly kind: 'duration'; readonly value: number })
  /** Minutes after midnight. */
  | (Node & { readonly kind: 'time'; readonly value: number })
  /** ISO `YYYY-MM-DD`. */
  | (Node & { readonly kind: 'date'; readonly value: string });

export type RegularPattern = Node & { readonly kind: 'pattern'; readonly source: string };
export type Literal = Quantity | Text | Name | RegularPattern;

// ---- files ------------------------------------------------------------------------------------

export interface RouteFile extends Node {
  readonly kind: 'file';
  readonly path: string;
  /** Present in a policy file. */
  readonly header?: PolicyHeader;
  /** Present in a test file: `tests for "…"`. */
  readonly testsFor?: Text;
  readonly declarations: readonly Declaration[];
  /** True when the parser had to recover: such a file is never formatted nor loaded. */
  readonly recovered: boolean;
}

export interface PolicyHeader extends Node {
  readonly kind: 'policy-header';
  readonly name: Name;
  readonly edition: Quantity;
  readonly owner?: Text;
  readonly serves?: readonly Text[];
  /** Stands for the policy's name in the salts of its shares. */
  readonly salt?: Text;
  /** `rules exactly one`. */
  readonly exactlyOne: boolean;
  readonly defaults?: Defaults;
  readonly meaning?: MeaningSettings;
}
export interface Defaults extends Node {
  readonly kind: 'defaults';
  readonly clauses: readonly DeadlineClause[];
}
/** `connect within 2s`; `attempt` is the bare `within 20s` of a chain step. */
export interface DeadlineClause extends Node {
  readonly kind: 'deadline';
  readonly of: 'connect' | 'first token' | 'idle' | 'ending' | 'attempt' | 'whole';
  readonly value: Quantity;
}
/** `meaning { second look usable within 25ms }`. */
export interface MeaningSettings extends Node {
  readonly kind: 'meaning';
  readonly secondLookWithin?: Quantity;
}

export type Declaration =
  | Import
  | Provider
  | Model
  | Tiers
  | Intent
  | Budget
  | Limit
  | Chain
  | Pool
  | Split
  | Rollout
  | Transform
  | Check
  | Quality
  | Predicate
  | Route
  | Otherwise
  | Test
  | Cases
  | Property
  | Acceptance;

export interface Import extends Node {
  readonly kind: 'import';
  /** `import intent …`: every name is that of an intent. */
  readonly intents?: true;
  readonly names: readonly Name[];
  readonly from: Text;
}

// ---- who can answer ---------------------------------------------------------------------------

/** What is refused in a request; providers and models say it with the same words. */
export interface WireClauses {
  /** `not stream options`. */
  readonly noStreamOptions?: true;
  /** `max as max_completion_tokens`. */
  readonly maxAs?: Name;
  /** `fixed temperature`. */
  readonly fixedTemperature?: true;
}
export interface Provider extends Node, WireClauses {
  readonly kind: 'provider';
  readonly name: Name;
  readonly speaks?: Name;
  /** `speaks ai-sdk "PACKAGE"`. */
  readonly package?: Text;
  readonly at?: Text;
  /** `key env VAR`. */
  readonly keyVariable?: Name;
  readonly region?: Name;
  readonly apiVersion?: Text;
  readonly pass?: readonly Name[];
}
export interface Model extends Node, WireClauses {
  readonly kind: 'model';
  readonly name: Name;
  readonly deployments: readonly Deployment[];
  readonly window?: Quantity;
  readonly output?: Quantity;
  readonly price?: Price;
  readonly can?: readonly Name[];
  readonly retires?: Quantity;
}
export interface Deployment extends Node {
  readonly kind: 'deployment';
  readonly upstreamId: Text;
  readonly provider: Name;
  readonly region?: Name;
  /** Simulation only: time to the first token. */
  readonly firstToken?: Quantity;
  /** Simulation only: `fails 5% with overload`. */
  readonly fails?: { readonly share: Quantity; readonly with: Name };
}
export type Price =
  | (Node & {
      readonly kind: 'price';
      readonly parts: readonly {
        readonly value: Quantity;
        readonly per: 'in' | 'out' | 'cached' | 'cache write' | 'reasoning' | 'image';
        readonly span: Span;
      }[];
    })
  | (Node & { readonly kind: 'catalogue-price'; readonly id: Text });

export interface Tiers extends Node {
  readonly kind: 'tiers';
  readonly names: readonly Name[];
}

// ---- meaning, money ---------------------------------------------------------------------------

export interface Intent extends Node {
  readonly kind: 'intent';
  readonly name: Name;
  readonly group?: Name;
  readonly means?: Text;
  readonly like: readonly Text[];
  readonly not: readonly Text[];
  readonly examplesFrom?: Text;
  readonly matchAtLeast?: Quantity;
  /** `whole message` */
  readonly wholeMessage?: true;
}
/** `$50/day per team`, `2M tokens/month per key`, `60 requests/min per user`, `5 at once per user`. */
export interface LimitClause extends Node {
  readonly kind: 'limit-clause';
  readonly amount: Quantity;
  readonly unit?: 'tokens' | 'requests' | 'at once';
  readonly window?: Name;
  readonly per?: Name;
}
export interface Budget extends Node {
  readonly kind: 'budget';
  readonly name: Name;
  readonly limits: readonly LimitClause[];
  readonly warnAt?: Quantity;
  readonly zone?: Text;
  readonly whenUnknown?: Name;
  /** `durable every` */
  readonly durableEvery?: true;
}
export interface Limit extends Node {
  readonly kind: 'limit';
  readonly name: Name;
  readonly limits: readonly LimitClause[];
  readonly waitUpTo?: Quantity;
}

// ---- targets ----------------------------------------------------------------------------------

export interface Chain extends Node {
  readonly kind: 'chain';
  readonly name: Name;
  readonly steps: readonly ChainStep[];
  readonly on?: readonly Name[];
}
export interface ChainStep extends Node {
  readonly kind: 'step';
  readonly target: Name;
  readonly deadlines: readonly DeadlineClause[];
  readonly retry?: Quantity;
  readonly hedgeAfter?: Quantity;
}
export interface Pool extends Node {
  readonly kind: 'pool';
  readonly name: Name;
  readonly order: PoolOrder;
  readonly targets: readonly Name[];
  readonly goodEnoughAt?: Quantity;
  /** `good enough at 90% by prompt` */
  readonly byPrompt?: true;
  readonly explore?: Quantity;
}
export type PoolOrder = 'fastest' | 'cheapest' | 'least busy' | 'in turn';
export interface Split extends Node {
  readonly kind: 'split';
  readonly name: Name;
  readonly by: Key;
  readonly arms: readonly { readonly share: Quantity; readonly target: Name; readonly span: Span }[];
}
/** What makes a share sticky: `user`, `team`, `key`, `tier`, `request`, `header "x"`, `metadata "x"`. */
export interface Key extends Node {
  readonly kind: 'key';
  readonly of: Name;
  readonly name?: Text;
  /** `by user salt "tone-2027"`. */
  readonly salt?: Text;
}
export interface Rollout extends Node {
  readonly kind: 'rollout';
  readonly name: Name;
  readonly by: Key;
  readonly from?: Name;
  readonly to?: Name;
  readonly steps: readonly { readonly share: Quantity; readonly after?: Quantity; readonly span: Span }[];
  readonly aborts: readonly AbortClause[];
}
/** `abort when error rate over 3% for 5min`. */
export interface AbortClause extends Node {
  readonly kind: 'abort';
  readonly measure: 'error rate' | 'p95 latency';
  readonly over: Quantity;
  readonly for: Quantity;
}
export interface Transform extends Node {
  readonly kind: 'transform';
  readonly name: Name;
  readonly steps: readonly TransformStep[];
}
export type TransformStep =
  | (Node & { readonly kind: 'system'; readonly how: 'prepend' | 'append' | 'replace'; readonly text: Text })
  | (Node & { readonly kind: 'set'; readonly parameter: Name; readonly value: Literal })
  | (Node & { readonly kind: 'cap-output'; readonly tokens: Quantity })
  | (Node & { readonly kind: 'trim-history'; readonly tokens: Quantity })
  | (Node & { readonly kind: 'drop'; readonly what: Name });
export interface Check extends Node {
  readonly kind: 'check';
  readonly name: Name;
  readonly rules: readonly CheckRule[];
  readonly onFailure?: Node & { readonly action: 'try next' | 'retry' | 'refuse'; readonly times?: Quantity };
}
export type CheckRule =
  | (Node & { readonly kind: 'json-schema'; readonly file: Text })
  | (Node & { readonly kind: 'contains'; readonly text: Text; readonly negated: boolean })
  | (Node & { readonly kind: 'matches'; readonly pattern: RegularPattern; readonly negated: boolean })
  | (Node & { readonly kind: 'length'; readonly upTo: Quantity });
export interface Quality extends Node {
  readonly kind: 'quality';
  readonly file: Text;
  /** `by prompt "./quality.prompt.json"` */
  readonly promptFile?: Text;
}
/** A registered custom predicate: `predicate NAME { within 20ms  when unknown no }`. */
export interface Predicate extends Node {
  readonly kind: 'predicate';
  readonly name: Name;
  readonly within?: Quantity;
  readonly whenUnknown?: Name;
}

// ---- routes -----------------------------------------------------------------------------------

export interface Route extends Node {
  readonly kind: 'route';
  readonly name: Name;
  /** Span of the head, `route NAME`, for messages. */
  readonly head: Span;
  readonly when?: When;
  readonly action: Action;
}
export interface Otherwise extends Node {
  readonly kind: 'otherwise';
  readonly head: Span;
  readonly action: Action;
}
/** Every clause but `when`; all are allowed in a route and in `otherwise`. */
export interface Action {
  readonly because?: Text;
  readonly use?: Use;
  readonly refuse?: Refuse;
  readonly canaries: readonly Canary[];
  readonly mirrors: readonly Mirror[];
  readonly expects: readonly Name[];
  readonly label?: Text;
  readonly until?: Quantity;
  readonly onBrokenStream?: Node & { readonly action: 'continue' | 'restart' | 'error' };
  readonly holdUntilComplete: boolean;
  readonly cache?: Node & { readonly for: Quantity; readonly per: Name };
  readonly withinRegion?: Name;
}
export interface Use extends Node {
  readonly kind: 'use';
  readonly target: TargetUse;
  readonly transforms: readonly Name[];
  readonly orRefuse?: Refuse;
}
/** A named target, or `cheapest of a, b good enough at 90%` written in place. */
export type TargetUse =
  | Name
  | (Node & {
      readonly kind: 'inline-pool';
      readonly order: PoolOrder;
      readonly targets: readonly Name[];
      readonly goodEnoughAt?: Quantity;
      readonly byPrompt?: true;
      readonly explore?: Quantity;
    });
export interface Refuse extends Node {
  readonly kind: 'refuse';
  readonly status: Quantity;
  readonly message: Text;
}
export interface Canary extends Node {
  readonly kind: 'canary';
  readonly share: Quantity;
  readonly by: Key;
  readonly target: TargetUse;
  readonly transforms: readonly Name[];
}
export interface Mirror extends Node {
  readonly kind: 'mirror';
  readonly share: Quantity;
  readonly model: Name;
}

// ---- conditions -------------------------------------------------------------------------------

/** All of `all` must hold. */
export interface When extends Node {
  readonly kind: 'when';
  readonly all: readonly (Condition | AnyGroup)[];
}
/** One of `alternatives` must hold; each is a list joined by `and`. */
export interface AnyGroup extends Node {
  readonly kind: 'any';
  readonly alternatives: readonly (readonly Condition[])[];
}
export interface Condition extends Node {
  readonly kind: 'condition';
  readonly fact: FactPhrase;
  readonly test: TestPhrase;
  /** `in "Europe/Berlin"` of a clock fact. */
  readonly zone?: Text;
}
/**
 * The fact a condition names, as words: `tokens`, `output tokens`, `request`, `asked for`, `header`, `budget`
 * (with its subject), `similarity to`, `p95 latency` (subject: the model), `rules`, `predicate`; `group` stands
 * for a bare name (`tone is urgent`, `sonnet is down`), which binding decides.
 */
export interface FactPhrase extends Node {
  readonly kind: 'fact';
  readonly words: string;
  readonly subject?: Name | Text;
}
export type Comparator = 'over' | 'under' | 'at least' | 'up to' | 'is' | 'is not';
export type TestPhrase =
  | (Node & { readonly kind: 'compare'; readonly comparator: Comparator; readonly value: Quantity })
  | (Node & { readonly kind: 'between'; readonly low: Quantity; readonly high: Quantity })
  /** `is a or b`, `is not a or b`; values may be names, texts or numbers. */
  | (Node & { readonly kind: 'is'; readonly negated: boolean; readonly values: readonly Literal[] })
  /** `tier at least pro`, and the other comparators on a declared order. */
  | (Node & { readonly kind: 'rank'; readonly comparator: Comparator; readonly value: Name })
  | (Node & { readonly kind: 'like'; readonly negated: boolean; readonly globs: readonly Text[] })
  | (Node & {
      readonly kind: 'matches';
      readonly negated: boolean;
      readonly patterns: readonly RegularPattern[];
    })
  | (Node & { readonly kind: 'contains'; readonly negated: boolean; readonly texts: readonly Text[] })
  /** `request has tools or images`, `request has no tools`. */
  | (Node & { readonly kind: 'has'; readonly negated: boolean; readonly features: readonly Name[] })
  | (Node & { readonly kind: 'first'; readonly share: Quantity })
  /** `budget B used at least 95%`, `budget B left under $2`. */
  | (Node & { readonly kind: 'spend'; readonly side: 'used' | 'left'; readonly test: TestPhrase })
  /** `limit L reached`, `rules "x" match`, `predicate p holds`. */
  | (Node & { readonly kind: 'flag'; readonly negated: boolean });

// ---- tests ------------------------------------------------------------------------------------

export interface Test extends Node {
  readonly kind: 'test';
  readonly title: Text;
  readonly givens: readonly Given[];
  readonly expectations: readonly (Expectation | ExpectedClause)[];
}
export interface Cases extends Node {
  readonly kind: 'cases';
  readonly title: Text;
  readonly givens: readonly Given[];
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly cells: readonly Literal[]; readonly span: Span }[];
}
/** A column is the head of a given or of an expectation. */
export interface Column extends Node {
  readonly kind: 'column';
  /** As in `Given.what` or `Expectation.what`. */
  readonly what: string;
  readonly subject?: Name | Text;
}
/**
 * `what` is the fact's words (`tier`, `header`, `request`, `budget`, `limit`, `message`, `fails`, `down`,
 * `p95 latency`, `error rate`, `load`, `rollout`, `similarity to`, `group`, …); `subject` names the header, budget,
 * model, rollout or group; `values` are what is given.
 */
export interface Given extends Node {
  readonly kind: 'given';
  readonly what: string;
  readonly subject?: Name | Text;
  readonly values: readonly Literal[];
  readonly negated: boolean;
  /** `M fails twice with 503`: undefined means always. */
  readonly times?: number;
}
export interface Expectation extends Node {
  readonly kind: 'expectation';
  readonly what: 'route' | 'model' | 'attempts' | 'reason' | 'label' | 'cost' | 'cost up to' | 'refused';
  readonly value?: Literal;
  /** What the caller is shown, `refused 413 "Too long."`. */
  readonly message?: Text;
}
/** A clause of the policy that is in effect for the request, as the policy says it: `cap output 800`. */
export interface ExpectedClause extends Node {
  readonly kind: 'expected-clause';
  /** Its words and values in the order of the text; keywords and `/` are names. */
  readonly parts: readonly (Literal | RegularPattern)[];
}
export interface Property extends Node {
  readonly kind: 'property';
  readonly claimKind: 'never' | 'always';
  readonly title: Text;
  readonly when?: When;
  readonly claims: readonly Claim[];
}
export interface Claim extends Node {
  readonly kind: 'claim';
  readonly what: 'model in' | 'route in' | 'refused' | 'tokens fit model';
  readonly names: readonly Name[];
}
/** `over 10k users expect sonnet from 88% to 92%`. */
export interface Acceptance extends Node {
  readonly kind: 'acceptance';
  readonly title: Text;
  readonly givens: readonly Given[];
  readonly over: Quantity;
  readonly by: Name;
  readonly shares: readonly {
    readonly name: Name;
    readonly from: Quantity;
    readonly to: Quantity;
    readonly span: Span;
  }[];
}
