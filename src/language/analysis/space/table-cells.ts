/**
 * The requests that the quality tables of two policies distinguish, in atoms of their common space: one intent of every
 * group that a table names, and one band of complexity. Must not know rules, pools or what a table says.
 */
import { bandOf } from '../../quality/quality-table.ts';
import type { Policy } from '../../semantics/model.ts';
import type { FactSpec, FactValue, ValueSet } from '../../vocabulary/value-set.ts';
import { coverOf, setBit } from './cover.ts';
import type { Cover } from './search.ts';
import type { Mention, Space } from './space.ts';

export interface TableCell {
  /** By axis: which of its classes. */
  readonly place: readonly number[];
  /** What a request of the cell has, by fact id. */
  readonly values: ReadonlyMap<string, FactValue>;
}

export interface TableCells {
  readonly cells: readonly TableCell[];
  /** Some of the cells as boxes, as few as can be had easily. */
  coversOf(cells: readonly TableCell[]): readonly Cover[];
}

/** Two groups of sixty and thirty intents. More are not looked at one by one. */
const MOST_CELLS = 8_000;

/** So that every band and every intent is an atom of the space. */
export function tableMentions(facts: readonly FactSpec[]): Mention[] {
  return facts.flatMap(({ id, domain }): Mention[] => {
    if (domain.kind === 'choice') return [{ fact: id, set: { kind: 'choices', values: domain.values } }];
    return [1 / 3, 2 / 3].map((high) => ({ fact: id, set: below(high) }));
  });
}

function below(high: number): ValueSet {
  return { kind: 'numbers', ranges: [{ low: 0, lowOpen: false, high, highOpen: true }] };
}

/** The facts that plans of either policy read of its table, each once. */
export function tableFacts(policies: readonly Policy[]): readonly FactSpec[] {
  const facts = policies.flatMap((policy) =>
    (policy.quality?.facts ?? []).filter(({ id }) => policy.facts.has(id)),
  );
  return [...new Map(facts.map((spec) => [spec.id, spec])).values()];
}

interface Axis {
  readonly dim: number;
  readonly id: string;
  readonly classes: readonly { readonly atoms: readonly number[]; readonly value: FactValue }[];
}

/** Undefined: too many. */
export function tableCells(space: Space, facts: readonly FactSpec[]): TableCells | undefined {
  const axes = facts.map((spec) => axisOf(space, spec));
  if (axes.reduce((product, { classes }) => product * classes.length, 1) > MOST_CELLS) return undefined;
  let cells: TableCell[] = [{ place: [], values: new Map() }];
  for (const { id, classes } of axes)
    cells = cells.flatMap(({ place, values }) =>
      classes.map(({ value }, at) => ({
        place: [...place, at],
        values: new Map([...values, [id, value]]),
      })),
    );
  return { cells, coversOf: (chosen) => coversOf(space, axes, chosen) };
}

/** Complexities of one band are one class; every intent, and not knowing, is a class of its own. */
function axisOf(space: Space, { id }: FactSpec): Axis {
  const dim = space.dimensionOf(id) ?? -1;
  const dimension = space.dimensions[dim];
  if (dimension === undefined) throw new Error(`${id} is not in this space`);
  const classes = new Map<string, { readonly atoms: number[]; readonly value: FactValue }>();
  for (let atom = 0; atom < dimension.atoms; atom += 1) {
    const value = dimension.valueOf(atom);
    const key = typeof value === 'number' ? bandOf(value) : JSON.stringify(value);
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { atoms: [atom], value });
    else known.atoms.push(atom);
  }
  return { dim, id, classes: [...classes.values()] };
}

/** Boxes that differ along one axis only are one box, the last axis first. */
function coversOf(space: Space, axes: readonly Axis[], cells: readonly TableCell[]): Cover[] {
  let boxes = cells.map(({ place }) => place.map((at) => [at]));
  for (const axis of [...axes.keys()].reverse()) {
    const joined = new Map<string, number[][]>();
    for (const box of boxes) {
      const key = JSON.stringify(box.with(axis, []));
      const known = joined.get(key);
      joined.set(
        key,
        known === undefined ? box : box.with(axis, [...(known[axis] ?? []), ...(box[axis] ?? [])]),
      );
    }
    boxes = [...joined.values()];
  }
  return boxes.flatMap(
    (box) => coverOf(new Map(axes.map((axis, at) => [axis.dim, words(space, axis, box[at] ?? [])]))) ?? [],
  );
}

function words({ starts }: Space, { dim, classes }: Axis, chosen: readonly number[]): Int32Array {
  const result = new Int32Array((starts[dim + 1] as number) - (starts[dim] as number));
  for (const at of chosen) for (const atom of classes[at]?.atoms ?? []) setBit(result, 0, atom);
  return result;
}
