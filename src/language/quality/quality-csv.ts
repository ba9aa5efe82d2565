// The quality table as a file that people can read, review and edit: one cell per line (RFC 4180). Must not know: how
// cells are fitted.

import { csvField, readCsv } from './csv.ts';
import { COMPLEXITY_BANDS, type QualityCell, type QualityTable } from './quality-table.ts';

const HEADER = [
  'model',
  'intent',
  'complexity',
  'rows',
  'quality',
  'low',
  'high',
  'mean',
  'deviation',
] as const;

export interface CsvFault {
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

export function writeQualityCsv({ cells }: QualityTable): string {
  const lines = cells.map((cell) =>
    [
      csvField(cell.model),
      csvField(cell.intent),
      cell.complexity ?? '*',
      cell.rows,
      cell.quality.toFixed(2),
      cell.low.toFixed(2),
      cell.high.toFixed(2),
      cell.own?.mean.toFixed(4) ?? '',
      cell.own?.deviation.toFixed(4) ?? '',
    ].join(','),
  );
  return `${[HEADER.join(','), ...lines].join('\n')}\n`;
}

/** `rows` and all after `quality` may be left out: a figure written by hand is used as it is. */
export function readQualityCsv(text: string): {
  readonly table: QualityTable;
  readonly faults: readonly CsvFault[];
} {
  const cells: QualityCell[] = [];
  const { records: all, faults: broken } = readCsv(text);
  const faults: CsvFault[] = [...broken];
  const [first, ...records] = all;
  const head = (first?.fields ?? []).map((name) => name.trim());
  const missing = ['model', 'quality'].filter((name) => !head.includes(name));
  if (missing.length > 0) {
    faults.push({ line: 1, why: `the first line names no column "${missing.join('", "')}"` });
    return { table: { cells }, faults };
  }
  const seen = new Set<string>();
  for (const { line, fields } of records) {
    const cell = cellOf((name) => fields[head.indexOf(name)]?.trim() ?? '');
    const name = typeof cell === 'string' ? '' : JSON.stringify([cell.model, cell.intent, cell.complexity]);
    if (typeof cell === 'string') faults.push({ line, why: cell });
    else if (seen.has(name)) faults.push({ line, why: 'repeats the cell of a line above' });
    else cells.push(cell);
    seen.add(name);
  }
  return { table: { cells }, faults: faults.sort((a, b) => a.line - b.line) };
}

function cellOf(field: (name: (typeof HEADER)[number]) => string): QualityCell | string {
  const model = field('model');
  if (model === '') return 'names no model';
  const quality = percentIn(field('quality'));
  if (quality === undefined) return 'has no quality from 0 to 100';
  const low = field('low') === '' ? quality : percentIn(field('low'));
  const high = field('high') === '' ? quality : percentIn(field('high'));
  if (low === undefined || high === undefined || low > quality || high < quality)
    return 'has no interval around its quality';
  const band = field('complexity');
  const complexity = COMPLEXITY_BANDS.find((name) => name === band);
  if (complexity === undefined && band !== '' && band !== '*')
    return `has the complexity "${band}"; write ${COMPLEXITY_BANDS.join(', ')} or *`;
  const rows = field('rows') === '' ? 0 : Number(field('rows'));
  if (!Number.isInteger(rows) || rows < 0) return 'has no whole number of rows';
  const intent = field('intent') === '' ? '*' : field('intent');
  const own = ownOf(field);
  if (typeof own === 'string') return own;
  const cell = {
    model,
    intent,
    ...(complexity === undefined ? {} : { complexity }),
    rows,
    quality,
    low,
    high,
  };
  return own === undefined ? cell : { ...cell, own };
}

/** Both or neither. */
function ownOf(field: (name: 'mean' | 'deviation') => string): QualityCell['own'] | string {
  if (field('mean') === '' && field('deviation') === '') return undefined;
  const [mean, deviation] = [percentIn(field('mean')), percentIn(field('deviation'))];
  return mean === undefined || deviation === undefined
    ? 'has no mean and deviation from 0 to 100'
    : { mean, deviation };
}

function percentIn(text: string): number | undefined {
  const value = text === '' ? Number.NaN : Number(text.replace(/%$/, ''));
  return value >= 0 && value <= 100 ? value : undefined;
}
