// An evaluation as a table of comma-separated values: wide, a column a model, or long, a line a model and its score.
// Must not know: files, how rows are learnt from.

import { type CsvRecord, readCsv } from './csv-records.ts';
import { isFigure, type OutcomeRow, type ReadRow } from './outcome-rows.ts';

/** Columns that are no models, where they stand in the first line. */
const ABOUT = ['id', 'prompt', 'intent', 'group', 'complexity'];

export function readOutcomeTable(text: string): ReadRow[] {
  const [head, ...records] = readCsv(text);
  if (head === undefined) return [];
  const columns = head.fields.map((name) => name.trim());
  const has = (name: string) => columns.includes(name);
  if (has('model') && has('score')) return longRows(columns, records);
  const models = columns.filter((name) => name !== '' && !ABOUT.includes(name));
  if (models.length > 0 && (has('prompt') || has('intent') || has('group')))
    return records.map((record) => ({ line: record.line, row: wideRow(columns, models, record) }));
  const why =
    'is neither JSON nor the head of a table: write prompt,intent,MODEL,MODEL or prompt,intent,model,score';
  return [{ line: head.line, row: { why } }];
}

function wideRow(columns: readonly string[], models: readonly string[], record: CsvRecord): ReadRow['row'] {
  const quality = new Map<string, number>();
  for (const model of models) {
    const written = record.fields[columns.indexOf(model)]?.trim() ?? '';
    if (written === '') continue;
    if (!isFigure(Number(written))) return { why: `the quality of "${model}" is not a number from 0 to 100` };
    quality.set(model, Number(written));
  }
  return quality.size === 0 ? { why: 'says nothing of any model' } : rowOf(columns, record, quality);
}

/** Lines of one prompt are one row, so that models can be compared on it. */
function longRows(columns: readonly string[], records: readonly CsvRecord[]): ReadRow[] {
  const byPrompt = new Map<string, { readonly record: CsvRecord; readonly quality: Map<string, number> }>();
  const faults: ReadRow[] = [];
  const field = (record: CsvRecord, name: string) => record.fields[columns.indexOf(name)]?.trim() ?? '';
  for (const record of records) {
    const [model, score] = [field(record, 'model'), field(record, 'score')];
    if (model === '') faults.push({ line: record.line, row: { why: 'names no model' } });
    else if (score === '' || !isFigure(Number(score)))
      faults.push({
        line: record.line,
        row: { why: `the score of "${model}" is not a number from 0 to 100` },
      });
    else {
      const prompt = field(record, 'prompt');
      const key = prompt === '' ? `line ${record.line}` : JSON.stringify([field(record, 'id'), prompt]);
      const row = byPrompt.get(key) ?? { record, quality: new Map<string, number>() };
      row.quality.set(model, Number(score));
      byPrompt.set(key, row);
    }
  }
  return [
    ...faults,
    ...[...byPrompt.values()].map(({ record, quality }) => ({
      line: record.line,
      row: rowOf(columns, record, quality),
    })),
  ];
}

function rowOf(columns: readonly string[], record: CsvRecord, quality: Map<string, number>): ReadRow['row'] {
  const field = (name: string) => record.fields[columns.indexOf(name)] ?? '';
  const complexity = field('complexity').trim();
  if (complexity !== '' && !(Number(complexity) >= 0 && Number(complexity) <= 1))
    return { why: 'has a complexity that is no number from 0 to 1' };
  const row: OutcomeRow = {
    ...(field('prompt') === '' ? {} : { prompt: field('prompt') }),
    intent: field('intent').trim() || field('group').trim() || '*',
    ...(complexity === '' ? {} : { complexity: Number(complexity) }),
    quality,
  };
  return row;
}
