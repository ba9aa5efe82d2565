// How likely a message continues the conversation before it: a sum of weighted cues, like "it", "your answer", "what
// about", how long it is and how similar to the message before. The weights are a logistic regression, fitted to real
// second messages and to unrelated requests after the same first ones; rounded. Must not know: intents, requests.

import { type FoundCue, findCues, isCueWord } from './find-cues.ts';
import { hashOfWord, wordsOf } from './ngrams.ts';
import { addRow, rowsOfWord, type WordTable } from './word-table.ts';

interface Weight {
  readonly weight: number;
  /** Shown in an explanation; absent for evidence against. */
  readonly words?: string;
}

const REFERS = 'it refers to an answer';
const POINTS = 'a word in it refers to an earlier message';
const GOES_ON = 'it goes on';
const CHANGES = 'it asks for a change';
const SIMILAR = 'it is similar to the message before';

const WEIGHTS: Readonly<Partial<Record<FoundCue, Weight>>> = {
  reference: { weight: 3.2, words: REFERS },
  'reference late': { weight: 0.5, words: REFERS },
  'going on': { weight: 3.1, words: GOES_ON },
  'going on later': { weight: 0.4, words: GOES_ON },
  'what about': { weight: 2.6, words: 'it asks about a variant' },
  doubt: { weight: 1.9, words: 'it doubts an answer' },
  pronoun: { weight: 1.9, words: POINTS },
  'pronoun late': { weight: 0.5, words: POINTS },
  'pronoun after words': { weight: 1.1, words: POINTS },
  'pronoun after its noun': { weight: 0.6, words: POINTS },
  'this noun': { weight: 1.4, words: POINTS },
  'the noun': { weight: 0.6, words: POINTS },
  'late noun': { weight: 0.2, words: POINTS },
  this: { weight: 0.4, words: POINTS },
  ordinal: { weight: 0.2, words: POINTS },
  edit: { weight: 1.4, words: CHANGES },
  'edit inside': { weight: 0.8, words: CHANGES },
  comparison: { weight: 0.9, words: CHANGES },
  condition: { weight: 1.4, words: 'it changes a condition' },
  answer: { weight: 1.3, words: 'it is an answer' },
  again: { weight: 0.8, words: 'it asks for more' },
  'question word': { weight: 0.8, words: 'it asks for more' },
  'new subject': { weight: -2 },
  'new task': { weight: -1.5 },
  'new task later': { weight: -1.1 },
  'own text': { weight: -1.1 },
  'own text late': { weight: -0.6 },
  question: { weight: -0.7 },
  'something of theirs': { weight: -0.4 },
  greeting: { weight: -0.8 },
};
/** Decides between more follow-ups kept and fewer complete requests. */
const ALWAYS = 1.5;
/** Times ln(1 + words): the longer a message, the less it needs another. */
const LENGTH = -0.9;
const LONG = -2.3;
const PASTED = -1.9;
/** Less text below the first line than that of a document: "translate:" and a sentence. */
const FURTHER_LINES = -1.3;
/** Times the share of informative words that were in the message before, and times the cosine above its floor. */
const SHARED_WORDS = 2.2;
const COSINE = 4.8;
/** Where the table of words knows too little of either message, shared words are the only similarity. */
const ONLY_SHARED_WORDS = 3.3;
const COSINE_FLOOR = 0.2;
const KNOWN = 0.7;

const LONG_FROM = 400;
/** UTF-16 units read of a message: what refers to another message is at the beginning. */
const READ = 600;
/** Text below the first line is pasted if it is longer. */
const PASTED_FROM = 150;
/** A shorter first line, "thanks!", does not say what to do with the text below it. */
const INSTRUCTION_FROM = 20;
const COMPARED_WORDS = 32;
/** The first ones hold most of a vector: they are its principal components. */
const COMPARED_DIMENSIONS = 128;

/**
 * The strongest cue that the message continues the conversation, in words that repeat nothing of it; undefined where
 * the evidence, in log-odds, is below `least`. Pure. Without a table, and in languages that it does not know, messages
 * are similar only if they share words.
 */
