// For an intent that must be that of the whole message: whether the message itself is about the intent, or only a
// planted sentence is. What a message merely shows (code, quotes, comments) is left out; the rest is read sentence by
// sentence. Either several sentences are about the intent, or it is most of the message and no sentence asks for
// something else. Must not know: heads, requests, how a sentence is read.

import { bothEnds } from './both-ends.ts';
import { wordsOf } from './ngrams.ts';
import { REQUEST_VERBS, REQUEST_WORDS } from './request-words.ts';

export interface PartReading {
  /** Whether the message is read as the intent without what it merely shows. */
  readonly hasIntent: (own: string) => boolean;
  /** Confidence, 0..1, that a sentence alone has the intent. */
  readonly confidenceIn: (sentence: string) => number;
}

/** From this confidence on, a sentence is about the intent; a request below it asks for something else. */
const ABOUT = 0.2;
/** Any sentence below this confidence is about something else, request or not. */
const ELSE = 0.02;
/** Share of the words that must be in sentences about the intent. */
const SHARE = 0.5;
/** A sentence of fewer words is not a request: "Thanks!" */
const FEWEST_WORDS = 3;
/** Of a message with more sentences, so many are read from each end. */
const READ_AT_EACH_END = 12;
/** Words before a verb, from which on they may be a request of their own. */
const FEWEST_BEFORE = 4;
/** Sentences besides the surest, and the share of their words, that make a message about the intent without it. */
const FEWEST_OTHERS = 2;
const SHARE_OF_OTHERS = 0.6;
const ABOUT_OF_OTHERS = 0.5;
/** Odds of a request, compared with those of the surest sentence, below which it is another request. */
const GAP = 0.01;
/** Of a longer text, so many UTF-16 units of each end are read. */
const MOST_AT_EACH_END = 8192;

/** For a message that was read as the intent. Pure if the functions are. */
export function carriesIntent(text: string, { hasIntent, confidenceIn }: PartReading): boolean {
  const all = bothEnds(text, MOST_AT_EACH_END)
    .replace(/[^\S\n]+/gu, ' ')
    .trim();
  const own = withoutShown(all);
  if (own !== all && !hasIntent(own)) return false;
  const read = ends([...new Set(sentencesOf(own))]).map((sentence) => ({
    sentence,
    words: wordsOf(sentence).length,
    confidence: confidenceIn(sentence),
  }));
  if (isSpread(read)) return true;
  const highest = Math.max(...read.map(({ confidence }) => confidence));
  let about = 0;
  let rest = 0;
  for (const { sentence, words, confidence } of read) {
    const before = beforeRequest(sentence);
    if (before !== undefined && confidenceIn(before) < (isRequest(before) ? ABOUT : ELSE)) return false;
    if (confidence >= aboutFrom(highest, sentence)) about += words;
    else if (words >= FEWEST_WORDS && (confidence < ELSE || isRequest(sentence))) return false;
    else rest += words;
  }
  return about > 0 && about >= SHARE * (about + rest);
}

interface ReadSentence {
  readonly sentence: string;
  readonly words: number;
  readonly confidence: number;
}

/** Without its surest sentence, too, the message is about the intent: a single planted one could not do that. */
function isSpread(read: readonly ReadSentence[]): boolean {
  const rest = [...read].sort((one, other) => other.confidence - one.confidence).slice(1);
  const all = rest.reduce((sum, { words }) => sum + words, 0);
  const about = rest.reduce(
    (sum, { words, confidence }) => sum + (confidence >= ABOUT_OF_OTHERS ? words : 0),
    0,
  );
  return rest.length >= FEWEST_OTHERS && about >= SHARE_OF_OTHERS * all;
}

/** A request far below the surest sentence is another one, even where it could have the intent by itself. */
function aboutFrom(highest: number, sentence: string): number {
  if (!isRequest(sentence)) return ABOUT;
  const odds = (highest / (1 - highest + 1e-9)) * GAP;
  return Math.max(ABOUT, odds / (1 + odds));
}

const COMMENT = /<!--[\s\S]*?(?:-->|$)|\/\*[\s\S]*?(?:\*\/|$)/gu;
const FENCE = /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)/gu;
/** Quoted mail, tables, comments of programming languages, and the line above a quoted mail. */
const SHOWN_LINE =
  /^\s*(?:>|\||\/\/|#|\*\s|--)|^\s*(?:On|Am|Le|El|Il|Em) .{4,80}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu).{0,40}:\s*$/iu;
/** What follows is an older mail, whole. */
const OLDER_MAIL =
  /^-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message d'origine|Mensaje original|Messaggio originale) ?-{2,}/imu;

function withoutShown(text: string): string {
  const plain = text.replace(COMMENT, '\n').replace(FENCE, '\n');
  const older = plain.search(OLDER_MAIL);
  const lines = (older > 0 ? plain.slice(0, older) : plain).split('\n');
  return lines
    .filter((line) => !SHOWN_LINE.test(line) && !isCode(line))
    .join('\n')
    .trim();
}

function isCode(line: string): boolean {
  return (
    (/[{};=<>]|\(\)/u.test(line) ||
      /^\s*(?:import|def|class|return|public|private|var|let|const)\b/u.test(line)) &&
    !/[?？.]\s*$/u.test(line)
  );
}

/** Also where a request begins without a full stop before it: appended texts often do. */
function sentencesOf(text: string): string[] {
  return text
    .replace(BEGINS_REQUEST, '\n')
    .split(/(?<=[.!?;])\s+|(?<=[。！？；])|[\n|]+/u)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** What comes before a verb of a request in its middle, if that is long enough for another request. */
function beforeRequest(sentence: string): string | undefined {
  const before = sentence.slice(0, Math.max(0, sentence.search(VERB_INSIDE)));
  return wordsOf(before).length >= FEWEST_BEFORE ? before : undefined;
}

function ends(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= 2 * READ_AT_EACH_END) return sentences;
  return [...sentences.slice(0, READ_AT_EACH_END), ...sentences.slice(-READ_AT_EACH_END)];
}

const VERB_INSIDE = new RegExp(
  `(?<=\\p{L} )(?<!\\b(?:to|i|you|we|can|could|should|would|please|and|or|not|the|a|of|my|your|me) )(?:${REQUEST_VERBS.join('|')})\\s`,
  'iu',
);
const STARTS_AS_REQUEST = new RegExp(`^\\s*(?:${REQUEST_WORDS.join('|')})(?![\\p{L}'])`, 'iu');
const capitalized = REQUEST_WORDS.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
const BEGINS_REQUEST = new RegExp(
  `(?<=[\\p{Ll}\\p{N})'"’”])[ \\t([]+(?=(?:${capitalized.join('|')})\\s)`,
  'gu',
);

function isRequest(sentence: string): boolean {
  return /[?？]\s*$/u.test(sentence) || STARTS_AS_REQUEST.test(sentence);
}
