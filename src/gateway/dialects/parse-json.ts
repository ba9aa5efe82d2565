/**
 * Reads the JSON that servers write: strict JSON, plus Python's `NaN` and `Infinity`, with or without a byte order mark.
 * JSON whose shape alone would block the event loop is not parsed. Knows no chat.
 */
import { JsonShape } from '../bounds/json-shape.ts';
import { isRecord } from './is-record.ts';

/** Strings first, so that their content is left alone; an unterminated one is skipped once. */
const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\[\s\S])*"?|-?(?:NaN|Infinity)/g;

/** Characters up to which no shape takes long to parse. */
const SMALL = 65_536;
const BYTE_ORDER_MARK = 0xfeff;

/** Undefined where it is not JSON, is nested deeper, or has more different names than any answer. */
export function parseJson(written: string): unknown {
  const text = written.charCodeAt(0) === BYTE_ORDER_MARK ? written.slice(1) : written;
  if (text.length > SMALL && isOutOfShape(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  try {
    return JSON.parse(text.replace(STRING_OR_NO_NUMBER, (found) => (found.startsWith('"') ? found : 'null')));
  } catch {
    return undefined;
  }
}

function isOutOfShape(text: string): boolean {
  const shape = new JsonShape(Buffer.from(text), Number.POSITIVE_INFINITY);
  shape.run(Number.POSITIVE_INFINITY);
  return shape.fault !== undefined;
}

/** An event or a body that a reader has found to be an object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  const json = parseJson(text);
  if (!isRecord(json)) throw new TypeError('not an object in JSON');
  return json;
}
