/**
 * A finding about a policy: data only, printed by `render-text.ts` and `render-json.ts`. `message` states what is
 * wrong, `because` why, `help` what to do; a user's mistake is a value, never thrown.
 */
import type { Span, TextEdit } from '../text/span.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A place in one of the compiled files. */
export interface Origin {
  readonly path: string;
  readonly span: Span;
}

/** A second place that matters to the message, with what to read there. */
export interface Label extends Origin {
  readonly text: string;
}

export interface Fix {
  /** An imperative: "rename to `haiku`". */
  readonly title: string;
  readonly edits: readonly (TextEdit & { readonly path: string })[];
  /** More than one reading is left: shown to people and editors, and not applied by `--fix`. */
  readonly guess?: true;
}

/** Facts in the policy's own words; `llmr explain --facts FILE` accepts the object unchanged. */
export type FactsExample = Readonly<Record<string, string | number | boolean | null>>;

export interface Diagnostic {
  /** The slug of language.md section 10, or `syntax` or `not-yet-available`. */
  readonly rule: string;
  /** `L1xxx` for errors of the language itself, which no comment can silence. */
  readonly code?: string;
  readonly severity: Severity;
  readonly at: Origin;
  readonly message: string;
  readonly because?: string;
  readonly example?: FactsExample;
  readonly help?: string;
  readonly labels?: readonly Label[];
  readonly fix?: Fix;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** By file, place, then severity: the order in which a person reads. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const rank = { error: 0, warning: 1, info: 2 } as const;
  return [...diagnostics].sort(
    (a, b) =>
      (a.at.path < b.at.path ? -1 : a.at.path > b.at.path ? 1 : 0) ||
      a.at.span.start - b.at.span.start ||
      rank[a.severity] - rank[b.severity] ||
      (a.message < b.message ? -1 : a.message > b.message ? 1 : 0),
  );
}
