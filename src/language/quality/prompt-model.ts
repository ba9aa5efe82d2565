// The file that `llmr learn` writes next to the quality table: how good each model's answer to a prompt will be, from
// the prompt alone. One line of JSON, arrays of bytes in base64, a content hash over the rest. Must not know: how it is
// fitted, what it is used for, files.

import { contentHash } from '../heads/content-hash.ts';
import { SURFACE_FEATURES } from './prompt-features.ts';
import { COLUMNS, type NgramScale } from './prompt-ngrams.ts';

export interface PromptModel {
  /** 32 hex digits: equal hashes, equal predictions. */
  readonly hash: string;
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
  }[];
}

export function writePromptModel({ rows, deviations, scale, models }: Omit<PromptModel, 'hash'>): string {
  const content = {
    rows,
    deviations,
    idf: toBase64(scale.idf),
    center: [...scale.center],
    spread: [...scale.spread],
    models: models.map(({ name, mean, step, surface, weights, levels }) => ({
      name,
      mean,
      step,
      surface,
      weights: toBase64(new Uint8Array(weights.buffer, weights.byteOffset, weights.length)),
      levels: levels.map((level) => [level.from, level.expected, level.rows, level.quality, level.low]),
    })),
  };
  return `${JSON.stringify({ format: FORMAT, version: VERSION, hash: contentHash(JSON.stringify(content)), ...content })}\n`;
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
  const { format: _, version: __, hash, ...content } = written as Written;
  if (hash !== contentHash(JSON.stringify(content))) return 'was changed after `llmr learn` wrote it';
  const scale = {
    idf: fromBase64(content.idf),
    center: Float64Array.from(content.center),
    spread: Float64Array.from(content.spread),
  };
  const models = content.models.map(({ weights, levels, ...model }) => ({
    ...model,
    weights: new Int8Array(fromBase64(weights).buffer),
    levels: levels.map(([from = 0, expected = 0, rows = 0, quality = 0, low = 0]) => ({
      from,
      expected,
      rows,
      quality,
      low,
    })),
  }));
  const ngrams = COLUMNS - SURFACE_FEATURES.length;
  const fits =
    scale.idf.length === ngrams &&
    scale.center.length === SURFACE_FEATURES.length &&
    models.every(({ weights, levels }) => weights.length === ngrams && levels.length > 0);
  return fits
    ? { hash, rows: content.rows, deviations: content.deviations, scale, models }
    : 'was written by an llmr that reads prompts differently';
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
