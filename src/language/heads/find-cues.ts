// Finds the cues of the table in a text: which kinds of words refer to the conversation before it, and where. One
// pass over the words, with the longest phrase at each. Must not know: what a cue counts, intents, requests.

import { CUES, type CueName } from './follow-up-cues.ts';
import { wordsOf } from './ngrams.ts';

/** What a cue is where it was found: `late` is beyond the first words, `inside` an edit that is not the request. */
export type FoundCue = CueName | `${CueName} late` | `${CueName} later` | (typeof MADE)[number];

const MADE = [
  'edit inside',
  'pronoun after words',
  'the noun',
  'edit of their own',
  'pronoun after its noun',
  'this noun',
  'late noun',
  'something of theirs',
] as const;

export interface FoundCues {
  readonly cues: ReadonlySet<FoundCue>;
  readonly words: readonly string[];
}

interface Node {
  readonly next: Map<string, Node>;
  readonly anywhere: Set<CueName>;
  readonly first: Set<CueName>;
}

const SENTENCE_END = /[.!?;\n。！？；]+/u;
/** Words of a sentence from here on are late, and all words of a sentence that begins after so many. */
const EARLY = 12;
const LATE_SENTENCE = 30;
/** A question word is a message of its own up to this many words. */
const BARE = 2;
/** A pronoun after so many words of this length that are not in the table may mean something in its own message. */
const NAMED = 2;
const INFORMATIVE = 5;
/** After these words, "the impact of …" defines its noun itself. */
const OF: ReadonlySet<string> = new Set(['of', 'for', 'between', 'in', 'to', 'that', 'which']);
const ROOT = treeOf();

function emptyNode(): Node {
  return { next: new Map(), anywhere: new Set(), first: new Set() };
}

function treeOf(): Node {
  const root = emptyNode();
  for (const { cue, first, phrases } of CUES)
    for (const phrase of phrases.join('|').split('|')) {
      let node = root;
      for (const word of wordsOf(phrase)) {
        const next = node.next.get(word) ?? emptyNode();
        node.next.set(word, next);
        node = next;
      }
      (first ? node.first : node.anywhere).add(cue);
    }
  return root;
}

/** Whether the table has a phrase that begins with the word. */
export function isCueWord(word: string): boolean {
  return ROOT.next.has(word);
}

export function findCues(text: string): FoundCues {
  const sentences = text
    .split(SENTENCE_END)
    .map(wordsOf)
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  const scan: Scan = {
    cues: new Set(),
    seen: 0,
    count: words.length,
    introduced: false,
    named: 0,
    theirs: false,
  };
  sentences.forEach((sentence, nth) => {
    scanSentence(scan, sentence, nth === 0);
    scan.seen += sentence.length;
  });
  if (scan.theirs) scan.cues.add('something of theirs');
  return { cues: scan.cues, words };
}

interface Scan {
  readonly cues: Set<FoundCue>;
  /** Words of the sentences before. */
  seen: number;
  readonly count: number;
  /** A noun was introduced, so that a pronoun after it may mean that noun. */
  introduced: boolean;
  /** Words so far that can name something. */
  named: number;
  /** Something of the user's own was named. */
  theirs: boolean;
}

function scanSentence(scan: Scan, sentence: readonly string[], isFirst: boolean): void {
  let leads = true;
  let pointedAt = Number.NEGATIVE_INFINITY;
  let articleAt = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < sentence.length; ) {
    const word = sentence[at] ?? '';
    const { node, length } = longest(sentence, at);
    noteRoles(scan, ROOT.next.get(word));
    if (node !== undefined) {
      const late = at >= EARLY || scan.seen >= LATE_SENTENCE;
      if (!node.anywhere.has('expletive'))
        for (const cue of node.anywhere)
          add(scan, cue, {
            late,
            leads,
            pointed: at - pointedAt <= 2,
            defined: at - articleAt <= 2 && !OF.has(sentence[at + length] ?? ''),
          });
      if (at === 0) for (const cue of node.first) scan.cues.add(isFirst ? cue : `${cue} later`);
    }
    const roles = ROOT.next.get(word)?.anywhere;
    if (roles?.has('pointer')) pointedAt = at;
    if (roles?.has('article')) articleAt = at;
    if (roles === undefined && word.length >= INFORMATIVE) scan.named++;
    if (!roles?.has('polite')) leads = false;
    // "turn your" is followed by what is pointed at: "your answer".
    const last = length > 1 ? ROOT.next.get(sentence[at + length - 1] ?? '')?.anywhere : undefined;
    at += last?.has('pointer') || last?.has('article') ? length - 1 : length;
  }
}

function longest(
  sentence: readonly string[],
  at: number,
): { readonly node: Node | undefined; readonly length: number } {
  let found: Node | undefined;
  let length = 1;
  let node: Node | undefined = ROOT;
  for (let end = at; end < sentence.length; end++) {
    node = node.next.get(sentence[end] ?? '');
    if (node === undefined) break;
    if (node.anywhere.size === 0 && (node.first.size === 0 || at > 0)) continue;
    found = node;
    length = end - at + 1;
  }
  return { node: found, length };
}

function noteRoles(scan: Scan, one: Node | undefined): void {
  if (one === undefined) return;
  if (one.anywhere.has('introduction')) scan.introduced = true;
  if (one.anywhere.has('possessive')) scan.theirs = true;
}

interface Place {
  readonly late: boolean;
  readonly leads: boolean;
  /** After a word like "this" or "your". */
  readonly pointed: boolean;
  /** After "the", and nothing after it says which. */
  readonly defined: boolean;
}

/** Words that only show how others are to be read are not cues themselves. */
const ROLES: ReadonlySet<CueName> = new Set(['introduction', 'possessive', 'pointer', 'article', 'polite']);

function add(scan: Scan, cue: CueName, { late, leads, pointed, defined }: Place): void {
  if (ROLES.has(cue)) return;
  if (cue === 'noun') {
    if (pointed && !scan.introduced) scan.cues.add(late ? 'late noun' : 'this noun');
    else if (defined && !late && !scan.introduced) scan.cues.add('the noun');
  } else if (cue === 'question word') {
    if (scan.count <= BARE) scan.cues.add(cue);
  } else if (cue === 'pronoun' && (scan.introduced || scan.theirs)) scan.cues.add('pronoun after its noun');
  else if (cue === 'pronoun' && scan.named >= NAMED) scan.cues.add('pronoun after words');
  else if (cue === 'edit' && !leads) scan.cues.add('edit inside');
  else if (cue === 'edit' && scan.theirs) scan.cues.add('edit of their own');
  else scan.cues.add(late ? `${cue} late` : cue);
}