export function followUpCue(text: string, before: string, table?: WordTable, least = 0): string | undefined {
  const { instruction, below } = split(text);
  const { cues, words } = findCues(instruction);
  const sum = new Sum();
  for (const cue of cues) sum.add(WEIGHTS[cue]);
  sum.add({ weight: LENGTH * Math.log(1 + words.length) });
  if (instruction.length > LONG_FROM) sum.add({ weight: LONG });
  if (below === 'pasted') sum.add({ weight: PASTED });
  if (below === 'lines') sum.add({ weight: FURTHER_LINES });
  addSimilarity(sum, words, wordsOf(before.slice(0, READ)), table, least);
  return sum.total >= least ? (sum.strongest.words ?? 'it is short') : undefined;
}

const FENCE = /```[\s\S]*?(?:```|$)/gu;

interface Split {
  readonly instruction: string;
  /** What is below the first line, if that is an instruction of its own. */
  readonly below: 'pasted' | 'lines' | undefined;
}

/** The words of a text below an instruction refer to nothing in the conversation. */
function split(text: string): Split {
  const lines = text
    .replace(FENCE, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first = ''] = lines;
  const rest = lines.slice(1).join('\n');
  const isPasted = text.includes('```') || rest.length > PASTED_FROM;
  const isInstruction = rest !== '' && first.length >= INSTRUCTION_FROM;
  const below = isPasted ? 'pasted' : isInstruction ? 'lines' : undefined;
  return { instruction: (below === undefined ? lines.join('\n') : first).slice(0, READ), below };
}

class Sum {
  total = ALWAYS;
  strongest: Weight = { weight: 0 };

  add(one: Weight | undefined): void {
    if (one === undefined) return;
    this.total += one.weight;
    if (one.weight > this.strongest.weight) this.strongest = one;
  }
}

/** The vectors are only added up where they can decide. */
function addSimilarity(
  sum: Sum,
  words: readonly string[],
  before: readonly string[],
  table: WordTable | undefined,
  least: number,
): void {
  const shared = sharedWords(words, before);
  const similar = SHARED_WORDS * shared;
  const most = ONLY_SHARED_WORDS * shared + COSINE * (1 - COSINE_FLOOR);
  const isDecided = sum.total + similar >= least || sum.total + most < least;
  const cosine = table === undefined || isDecided ? undefined : cosineOf(words, before, table);
  if (isDecided) sum.add({ weight: similar, words: SIMILAR });
  else if (cosine === undefined) sum.add({ weight: ONLY_SHARED_WORDS * shared, words: SIMILAR });
  else sum.add({ weight: similar + COSINE * Math.max(0, cosine - COSINE_FLOOR), words: SIMILAR });
}

/** Share of the informative words that were in the message before, whatever their ending. */
function sharedWords(words: readonly string[], before: readonly string[]): number {
  const own = words.filter(isInformative);
  if (own.length === 0) return 0;
  const known = new Set(before.slice(0, COMPARED_WORDS).filter(isInformative).map(stemOf));
  return own.filter((word) => known.has(stemOf(word))).length / own.length;
}

function isInformative(word: string): boolean {
  return (word.length > 3 || IDEOGRAPH.test(word)) && !isCueWord(word) && !COMMON.has(word);
}

const IDEOGRAPH = /\p{Script=Han}/u;

function stemOf(word: string): string {
  return word.slice(0, 5);
}

const COMMON: ReadonlySet<string> = new Set(
  (
    'about after been before being best between could during each find from give good have help into just like ' +
    'made make many most much need only other over people should some such take than that their then there they ' +
    'thing things this through time under used using very want were what when where which while will with work ' +
    'would year years your does'
  ).split(' '),
);

/** Undefined where the table knows too few of the words. */
function cosineOf(words: readonly string[], before: readonly string[], table: WordTable): number | undefined {
  const one = sumOf(words, table);
  const other = one && sumOf(before, table);
  if (one === undefined || other === undefined) return undefined;
  return product(one, other) / (Math.sqrt(product(one, one) * product(other, other)) || 1);
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

function sumOf(words: readonly string[], table: WordTable): Float64Array | undefined {
  const compared = words.slice(0, COMPARED_WORDS);
  const sum = new Float64Array(Math.min(COMPARED_DIMENSIONS, table.dimensions));
  let known = 0;
  for (const word of compared) {
    const rows = rowsOfWord(table, word, hashOfWord(word));
    if (rows.length > 0) known++;
    for (const row of rows) addRow(table, row, sum);
  }
  return known > KNOWN * compared.length ? sum : undefined;
}
