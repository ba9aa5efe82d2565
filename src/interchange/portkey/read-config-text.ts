/**
 * The text of a Portkey config as a document: JSON, JSON with comments, the object of a JavaScript or Python program,
 * or what Portkey's own interface hands out around it. Knows no strategy; messages never quote the text.
 */
import { isObject } from '../plain-values.ts';
import { type Gap, readLiteral, UnreadableLiteral } from './literal-reader.ts';

export type ConfigText =
  | {
      readonly ok: true;
      readonly document: unknown;
      readonly gaps: readonly (Gap & { readonly line: number })[];
    }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/** One of them in an object makes it a config. */
const MEMBERS = [
  'targets',
  'strategy',
  'provider',
  'virtual_key',
  'virtualKey',
  'override_params',
  'prompt_id',
];
/** With none of those, an object of these decides nothing about who answers; it is reported so. */
const OTHER_MEMBERS = ['retry', 'cache'];
/** The older shape of a config, `{"mode": …, "options": […]}`. */
const OLDER_MEMBERS = ['mode', 'options'];
const MEMBER = new RegExp(
  `^\\{\\s*["']?(?:${[...MEMBERS, ...OLDER_MEMBERS, ...OTHER_MEMBERS, 'config', 'name', 'weight'].join('|')})["']?\\s*:`,
);
const MOST_TRIES = 2_000;

export function readConfigText(written: string): ConfigText {
  const text = written.replace(/^\uFEFF/, '');
  const start = /^\s*(?:(?:\/\/|#)[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)*/.exec(text)?.[0].length ?? 0;
  const first = text[start];
  if (first === '{' || first === '[') {
    const whole = attempt(text, start);
    // What follows the value is the rest of a program.
    if (whole.ok && isConfig(unwrapped(whole.document)))
      return { ...whole, document: unwrapped(whole.document) };
    if (!whole.ok || !/^[\s;]*$/.test(text.slice(whole.end))) {
      const inside = firstConfig(text, start);
      if (inside !== undefined) return inside;
    }
    return whole.ok ? { ...whole, document: unwrapped(whole.document) } : whole;
  }
  const inside = firstConfig(text, start);
  if (inside !== undefined) return inside;
  return {
    ok: false,
    message: /\bpc-[\w-]+/.test(text)
      ? 'this names a config that Portkey keeps (pc-…) and does not hold it: copy the JSON from the Configs page, or get it with the Admin API'
      : 'this holds no JSON object and no object of a program',
  };
}

type Attempt =
  | Extract<ConfigText, { ok: false }>
  | (Extract<ConfigText, { ok: true }> & { readonly end: number });

function attempt(text: string, start: number): Attempt {
  const gaps: Gap[] = [];
  try {
    const { value, end } = readLiteral(text, start, gaps);
    return {
      ok: true,
      document: value,
      gaps: gaps.map((gap) => ({ ...gap, line: lineOf(text, gap.offset) })),
      end,
    };
  } catch (error) {
    if (!(error instanceof UnreadableLiteral)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    return {
      ok: false,
      message: `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${error.message}`,
    };
  }
}

/** The first object of a program that is a config, or why the one that looks like it cannot be read. */
function firstConfig(text: string, from: number): ConfigText | undefined {
  let tries = 0;
  let partly: ConfigText | undefined;
  let unreadable: ConfigText | undefined;
  // Parts of an object that cannot be read are not the config: the rest of it would be lost silently.
  let unreadableUntil = from;
  for (
    let at = text.indexOf('{', from);
    at !== -1 && tries < MOST_TRIES;
    at = text.indexOf('{', at + 1), tries++
  ) {
    if (at < unreadableUntil) continue;
    const read = attempt(text, at);
    const document = read.ok ? unwrapped(read.document) : undefined;
    if (read.ok && isConfig(document)) return { ...read, document };
    if (read.ok && isObject(document) && OTHER_MEMBERS.some((member) => isObject(document[member])))
      partly ??= { ...read, document };
    if (!read.ok && MEMBER.test(text.slice(at, at + 60))) {
      unreadable ??= read;
      unreadableUntil = endOfBraces(text, at);
    }
  }
  return partly ?? unreadable;
}

/** The offset after the brace that closes the one at `start`, or the end of the text; texts in quotes are skipped. */
function endOfBraces(text: string, start: number): number {
  const sign = /[{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
  sign.lastIndex = start;
  let open = 0;
  for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
    if (found[0] === '{') open++;
    if (found[0] === '}') open--;
    if (open === 0) return sign.lastIndex;
  }
  return text.length;
}

function isConfig(value: unknown): boolean {
  if (!isObject(value)) return false;
  return (
    MEMBERS.some((member) => Object.hasOwn(value, member)) ||
    OLDER_MEMBERS.every((member) => Object.hasOwn(value, member))
  );
}

/** Portkey's Admin API answers `{"data": {"config": …}}`, and the config may be JSON within a text. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? unwrapped(value[0]) : value;
  if (!isObject(value)) return value;
  if (isConfig(value)) return withoutClient(value);
  for (const member of ['data', 'config', 'body']) {
    const inner = value[member];
    if (typeof inner === 'string' && inner.trim().startsWith('{')) {
      const read = attempt(inner, inner.indexOf('{'));
      if (read.ok) return unwrapped(read.document);
    }
    if (isObject(inner)) return unwrapped(inner);
  }
  return value;
}

/** The arguments of Portkey's client: its key is the one of Portkey, and what it names is the target of its config. */
function withoutClient(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { config, api_key: snake, apiKey: camel, ...rest } = value;
  if (config === undefined) return value;
  const asked = ['provider', 'virtual_key', 'virtualKey'].flatMap((name) =>
    Object.hasOwn(rest, name) ? [[name, rest[name]] as const] : [],
  );
  const inner = unwrapped({ config });
  const isInner = isObject(inner) && !Object.hasOwn(inner, 'config');
  return { ...Object.fromEntries(asked), ...(isInner ? inner : { config }) };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
