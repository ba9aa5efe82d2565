/** `llmr learn`: reads outcomes, learns, reports what the signal is worth, and writes the quality table and the prompt model. */
import { basename } from 'node:path';
import type { CostPoint, Interval } from '../../../language/learning/accuracy-at-cost.ts';
import { dollarText, drawCurveSvg, drawCurveText } from '../../../language/learning/draw-curve.ts';
import { FEWEST_PROMPTS } from '../../../language/learning/fit-prompt-model.ts';
import { type JudgedPair, type Learnt, learnQuality } from '../../../language/learning/learn-quality.ts';
import type { Outcomes } from '../../../language/learning/outcome-rows.ts';
import { OUTCOME_FORMS, readOutcomes } from '../../../language/learning/read-outcomes.ts';
import {
  addPrior,
  type LearningRun,
  type PromptModel,
  readPromptModel,
  writePromptModel,
} from '../../../language/quality/prompt-model.ts';
import { readQualityCsv, writeQualityCsv } from '../../../language/quality/quality-csv.ts';
import { FEWEST_OUTCOMES, type QualityTable } from '../../../language/quality/quality-table.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { readText, writeText } from '../../input/files.ts';
import { readDataFile } from '../../input/read-data-file.ts';
import { percent, rounded } from '../../render/figures.ts';
import { type Terminal, usageError } from '../../terminal.ts';

export interface LearnOptions {
  readonly eval?: string;
  readonly scale?: string;
  readonly prior?: string;
  readonly out?: string;
  readonly svg?: string;
  readonly json?: true;
}

/** Without --json and --out the table is written where policies expect it. */
const TABLE = 'quality.csv';
const HELP = `a file of outcomes contains ${OUTCOME_FORMS}`;

export async function learnFromOutcomes(
  terminal: Terminal,
  file: string,
  options: LearnOptions,
): Promise<ExitCode> {
  const scale = scaleAsked(options.scale);
  if (typeof scale === 'string')
    return usageError(terminal, scale, 'for example --scale 5 for one to five stars');
  const outcomes = await outcomesIn(file, scale);
  if (typeof outcomes === 'string') return usageError(terminal, outcomes, HELP);
  const judged = options.eval === undefined ? undefined : await outcomesIn(options.eval, scale);
  if (typeof judged === 'string') return usageError(terminal, judged, HELP);
  const prior = options.prior === undefined ? undefined : priorIn(options.prior);
  if (typeof prior === 'string')
    return usageError(terminal, prior, '--prior names a table that `llmr learn` wrote');
  const learnt = learnQuality(outcomes, judged, prior?.table);
  const out = options.out ?? (options.json === true ? undefined : TABLE);
  if (out !== undefined) {
    writeText(out, writeQualityCsv(learnt.table));
    const byPrompt = withPrior(learnt.byPrompt, prior?.byPrompt);
    if (byPrompt !== undefined) writeText(promptFileOf(out), writePromptModel(byPrompt));
  }
  const [first] = learnt.pairs;
  if (options.svg !== undefined) {
    if (first === undefined)
      return usageError(
        terminal,
        'no two models have outcomes for the same prompts: there is no curve to draw',
      );
    writeText(options.svg, drawCurveSvg(first));
  }
  if (options.json === true) terminal.out(`${JSON.stringify(documentOf(learnt, outcomes))}\n`);
  else terminal.out(textOf(learnt, outcomes, options.eval ?? `${file}, held out`, out));
  return EXIT.clean;
}

interface Prior {
  readonly table: QualityTable;
  readonly byPrompt?: PromptModel;
}

/** A table, and the prompt model next to it if there is one. */
function priorIn(file: string): Prior | string {
  const text = readText(file);
  if (text === undefined) return `${file}: there is no such file`;
  const { table, faults } = readQualityCsv(text);
  const [fault] = faults;
  if (fault !== undefined) return `${file}:${fault.line} ${fault.why}`;
  const written = readText(promptFileOf(file));
  if (written === undefined) return { table };
  const byPrompt = readPromptModel(written);
  return typeof byPrompt === 'string' ? `${promptFileOf(file)} ${byPrompt}` : { table, byPrompt };
}

function withPrior(
  run: LearningRun | undefined,
  prior: PromptModel | undefined,
): Omit<PromptModel, 'hash'> | undefined {
  if (run === undefined) return prior;
  return prior === undefined ? { runs: [run] } : addPrior(run, prior);
}

/** Next to the table: `quality.prompt.json` for `quality.csv`. */
function promptFileOf(table: string): string {
  return `${table.replace(/\.csv$/, '')}.prompt.json`;
}

function scaleAsked(text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined;
  const scale = Number(text);
  return scale > 0 && Number.isFinite(scale)
    ? scale
    : `--scale is a number above 0, and ${JSON.stringify(text)} is not`;
}

async function outcomesIn(file: string, scale: number | undefined): Promise<Outcomes | string> {
  const data = await readDataFile(file);
  if (typeof data === 'string') return data;
  const outcomes = readOutcomes(data.text, scale);
  const [fault, ...more] = outcomes.faults;
  const others = more.length === 0 ? '' : `, and ${more.length} more lines are invalid`;
  if (fault !== undefined) return `${file}:${fault.line} ${fault.why}${others}`;
  return outcomes.rows.length === 0 ? `${file} contains no outcome to learn from` : outcomes;
}

/** Answers, and those with the probability of their model. */
function countWeighted(rows: Outcomes['rows']): { readonly answers: number; readonly weighted: number } {
  let [answers, weighted] = [0, 0];
  for (const { quality, propensity } of rows) {
    answers += quality.size;
    for (const model of quality.keys()) weighted += propensity?.has(model) === true ? 1 : 0;
  }
  return { answers, weighted };
}

