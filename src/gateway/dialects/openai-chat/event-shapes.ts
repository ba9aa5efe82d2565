/**
 * Recognizes events of a stream that differ from an earlier one only in their text, so that they need not be parsed:
 * all bytes around the text are the same, except for members that no reader uses. JSON with another string in the place
 * of a string differs in meaning only by that string, whatever is in it, so nothing else can have changed: every
 * event with a finish, an error, usage or a tool call differs in other bytes and is parsed. Knows no stream.
 */
import {
  type ArrayElements,
  elementsAt,
  type Member,
  membersAt,
  type ObjectMembers,
} from '../json-members.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
/** Shapes that alternate in one stream: choices, or reasoning and text. */
const MOST_SHAPES = 4;
/** Shapes that were learned and not met again, after which this server's events are all parsed. */
const MOST_IN_VAIN = 8;
/** Larger JSON is checked before it is parsed. */
const MOST_BYTES = 65_536;

/**
 * Members that differ from event to event and that no reader of answers uses: times, padding, token numbers, the text
 * once more as legacy completions have it.
 */
const FILLERS = new Set(['created', 'id', 'obfuscation', 'p']);
const CHOICE_FILLERS = new Set(['text', 'token_id']);

/** The place of one event's text. */
export interface TextPlace {
  /** Member of the delta. */
  readonly name: string;
  /** Of the choice. */
  readonly index: number;
}

export interface Found {
  readonly place: TextPlace;
  readonly text: string;
}

/** Offsets of a value that may differ: inside the quotes of a string, or all of a number. */
interface Slot {
  readonly from: number;
  readonly to: number;
  readonly isText: boolean;
}

class EventShape {
  readonly place: TextPlace;
  /** In the last event that matched. */
  text = '';
  /** The bytes before each slot, and after the last. */
  readonly #between: Buffer[] = [];
  readonly #slots: readonly Slot[];
  readonly #least: number;

  constructor(place: TextPlace, event: Buffer, slots: readonly Slot[]) {
    this.place = place;
    this.#slots = slots;
    // A copy: the event may be a small part of a large read buffer.
    const bytes = Buffer.from(event);
    let from = 0;
    for (const slot of slots) {
      this.#between.push(bytes.subarray(from, slot.from));
      from = slot.to;
    }
    this.#between.push(bytes.subarray(from));
    this.#least = this.#between.reduce((sum, { length }) => sum + length, 0);
  }

