/**
 * `quality "./quality.csv"`: the table a policy names, read line by line, and what asks it. Knows the table's form from
 * `quality/`; must not know who chooses by it.
 */

import { readQualityCsv } from '../quality/quality-csv.ts';
import type { QualityTable } from '../quality/quality-table.ts';
import type * as Ast from '../syntax/ast.ts';
import { lineText } from '../text/source.ts';
import { spanOf } from '../text/span.ts';
import { type Context, fault } from './context.ts';
import type { Target } from './model.ts';
import { label, languageError } from './report.ts';
import { resolvePath } from './resolve-path.ts';

/** Of a file that is no table every line may be wrong. */
const MOST_FAULTS = 20;

export function checkQuality(context: Context): QualityTable | undefined {
  const nodes = context.file.ast.declarations.filter((node) => node.kind === 'quality');
  const [first, second] = nodes;
  if (first === undefined) return undefined;
  if (second !== undefined) {
    fault(context, second.span, 'L1201', 'a policy has one quality table', {
      because: 'two tables could say different things of one model',
      help: 'delete one of the two',
      labels: [label({ path: context.file.source.path, span: first.span }, 'the first')],
    });
  }
  const source = context.data.get(resolvePath(context.file.source.path, first.file.text));
  if (source === undefined) return undefined;
  const { table, faults } = readQualityCsv(source.text);
  // Without the first line of a table the file may be anything, and is not shown.
  const isTable = !faults.some(({ line }) => line === 1);
  for (const { line, why } of faults.slice(0, MOST_FAULTS)) {
    const start = source.lineStarts[line - 1] ?? 0;
    const end = isTable ? start + Math.max(1, lineText(source, line).length) : start + 1;
    const span = { start, end };
    const said = languageError(context.file, span, 'L1310', `line ${line} ${why}`, {
      because:
        'a line of a quality table is model,intent,complexity,rows,quality,low,high; percent from 0 to 100',
      help: 'correct it, or make the table anew: `llmr learn FILE --out quality.csv`',
    });
    context.report({ ...said, at: { path: source.path, span } });
  }
  return table;
}

/**
 * Without a table nobody is known to be good enough, and the words would say nothing. A library's pool serves policies
 * that may have one: then the fault is this policy's own.
 */
export function checkGoodEnough(
  context: Context,
  header: Ast.PolicyHeader,
  targets: ReadonlyMap<string, Target>,
): void {
  const { ast, source } = context.file;
  if (ast.declarations.some((node) => node.kind === 'quality')) return;
  for (const target of targets.values()) {
    if (target.kind !== 'pool' || target.goodEnoughAt === undefined) continue;
    const isOwn = target.at.path === source.path;
    const span = isOwn ? target.at.span : spanOf(header.span.start, header.name.span.end);
    const message = isOwn
      ? '`good enough at` needs a quality table'
      : `\`good enough at\` in pool \`${target.name}\` needs a quality table`;
    fault(context, span, 'L1310', message, {
      because: 'how good a model is at an intent is read from it',
      help: 'make one with `llmr learn FILE --out quality.csv`, and name it: `quality "./quality.csv"`',
      ...(isOwn ? {} : { labels: [label(target.at, 'the pool')] }),
    });
  }
}
