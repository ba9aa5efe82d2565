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
import { gramProduct } from './gram.ts';
import { type Head, NGRAMS_ENCODER, type TrainingJob, WORDS_ENCODER } from './head.ts';
import { fitWithHeldOut, type RowLogits } from './held-out.ts';
import { type Acceptance, learningCurve } from './learning-curve.ts';
import { marginToLookAgain } from './look-again.ts';
import { outcomeOf, type ReadRow, readRow, readStretches } from './read-row.ts';
import { wholeMessageOf } from './training-job.ts';
import type { TrainingRow } from './training-row.ts';
import { layOutRows } from './training-rows.ts';

const NO_LOGITS = new Float64Array(0);

/**
 * `source` is what the job's encoder knows of words or texts; "ngrams-1" needs none. `curve` false: without the
 * learning curve, which no reading depends on. Throws where the source is missing and for a job without intents:
 * callers prevent both.
 */
export function trainHead(job: TrainingJob, source?: DenseSource, { curve: wanted = true } = {}): Head {
  if (job.intents.length === 0) throw new Error(`group "${job.group}" has no intents to train`);
  const dense = denseFor(job.encoder, source);
  const labels = job.intents.map((one) => one.name);
  const { rows, table, others } = layOutRows(job, dense);
  const classes = labels.length + others;
  const features = rows.map((row) => row.features);
  const columns = table.hashes.length;
  const gram = gramProduct(features, columns, classes);
  const fit = fitWithHeldOut({ rows, intents: labels.length, classes, columns, gram }, wanted);
  const { weights } = fit.fitted;

  const rough = fitScale(
    rows.flatMap((row, at) => outcomeOf(readRow(row, fit.heldOut.rows[at] ?? NO_LOGITS, labels.length))),
  );
  const readIn = (logits: RowLogits) =>
    rows.map((row, at) => {
      const stretches = logits.stretches.get(at) ?? [];
      return (
        readStretches(row, stretches, labels.length, rough.temperature) ??
        readRow(row, logits.rows[at] ?? NO_LOGITS, labels.length)
      );
    });
  const read = readIn(fit.heldOut);
  const acceptanceOf = (of: readonly ReadRow[]): Acceptance => {
    const scale = fitScale(of.flatMap(outcomeOf));
    return { scale, thresholds: chooseThresholds(job, of, scale) };
  };
  const { scale, thresholds } = acceptanceOf(read);
  const reads = fit.curve && { half: readIn(fit.curve.half), most: readIn(fit.curve.most), all: read };
  const curve = reads && learningCurve(reads, labels.length, fit.folds, acceptanceOf);
  const wholeMessage = wholeMessageOf(job.intents);
  return {
    version: 3,
    hash: job.hash,
    encoder: job.encoder,
    group: job.group,
    labels,
    columns: table.hashes,
    idf: table.idf,
    unknownIdf: table.unknownIdf,
    weights: weights.sparse,
    dense: weights.dense,
    bias: weights.bias,
    ...(dense?.kind === 'words' ? { words: dense.table } : {}),
    midpoint: scale.midpoint,
    temperature: scale.temperature,
    thresholds,
    ...(wholeMessage.length === 0 ? {} : { wholeMessage }),
    lookAgainBelow: marginToLookAgain(read, scale, thresholds),
    calibration: {
      ...measureCalibration(
        { labels, folds: fit.folds, scale, thresholds },
        read,
        readIn(fit.fitted),
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

function chooseThresholds(job: TrainingJob, read: readonly ReadRow[], scale: Scale): number[] {
  const highest = (kind: TrainingRow['kind']) =>
    read
      .filter(({ row }) => row.kind === kind)
      .map(({ row, logits, best }) => ({ logit: logits[best] ?? 0, weight: row.importance }));
  const general = generalThreshold(
    highest('background'),
    highest('example').map(({ logit }) => logit),
    job.intents.length,
    job.encoder === NGRAMS_ENCODER || job.encoder === WORDS_ENCODER ? 'words' : 'vectors',
  );
  return job.intents.map((intent, at) => {
    if (intent.matchAtLeast !== undefined) return intent.matchAtLeast;
    const of = (kind: TrainingRow['kind']) =>
      read.filter((one) => one.row.kind === kind && one.row.intent === at).map((one) => one.logits[at] ?? 0);
    return confidenceOf(raiseForCounters(general, of('counter'), of('example')), scale);
  });
}
