// The types of intent heads: the training job, the trained head, and the reading of a text. A head is a plain
// immutable value: numbers and strings, safe to cache, post to a worker and share. Must not know: policies, requests,
// files, workers, how training is done.

import type { WordTable } from './word-table.ts';

/** Hashed word and character n-grams alone: needs nothing besides the examples. */
export const NGRAMS_ENCODER = 'ngrams-1';

/** The n-grams and a table of word vectors, which is passed in for training and reading: the default. */
export const WORDS_ENCODER = 'words-1';

/** One intent as a policy declares it, its example files already read. */
export interface IntentExamples {
  readonly name: string;
  /** The intent's `means` sentence; trained as one more example. */
  readonly means?: string;
  /** Texts of callers with this intent; at least one. */
  readonly like: readonly string[];
  /** Similar texts that do not have this intent. */
  readonly not: readonly string[];
  /** `match at least`, 0..1: replaces the calibrated threshold. */
  readonly matchAtLeast?: number;
  /** `whole message`: one sentence of a message about something else is not enough. */
  readonly wholeMessage?: boolean;
}

/** Everything that determines a head; equal hashes mean byte-identical heads. */
export interface TrainingJob {
  /** The group whose fact the head answers; "intent" for intents without one. */
  readonly group: string;
  readonly encoder: string;
  readonly intents: readonly IntentExamples[];
  /** 32 hex digits over encoder, algorithm version, background sentences and all of the above. */
  readonly hash: string;
}

/** Two intents that the examples do not distinguish, with the utterances that show it. */
export interface ConfusedPair {
  readonly first: string;
  readonly second: string;
  /**
   * Mean held-out probability given to the other one, both ways, 0..1: below 0.1 it is not listed, from 0.25 on they
   * are hard to distinguish.
   */
  readonly confusion: number;
  /** Cosine of the two intents' mean examples, −1..1, in the space the head reads in. */
  readonly centroids: number;
  /** Examples of one that, held out, would have been read as the other; there may be none. */
  readonly utterances: readonly { readonly text: string; readonly of: string; readonly readAs: string }[];
}

/** An estimate from the group's held-out examples of the effect of more examples. */
export interface LearningCurve {
  /** Average number of examples per intent. */
  readonly examples: number;
  /** Share of held-out examples that are read as their own intent and accepted, 0..1, trained on half of the examples. */
  readonly withHalf: number;
  /** The same, trained on three quarters. */
  readonly withMost: number;
  /** The same, trained on all others. */
  readonly withAll: number;
  /** Estimated growth of that share with ten more examples per intent like the present ones, and its 90 % interval. */
  readonly tenMore: { readonly gain: number; readonly low: number; readonly high: number };
}

/** What was measured on examples while they were held out of training; nothing here is a training figure. */
export interface Calibration {
  /** How many parts the examples were held out in; the number of examples when each was held out alone. */
  readonly folds: number;
  /** Share of held-out examples whose best intent is their own, before any threshold, 0..1. */
  readonly accuracy: number;
  /** Per intent, in the order of `labels`: share of its held-out examples read as it and over its threshold, 0..1. */
  readonly recall: readonly number[];
  /** Share of held-out background sentences that some intent would have accepted, 0..1. */
  readonly backgroundAccepted: number;
  /** Expected calibration error of the confidence over held-out examples and background, 0..1. */
  readonly calibrationError: number;
  /**
   * Absent where it was not asked for; null unless an intent has fewer than ten examples, and the group has enough for
   * an estimate and at most 500.
   */
  readonly curve?: LearningCurve | null;
  /** Sorted by confusion, worst first. */
  readonly confused: readonly ConfusedPair[];
  /** Examples that the finished head itself does not read as their own intent. */
  readonly missed: readonly { readonly text: string; readonly of: string; readonly readAs: string | null }[];
}

/** A trained classifier of one group. Labels and every per-intent list are in the job's order. */
export interface Head {
  readonly version: 3;
  /** The hash of the job it was trained from. */
  readonly hash: string;
  readonly encoder: string;
  readonly group: string;
  readonly labels: readonly string[];
  /** Hashes of the n-grams the head knows, ascending; one column of weights each. */
  readonly columns: Uint32Array;
  /** Inverse document frequency of each column. */
  readonly idf: Float32Array;
  /** The weight of an n-gram that occurs in no example in the length of a text. */
  readonly unknownIdf: number;
  /**
   * Column after column, a number for each class: how much it indicates it. The classes are the labels, then what no
   * intent means: the background and kinds of requests besides the intents.
   */
  readonly weights: Float32Array;
  /** A number for each class. */
  readonly bias: Float32Array;
  /** Weights of the encoder's dense vector, dimension after dimension; empty for an encoder without one. */
  readonly dense: Float32Array;
  /** The table the dense vector is made with; not part of the head's bytes, but named in its hash. */
  readonly words?: WordTable;
  /** The logit that means a confidence of one half. */
  readonly midpoint: number;
  /** Confidence is σ((logit − midpoint) / temperature). */
  readonly temperature: number;
  /** Lowest confidence at which each intent is accepted, 0..1; `match at least` where given. */
  readonly thresholds: readonly number[];
  /** Labels that must be the intent of the whole message; absent where none must. */
  readonly wholeMessage?: readonly string[];
  /** Readings with a margin below this, in log-odds, are worth a second look; see `marginOf`. */
  readonly lookAgainBelow: number;
  /** Trained on the same examples with a slower encoder, for the second look. Not part of this head's bytes. */
  readonly second?: Head;
  readonly calibration: Calibration;
}

/** What a head reads in one text. */
export interface IntentReading {
  /**
   * The best intent if its confidence reaches its threshold, else null: `intent is none`. Null, too, if the intent must
   * be that of the whole message and is only that of a part.
   */
  readonly intent: string | null;
  readonly best: string;
  /** Calibrated confidence of the best intent, 0..1. */
  readonly confidence: number;
  /** The threshold of the best intent, 0..1. */
  readonly threshold: number;
  /** Calibrated similarity to each intent, 0..1, independent of each other: they need not add up to one. */
  readonly scores: ReadonlyMap<string, number>;
  /** Its origin, if it is not simply the head's reading of the text. */
  readonly from?: 'second look' | 'an earlier message' | 'only a part of the message';
  /** What shows that the message continues an earlier one, where the intent is from there. */
  readonly cue?: string;
  /** Why it is not from the second look that it was worth: `second look late, over 25 ms`. */
  readonly missing?: string;
}