function documentOf({ pairs, table }: Learnt, { rows, contaminated }: Outcomes) {
  const { answers, weighted } = countWeighted(rows);
  return {
    version: 1,
    rows: rows.length,
    contaminated,
    pairs: pairs.map(({ cheap, strong, apgr, cpt50, cpt80, anchors, atCost, costRows, rows: judged }) => ({
      cheap,
      strong,
      rows: judged,
      apgr: intervalOf(apgr, rounded),
      cpt50: rounded(cpt50),
      cpt80: rounded(cpt80),
      anchors: {
        cheap: rounded(anchors.cheap),
        strong: rounded(anchors.strong),
        oracleApgr: rounded(anchors.oracleApgr),
      },
      atCost: atCost.map(({ strongShare, quality, atRandom, usd }) => ({
        strongShare,
        quality: intervalOf(quality, rounded),
        atRandom: rounded(atRandom),
        ...(usd === undefined ? {} : { usd: intervalOf(usd, roundedUsd) }),
      })),
      ...(costRows === 0 ? {} : { costRows }),
    })),
    ...(weighted === 0 ? {} : { weighted: { answers, weighted } }),
    quality: table.cells.map((cell) => ({
      ...cell,
      quality: rounded(cell.quality),
      low: rounded(cell.low),
      high: rounded(cell.high),
    })),
  };
}

function intervalOf({ value, low, high }: Interval, round: (value: number) => number): Interval {
  return { value: round(value), low: round(low), high: round(high) };
}

/** A request may cost a millionth of a dollar. */
function roundedUsd(usd: number): number {
  return Number(usd.toPrecision(6));
}

function textOf(
  learnt: Learnt,
  { rows, contaminated, scale }: Outcomes,
  on: string,
  out: string | undefined,
): string {
  const left = contaminated === 0 ? '' : `, ${contaminated} left out as contaminated`;
  const lines = [`${rows.length} outcomes${left}, scores from 0 to ${scale}`, ...weightLines(rows)];
  for (const cell of learnt.table.cells.filter((one) => one.complexity === undefined)) {
    const about = cell.intent === '*' ? '' : ` on ${cell.intent}`;
    lines.push(
      `  ${cell.model}${about}: ${cell.quality.toFixed(1)} % (${cell.low.toFixed(1)} to ${cell.high.toFixed(1)}), ${cell.rows} ${cell.rows === 1 ? 'row' : 'rows'}${cell.rows > 0 && cell.rows < FEWEST_OUTCOMES ? `, too few: \`good enough\` needs ${FEWEST_OUTCOMES}` : ''}`,
    );
  }
  for (const pair of learnt.pairs) lines.push('', ...pairLines(pair, on));
  if (out !== undefined) {
    const byPrompt = learnt.byPrompt === undefined ? '' : ` by prompt "./${basename(promptFileOf(out))}"`;
    lines.push(
      '',
      `wrote ${out}: use it in a policy of the same folder with quality "./${basename(out)}"${byPrompt}`,
    );
    lines.push(
      learnt.byPrompt === undefined
        ? `no model of quality by prompt: fewer than ${FEWEST_PROMPTS} rows have a prompt`
        : `wrote ${promptFileOf(out)}: quality by prompt, from ${learnt.byPrompt.rows} prompts`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Rows of the table are then fewer than outcomes. */
function weightLines(rows: Outcomes['rows']): string[] {
  const { answers, weighted } = countWeighted(rows);
  if (weighted === 0) return [];
  const others = answers - weighted;
  return [
    `  weighted by 1 / propensity: ${weighted}${others === 0 ? '' : ` of ${answers}`} answers${others === 0 ? '' : ', the others count once'}; rows are as many equally weighted answers as would be as certain`,
  ];
}

function pairLines(pair: JudgedPair, on: string): string[] {
  const { cheap, strong, apgr, cpt50, cpt80, anchors } = pair;
  return [
    `${cheap} or ${strong}, judged on ${pair.rows} rows of ${on}`,
    `  APGR ${apgr.value.toFixed(3)} (${apgr.low.toFixed(3)} to ${apgr.high.toFixed(3)}); random choice 0.5, an oracle ${anchors.oracleApgr.toFixed(3)}`,
    `  50 % of the gain needs ${percent(cpt50)} strong calls, 80 % needs ${percent(cpt80)}`,
    `  alone: ${anchors.cheap.toFixed(3)} and ${anchors.strong.toFixed(3)}`,
    '',
    ...atCostLines(pair),
    '',
    drawCurveText(pair),
  ];
}

function atCostLines({ atCost, costRows, rows }: JudgedPair): string[] {
  const usd = atCost.some((point) => point.usd !== undefined);
  const lines = atCost.map(({ strongShare, quality, atRandom, usd }: CostPoint) => {
    const cost =
      usd === undefined
        ? ''
        : `  ${dollarText(usd.value).padStart(9)} (${dollarText(usd.low)} to ${dollarText(usd.high)})`;
    const sure = `${quality.value.toFixed(3)} (${quality.low.toFixed(3)} to ${quality.high.toFixed(3)})`;
    return `  ${`${Math.round(100 * strongShare)} %`.padStart(6)}   ${sure}   ${atRandom.toFixed(3)}  ${cost}`.trimEnd();
  });
  const known = usd && costRows < rows ? [`  costs are known for ${costRows} of ${rows} rows`] : [];
  return [
    `  strong   quality (95 %)           at random${usd ? '   dollars per request' : ''}`,
    ...lines,
    ...known,
  ];
}
