/**
 * `quality "./quality.csv" by prompt "./quality.prompt.json"`: the table and the prompt model of a policy, and the pools
 * that use them. Knows both formats from `quality/`; must not know how they are used.
 */

import { type PromptModel, readPromptModel } from '../quality/prompt-model.ts';
import { readQualityCsv } from '../quality/quality-csv.ts';
import type { QualityTable } from '../quality/quality-table.ts';
import type * as Ast from '../syntax/ast.ts';
import { lineText } from '../text/source.ts';
import { spanOf } from '../text/span.ts';
import { type Context, fault } from './context.ts';
import type { Pool, Target } from './model.ts';
import { label, languageError } from './report.ts';
import { resolvePath } from './resolve-path.ts';

/** In a file that is not a table every line may be wrong. */
const MOST_FAULTS = 20;

export function checkQuality(
  context: Context,
): (QualityTable & { readonly prompts?: PromptModel }) | undefined {
  const nodes = context.file.ast.declarations.filter((node) => node.kind === 'quality');
  const [first, second] = nodes;
  if (first === undefined) return undefined;
  if (second !== undefined) {
    fault(context, second.span, 'L1201', 'a policy can have only one quality table', {
      because: 'two tables could contradict each other',
      help: 'delete one of the two',
      labels: [label({ path: context.file.source.path, span: first.span }, 'the first')],
    });
  }
  const source = context.data.get(resolvePath(context.file.source.path, first.file.text));
  if (source === undefined) return undefined;
  const { table, faults } = readQualityCsv(source.text);
  // Without a table's header line the file may be anything, so its content is not shown.
  const isTable = !faults.some(({ line }) => line === 1);
  for (const { line, why } of faults.slice(0, MOST_FAULTS)) {
    const start = source.lineStarts[line - 1] ?? 0;
    const end = isTable ? start + Math.max(1, lineText(source, line).length) : start + 1;
    const span = { start, end };
    const said = languageError(context.file, span, 'L1310', `line ${line} ${why}`, {
      because:
        'a line of a quality table is model,intent,complexity,rows,quality,low,high; percent from 0 to 100',
      help: 'correct it, or create the table again: `llmr learn FILE --out quality.csv`',
    });
    context.report({ ...said, at: { path: source.path, span } });
  }
  const prompts = checkPromptFile(context, first.promptFile);
  return prompts === undefined ? table : { ...table, prompts };
}

function checkPromptFile(context: Context, file: Ast.Text | undefined): PromptModel | undefined {
  if (file === undefined) return undefined;
  const source = context.data.get(resolvePath(context.file.source.path, file.text));
  if (source === undefined) return undefined;
  const read = promptModelIn(source.text);
  if (typeof read !== 'string') return read;
  fault(context, file.span, 'L1310', `"${file.text}" ${read}`, {
    because: '`by prompt` names the file that `llmr learn` writes next to the quality table',
    help: 'create it again: `llmr learn FILE --out quality.csv` writes quality.csv and quality.prompt.json',
  });
  return undefined;
}

/** The last file: a set is compiled again at every change, and the file is seldom what has changed. */
let lastRead: { readonly text: string; readonly read: PromptModel | string } | undefined;

function promptModelIn(text: string): PromptModel | string {
  if (lastRead?.text !== text) lastRead = { text, read: readPromptModel(text) };
  return lastRead.read;
}

/**
 * Without a table no model is known to be good enough, and the clause would have no effect. A library's pool is used
 * by policies that may have one, so the fault is reported for this policy.
 */
export function checkGoodEnough(
  context: Context,
  header: Ast.PolicyHeader,
  targets: ReadonlyMap<string, Target>,
): void {
  const { ast, source } = context.file;
  const node = ast.declarations.find((each) => each.kind === 'quality');
  for (const target of targets.values()) {
    const needed = target.kind === 'pool' ? neededBy(target, node) : undefined;
    if (needed === undefined) continue;
    const isOwn = target.at.path === source.path;
    const span = isOwn ? target.at.span : spanOf(header.span.start, header.name.span.end);
    const { clause, what, ...said } = needed;
    const where = isOwn ? '' : ` in pool \`${target.name}\``;
    fault(context, span, 'L1310', `\`${clause}\`${where} needs ${what}`, {
      ...said,
      ...(isOwn ? {} : { labels: [label(target.at, 'the pool')] }),
    });
  }
}

interface Needed {
  readonly clause: string;
  readonly what: string;
  readonly because: string;
  readonly help: string;
}

function neededBy({ goodEnoughAt, byPrompt }: Pool, node: Ast.Quality | undefined): Needed | undefined {
  if (goodEnoughAt === undefined) return undefined;
  if (node === undefined)
    return {
      clause: 'good enough at',
      what: 'a quality table',
      because: 'the quality of a model for an intent is read from it',
      help: 'create one with `llmr learn FILE --out quality.csv`, and add `quality "./quality.csv"`',
    };
  if (byPrompt === undefined || node.promptFile !== undefined) return undefined;
  return {
    clause: 'by prompt',
    what: 'a prompt file',
    because:
      'the quality of a model for a prompt is predicted from it; `llmr learn` writes it next to the table',
    help: `write \`quality "${node.file.text}" by prompt "${promptFileOf(node.file.text)}"\``,
  };
}

/** As `llmr learn` names it. */
function promptFileOf(table: string): string {
  return `${table.replace(/\.csv$/, '')}.prompt.json`;
}
