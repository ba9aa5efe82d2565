// Trains the head of one group: rows, fit, held-out logits, thresholds. Pure and deterministic: the same job gives
// the same bytes in every process.
// Must not know: caches, workers, where examples were written.

import { confidenceOf, fitScale, generalThreshold, raiseForCounters, type Scale } from './calibrate.ts';
import { measureCalibration } from './calibration-report.ts';
import { combineRows, gramProduct } from './gram.ts';
import { ENCODERS, type Head, type TrainingJob } from './head.ts';
import { fitWithHeldOut } from './held-out.ts';
import { outcomeOf, type ReadRow, readRow } from './read-row.ts';
import { layOutRows, type TrainingRow } from './training-rows.ts';

/** Throws for an encoder this version does not have and for a job without intents: callers check both. */
export function trainHead(job: TrainingJob): Head {
  if (!ENCODERS.includes(job.encoder)) throw new Error(`there is no encoder "${job.encoder}"`);
  if (job.intents.length === 0) throw new Error(`group "${job.group}" has no intents to train`);
  const labels = job.intents.map((one) => one.name);
  const classes = labels.length + 1;
  const { rows, table } = layOutRows(job);
  const features = rows.map((row) => row.features);
  const { folds, full, logits } = fitWithHeldOut(
    rows,
    labels.length,
    gramProduct(features, table.hashes.length, classes),
  );
  const combined = new Float32Array((table.hashes.length + 1) * classes);
  combineRows(features, full.coefficients, classes, combined);

  const read = rows.map((row, at) => readRow(row, logits, at * classes, labels.length));
  const scale = fitScale(read.flatMap((one) => outcomeOf(one)));
  const thresholds = chooseThresholds(job, read, scale);
  return {
    version: 1,
    hash: job.hash,
    encoder: job.encoder,
    group: job.group,
    labels,
    columns: table.hashes,
    idf: table.idf,
    unknownIdf: table.unknownIdf,
    weights: combined.slice(0, table.hashes.length * classes),
    bias: combined.slice(table.hashes.length * classes),
    midpoint: scale.midpoint,
    temperature: scale.temperature,
    thresholds,
    calibration: measureCalibration(
      { labels, folds, scale, thresholds },
      read,
      rows.map((row, at) => readRow(row, full.logits, at * classes, labels.length)),
    ),
  };
}

function chooseThresholds(job: TrainingJob, read: readonly ReadRow[], scale: Scale): number[] {
  const highest = (kind: TrainingRow['kind']) =>
    read.filter((one) => one.row.kind === kind).map((one) => one.logits[one.best] ?? 0);
  const general = generalThreshold(highest('background'), highest('example'));
  return job.intents.map((intent, at) => {
    if (intent.matchAtLeast !== undefined) return intent.matchAtLeast;
    const of = (kind: TrainingRow['kind']) =>
      read.filter((one) => one.row.kind === kind && one.row.intent === at).map((one) => one.logits[at] ?? 0);
    return confidenceOf(raiseForCounters(general, of('counter'), of('example')), scale);
  });
}
