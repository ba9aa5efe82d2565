/** Prints the figures of `llmr intents eval`, for people or as JSON. Must not know how texts were read. */
import { didYouMean } from '../../../language/diagnostics/suggest.ts';
import { drawSweepSvg } from '../../../language/heads/draw-sweep.ts';
import type { Head } from '../../../language/heads/head.ts';
import {
  type IntentShares,
  type JudgedReading,
  judgeReadings,
  type LengthShares,
  misreadOf,
  sharesByIntent,
  sharesByLength,
} from '../../../language/heads/judge-readings.ts';
import type { LabelledRow } from '../../../language/heads/labelled-rows.ts';
import { bestThreshold, type SweepPoint, thresholdSweep } from '../../../language/heads/threshold-sweep.ts';
import { percent, quantileOf, rounded } from '../../render/figures.ts';
import { oneLine } from '../../render/one-line.ts';

export interface Evaluation {
  readonly head: Head;
  readonly judged: readonly JudgedReading[];
  /** Milliseconds per text. */
  readonly times: readonly number[];
  readonly trainedMs: number;
}

const TEXT_WIDTH = 70;
/** Every second point of the sweep is printed, and the best one. */
const PRINTED_EVERY = 2;

export function evaluationJson({ head, judged, times, trainedMs }: Evaluation): string {
  const { confusion, ...figures } = judgeReadings(head.labels, judged);
  const document = {
    version: 1,
    ...roundedIn(figures),
    msPerPrompt: { p50: rounded(quantileOf(times, 0.5)), p99: rounded(quantileOf(times, 0.99)) },
    encoder: encoderOf(head),
    intents: head.labels.length,
    trainedMs: Math.round(trainedMs),
    confusion: confusion.slice(0, 50),
    byIntent: sharesByIntent(head.labels, judged).map(roundedIn),
    byLength: sharesByLength(head.labels, judged).map(roundedIn),
    sweep: thresholdSweep(head.labels, judged).map(roundedIn),
    misread: misreadOf(head.labels, judged).map(({ row, reading }) => ({
      text: row.text,
      intent: row.intent,
      readAs: reading.intent,
      best: reading.best,
      confidence: rounded(reading.confidence),
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

/** Absent where there are no rows for it. */
function figureLine(name: string, share: number | undefined): string[] {
  return share === undefined ? [] : [`  ${name.padEnd(30)}  ${percent(share)}`];
}

/** @param most how many misread texts are listed */
export function evaluationText({ head, judged, times }: Evaluation, most: number): string {
  const { labels } = head;
  const figures = judgeReadings(labels, judged);
  const lines = [
    `${figures.n} text${figures.n === 1 ? '' : 's'}, ${labels.length} intents, encoder ${encoderOf(head)}`,
    ...strangers(
      head,
      judged.map(({ row }) => row),
    ),
    ...figureLine('best intent right', figures.accuracy),
    ...figureLine('read as theirs, over threshold', figures.inScopeAccuracy),
    ...figureLine('in scope and rejected', figures.rejectRate),
    ...figureLine('out of scope and rejected', figures.oosRecall),
    ...figureLine('out of scope and accepted', figures.falseAcceptRate),
    ...figureLine('all texts read right', figures.overallAccuracy),
  ];
  if (figures.oosAuroc !== undefined)
    lines.push(`  in scope versus out of scope    AUROC ${figures.oosAuroc.toFixed(3)}`);
  lines.push(`  calibration error               ${figures.ece.toFixed(3)}`);
  lines.push(`  median time per text            ${quantileOf(times, 0.5).toFixed(2)} ms`);
  for (const { intent, readAs, count } of figures.confusion.slice(0, 10))
    lines.push(`  ${count} of ${intent ?? 'none'} read as ${readAs ?? 'none'}`);
  lines.push(
    ...intentLines(sharesByIntent(labels, judged)),
    ...lengthLines(sharesByLength(labels, judged)),
    ...sweepLines(thresholdSweep(labels, judged), head.thresholds),
    ...misreadLines(misreadOf(labels, judged), most),
  );
  return `${lines.join('\n')}\n`;
}

export function evaluationSvg({ head, judged }: Evaluation): string {
  const title = `${judged.length} texts, ${head.labels.length} intents, ${encoderOf(head)}`;
  return drawSweepSvg(thresholdSweep(head.labels, judged), head.thresholds, title);
}

function encoderOf(head: Head): string {
  return head.second === undefined ? head.encoder : `${head.encoder} + ${head.second.encoder}`;
}

function roundedIn<T extends object>(figures: T): T {
  const entries = Object.entries(figures).map(([name, value]) => [
    name,
    typeof value === 'number' ? rounded(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** Usually a mistake: a misspelt name would otherwise only show up as a poor result. */
function strangers({ labels }: Head, rows: readonly LabelledRow[]): string[] {
  const named = rows.flatMap(({ intent }) => (intent === null || labels.includes(intent) ? [] : [intent]));
  if (named.length === 0) return [];
  const names = [...new Set(named)];
  const some = `${names.slice(0, 5).join(', ')}${names.length > 5 ? `, … (${names.length} names)` : ''}`;
  const meant = names.flatMap((name) => {
    const near = didYouMean(name, labels);
    return near === undefined ? [] : [`${near} for ${name}`];
  });
  const asked = meant.length === 0 ? '' : `; did you mean ${meant.slice(0, 5).join(', ')}?`;
  return [`  ${named.length} of them count as out of scope, because there is no intent ${some}${asked}`];
}

function intentLines(intents: readonly IntentShares[]): string[] {
  const width = Math.max(...intents.map(({ intent }) => intent.length), 6);
  return [
    '',
    `  ${'intent'.padEnd(width)}   texts   recall   precision`,
    ...intents.map(
      ({ intent, n, recall, precision }) =>
        `  ${intent.padEnd(width)}   ${String(n).padStart(5)}  ${shown(recall)}     ${shown(precision)}`,
    ),
  ];
}

function lengthLines(lengths: readonly LengthShares[]): string[] {
  return [
    '',
    '  characters     texts   read as theirs   accepted out of scope   all right',
    ...lengths.map(({ from, below, n, inScopeAccuracy, falseAcceptRate, overallAccuracy }) => {
      const which = below === null ? `${from} or more` : `${from} to ${below - 1}`;
      return `  ${which.padEnd(12)}   ${String(n).padStart(5)}          ${shown(inScopeAccuracy)}                 ${shown(falseAcceptRate)}     ${shown(overallAccuracy)}`;
    }),
  ];
}

function sweepLines(sweep: readonly SweepPoint[], thresholds: readonly number[]): string[] {
  const best = bestThreshold(sweep);
  const [low, high] = [Math.min(...thresholds), Math.max(...thresholds)];
  const used = low === high ? low.toFixed(2) : `${low.toFixed(2)} to ${high.toFixed(2)}`;
  return [
    '',
    `  threshold   read as theirs   accepted out of scope   all right     (in use: ${used})`,
    ...sweep
      .filter((point, step) => step % PRINTED_EVERY === 0 || point === best)
      .map((point) => {
        const { threshold, inScopeAccuracy, falseAcceptRate, overallAccuracy } = point;
        const mark = point === best ? '  most texts right' : '';
        return `  ${threshold.toFixed(2).padStart(9)}          ${shown(inScopeAccuracy)}                 ${shown(falseAcceptRate)}     ${shown(overallAccuracy)}${mark}`;
      }),
  ];
}

function misreadLines(misread: readonly JudgedReading[], most: number): string[] {
  if (misread.length === 0 || most === 0) return [];
  const listed = misread
    .slice(0, most)
    .map(
      ({ row, reading }) =>
        `  ${row.intent ?? 'none'} read as ${reading.intent ?? 'none'} (${reading.best} ${reading.confidence.toFixed(2)}): ${oneLine(row.text, TEXT_WIDTH)}`,
    );
  const rest = misread.length - listed.length;
  return [
    '',
    `  ${misread.length} misread`,
    ...listed,
    ...(rest > 0 ? [`  … and ${rest} more: --misread ${misread.length}`] : []),
  ];
}

function shown(share: number | undefined): string {
  return (share === undefined ? '–' : percent(share)).padStart(7);
}
