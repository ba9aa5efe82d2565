/**
 * Machines that read a text letter by letter: deterministic, their states made when they are first entered (the subset
 * construction of M. O. Rabin and D. Scott, 1959, done lazily). Knows no patterns.
 */

/** States are numbers. */
export interface Machine {
  readonly start: number;
  step(state: number, letter: number): number;
  accepts(state: number): boolean;
}

/** Sets of places in a pattern as states. */
export function subsets<State>(
  first: State,
  keyOf: (state: State) => string,
  next: (state: State, letter: number) => State,
  accepts: (state: State) => boolean,
  letters: number,
): Machine {
  const states: State[] = [first];
  const ids = new Map([[keyOf(first), 0]]);
  const table: (number | undefined)[] = [];
  return {
    start: 0,
    step(state, letter) {
      const cell = state * letters + letter;
      const known = table[cell];
      if (known !== undefined) return known;
      const to = next(states[state] as State, letter);
      const key = keyOf(to);
      let id = ids.get(key);
      if (id === undefined) {
        id = states.length;
        states.push(to);
        ids.set(key, id);
      }
      table[cell] = id;
      return id;
    },
    accepts: (state) => accepts(states[state] as State),
  };
}
