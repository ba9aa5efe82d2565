// Outcomes as evaluations export them, in CSV: wide, with a column for each model, or long, with a line for each answer.
// Must not know: files.

import { type CsvRecord, readCsv } from '../quality/csv.ts';
import { type GrowingRow, joinAnswer, repeatedDecision } from './join-answers.ts';
import { isComplexity, isCost, isPropensity, type OutcomeRow, type ReadRows } from './outcome-rows.ts';
import { type SeenScore, scoreOn, shownScore, type WrittenScore, writtenScore } from './score-scale.ts';

/** Columns that are not models. */
const ABOUT = ['prompt', 'intent', 'group', 'complexity', 'contaminated', 'id', 'decision'];
const LONG = ['model', 'score', 'cost', 'propensity'];
/** RouterBench's tables: the cost and the answer of a model are next to its score. */
const COST_SUFFIX = '|total_cost';
const OF_ROUTERBENCH = /^(?:sample_id|eval_name|oracle_model_to_route_to|.*\|(?:total_cost|model_response))$/;

function isAbout(column: string): boolean {
  return ABOUT.includes(column) || OF_ROUTERBENCH.test(column);
}

export function readCsvOutcomes(text: string, asked: number | undefined): ReadRows {
  const { records, faults: broken } = readCsv(text);
  const [head, ...lines] = records;
  const columns = head?.fields.map((name) => name.trim()) ?? [];
  const why = head === undefined ? undefined : faultOfHead(columns);
  if (head === undefined || why !== undefined) {
    const faults = why === undefined ? broken : [{ line: head?.line ?? 1, why }];
    return { rows: [], contaminated: 0, faults, scores: [] };
  }
  const faults = [...broken];
  const rows: OutcomeRow[] = [];
  const scores: SeenScore[] = [];
  const byPrompt = new Map<string, GrowingRow[]>();
  const decisions = new Map<string, number>();
  let contaminated = 0;
  for (const record of lines) {
    const fault = fieldsFault(record, columns);
    const cell = (name: string) => record.fields[columns.indexOf(name)]?.trim() ?? '';
    const prompt = record.fields[columns.indexOf('prompt')] ?? '';
    const figures = fault ?? (columns.includes('model') ? longRow(cell) : wideRow(cell, columns));
    if (/^(?:true|1|yes)$/i.test(cell('contaminated'))) contaminated++;
    else if (typeof figures === 'string') faults.push({ line: record.line, why: figures });
    else {
      const { line } = record;
      const repeated = repeatedDecision(cell('decision'), figures.scores.keys(), line, decisions);
      if (repeated !== undefined) faults.push({ line, why: repeated });
      const quality = new Map<string, number>();
      for (const [model, score] of figures.scores) {
        scores.push({ ...score, model, line });
        quality.set(model, scoreOn(score, asked));
      }
      const whole = { quality, cost: figures.cost, propensity: figures.propensity, ...about(cell, prompt) };
      if (prompt === '' || !columns.includes('model')) rows.push(whole);
      else joinAnswer(whole, byPrompt, rows);
    }
  }
  return { rows, contaminated, faults: faults.sort((a, b) => a.line - b.line), scores };
}

function faultOfHead(columns: readonly string[]): string | undefined {
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) return `the first line names the column "${twice}" twice`;
  if (columns.includes('')) return 'the first line has a column without a name';
  const [model, score] = ['model', 'score'].map((name) => columns.includes(name));
  if (model !== score)
    return `the first line has a column "${model ? 'model' : 'score'}" but none "${model ? 'score' : 'model'}"`;
  const others = columns.filter((name) => !isAbout(name) && !LONG.includes(name));
  if (model) {
    return others.length === 0
      ? undefined
      : `with the columns "model" and "score" there can be no column "${others[0]}"`;
  }
  const ofAnswers = ['cost', 'propensity'].find((name) => columns.includes(name));
  if (ofAnswers !== undefined) return `a column "${ofAnswers}" needs the columns "model" and "score"`;
  // Otherwise any line of words would be read as columns of models.
  if (/^[^,\t]*;/.test(columns[0] ?? '') || /\t/.test(columns[0] ?? ''))
    return 'the first line separates its columns with semicolons or tabs: separate them with commas, and write decimals with a point';
  if (!columns.some(isAbout))
    return `the first line names no column of ${ABOUT.slice(0, 4).join(', ')}: this is neither JSON nor a table of outcomes`;
  return others.length === 0 ? 'the first line names no model and no columns "model" and "score"' : undefined;
}

function fieldsFault({ fields }: CsvRecord, columns: readonly string[]): string | undefined {
  return fields.length === columns.length
    ? undefined
    : `has ${fields.length} fields where the first line has ${columns.length}`;
}

interface Figures {
  readonly scores: ReadonlyMap<string, WrittenScore>;
  readonly cost: Map<string, number>;
  readonly propensity: Map<string, number>;
}

/** Empty cells are models without an answer. */
function wideRow(cell: (name: string) => string, columns: readonly string[]): Figures | string {
  const scores = new Map<string, WrittenScore>();
  const cost = new Map<string, number>();
  for (const model of columns) {
    if (isAbout(model)) continue;
    const score = writtenScore(cell(model));
    if (typeof score === 'string')
      return `the score ${shownScore(cell(model))} of "${model}" ${score} (columns other than models are ${ABOUT.join(', ')}; delete others)`;
    if (score === undefined) continue;
    scores.set(model, score);
    const usd = cell(`${model}${COST_SUFFIX}`);
    if (usd === '') continue;
    if (!isCost(Number(usd))) return `the cost of "${model}" is not a number of dollars`;
    cost.set(model, Number(usd));
  }
  if (scores.size === 0) return 'has no value for any model';
  return faultOfComplexity(cell) ?? { scores, cost, propensity: new Map() };
}

function longRow(cell: (name: string) => string): Figures | string {
  const model = cell('model');
  if (model === '') return 'names no model';
  const score = writtenScore(cell('score'));
  if (score === undefined) return `has no score of "${model}"`;
  if (typeof score === 'string') return `the score ${shownScore(cell('score'))} of "${model}" ${score}`;
  const cost = cell('cost') === '' ? undefined : Number(cell('cost'));
  if (cost !== undefined && !isCost(cost)) return `the cost of "${model}" is not a number of dollars`;
  const propensity = cell('propensity') === '' ? undefined : Number(cell('propensity'));
  if (propensity !== undefined && !isPropensity(propensity))
    return `the propensity of "${model}" is not a probability: over 0, and at most 1`;
  return (
    faultOfComplexity(cell) ?? {
      scores: new Map([[model, score]]),
      cost: new Map(cost === undefined ? [] : [[model, cost]]),
      propensity: new Map(propensity === undefined ? [] : [[model, propensity]]),
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
    intent: cell('intent') || cell('group') || cell('eval_name') || '*',
    ...(complexity === '' ? {} : { complexity: Number(complexity) }),
  };
}
