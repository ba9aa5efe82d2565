/**
 * A lint rule: messages by key and up to three checks. A rule is a leaf: only `run-lint.ts` calls it, and it knows
 * neither files nor the clock (`today` is passed in).
 */
import type { CompiledPolicy } from '../compile.ts';
import type { FactsExample, Fix, Label, Origin, Severity } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Source } from '../text/source.ts';
import type { LintContext } from './lint-context.ts';

export const CATEGORIES = [
  'language',
  'hygiene',
  'meaning',
  'money',
  'resilience',
  'reachability',
  'tests',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What, why, what to do. */
export interface Words {
  readonly message: string;
  readonly because?: string;
  readonly help?: string;
}
// biome-ignore lint/suspicious/noExplicitAny: the one place where the data of every message meets
type Messages = Readonly<Record<string, (data: any) => Words>>;

/** What one report may carry apart from its words. */
export interface Extras {
  readonly labels?: readonly Label[];
  readonly fix?: Fix;
  readonly example?: FactsExample;
  /** Less than the rule's own, where the same observation is only worth knowing. */
  readonly severity?: 'warning' | 'info';
  /** Findings of one rule, message and cause are one finding with several places; the place, unless it is given. */
  readonly cause?: string;
}
export type Report<M extends Messages = Messages> = <K extends keyof M & string>(
  key: K,
  at: Origin,
  data: Parameters<M[K]>[0],
  extras?: Extras,
) => void;

/** The part of a rule that its page, the registry and `llmr explain RULE` show. */
export interface RuleFacts {
  /** The slug of findings, of `# llmr-allow` and of the three files. */
  readonly id: string;
  /** `language`: reported while compiling, carries an `L1xxx` code, cannot be allowed. */
  readonly kind: 'lint' | 'language';
  readonly severity: Severity;
  readonly category: Category;
  /** One sentence. */
  readonly summary: string;
}

/**
 * A check over text runs even on a broken file; one over a tree is silent on a file with errors; one over a policy
 * is silent when any file of that policy has errors.
 */
export interface Rule<M extends Messages = Messages> extends RuleFacts {
  readonly messages: M;
  readonly source?: (source: Source, report: Report<M>, context: LintContext) => void;
  readonly file?: (file: ParsedFile, report: Report<M>, context: LintContext) => void;
  readonly policy?: (compiled: CompiledPolicy, report: Report<M>, context: LintContext) => void;
}

export function defineRule<M extends Messages>(rule: Omit<Rule<M>, 'kind'>): Rule {
  return { ...rule, kind: 'lint' } as unknown as Rule;
}
