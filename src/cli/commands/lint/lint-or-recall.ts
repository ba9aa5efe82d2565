/**
 * `llmr lint` with the report of an earlier run where it still applies; the linter is loaded only where it does not. Must
 * not know: what decides whether it applies.
 */
import type { ExitCode } from '../../exit-codes.ts';
import type { ReadSet } from '../../input/policy-set.ts';
import type { Terminal } from '../../terminal.ts';
import { keep, placeOf, recall } from './kept-report.ts';
import type { LintOptions } from './lint-options.ts';

export async function lintOrRecall(
  terminal: Terminal,
  paths: readonly string[],
  options: LintOptions,
): Promise<ExitCode> {
  const place = placeOf(terminal, paths, options);
  const kept = place === undefined ? undefined : recall(place);
  if (kept !== undefined) {
    if (kept.out !== '') terminal.out(kept.out);
    if (kept.err !== '') terminal.err(kept.err);
    return kept.code;
  }
  const { lint } = await import('./lint-policies.ts');
  if (place === undefined) return lint(terminal, paths, options);
  const said = { out: '', err: '' };
  let set: ReadSet | undefined;
  const noted: Terminal = {
    ...terminal,
    out: (text) => {
      said.out += text;
      terminal.out(text);
    },
    err: (text) => {
      said.err += text;
      terminal.err(text);
    },
  };
  const code = await lint(noted, paths, options, (read) => {
    set = read;
  });
  if (set !== undefined) keep(place, set, { ...said, code });
  return code;
}
