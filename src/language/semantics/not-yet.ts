/**
 * Constructs of the language that are not implemented yet. Each is parsed, bound and type-checked, and then reported
 * by name; deleting its line here makes it available. Must not know how a construct is checked.
 */
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Span } from '../text/span.ts';

export interface NotYet {
  readonly construct: string;
  /** As the user wrote it. */
  readonly what: string;
  /** What to do in the meantime, as an imperative. */
  readonly instead: string;
  /** `warning` where a policy can be used without it. */
  readonly severity: Severity;
}

const NONE_ELSE = 'remove it for now';

// biome-ignore format: one construct per line, deleted when it becomes available
export const NOT_YET: readonly NotYet[] = [
  { construct: 'speaks azure', what: '`speaks azure`', instead: 'reach the models through a provider that `speaks openai`, or try the policy with `--simulate`', severity: 'warning' },
  { construct: 'speaks ai-sdk', what: '`speaks ai-sdk`', instead: 'reach the models through a provider that `speaks openai`, or try the policy with `--simulate`', severity: 'warning' },
  { construct: 'cache', what: '`cache`', instead: NONE_ELSE, severity: 'error' },
];

const byConstruct = new Map(NOT_YET.map((entry) => [entry.construct, entry]));

/** Whether a policy with it is refused by this version. */
export function isNotYet(construct: string): boolean {
  return byConstruct.get(construct)?.severity === 'error';
}

/** What to do instead of using such a provider; undefined where this version supports it. */
export function insteadOfCalling(speaks: string): string | undefined {
  return byConstruct.get(`speaks ${speaks}`)?.instead;
}

/** The report for a construct at its position, or undefined when it is available. */
export function notYet(construct: string, file: ParsedFile, span: Span): Diagnostic | undefined {
  const entry = byConstruct.get(construct);
  if (entry === undefined) return undefined;
  const provider = construct.startsWith('speaks ');
  return {
    rule: 'not-yet-available',
    code: 'L1901',
    severity: entry.severity,
    at: { path: file.source.path, span },
    message: `${entry.what} is not available yet`,
    because: provider
      ? 'such a provider is not callable yet: its models cannot be used'
      : 'it is parsed and checked, but has no effect in this version',
    help: entry.instead,
  };
}
