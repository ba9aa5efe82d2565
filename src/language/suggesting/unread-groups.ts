// Groups of alike texts in which no intent is read, each with a proposed name: what the policy may lack an intent
// for. Average-linkage clustering, which does not chain texts that have nothing in common; the name is made of the
// words that are frequent in the group and rare elsewhere. Must not know: how a text is read, policies.

import { EN } from '../heads/background/en.ts';
import { wordsOf } from '../heads/ngrams.ts';
import { FUNCTION_WORDS } from './function-words.ts';
import { endsOf, type Similarities } from './similarities.ts';

export interface UnreadGroup {
  /** Numbers of its texts; first the one that is most like the others. */
  readonly texts: readonly number[];
  /** Not used by another group; may be a word of the policy language. */
  readonly name: string;
}

/** Mean similarity of two groups from which they are one. */
const ALIKE = 0.24;
const FEWEST = 3;
const MOST_GROUPS = 5;
/** Clustering compares each pair: of more texts the first ones represent the others. */
const MOST_TEXTS = 600;

/** The largest first. `unread`: numbers of texts. */
export function unreadGroups(
  texts: readonly string[],
  unread: readonly number[],
  similarities: Similarities,
): readonly UnreadGroup[] {
  const groups = linked(unread.slice(0, MOST_TEXTS), similarities)
    .filter((group) => group.length >= FEWEST)
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_GROUPS);
  const rare = rarityOf([...texts.map(endsOf), ...EN]);
  const used = new Set<string>();
  return groups.map((group) => {
    const name = nameOf(
      group.map((at) => endsOf(texts[at] ?? '')),
      rare,
      used,
    );
    used.add(name);
    return { texts: byCentrality(group, similarities), name };
  });
}

/** Joins the two most alike groups until none are alike enough. */
function linked(members: readonly number[], { between }: Similarities): number[][] {
  const groups = members.map((one) => [one]);
  const sums = members.map((one) => Float64Array.from(members, (other) => between(one, other)));
  const alive = new Set(members.keys());
  const mean = (a: number, b: number) =>
    (sums[a]?.[b] ?? 0) / ((groups[a]?.length ?? 1) * (groups[b]?.length ?? 1));
  const nearest = (a: number): { other: number; alike: number } => {
    let [other, alike] = [-1, 0];
    for (const b of alive) if (b !== a && mean(a, b) > alike) [other, alike] = [b, mean(a, b)];
    return { other, alike };
  };
  const best = members.map((_, at) => nearest(at));
  for (;;) {
    let from = -1;
    for (const a of alive) if (from < 0 || (best[a]?.alike ?? 0) > (best[from]?.alike ?? 0)) from = a;
    const pair = best[from];
    if (pair === undefined || pair.other < 0 || pair.alike < ALIKE) break;
    const { other } = pair;
    groups[from] = [...(groups[from] ?? []), ...(groups[other] ?? [])];
    alive.delete(other);
    for (const b of alive) {
      const sum = (sums[from]?.[b] ?? 0) + (sums[other]?.[b] ?? 0);
      sums[from]?.fill(sum, b, b + 1);
      sums[b]?.fill(sum, from, from + 1);
    }
    for (const a of alive)
      if (a === from || best[a]?.other === other || best[a]?.other === from) best[a] = nearest(a);
  }
  return [...alive].map((at) => groups[at] ?? []);
}

function byCentrality(group: readonly number[], { between }: Similarities): number[] {
  const sum = (one: number) => group.reduce((total, other) => total + between(one, other), 0);
  return [...group].sort((a, b) => sum(b) - sum(a) || a - b);
}

function rarityOf(texts: readonly string[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(plainWords(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log((texts.length + 1) / ((counts.get(word) ?? 0) + 1));
}

/** A word of another script, of a letter or two or of digits is left out of names. */
const PART = /^[a-z]{3,24}$/;

/** In the order in which they are in the texts: "credit card", not "card credit". */
function nameOf(texts: readonly string[], rare: (word: string) => number, used: ReadonlySet<string>): string {
  const found = new Map<string, { count: number; places: number }>();
  for (const text of texts) {
    const words = plainWords(text);
    for (const word of new Set(words)) {
      const { count, places } = found.get(word) ?? { count: 0, places: 0 };
      found.set(word, { count: count + 1, places: places + words.indexOf(word) / words.length });
    }
  }
  const shared = [...found].filter(
    ([word, { count }]) => PART.test(word) && count >= Math.max(2, texts.length / 4),
  );
  const telling = shared.filter(([word]) => !FUNCTION_WORDS.has(word));
  const chosen = (telling.length === 0 ? shared : telling)
    .map(([word, { count, places }]) => ({ word, weight: count * rare(word), place: places / count }))
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, 2)
    .sort((a, b) => a.place - b.place);
  const name = chosen.length === 0 ? 'unnamed' : chosen.map(({ word }) => word).join('-');
  let free = name;
  for (let number = 2; used.has(free); number++) free = `${name}-${number}`;
  return free;
}

/** Names have the letters a to z. */
function plainWords(text: string): string[] {
  return wordsOf(text).map((word) => word.normalize('NFD').replace(/\p{M}+/gu, ''));
}
