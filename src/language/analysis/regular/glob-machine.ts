/**
 * A glob as a machine. Most are a few literals with stars: their states are positions, or sets of positions as bits, and
 * need no table. Knows signs and letters.
 */
import { type Machine, subsets } from './machine.ts';
import { type Letter, unitsOf } from './text-alphabet.ts';

const STAR = -1;
const ANY = -2;

/** Sets of so many places are bits of a number. */
const MOST_BITS = 30;

/** `literal`: stars and question marks are themselves. */
export function globMachine(glob: string, letters: readonly Letter[], literal = false): Machine {
  const signs = signsOf(glob, literal);
  const star = signs.indexOf(STAR);
  if (star < 0 || star === signs.length - 1) return prefixMachine(signs, star >= 0, letters);
  return signs.length <= MOST_BITS ? bitMachine(signs, letters) : placesMachine(signs, letters);
}

/** Two stars in a row are one. */
function signsOf(glob: string, literal: boolean): number[] {
  const signs = unitsOf(glob).map((unit) => (literal ? unit : unit === 42 ? STAR : unit === 63 ? ANY : unit));
  return signs.filter((sign, at) => sign !== STAR || signs[at - 1] !== STAR);
}

/** Nothing but a last star: the state is how much has been read, one more than there is for a text that has left. */
function prefixMachine(signs: readonly number[], open: boolean, letters: readonly Letter[]): Machine {
  const end = open ? signs.length - 1 : signs.length;
  const dead = end + 1;
  const stepUnit = (read: number, unit: number): number => {
    if (read >= end) return open && read === end ? end : dead;
    const sign = signs[read];
    return sign === ANY || sign === unit ? read + 1 : dead;
  };
  return {
    start: 0,
    step(state, letter) {
      let to = state;
      for (const unit of (letters[letter] as Letter).units) to = stepUnit(to, unit);
      return to;
    },
    accepts: (state) => state === end,
  };
}

function bitMachine(signs: readonly number[], letters: readonly Letter[]): Machine {
  let stars = 0;
  let any = 0;
  const literals = new Map<number, number>();
  signs.forEach((sign, at) => {
    if (sign === STAR) stars |= 1 << at;
    else if (sign === ANY) any |= 1 << at;
    else literals.set(sign, (literals.get(sign) ?? 0) | (1 << at));
  });
  const close = (places: number): number => places | ((places & stars) << 1);
  return {
    start: close(1),
    step(state, letter) {
      let to = state;
      for (const unit of (letters[letter] as Letter).units)
        to = close(((to & (any | (literals.get(unit) ?? 0))) << 1) | (to & stars));
      return to;
    },
    accepts: (state) => (state & (1 << signs.length)) !== 0,
  };
}

function placesMachine(signs: readonly number[], letters: readonly Letter[]): Machine {
  const close = (places: Set<number>): number[] => {
    for (const place of places) if (signs[place] === STAR) places.add(place + 1);
    return [...places].sort((a, b) => a - b);
  };
  const stepUnit = (places: readonly number[], unit: number): number[] => {
    const next = new Set<number>();
    for (const place of places) {
      const sign = signs[place];
      if (sign === STAR) next.add(place);
      else if (sign === ANY || sign === unit) next.add(place + 1);
    }
    return close(next);
  };
  return subsets(
    close(new Set([0])),
    (places) => places.join(),
    (places, letter) => (letters[letter] as Letter).units.reduce(stepUnit, places),
    (places) => places.includes(signs.length),
    letters.length,
  );
}
