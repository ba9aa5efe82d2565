/**
 * Writes a changed JSON body and keeps the bytes of the original: a value that was not rewritten keeps its digits,
 * escapes, order, spaces and duplicate members. Descends only where something was rewritten, so never deeper than a
 * transform. Knows no dialect.
 */
import type { Rewrites } from '../../language/planning/rewrites.ts';
import { isRecord } from './is-record.ts';
import {
  elementsAt,
  type Member,
  type MemberPlace,
  membersAt,
  memberValue,
  type ObjectMembers,
  objectMembers,
} from './json-members.ts';

/** `text` replaces the bytes between the offsets. Edits do not overlap. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

type Json = Readonly<Record<string, unknown>>;

/** `json` is `bytes` parsed. */
export interface Original {
  readonly bytes: Buffer;
  readonly json: Json;
  readonly members: ObjectMembers;
}

/** Undefined when the bytes are not one JSON object. */
export function originalOf(bytes: Buffer, json: Json): Original | undefined {
  const members = objectMembers(bytes);
  return members === undefined ? undefined : { bytes, json, members };
}

/**
 * The edits that turn the bytes into `next`, in order of position. `isDecisive`: of a duplicate member of the body
 * itself with different values, only the last, which JSON.parse has read, is kept.
 */
export function editsFor(
  { bytes, json, members }: Original,
  next: Json,
  rewrites: Rewrites,
  isDecisive: (name: string) => boolean = () => false,
): Edit[] {
  const writer = new EditWriter(bytes, rewrites);
  writer.object(members, json, next, isDecisive);
  // A stable sort: insertions at the same position keep their order.
  return writer.edits.sort((a, b) => a.from - b.from || a.to - b.to);
}

/**
 * The bytes where one member has become another string and others are added after the last one, which is all that most
 * requests need; undefined where more has changed.
 */
export function changedSlightly(bytes: Buffer, before: Json, next: Json): Buffer | undefined {
  let changed: string | undefined;
  let count = 0;
  for (const name in before) {
    count += 1;
    if (next[name] === before[name]) continue;
    if (changed !== undefined || typeof next[name] !== 'string') return undefined;
    changed = name;
  }
  const place = changed === undefined ? undefined : memberValue(bytes, changed, count);
  if (place === undefined || changed === undefined) return undefined;
  let added = '';
  for (const name in next) {
    if (next[name] === undefined || Object.hasOwn(before, name)) continue;
    added += `,${JSON.stringify(name)}:${JSON.stringify(next[name])}`;
  }
  return spliced(bytes, place, JSON.stringify(next[changed]), added);
}

/** The bytes with another value in that place, and with `added` after the last member. */
export function spliced(bytes: Buffer, { from, to, end }: MemberPlace, value: string, added = ''): Buffer {
  const [length, more] = [Buffer.byteLength(value), Buffer.byteLength(added)];
  const all = Buffer.allocUnsafe(bytes.length - (to - from) + length + more);
  bytes.copy(all, 0, 0, from);
  all.write(value, from);
  let at = from + length;
  at += bytes.copy(all, at, to, end);
  at += all.write(added, at);
  bytes.copy(all, at, end);
  return all;
}

