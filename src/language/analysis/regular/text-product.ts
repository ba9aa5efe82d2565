/**
 * Many machines that read one text together: their product, made state by state. A state lists only the machines that
 * are not where they rest (where a text that has nothing to do with their pattern brings them), so that a thousand
 * prefixes cost what the few cost that still match. Knows no patterns.
 */
import type { Machine } from './machine.ts';

/** Machine and state, machine and state, by machine; machines at rest are left out. */
export type ProductState = readonly number[];

export interface Product {
  readonly start: ProductState;
  step(state: ProductState, letter: number): ProductState;
  /** Machines that accept, ascending. */
  accepting(state: ProductState): readonly number[];
  /** A machine at rest may leave its rest with this letter. */
  readonly moves: (letter: number) => boolean;
}

/** `other`: a letter that means as little as possible to the machines. */
export function productOf(machines: readonly Machine[], letters: number, other: number): Product {
  const rests = machines.map((machine) => restOf(machine, other));
  const leaving: number[][] = Array.from({ length: letters }, () => []);
  const acceptingAtRest: number[] = [];
  machines.forEach((machine, index) => {
    const rest = rests[index] as number;
    if (machine.accepts(rest)) acceptingAtRest.push(index);
    for (let letter = 0; letter < letters; letter += 1)
      if (machine.step(rest, letter) !== rest) leaving[letter]?.push(index);
  });
  return {
    start: machines.flatMap((machine, index) =>
      machine.start === rests[index] ? [] : [index, machine.start],
    ),
    moves: (letter) => (leaving[letter]?.length ?? 0) > 0,
    step(state, letter) {
      const next: number[] = [];
      const add = (machine: number, from: number): void => {
        const to = (machines[machine] as Machine).step(from, letter);
        if (to !== rests[machine]) next.push(machine, to);
      };
      const left = leaving[letter] as number[];
      let at = 0;
      for (let i = 0; i < state.length; i += 2) {
        const machine = state[i] as number;
        for (; at < left.length && (left[at] as number) < machine; at += 1)
          add(left[at] as number, rests[left[at] as number] as number);
        if (left[at] === machine) at += 1;
        add(machine, state[i + 1] as number);
      }
      for (; at < left.length; at += 1) add(left[at] as number, rests[left[at] as number] as number);
      return next;
    },
    accepting(state) {
      const found: number[] = [];
      let at = 0;
      for (let i = 0; i < state.length; i += 2) {
        const machine = state[i] as number;
        for (; at < acceptingAtRest.length && (acceptingAtRest[at] as number) < machine; at += 1)
          found.push(acceptingAtRest[at] as number);
        if (acceptingAtRest[at] === machine) at += 1;
        if ((machines[machine] as Machine).accepts(state[i + 1] as number)) found.push(machine);
      }
      for (; at < acceptingAtRest.length; at += 1) found.push(acceptingAtRest[at] as number);
      return found;
    },
  };
}

/** Where the same letter again and again brings a machine; where it never comes to rest, where it was last seen. */
const LONGEST_WAY = 64;

function restOf(machine: Machine, letter: number): number {
  let state = machine.start;
  for (let i = 0; i < LONGEST_WAY; i += 1) {
    const next = machine.step(state, letter);
    if (next === state) return state;
    state = next;
  }
  return state;
}
