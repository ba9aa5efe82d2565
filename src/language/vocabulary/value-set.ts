/**
 * Values of facts and the sets of values a condition accepts. Every condition of the language, whatever its
 * spelling, ends as one fact and one of these sets, so that evaluation, analysis and explanation share one
 * meaning. Knows no syntax and no policy.
 */

/** `null` is *unknown*: the store is down, the header absent, the classifier failed. */
export type FactValue = string | number | boolean | null;

/** What is known so far, by fact id; a missing id has not been read yet. */
export type KnownFacts = ReadonlyMap<string, FactValue>;

/** An interval of numbers; infinities allowed; a closed end includes its bound. */
export interface NumberRange {
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
}

/** A pattern on one text; all are case-sensitive except `contains`. */
export type TextPattern =
  | { readonly kind: 'equals'; readonly text: string }
  /** `*` any run, `?` any one character; the whole value must fit. */
  | { readonly kind: 'glob'; readonly glob: string }
  /** RE2 syntax, found anywhere in the value. */
  | { readonly kind: 'regular'; readonly source: string }
  | { readonly kind: 'contains'; readonly text: string };

export type ValueSet =
  /** Sorted, disjoint, not touching. */
  | { readonly kind: 'numbers'; readonly ranges: readonly NumberRange[] }
  /** Members of a closed list; negation is already resolved. */
  | { readonly kind: 'choices'; readonly values: readonly string[] }
  /** One of the patterns fits; negated: none fits. */
  | { readonly kind: 'texts'; readonly any: readonly TextPattern[]; readonly negated: boolean }
  | { readonly kind: 'flag'; readonly value: boolean }
  /** The fact is unknown. No other set holds an unknown value. */
  | { readonly kind: 'unknown' };

/** The possible values of a fact, without unknown. */
export type Domain =
  | {
      readonly kind: 'number';
      readonly unit: NumberUnit;
      /** Least and greatest possible value, both inclusive by default. */
      readonly low: number;
      readonly high: number;
      /** The greatest value is a bound that no value reaches. */
      readonly highOpen?: true;
      /** Whole numbers only. */
      readonly integer: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly values: readonly string[] /** `a < b` in list order. */;
      readonly ordered: boolean;
    }
  | { readonly kind: 'text' }
  | { readonly kind: 'flag' };

/** Units in which a number is kept: tokens and counts as they are, percent 0–100, dollars, milliseconds, score 0–1, minutes after midnight, days since 1970-01-01. */
export type NumberUnit = 'tokens' | 'count' | 'percent' | 'usd' | 'ms' | 'score' | 'clock' | 'date';

/** How expensive it is to read a fact, cheapest first; facts are read in this order. */
export const COST_CLASSES = ['free', 'cheap', 'memory', 'store', 'model', 'declared'] as const;
export type CostClass = (typeof COST_CLASSES)[number];

/** One fact of one policy: `tokens`, `header "x-beta"`, `budget cap used`, `sonnet is down`. */
export interface FactSpec {
  /** The policy's own words; unique within a policy; the key of facts objects, traces and paths. */
  readonly id: string;
  /** The row of the vocabulary it comes from. */
  readonly fact: string;
  /** Header, budget, model, intent group, intent, file … the row is about. */
  readonly subject?: string;
  /** Clock facts: an IANA zone. */
  readonly zone?: string;
  /** Share facts: what is hashed, and the salt hashed with it. */
  readonly key?: KeySpec;
  readonly salt?: string;
  /** Share facts: the share belongs to a canary, not to a condition. */
  readonly of?: 'canary';
  readonly domain: Domain;
  readonly cost: CostClass;
  /** Whether `unknown` can be its value at all. */
  readonly canBeUnknown: boolean;
}

/** What makes a share sticky. */
export type KeySpec =
  | { readonly kind: 'user' | 'team' | 'key' | 'tier' | 'request' }
  | { readonly kind: 'header' | 'metadata'; readonly name: string };
