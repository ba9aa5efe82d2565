// The kinds of requests that the standard library of intents knows, as a classifier of its own: how much a text
// resembles each of them. A policy's head is trained with it on texts that the policy does not have. Made once per
// encoder and process, because it is the same for every policy.
// Must not know: policies, which kinds a policy's intents correspond to.

import { LIBRARY } from '../library/index.ts';
import { BACKGROUND } from './background.ts';
import { columnsByHash, fitFeatureTable, rowOf } from './feature-table.ts';
import { combineRows, gramProduct } from './gram.ts';
import { fitOnce, logitsOfRow } from './held-out.ts';
import { instructionOf } from './instructions/stretches.ts';
import { remember } from './remember.ts';
import { softmax } from './softmax.ts';

export interface KindText {
  readonly text: string;
  /** Index of the kind in `LIBRARY`. */
  readonly kind: number;
}

export interface Kinds {
  /** Instructions of the library's examples. */
  readonly texts: readonly KindText[];
  /** The probability of each kind, in the library's order, and of none of them, last. They add up to one. */
  readonly probabilities: (text: string) => Float64Array;
}

let kindTexts: readonly KindText[] | undefined;

/** Instructions of the library's examples; made when first needed, since most commands train nothing. */
export function textsByKind(): readonly KindText[] {
  kindTexts ??= LIBRARY.flatMap(({ like }, kind) =>
    like.map((text) => ({ text: instructionOf(text), kind })),
  );
  return kindTexts;
}

const NONE = LIBRARY.length;
const BACKGROUND_IMPORTANCE = 0.1;
/** The background texts are asked about by every policy. */
const MOST_KNOWN = 2000;
const made = new Map<string, Kinds>();

/** `encoder` names where the vectors come from; equal names mean equal vectors. */
export function kindsFor(encoder: string, vectorOf: (text: string) => Float32Array): Kinds {
  let kinds = made.get(encoder);
  if (kinds === undefined) {
    kinds = makeKinds(vectorOf);
    made.set(encoder, kinds);
  }
  return kinds;
}

/** Every text whose vector `kindsFor` needs. */
export function textsOfKinds(): string[] {
  return [
    ...textsByKind().map(({ text }) => text),
    ...LIBRARY.map(({ means }) => means),
    ...(BACKGROUND['en'] ?? []),
  ];
}

function makeKinds(vectorOf: (text: string) => Float32Array): Kinds {
  const examples = [
    ...everySecond(textsByKind()).map(({ text, kind }) => ({ text, intent: kind, importance: 1 })),
    ...LIBRARY.map(({ means }, kind) => ({ text: means, intent: kind, importance: 1 })),
    ...everySecond(BACKGROUND['en'] ?? []).map((text) => ({
      text,
      intent: NONE,
      importance: BACKGROUND_IMPORTANCE,
    })),
  ];
  const table = fitFeatureTable(examples.map(({ text }) => text));
  const columnOf = columnsByHash(table);
  const featuresOf = (text: string) => rowOf(text, table, columnOf, vectorOf(text));
  const features = examples.map(({ text }) => featuresOf(text));
  const columns = table.hashes.length;
  const classes = NONE + 1;
  const { coefficients } = fitOnce(examples, classes, gramProduct(features, columns, classes));
  const weights = combineRows(features, columns, coefficients, classes);
  return {
    texts: textsByKind(),
    probabilities: remember(MOST_KNOWN, (text) => softmax(logitsOfRow(featuresOf(text), weights, classes))),
  };
}

/** Half of the texts separate the kinds as well, in a third of the time. */
function everySecond<T>(texts: readonly T[]): T[] {
  return texts.filter((_, at) => at % 2 === 0);
}