  matches(event: Buffer): boolean {
    if (event.length < this.#least) return false;
    let at = 0;
    let from = 0;
    let to = 0;
    let escaped = false;
    for (let slot = 0; slot < this.#slots.length; slot += 1) {
      const before = this.#between[slot] as Buffer;
      const start = at + before.length;
      if (!isAt(event, at, before)) return false;
      if ((this.#slots[slot] as Slot).isText) {
        const end = textEnd(event, start);
        escaped = end < 0;
        from = start;
        to = Math.abs(end);
        at = to;
      } else at = fillerEnd(event, start);
      if (at === 0) return false;
    }
    const last = this.#between[this.#slots.length] as Buffer;
    if (at + last.length !== event.length || !isAt(event, at, last)) return false;
    const text = escaped ? unescaped(event, from, to) : event.toString('utf8', from, to);
    this.text = text ?? '';
    return text !== undefined;
  }
}

/** The shapes of one stream's events, the last met first. */
export class EventShapes {
  readonly #shapes: EventShape[] = [];
  #inVain = 0;

  /** The shape that the event has, with its text; undefined where the event must be parsed. */
  find(event: Buffer): Found | undefined {
    if (event.length > MOST_BYTES) return undefined;
    const shapes = this.#shapes;
    for (let at = 0; at < shapes.length; at += 1) {
      const shape = shapes[at] as EventShape;
      if (!shape.matches(event)) continue;
      this.#inVain = 0;
      if (at > 0) shapes.unshift(...shapes.splice(at, 1));
      return shape;
    }
    return undefined;
  }

  /** Learns from an event that was parsed, has one choice, and holds nothing else of an answer than this text. */
  learn(event: Buffer, place: TextPlace): void {
    if (this.#inVain >= MOST_IN_VAIN || event.length > MOST_BYTES) return;
    this.#inVain += 1;
    const slots = slotsIn(event, place.name);
    if (slots === undefined) return;
    this.#shapes.unshift(new EventShape(place, event, slots));
    this.#shapes.length = Math.min(this.#shapes.length, MOST_SHAPES);
  }
}

/** In order; undefined where the text is not where one string alone decides it. */
function slotsIn(event: Buffer, name: string): readonly Slot[] | undefined {
  const top = membersAt(event, event.indexOf(BRACE));
  const first = elementsOf(event, only(top, 'choices'))?.elements[0];
  if (first === undefined) return undefined;
  const choice = membersAt(event, first.from);
  const delta = only(choice, 'delta');
  const text = only(delta && membersAt(event, delta.valueFrom), name);
  if (text === undefined || event[text.valueFrom] !== QUOTE) return undefined;
  const slots: Slot[] = [inside(event, text, true)];
  for (const member of top?.members ?? [])
    if (FILLERS.has(member.key)) slots.push(inside(event, member, false));
  for (const member of choice?.members ?? [])
    if (CHOICE_FILLERS.has(member.key)) slots.push(inside(event, member, false));
  return slots.filter(({ from, to, isText }) => isText || fillerEnd(event, from) === to).sort(byPlace);
}

/** Of several members with one name, JSON takes the last: the shape is not learned. */
function only(object: ObjectMembers | undefined, key: string): Member | undefined {
  const found = object?.members.filter((member) => member.key === key);
  return found?.length === 1 ? found[0] : undefined;
}

function elementsOf(event: Buffer, member: Member | undefined): ArrayElements | undefined {
  return member && elementsAt(event, member.valueFrom);
}

function inside(event: Buffer, { valueFrom, to }: Member, isText: boolean): Slot {
  const quotes = event[valueFrom] === QUOTE ? 1 : 0;
  return { from: valueFrom + quotes, to: to - quotes, isText };
}

function byPlace(one: Slot, other: Slot): number {
  return one.from - other.from;
}

function isAt(event: Buffer, at: number, bytes: Buffer): boolean {
  const to = at + bytes.length;
  return to <= event.length && event.compare(bytes, 0, bytes.length, at, to) === 0;
}

/** Offset of the quote that ends the text; negative where the text has escapes, 0 where it is not a JSON string. */
function textEnd(event: Buffer, from: number): number {
  let escaped = false;
  for (let at = from; at < event.length; at += 1) {
    const byte = event[at] as number;
    if (byte === QUOTE) return escaped ? -at : at;
    if (byte < 0x20) return 0;
    if (byte === BACKSLASH) {
      escaped = true;
      at += 1;
    }
  }
  return 0;
}

/** Offset after a positive whole number, or of the quote that ends a string without escapes; 0 for anything else. */
function fillerEnd(event: Buffer, from: number): number {
  let at = from;
  if (event[from - 1] === QUOTE) {
    while (isPlain(event[at])) at += 1;
    return event[at] === QUOTE ? at : 0;
  }
  if (event[at] === 0x30) return 0;
  while (isDigit(event[at])) at += 1;
  return at === from || !endsNumber(event[at]) ? 0 : at;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Not a fraction or an exponent. */
function endsNumber(byte: number | undefined): boolean {
  return byte === 0x2c || byte === 0x7d || byte === 0x20;
}

function unescaped(event: Buffer, from: number, to: number): string | undefined {
  try {
    return JSON.parse(event.toString('utf8', from - 1, to + 1)) as string;
  } catch {
    return undefined;
  }
}
