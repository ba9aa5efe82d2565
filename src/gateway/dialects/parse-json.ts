/**
 * Reads the JSON that servers write: strict JSON, plus Python's `NaN` and `Infinity`. JSON whose shape alone would
 * block the event loop is not parsed. Knows no chat.
 */
import { JsonShape } from '../bounds/json-shape.ts';

/** Strings first, so that their content is left alone; an unterminated one is skipped once. */
const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\[\s\S])*"?|-?(?:NaN|Infinity)/g;

/** Characters up to which no shape takes long to parse. */
const SMALL = 65_536;

/** Undefined where it is not JSON, is nested deeper, or has more different names than any answer. */
export function parseJson(text: string): unknown {
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
