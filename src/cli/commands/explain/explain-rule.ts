/** `llmr explain RULE`: prints a rule's page, the meaning of an `L1xxx` code, or the list of rules. */
import { CODES } from '../../../language/diagnostics/codes.ts';
import { didYouMean } from '../../../language/diagnostics/suggest.ts';
import { currentId } from '../../../language/lint/former-ids.ts';
import { ALL_RULES } from '../../../language/lint/run-lint.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { readRulePage } from '../../input/files.ts';
import { type Terminal, usageError } from '../../terminal.ts';

export function explainRule(terminal: Terminal, asked: string): ExitCode {
  const id = currentId(asked);
  const ids = ALL_RULES.map((rule) => rule.id);
  if (id === 'rules') {
    const width = Math.max(...ids.map((each) => each.length));
    for (const rule of ALL_RULES) {
      terminal.out(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`);
    }
    return EXIT.clean;
  }
  const code = Object.hasOwn(CODES, id) ? CODES[id as keyof typeof CODES] : undefined;
  if (code !== undefined) {
    terminal.out(
      `${id}: ${code.title}\n${code.explanation}\nIt belongs to the rule ${code.rule}: \`llmr explain ${code.rule}\`\n`,
    );
    return EXIT.clean;
  }
  const page = ids.includes(id) ? readRulePage(id) : undefined;
  if (page !== undefined) {
    if (id !== asked) terminal.err(`note: "${asked}" is now called "${id}"\n`);
    terminal.out(page);
    return EXIT.clean;
  }
  const near = didYouMean(id, ids);
  const help = near === undefined ? '`llmr explain rules` lists them' : `did you mean "${near}"?`;
  return usageError(terminal, `there is no rule "${id}"`, help);
}
