// Outcomes as evaluations export them, in CSV: wide, with a column for each model, or long, with a line for each answer.
// Must not know: files.

import { type CsvRecord, readCsv } from './csv.ts';
import { isComplexity, isCost, isQuality, type OutcomeRow, type ReadRows } from './outcome-rows.ts';

/** Columns that are not models. */
const ABOUT = ['prompt', 'intent', 'group', 'complexity', 'contaminated', 'id', 'decision'];
const LONG = ['model', 'score', 'cost'];

/** A row that is extended while lines of the long form are read. */
interface Growing extends OutcomeRow {
  readonly quality: Map<string, number>;
  readonly cost: Map<string, number>;
}

export function readCsvOutcomes(text: string): ReadRows {
  const { records, faults: broken } = readCsv(text);
  const [head, ...lines] = records;
  const columns = head?.fields.map((name) => name.trim()) ?? [];
  const why = head === undefined ? undefined : faultOfHead(columns);
  if (head === undefined || why !== undefined)
    return {
      rows: [],
      contaminated: 0,
      faults: why === undefined ? broken : [{ line: head?.line ?? 1, why }],
    };
  const faults = [...broken];
  const rows: OutcomeRow[] = [];
  const byPrompt = new Map<string, Growing[]>();
  let contaminated = 0;
  for (const record of lines) {
    const fault = fieldsFault(record, columns);
    const cell = (name: string) => record.fields[columns.indexOf(name)]?.trim() ?? '';
    const prompt = record.fields[columns.indexOf('prompt')] ?? '';
    const row = fault ?? (columns.includes('model') ? longRow(cell) : wideRow(cell, columns));
    if (/^(?:true|1|yes)$/i.test(cell('contaminated'))) contaminated++;
    else if (typeof row === 'string') faults.push({ line: record.line, why: row });
    else {
      const whole = { ...row, ...about(cell, prompt) };
      if (prompt === '' || !columns.includes('model')) rows.push(whole);
      else join(whole, byPrompt, rows);
    }
  }
  return { rows, contaminated, faults: faults.sort((a, b) => a.line - b.line) };
}

function faultOfHead(columns: readonly string[]): string | undefined {
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) return `the first line names the column "${twice}" twice`;
  if (columns.includes('')) return 'the first line has a column without a name';
  const [model, score] = ['model', 'score'].map((name) => columns.includes(name));
  if (model !== score)
    return `the first line has a column "${model ? 'model' : 'score'}" but none "${model ? 'score' : 'model'}"`;
  const others = columns.filter((name) => !ABOUT.includes(name) && !LONG.includes(name));
  if (model) {
    return others.length === 0
      ? undefined
      : `with the columns "model" and "score" there can be no column "${others[0]}"`;
  }
  if (columns.includes('cost')) return 'a column "cost" needs the columns "model" and "score"';
  // Otherwise any line of words would be read as columns of models.
  if (!columns.some((name) => ABOUT.includes(name)))
    return `the first line names no column of ${ABOUT.slice(0, 4).join(', ')}: this is neither JSON nor a table of outcomes`;
  return others.length === 0 ? 'the first line names no model and no columns "model" and "score"' : undefined;
}

function fieldsFault({ fields }: CsvRecord, columns: readonly string[]): string | undefined {
  return fields.length === columns.length
    ? undefined
    : `has ${fields.length} fields where the first line has ${columns.length}`;
}

type Figures = Pick<Growing, 'quality' | 'cost'>;

/** Empty cells are models without an answer. */
function wideRow(cell: (name: string) => string, columns: readonly string[]): Figures | string {
  const quality = new Map<string, number>();
  for (const model of columns) {
    if (ABOUT.includes(model) || cell(model) === '') continue;
    const figure = Number(cell(model));
    if (!isQuality(figure))
      return `the quality of "${model}" is not a number from 0 to 100 (columns other than models are ${ABOUT.join(', ')})`;
    quality.set(model, figure);
  }
  if (quality.size === 0) return 'has no value for any model';
  return faultOfComplexity(cell) ?? { quality, cost: new Map() };
}

function longRow(cell: (name: string) => string): Figures | string {
  const model = cell('model');
  if (model === '') return 'names no model';
  const score = cell('score') === '' ? Number.NaN : Number(cell('score'));
  if (!isQuality(score)) return `the score of "${model}" is not a number from 0 to 100`;
  const cost = cell('cost') === '' ? undefined : Number(cell('cost'));
  if (cost !== undefined && !isCost(cost)) return `the cost of "${model}" is not a number of dollars`;
  return (
    faultOfComplexity(cell) ?? {
      quality: new Map([[model, score]]),
      cost: new Map(cost === undefined ? [] : [[model, cost]]),
    }
  );
}

function faultOfComplexity(cell: (name: string) => string): string | undefined {
  return cell('complexity') === '' || isComplexity(Number(cell('complexity')))
    ? undefined
    : 'has a complexity that is not a number from 0 to 1';
}

function about(
  cell: (name: string) => string,
  prompt: string,
): Pick<OutcomeRow, 'prompt' | 'intent' | 'complexity'> {
  const complexity = cell('complexity');
  return {
    ...(prompt === '' ? {} : { prompt }),
    intent: cell('intent') || cell('group') || '*',
    ...(complexity === '' ? {} : { complexity: Number(complexity) }),
  };
}

/**
 * Adds to the first row of its prompt and intent without a value for the model: a model with two answers makes two
 * rows.
 */
function join(one: Growing, byPrompt: Map<string, Growing[]>, rows: OutcomeRow[]): void {
  const name = JSON.stringify([one.intent, one.prompt]);
  const known = byPrompt.get(name) ?? [];
  byPrompt.set(name, known);
  const room = known.find(({ quality }) => [...one.quality.keys()].every((model) => !quality.has(model)));
  if (room === undefined) {
    known.push(one);
    rows.push(one);
    return;
  }
  for (const [model, score] of one.quality) room.quality.set(model, score);
  for (const [model, cost] of one.cost) room.cost.set(model, cost);
}
