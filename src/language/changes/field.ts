/**
 * Compares two declarations of one kind, clause by clause, in the policy's own words. Every member of a kind needs a
 * row in its table, so that a new one cannot be left out by accident. Must not know which kinds there are.
 */
import { changedText } from './changed-text.ts';

/** Shown for a missing clause. */
export const NONE = 'none';

/** One difference. Both texts are for people: long ones are shortened to what differs. */
export interface Told {
  /** `provider edge, key env`. */
  readonly what: string;
  /** `none` where the clause was missing. */
  readonly before: string;
  readonly after: string;
}

export interface Field<T> {
  /** Where a difference is reported: with the requests that it changes, or once for the whole policy. */
  readonly told: 'regions' | 'notes';
  /** The keyword of the clause; empty where the text contains it. */
  readonly clause: string;
  /** A list whose order has no meaning. */
  readonly unordered?: true;
  words(value: T): string;
  /** Where the text of the whole value would hide the difference; none: the whole is shown. */
  changes?(head: string, before: T | undefined, after: T | undefined): readonly Told[];
}

/** Members that do not affect requests. */
export type Unsaid =
  /** The name: declarations are compared by name. */
  | 'name'
  /** Where it is written. */
  | 'place'
  /** For readers of the policy. */
  | 'for people'
  /** Follows from the other members. */
  | 'derived';

export type Fields<T> = { readonly [K in keyof T]-?: Field<NonNullable<T[K]>> | Unsaid };

/** Which members of a value belong to requests: what outcomes are compared by. */
export function membersInRegions<T extends object>(fields: Fields<T>, value: T): Partial<T> {
  const part: Partial<T> = {};
  for (const key of keysOf(fields)) {
    const field = fields[key];
    if (typeof field === 'string' || field.told !== 'regions') continue;
    part[key] = field.unordered === true ? (inOneOrder(value[key]) as T[typeof key]) : value[key];
  }
  return part;
}

/** All differences, or only those reported in one of the two ways. */
export function changedFields<T extends object>(
  fields: Fields<T>,
  head: string,
  before: T,
  after: T,
  told?: Field<unknown>['told'],
): readonly Told[] {
  return keysOf(fields).flatMap((key): readonly Told[] => {
    const field = fields[key];
    if (typeof field === 'string' || (told !== undefined && field.told !== told)) return [];
    return changedField(field, head, before[key] ?? undefined, after[key] ?? undefined);
  });
}

function changedField<T>(
  field: Field<T>,
  head: string,
  before: T | undefined,
  after: T | undefined,
): readonly Told[] {
  if (sameValue(before, after)) return [];
  if (field.unordered === true && sameValue(inOneOrder(before), inOneOrder(after))) return [];
  const what = [head, field.clause].filter((part) => part !== '').join(', ');
  const changes = field.changes?.(what, before, after) ?? [];
  if (changes.length > 0) return changes;
  const words = (value: T | undefined): string => (value === undefined ? NONE : field.words(value) || NONE);
  return [toldOf(what, words(before), words(after))];
}

function inOneOrder(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return [...value].sort((a, b) => (keyOfValue(a) < keyOfValue(b) ? -1 : 1));
}

export function toldOf(what: string, before: string, after: string): Told {
  const [was, is] = changedText(before, after);
  return { what, before: was, after: is };
}

/** Lists of equal length entry by entry, others whole. */
export function changedEntries<T>(
  words: (entry: T) => string,
): (head: string, before: readonly T[] | undefined, after: readonly T[] | undefined) => readonly Told[] {
  return (head, before = [], after = []) => {
    if (before.length !== after.length) return [];
    return before.flatMap((entry, index) => {
      const [was, is] = [words(entry), words(after[index] ?? entry)];
      return was === is ? [] : [toldOf(head, was, is)];
    });
  };
}

/** All clauses, as they would be written. */
export function wholeWords<T extends object>(fields: Fields<T>, value: T): string {
  const clauses = keysOf(fields).flatMap((key) => {
    const field = fields[key];
    const own = value[key];
    if (typeof field === 'string' || own === undefined || own === null) return [];
    const words = field.words(own as NonNullable<T[typeof key]>);
    return words === '' ? [] : [`${field.clause} ${words}`.trim()];
  });
  return clauses.join(' ');
}

function keysOf<T extends object>(fields: Fields<T>): (keyof T)[] {
  return Object.keys(fields) as (keyof T)[];
}

/** Positions in the text do not count, nor does the path of a file: its content does. */
export function keyOfValue(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) =>
      key === 'at' || key === 'file' ? undefined : part instanceof Map ? [...part] : part,
    ) ?? ''
  );
}

export function sameValue(a: unknown, b: unknown): boolean {
  return keyOfValue(a) === keyOfValue(b);
}
