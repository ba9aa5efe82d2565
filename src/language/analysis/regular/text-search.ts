/**
 * One short text that fits some patterns and none of others: a walk through the product of their machines that ends where
 * the first such text is found. Where all combinations are wanted, see `text-atoms.ts`. Knows no policy.
 */
import { patternFits } from '../../vocabulary/text-patterns.ts';
import type { TextPattern } from '../../vocabulary/value-set.ts';
import { lettersOf } from './text-alphabet.ts';
import { machineOf, readPattern } from './text-machines.ts';

/** States of the product that are entered: some 50 ms. */
const MOST_STATES = 20_000;

/** `none`: proved that there is no such text. `open`: a pattern has no machine, or the walk would take too long. */
export type Between =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'open' };

/** What globs fix, one behind the other, where that happens to be such a text: quick, and often it is. */
export function joinedText(
  fits: readonly TextPattern[],
  misses: readonly TextPattern[],
): Between | undefined {
  const parts: [string[], string[], string[]] = [[], [], []];
  for (const pattern of fits) {
    if (pattern.kind !== 'glob') return undefined;
    const { glob } = pattern;
    const place = glob.startsWith('*') ? (glob.endsWith('*') ? 1 : 2) : 0;
    parts[place].push(glob.replaceAll('*', '').replaceAll('?', 'a'));
  }
  const text = parts.flat().join('');
  const isFound =
    fits.every((pattern) => patternFits(pattern, text)) &&
    !misses.some((pattern) => patternFits(pattern, text));
  return isFound ? { kind: 'text', text } : undefined;
}

/** So many letters tried on one machine are a step of a search. */
const LETTERS_A_STEP = 8;

/** The empty text is found only where there is no other. `count` is called with the steps that it took. */
export function textFitting(
  fits: readonly TextPattern[],
  misses: readonly TextPattern[],
  count: (steps: number) => void = () => undefined,
): Between {
  const patterns = [...fits, ...misses];
  const read = patterns.flatMap((pattern) => readPattern(pattern) ?? []);
  if (read.length < patterns.length) return { kind: 'open' };
  const letters = lettersOf(read);
  const machines = read.map((each) => machineOf(each, letters));
  const isWanted = (state: readonly number[]): boolean =>
    machines.every((machine, at) => machine.accepts(state[at] as number) === at < fits.length);

  const start = machines.map((machine) => machine.start);
  const empty = isWanted(start);
  const entered = new Set([start.join()]);
  const queue: { readonly state: readonly number[]; readonly text: string }[] = [{ state: start, text: '' }];
  for (let at = 0; at < queue.length; at += 1) {
    count(1 + Math.floor((letters.length * machines.length) / LETTERS_A_STEP));
    const { state, text } = queue[at] as (typeof queue)[number];
    for (let letter = 0; letter < letters.length; letter += 1) {
      const next = machines.map((machine, index) => machine.step(state[index] as number, letter));
      const longer = text + (letters[letter]?.text ?? '');
      if (isWanted(next)) return { kind: 'text', text: longer };
      const key = next.join();
      if (entered.has(key)) continue;
      entered.add(key);
      if (queue.length === MOST_STATES) return empty ? { kind: 'text', text: '' } : { kind: 'open' };
      queue.push({ state: next, text: longer });
    }
  }
  return empty ? { kind: 'text', text: '' } : { kind: 'none' };
}
