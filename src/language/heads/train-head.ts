// Trains the head of one group: rows, fit, held-out logits, thresholds. Pure and deterministic: the same job gives
// the same bytes in every process.
// Must not know: caches, workers, where examples were written, how an encoder's vectors are made.

import {
  calibrationError,
  confidenceOf,
  fitScale,
  generalThreshold,
  raiseForCounters,
  type Scale,
} from './calibrate.ts';
import { measureCalibration } from './calibration-report.ts';
import type { DenseSource } from './dense-part.ts';
import { combineRows, gramProduct, type Weights } from './gram.ts';
import { type Head, NGRAMS_ENCODER, type TrainingJob, WORDS_ENCODER } from './head.ts';
import { fitWithHeldOut } from './held-out.ts';
import { type Acceptance, learningCurve } from './learning-curve.ts';
import { marginToLookAgain } from './look-again.ts';
import { BACKGROUND_SHARE, outcomeOf, type ReadRow, readRow } from './read-row.ts';
import { wholeMessageOf } from './training-job.ts';
import { layOutRows, type TrainingRow } from './training-rows.ts';

/**
 * `source` is what the job's encoder knows of words or texts; "ngrams-1" needs none. `curve` false: without the
 * learning curve, which no reading depends on. Throws where the source is missing and for a job without intents:
 * callers prevent both.
 */
export function trainHead(job: TrainingJob, source?: DenseSource, { curve: wanted = true } = {}): Head {
  if (job.intents.length === 0) throw new Error(`group "${job.group}" has no intents to train`);
  const dense = denseFor(job.encoder, source);
  const labels = job.intents.map((one) => one.name);
  const classes = labels.length + 1;
  const { rows, table } = layOutRows(job, dense);
  const features = rows.map((row) => row.features);
  const columns = table.hashes.length;
  const gram = gramProduct(features, columns, classes);
  const { folds, full, logits, curve: points } = fitWithHeldOut(rows, labels.length, gram, wanted);
  const weights = combineRows(features, columns, full.coefficients, classes);

  const readIn = (of: Float64Array) => rows.map((row, at) => readRow(row, of, at * classes, labels.length));
  const read = readIn(logits);
  const acceptanceOf = (of: readonly ReadRow[]): Acceptance => {
    const scale = fitScale(of.flatMap((one) => outcomeOf(one)));
    return { scale, thresholds: chooseThresholds(job, of, scale) };
  };
  const { scale, thresholds } = acceptanceOf(read);
  const reads = points && { half: readIn(points.half), most: readIn(points.most), all: read };
  const curve = reads && learningCurve(reads, labels.length, folds, acceptanceOf);
  const wholeMessage = wholeMessageOf(job.intents);
  return {
    version: 2,
    hash: job.hash,
    encoder: job.encoder,
    group: job.group,
    labels,
    columns: table.hashes,
    idf: table.idf,
    unknownIdf: table.unknownIdf,
    ...overBackground(weights, labels.length),
    ...(dense?.kind === 'words' ? { words: dense.table } : {}),
    midpoint: scale.midpoint,
    temperature: scale.temperature,
    thresholds,
    ...(wholeMessage.length === 0 ? {} : { wholeMessage }),
    lookAgainBelow: marginToLookAgain(read, scale, thresholds),
    calibration: {
      ...measureCalibration(
        { labels, folds, scale, thresholds },
        read,
        readIn(full.logits),
        calibrationError(read.flatMap(outcomeOf), scale),
      ),
      ...(wanted ? { curve: curve ?? null } : {}),
    },
  };
}

function denseFor(encoder: string, source: DenseSource | undefined): DenseSource | undefined {
  if (encoder === NGRAMS_ENCODER) return undefined;
  const wanted = encoder === WORDS_ENCODER ? 'words' : 'vectors';
  if (source?.kind !== wanted) throw new Error(`the encoder "${encoder}" is not available`);
  return source;
}

/** Each intent's weights minus the background's share, as in `readRow`: reading then needs no background. */
function overBackground(weights: Weights, intents: number): Pick<Head, 'weights' | 'dense' | 'bias'> {
  const less = (of: Float32Array) => {
    const made = new Float32Array((of.length / (intents + 1)) * intents);
    for (let from = 0, to = 0; from < of.length; from += intents + 1) {
      const background = BACKGROUND_SHARE * (of[from + intents] ?? 0);
      for (let c = 0; c < intents; c++) made[to++] = (of[from + c] ?? 0) - background;
    }
    return made;
  };
  return { weights: less(weights.sparse), dense: less(weights.dense), bias: less(weights.bias) };
}

function chooseThresholds(job: TrainingJob, read: readonly ReadRow[], scale: Scale): number[] {
  const highest = (kind: TrainingRow['kind']) =>
    read
      .filter(({ row }) => row.kind === kind)
      .map(({ row, logits, best }) => ({ logit: logits[best] ?? 0, weight: row.importance }));
  const general = generalThreshold(
    highest('background'),
    highest('example').map(({ logit }) => logit),
  );
  return job.intents.map((intent, at) => {
    if (intent.matchAtLeast !== undefined) return intent.matchAtLeast;
    const of = (kind: TrainingRow['kind']) =>
      read.filter((one) => one.row.kind === kind && one.row.intent === at).map((one) => one.logits[at] ?? 0);
    return confidenceOf(raiseForCounters(general, of('counter'), of('example')), scale);
  });
}