export function applyEdits(bytes: Buffer, edits: readonly Edit[]): Buffer {
  if (edits.length === 0) return bytes;
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { from, to, text } of edits) {
    pieces.push(bytes.subarray(at, from));
    if (text !== '') pieces.push(Buffer.from(text));
    at = to;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

class EditWriter {
  readonly edits: Edit[] = [];
  readonly #bytes: Buffer;
  readonly #rewrites: Rewrites;

  constructor(bytes: Buffer, rewrites: Rewrites) {
    this.#bytes = bytes;
    this.#rewrites = rewrites;
  }

  object(
    { members, open }: ObjectMembers,
    before: Json,
    next: Json,
    isDecisive: (name: string) => boolean = () => false,
  ): void {
    const kept = new Array<boolean>(members.length).fill(false);
    /** Of several members with one name JSON.parse keeps the last. */
    const last = new Map<string, number>();
    for (const [index, { key }] of members.entries()) last.set(key, index);
    for (const [index, member] of members.entries()) {
      const { key } = member;
      const value = Object.hasOwn(next, key) ? next[key] : undefined;
      if (value === undefined) continue;
      const repeated = last.get(key) !== index;
      if (value === before[key]) {
        kept[index] = !repeated || !isDecisive(key) || this.#isSame(member, members[last.get(key) ?? index]);
      } else if (!repeated) {
        kept[index] = true;
        this.#value(member, before[key], value);
      }
    }
    const added: string[] = [];
    for (const [key, value] of Object.entries(next)) {
      if (value !== undefined && !last.has(key))
        added.push(`${JSON.stringify(key)}:${JSON.stringify(value)}`);
    }
    this.#list(members, kept, new Map([[members.length, added]]), open);
  }

  #isSame(one: Member, other: Member | undefined): boolean {
    const bytes = this.#bytes;
    return (
      other !== undefined && bytes.compare(bytes, one.valueFrom, one.to, other.valueFrom, other.to) === 0
    );
  }

  #value(place: Pick<Member, 'valueFrom' | 'to'>, before: unknown, next: unknown): void {
    const { valueFrom: from, to } = place;
    if (!this.#inner(from, before, next)) this.edits.push({ from, to, text: JSON.stringify(next) });
  }

  /** Descends into what was rewritten; false where the value was replaced. */
  #inner(from: number, before: unknown, next: unknown): boolean {
    if (typeof next !== 'object' || next === null || this.#rewrites.originOf(next) !== before) return false;
    if (Array.isArray(next) && Array.isArray(before)) {
      const found = elementsAt(this.#bytes, from);
      if (found !== undefined) this.#array(found.elements, found.open, before, next);
      return found !== undefined;
    }
    if (!isRecord(next) || !isRecord(before)) return false;
    const found = membersAt(this.#bytes, from);
    if (found !== undefined) this.object(found, before, next);
    return found !== undefined;
  }

  #array(
    elements: readonly Span[],
    open: number,
    before: readonly unknown[],
    next: readonly unknown[],
  ): void {
    const places = new Map<unknown, number>();
    for (const [index, value] of before.entries()) if (typeof value === 'object') places.set(value, index);
    const kept = new Array<boolean>(elements.length).fill(false);
    const added = new Map<number, string[]>();
    let waiting: string[] = [];
    /** The first element that may still be kept: order stays. */
    let from = 0;
    for (const value of next) {
      const place = this.#placeOf(value, before, places, from);
      const span = place === undefined ? undefined : elements[place];
      if (place === undefined || span === undefined) {
        waiting.push(JSON.stringify(value));
        continue;
      }
      kept[place] = true;
      if (value !== before[place]) this.#value({ valueFrom: span.from, to: span.to }, before[place], value);
      added.set(place, waiting);
      waiting = [];
      from = place + 1;
    }
    added.set(elements.length, waiting);
    this.#list(elements, kept, added, open);
  }

  #placeOf(
    value: unknown,
    before: readonly unknown[],
    places: ReadonlyMap<unknown, number>,
    from: number,
  ): number | undefined {
    if (typeof value === 'object' && value !== null) {
      const place = places.get(this.#rewrites.originOf(value));
      return place === undefined || place < from ? undefined : place;
    }
    const place = before.indexOf(value, from);
    return place < 0 ? undefined : place;
  }

  /**
   * Removes the items that are not kept, with their commas, and inserts `added`, by the index of the following item.
   */
  #list(
    items: readonly Span[],
    kept: readonly boolean[],
    added: ReadonlyMap<number, readonly string[]>,
    open: number,
  ): void {
    const lastKept = kept.lastIndexOf(true);
    for (const [index, item] of items.entries()) {
      if (kept[index] === true) {
        const before = added.get(index) ?? [];
        if (before.length > 0) this.#insert(item.from, `${before.join(',')},`);
      } else if (index < lastKept) {
        this.edits.push({ from: item.from, to: items[index + 1]?.from ?? item.to, text: '' });
      }
    }
    const rest = added.get(items.length) ?? [];
    const from = items[lastKept]?.to ?? items[0]?.from ?? open + 1;
    const to = items.at(-1)?.to ?? from;
    if (rest.length > 0) this.#insert(from, `${lastKept < 0 ? '' : ','}${rest.join(',')}`);
    if (to > from) this.edits.push({ from, to, text: '' });
  }

  #insert(at: number, text: string): void {
    this.edits.push({ from: at, to: at, text });
  }
}
