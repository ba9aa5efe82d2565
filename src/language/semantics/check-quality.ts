/**
 * `quality "./quality.csv"`: the table of a policy, read line by line, and the pools that use it. Knows the table's
 * format from `quality/`; must not know how it is used.
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

/** In a file that is not a table every line may be wrong. */
const MOST_FAULTS = 20;

export function checkQuality(context: Context): QualityTable | undefined {
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
  return table;
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
  if (ast.declarations.some((node) => node.kind === 'quality')) return;
  for (const target of targets.values()) {
    if (target.kind !== 'pool' || target.goodEnoughAt === undefined) continue;
    const isOwn = target.at.path === source.path;
    const span = isOwn ? target.at.span : spanOf(header.span.start, header.name.span.end);
    const message = isOwn
      ? '`good enough at` needs a quality table'
      : `\`good enough at\` in pool \`${target.name}\` needs a quality table`;
    fault(context, span, 'L1310', message, {
      because: 'the quality of a model for an intent is read from it',
      help: 'create one with `llmr learn FILE --out quality.csv`, and add `quality "./quality.csv"`',
      ...(isOwn ? {} : { labels: [label(target.at, 'the pool')] }),
    });
  }
}
