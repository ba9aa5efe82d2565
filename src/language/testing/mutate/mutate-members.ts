/**
 * Mutants of a declaration, member by member. Each kind of declaration has a table with a line for every member of
 * its type: how it is mutated, or why it is left alone. TypeScript requires every line, so that a new clause of the
 * language cannot be forgotten. Knows no declaration.
 */
import type { Place, Policy } from '../../semantics/model.ts';

/** One small change. */
export interface Edit<T> {
  /** The original and the mutated clause, in the policy's syntax. `''`: nothing. */
  readonly from: string;
  readonly to: string;
  /** Undefined: the member is left out. */
  readonly value: T;
  /** Its own position within the declaration, where it has one. */
  readonly at?: Place;
}

/** Why no mutant is made of a member. */
export interface LeftAlone {
  readonly leftAlone: string;
}

type MutateMember<T, K extends keyof T> = (
  value: NonNullable<T[K]>,
  policy: Policy,
  owner: T,
) => readonly Edit<T[K] | undefined>[];

/** A line for every member, the optional ones included. */
export type Members<T> = { readonly [K in keyof T]-?: MutateMember<T, K> | LeftAlone };

export const NAME = { leftAlone: 'a declaration is renamed together with all that names it' } as const;
export const PLACE = { leftAlone: 'positions do not affect decisions' } as const;
export const KIND = { leftAlone: 'another kind would be another declaration' } as const;

/** Every mutant of one declaration, in the order of its table. */
export function mutateMembers<T extends object>(
  owner: T,
  members: Members<T>,
  policy: Policy,
): readonly Edit<T>[] {
  return (Object.keys(members) as (keyof T)[]).flatMap((key): Edit<T>[] => {
    const mutate = members[key];
    const value = owner[key];
    if (typeof mutate !== 'function' || value === undefined || value === null) return [];
    return mutate(value, policy, owner).map((edit) => ({
      ...edit,
      value: withMember(owner, key, edit.value),
    }));
  });
}

function withMember<T extends object, K extends keyof T>(owner: T, key: K, value: T[K] | undefined): T {
  if (value !== undefined) return { ...owner, [key]: value };
  const { [key]: _, ...rest } = owner;
  return rest as T;
}

/** Every item replaced by its own mutants, in its place. */
export function mutateItems<T>(
  items: readonly T[],
  mutate: (item: T, index: number) => readonly Edit<T>[],
): Edit<readonly T[]>[] {
  return items.flatMap((item, index) =>
    mutate(item, index).map((edit) => ({ ...edit, value: items.with(index, edit.value) })),
  );
}

/** Every item left out; `least` are always left. */
export function dropItems<T>(
  items: readonly T[],
  words: (item: T, index: number) => string,
  least = 0,
): Edit<readonly T[]>[] {
  if (items.length <= least) return [];
  return items.map((item, index) => ({ from: words(item, index), to: '', value: items.toSpliced(index, 1) }));
}

/** Half of a quantity, and twice as much. Whole numbers stay whole, except dollars. */
export function scaled(
  value: number,
  words: (value: number) => string,
  most = Number.POSITIVE_INFINITY,
): Edit<number>[] {
  const half = Number.isInteger(value) && !words(value).startsWith('$') ? Math.floor(value / 2) : value / 2;
  return [half, value * 2]
    .filter((other) => other > 0 && other !== value && other <= most)
    .map((other) => ({ from: words(value), to: words(other), value: other }));
}

/** Each of the others there are. */
export function instead<T extends string>(
  value: T,
  all: readonly NoInfer<T>[],
  words: (value: NoInfer<T>) => string,
): Edit<T>[] {
  return all
    .filter((other) => other !== value)
    .map((other) => ({ from: words(value), to: words(other), value: other }));
}

/** A changed string: without its last word, or where it has only one, without its last letter. */
export function shortened(text: string, words: (text: string) => string): Edit<string>[] {
  const space = text.trimEnd().lastIndexOf(' ');
  const other = space > 0 ? text.slice(0, space) : text.slice(0, -1);
  return text === '' ? [] : [{ from: words(text), to: words(other), value: other }];
}

/** The same change, described as one of the enclosing clause. */
export function within<T, U>(
  edits: readonly Edit<T>[],
  wrap: (value: T) => U,
  words: (text: string) => string = (text) => text,
): Edit<U>[] {
  return edits.map(({ from, to, value, ...at }) => ({
    ...at,
    from: from === '' ? '' : words(from),
    to: to === '' ? '' : words(to),
    value: wrap(value),
  }));
}
