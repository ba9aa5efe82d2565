/**
 * `# llmr-allow RULE: reason`: suppresses that rule on its line, or on the next line that is not a comment if it is
 * on a separate line. Language errors cannot be suppressed, and a comment without a reason suppresses nothing. Comments that
 * suppress nothing are returned as complaints, which the rule `unused-allowance` reports.
 */
import type { Diagnostic, Fix, Origin } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Comment, ParsedFile } from '../syntax/syntax.ts';
import { lineText, positionAt } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { currentId } from './former-ids.ts';
import type { RuleFacts } from './rule.ts';

export interface AllowanceQuestion {
  readonly findings: readonly Diagnostic[];
  readonly files: readonly ParsedFile[];
  /** All rules there are. */
  readonly rules: readonly RuleFacts[];
  readonly lineOf: (finding: Diagnostic) => number;
  /** False where some rule could not look, so that an allowance which silences nothing may still be needed. */
  readonly fullyLinted: (path: string) => boolean;
}

export interface Allowed {
  /** What is left to say. */
  readonly findings: readonly Diagnostic[];
  readonly complaints: readonly Complaint[];
}

/** `key` is that of a message of `unused-allowance`, `data` what it takes. */
export interface Complaint {
  readonly key: 'noRule' | 'unknownRule' | 'languageRule' | 'noReason' | 'idle';
  readonly at: Origin;
  readonly data: Readonly<Record<string, unknown>>;
  readonly fix?: Fix;
}

interface Allowance {
  readonly rule: string;
  readonly reason: string;
  readonly file: ParsedFile;
  readonly comment: Comment;
  /** The only one in its comment. */
  readonly alone: boolean;
  /** The line it speaks for. */
  readonly line: number;
}

export function applyAllowances(asked: AllowanceQuestion): Allowed {
  const allowances = asked.files.flatMap(allowancesIn);
  const used = new Set<Allowance>();
  const findings = asked.findings.filter((finding) => {
    if (finding.code !== undefined) return true;
    const by = allowances.filter(
      (one) =>
        one.rule === finding.rule &&
        one.reason !== '' &&
        one.file.source.path === finding.at.path &&
        one.line === asked.lineOf(finding),
    );
    for (const one of by) used.add(one);
    return by.length === 0;
  });
  const complaints = allowances
    .filter((one) => !used.has(one))
    .map((one) => complaint(one, asked.rules))
    .filter((one) => one.key !== 'idle' || asked.fullyLinted(one.at.path));
  return { findings, complaints };
}

const FORM = /^#\s*llmr-allow\b[ \t]*(?<rules>[^:]*)(?::(?<reason>.*))?$/;

function allowancesIn(file: ParsedFile): Allowance[] {
  return file.comments.flatMap((comment) => {
    const groups = FORM.exec(comment.text.trimEnd())?.groups;
    if (groups === undefined) return [];
    const named = (groups['rules'] ?? '').split(',').map((rule) => rule.trim());
    const reason = (groups['reason'] ?? '').trim();
    const line = lineOfAllowance(file, comment);
    return named.map((written) => ({
      rule: currentId(written),
      reason,
      file,
      comment,
      alone: named.length === 1,
      line,
    }));
  });
}

function lineOfAllowance(file: ParsedFile, comment: Comment): number {
  let line = positionAt(file.source, comment.span.start).line;
  if (!comment.ownLine) return line;
  do line += 1;
  while (line < file.source.lineStarts.length && /^\s*#/.test(lineText(file.source, line)));
  return line;
}

function complaint(one: Allowance, rules: readonly RuleFacts[]): Complaint {
  const at = { path: one.file.source.path, span: one.comment.span };
  const { rule, line } = one;
  if (rule === '') return { key: 'noRule', at, data: {} };
  const known = rules.find((other) => other.id === rule);
  if (known === undefined) {
    const ids = rules.filter((other) => other.kind === 'lint').map((other) => other.id);
    return { key: 'unknownRule', at, data: { rule, near: didYouMean(rule, ids), rules: ids } };
  }
  if (known.kind === 'language') return { key: 'languageRule', at, data: { rule } };
  if (one.reason === '') return { key: 'noReason', at, data: { rule } };
  const edit = { path: at.path, span: wholeComment(one), text: '' };
  return {
    key: 'idle',
    at,
    data: { rule, line },
    ...(one.alone ? { fix: { title: 'delete the allowance', edits: [edit] } } : {}),
  };
}

/** The comment with the blanks before it, and with its line if nothing else is on it. */
function wholeComment(one: Allowance): Span {
  const text = one.file.source.text;
  let start = one.comment.span.start;
  while (start > 0 && /[ \t]/.test(text[start - 1] ?? '')) start -= 1;
  if (!one.comment.ownLine) return { start, end: one.comment.span.end };
  const rest = /^\r?\n/.exec(text.slice(one.comment.span.end));
  return { start, end: one.comment.span.end + (rest?.[0].length ?? 0) };
}
