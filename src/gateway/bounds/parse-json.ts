/**
 * Parses the JSON of a request within bounds: JSON whose shape exceeds them is refused before it is parsed, and a
 * large text is parsed in pieces, with turns of the event loop in between. Its long strings are cut out, decoded in
 * slices, and put back into the value parsed from the rest. Knows no HTTP.
 */
import { randomBytes } from 'node:crypto';
import { JsonShape, type LongString, type ShapeFault } from './json-shape.ts';
import { nextTurn } from './turns.ts';

/** Bytes up to which a text is parsed at once. */
export const SMALL_JSON = 262_144;
/** Steps of the pass over the bytes for one turn of the loop: some 3 ms. */
const STEPS_A_TURN = 1_048_576;
const SLICE = 1_048_576;

export type ParsedJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'out-of-bounds'; readonly fault: ShapeFault }
  /** `position` in characters, where it is known. */
  | { readonly kind: 'not-json'; readonly ended: boolean; readonly position?: number };

/** A promise only for a large text. */
export function parseJson(bytes: Buffer): ParsedJson | Promise<ParsedJson> {
  const shape = new JsonShape(bytes);
  if (bytes.length > SMALL_JSON) return parseInTurns(bytes, shape);
  shape.run(Number.POSITIVE_INFINITY);
  if (shape.fault !== undefined) return { kind: 'out-of-bounds', fault: shape.fault };
  try {
    return { kind: 'value', value: JSON.parse(bytes.toString('utf8')) };
  } catch (cause) {
    const position = /position (\d+)/.exec(messageOf(cause))?.[1];
    return { ...notJson(cause), ...(position === undefined ? {} : { position: Number(position) }) };
  }
}

async function parseInTurns(bytes: Buffer, shape: JsonShape): Promise<ParsedJson> {
  while (!shape.run(STEPS_A_TURN)) await nextTurn();
  if (shape.fault !== undefined) return { kind: 'out-of-bounds', fault: shape.fault };
  try {
    return { kind: 'value', value: await parseLarge(bytes, shape.longStrings) };
  } catch (cause) {
    // Positions would be those of the text without its long strings.
    return notJson(cause);
  }
}

function notJson(cause: unknown): ParsedJson & { kind: 'not-json' } {
  return { kind: 'not-json', ended: messageOf(cause).includes('end of JSON') };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : '';
}

async function parseLarge(bytes: Buffer, long: readonly LongString[]): Promise<unknown> {
  // The placeholder of a cut string is random for each text, so no caller can send one.
  const mark = `\u0000${randomBytes(12).toString('hex')}:`;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const [index, { from: cut, to }] of long.entries()) {
    pieces.push(bytes.subarray(from, cut), Buffer.from(JSON.stringify(`${mark}${index}`)));
    from = to;
  }
  pieces.push(bytes.subarray(from));
  await nextTurn();
  const value: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  if (long.length === 0) return value;
  const texts: string[] = [];
  let decoded = 0;
  for (const each of long) {
    decoded += each.to - each.from;
    if (decoded > SLICE) {
      await nextTurn();
      decoded = each.to - each.from;
    }
    texts.push(await decodeString(bytes, each));
  }
  await nextTurn();
  return putBack(value, mark, texts);
}

async function decodeString(bytes: Buffer, { from, to }: LongString): Promise<string> {
  const slices: string[] = [];
  let at = from + 1;
  const end = to - 1;
  while (at < end) {
    if (at > from + 1) await nextTurn();
    const cut = cutBefore(bytes, at, Math.min(at + SLICE, end), end);
    slices.push(decodeSlice(bytes, at, cut));
    at = cut;
  }
  return slices.length === 1 ? (slices[0] as string) : slices.join('');
}

/** Strings without escapes are decoded without the parser: most text has none, and it saves two copies. */
function decodeSlice(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  return /[\\\u0000-\u001f]/.test(text) ? (JSON.parse(`"${text}"`) as string) : text;
}

/** `cut`, or the nearest offset before it that splits neither a character nor an escape. */
function cutBefore(bytes: Buffer, from: number, cut: number, end: number): number {
  if (cut === end) return cut;
  let at = cut;
  while (at > from + 8 && ((bytes[at] as number) & 0xc0) === 0x80 && cut - at < 3) at -= 1;
  for (let back = 1; back < 6 && at - back > from; back += 1) {
    if (bytes[at - back] !== 0x5c) continue;
    let slashes = 1;
    while (at - back - slashes >= from && bytes[at - back - slashes] === 0x5c) slashes += 1;
    // An even number of backslashes is a run of whole escapes.
    if (slashes % 2 === 0) break;
    const length = bytes[at - back + 1] === 0x75 ? 6 : 2;
    return back < length ? at - back : at;
  }
  return at;
}

function putBack(root: unknown, mark: string, texts: readonly string[]): unknown {
  const textOf = (value: unknown): string | undefined =>
    typeof value === 'string' && value.startsWith(mark) ? texts[Number(value.slice(mark.length))] : undefined;
  const whole = textOf(root);
  if (whole !== undefined) return whole;
  const queue: unknown[] = [root];
  for (let holder = queue.pop(); holder !== undefined; holder = queue.pop()) {
    if (typeof holder !== 'object' || holder === null) continue;
    for (const [name, value] of Object.entries(holder)) {
      const text = textOf(value);
      // Defined, not assigned: a member may be named `__proto__`.
      if (text !== undefined)
        Object.defineProperty(holder, name, {
          value: text,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      else if (typeof value === 'object') queue.push(value);
    }
  }
  return root;
}
