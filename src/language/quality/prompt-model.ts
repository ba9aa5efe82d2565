// The file that `llmr learn` writes next to the quality table: how good each model's answer to a prompt will be, from
// the prompt alone. One line of JSON, arrays of bytes in base64, a content hash over the rest. Must not know: how it is
// fitted, what it is used for, files.

import { contentHash } from '../text/content-hash.ts';
import { SURFACE_FEATURES } from './prompt-features.ts';
import { COLUMNS, type NgramScale } from './prompt-ngrams.ts';

export interface PromptModel {
  /** 32 hex digits: equal hashes, equal predictions. */
  readonly hash: string;
  readonly runs: readonly LearningRun[];
}

/** Models that were learned together, so that a later run can replace some and keep the others. */
export interface LearningRun {
  /** Prompts it was learned from. */
  readonly rows: number;
  /** Of the lower bounds, in standard deviations. */
  readonly deviations: number;
  readonly scale: NgramScale;
  readonly models: readonly ModelByPrompt[];
}

export interface ModelByPrompt {
  /** As in the quality table. */
  readonly name: string;
  /** Percent of an average prompt. */
  readonly mean: number;
  /** Of each column, in units of `step`. */
  readonly weights: Int8Array;
  readonly step: number;
  /** Weights of the surface features, exact: there are few, and they are larger. */
  readonly surface: readonly number[];
  /** Ascending by `from`; never empty. */
  readonly levels: readonly QualityLevel[];
  readonly held: HeldOutBytes;
}

/**
 * What held-out prompts were predicted and found to be worth, in half points of percent; at one position the same prompt
 * for all models of a run. With them a pool's rule can be calibrated for its own members and prices.
 */
export interface HeldOutBytes {
  readonly scores: Uint8Array;
  /** `HELD_ABSENT` where the model did not answer. */
  readonly quality: Uint8Array;
}

export const HELD_ABSENT = 255;
/** Predictions may be outside of 0 to 100. */
const LOWEST_SCORE = -14;

export function byteOfScore(score: number): number {
  return Math.max(0, Math.min(254, Math.round(2 * (score - LOWEST_SCORE))));
}

export function scoreOfByte(byte: number): number {
  return byte / 2 + LOWEST_SCORE;
}

export function byteOfQuality(percent: number): number {
  return Math.max(0, Math.min(200, Math.round(2 * percent)));
}

export function qualityOfByte(byte: number): number {
  return byte / 2;
}

/** Prompts with scores from `from` up to the next level: what held-out prompts of this level were worth. */
export interface QualityLevel {
  readonly from: number;
  /** Percent, not falling from level to level. */
  readonly expected: number;
  /** Of the held-out prompts of this level and all higher ones. */
  readonly rows: number;
  readonly quality: number;
  /** The lower bound of that quality. */
  readonly low: number;
}

const FORMAT = 'llmr-prompt-model';
const VERSION = 1;

interface Written {
  readonly format: string;
  readonly version: number;
  readonly hash: string;
  readonly runs: readonly WrittenRun[];
}

interface WrittenRun {
  readonly rows: number;
  readonly deviations: number;
  readonly idf: string;
  readonly center: readonly number[];
  readonly spread: readonly number[];
  readonly models: readonly {
    readonly name: string;
    readonly mean: number;
    readonly step: number;
    readonly surface: readonly number[];
    readonly weights: string;
    readonly levels: readonly (readonly number[])[];
    readonly scores: string;
    readonly quality: string;
  }[];
}

export function writePromptModel({ runs }: Omit<PromptModel, 'hash'>): string {
  const written = runs.map(writtenRun);
  const hash = contentHash(JSON.stringify(written));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, hash, runs: written })}\n`;
}

/** The models of `prior` that `next` does not have are kept. */
export function addPrior(next: LearningRun, prior: PromptModel): Omit<PromptModel, 'hash'> {
  const learned = new Set(next.models.map(({ name }) => name));
  const kept = prior.runs.map((run) => ({
    ...run,
    models: run.models.filter(({ name }) => !learned.has(name)),
  }));
  return { runs: [next, ...kept.filter(({ models }) => models.length > 0)] };
}

function writtenRun({ rows, deviations, scale, models }: LearningRun): WrittenRun {
  return {
    rows,
    deviations,
    idf: toBase64(scale.idf),
    center: [...scale.center],
    spread: [...scale.spread],
    models: models.map(({ name, mean, step, surface, weights, levels, held }) => ({
      name,
      mean,
      step,
      surface,
      weights: toBase64(new Uint8Array(weights.buffer, weights.byteOffset, weights.length)),
      levels: levels.map((level) => [level.from, level.expected, level.rows, level.quality, level.low]),
      scores: toBase64(held.scores),
      quality: toBase64(held.quality),
    })),
  };
}

/** A string is the reason why the text is not a prompt model. */
export function readPromptModel(text: string): PromptModel | string {
  let written: Partial<Written> | null;
  try {
    written = JSON.parse(text) as Partial<Written> | null;
  } catch {
    return 'is not JSON';
  }
  if (typeof written !== 'object' || written?.format !== FORMAT)
    return 'is not a prompt model of `llmr learn`';
  if (written.version !== VERSION)
    return `has the version ${JSON.stringify(written.version)}; this llmr reads version ${VERSION}`;
  const { hash, runs } = written;
  if (hash === undefined || runs === undefined || hash !== contentHash(JSON.stringify(runs)))
    return 'was changed after `llmr learn` wrote it';
  const read = runs.map(readRun);
  return read.every(fitsFeatures)
    ? { hash, runs: read }
    : 'was written by an llmr that reads prompts differently: create it again with `llmr learn`';
}

function readRun({ rows, deviations, idf, center, spread, models }: WrittenRun): LearningRun {
  return {
    rows,
    deviations,
    scale: {
      idf: fromBase64(idf),
      center: Float64Array.from(center),
      spread: Float64Array.from(spread),
    },
    models: models.map(({ weights, levels, scores, quality, ...model }) => ({
      ...model,
      weights: new Int8Array(fromBase64(weights).buffer),
      levels: levels.map(([from = 0, expected = 0, rows = 0, quality = 0, low = 0]) => ({
        from,
        expected,
        rows,
        quality,
        low,
      })),
      held: { scores: fromBase64(scores), quality: fromBase64(quality) },
    })),
  };
}

function fitsFeatures({ scale, models }: LearningRun): boolean {
  const ngrams = COLUMNS - SURFACE_FEATURES.length;
  return (
    scale.idf.length === ngrams &&
    scale.center.length === SURFACE_FEATURES.length &&
    models.every(({ weights, levels }) => weights.length === ngrams && levels.length > 0)
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
