// Outcomes from a text: JSON lines, or a table of comma-separated values.
// Must not know: files, how rows are learnt from.

import { isFigure, type OutcomeFault, type OutcomeRow, type Outcomes, type ReadRow } from './outcome-rows.ts';
import { readOutcomeTable } from './outcome-table.ts';

/** JSON lines, or a table of comma-separated values: whichever the text begins like. */
export function readOutcomes(text: string): Outcomes {
  return /^[\s\ufeff]*\{/.test(text) ? collect(jsonRows(text)) : collect(readOutcomeTable(text));
}

function collect(read: Iterable<ReadRow>): Outcomes {
  const rows: OutcomeRow[] = [];
  const faults: OutcomeFault[] = [];
  let contaminated = 0;
  let highest = 0;
  for (const { line, row } of read) {
    if (row === 'contaminated') contaminated++;
    else if ('why' in row) faults.push({ line, why: row.why });
    else {
      rows.push(row);
      for (const value of row.quality.values()) highest = Math.max(highest, value);
    }
  }
  return { rows, contaminated, faults, scale: highest <= 1 ? 1 : highest <= 10 ? 10 : 100 };
}

function* jsonRows(text: string): Generator<ReadRow> {
  for (const [at, line] of text.split('\n').entries())
    if (line.trim() !== '') yield { line: at + 1, row: rowOf(line.replace(/^\ufeff/, '')) };
}

interface Written {
  readonly prompt?: unknown;
  readonly intent?: unknown;
  readonly group?: unknown;
  readonly complexity?: unknown;
  readonly contaminated?: unknown;
  readonly quality?: unknown;
}

function rowOf(line: string): ReadRow['row'] {
  let value: Written | null;
  try {
    value = JSON.parse(line) as Written | null;
  } catch {
    return { why: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null) return { why: 'is not an object' };
  const { contaminated, prompt, complexity } = value;
  if (contaminated === true) return 'contaminated';
  if (prompt !== undefined && typeof prompt !== 'string') return { why: 'has a "prompt" that is no text' };
  if (complexity !== undefined && !isShare(complexity))
    return { why: 'has a "complexity" that is no number from 0 to 1' };
  if (typeof value.quality !== 'object' || value.quality === null)
    return { why: 'has no "quality": {MODEL: number}' };
  const quality = new Map<string, number>();
  for (const [model, figure] of Object.entries(value.quality)) {
    if (!isFigure(figure)) return { why: `the quality of "${model}" is not a number from 0 to 100` };
    quality.set(model, figure);
  }
  if (quality.size === 0) return { why: 'names no model' };
  const intent = [value.intent, value.group].find((name) => typeof name === 'string' && name !== '');
  return {
    ...(prompt === undefined ? {} : { prompt }),
    intent: typeof intent === 'string' ? intent : '*',
    ...(complexity === undefined ? {} : { complexity }),
    quality,
  };
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
