/**
 * A configuration's text, JSON or YAML, as a document. What is wrong with it is reported by line and column and never
 * quoted: the line may hold a key. Knows no tool.
 */
import { isMap, isPair, isSeq, LineCounter, parseAllDocuments, type YAMLParseError } from 'yaml';

export interface DuplicateKey {
  /** The way to the group of settings: `router_settings`. */
  readonly where: string;
  readonly key: string;
  /** Counted from 1: of the one that counts, which is the last. */
  readonly line: number;
}

export type ReadDocument =
  | { readonly ok: true; readonly document: unknown; readonly duplicates: readonly DuplicateKey[] }
  /** One sentence without any of the text. */
  | { readonly ok: false; readonly message: string };

/** Above this a configuration is not written by people, and its policy would be larger than a policy may be. */
const MOST_BYTES = 4_000_000;
/** How often anchors may be used, those within anchors multiplied. */
const MOST_ALIASES = 10_000;

/** What is wrong, by the parser's codes; it quotes the text in some of its own sentences. */
const FAULTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used for indentation, which YAML does not allow: use spaces',
  BAD_INDENT: 'the indentation fits no line above',
  MULTILINE_IMPLICIT_KEY:
    'the name of a setting goes over more than one line; a `:` or a bracket may be missing',
  MISSING_CHAR: 'a sign is missing, such as a bracket, a quote or the `:` after a name',
  UNEXPECTED_TOKEN: 'this does not fit here',
  BAD_DQ_ESCAPE: 'a backslash in double quotes is not followed by an escape: use single quotes',
  BAD_ALIAS: 'an alias (`*name`) has no anchor (`&name`) above it',
  BLOCK_AS_IMPLICIT_KEY: 'settings are nested on one line: begin a new line, or quote the value',
  BLOCK_IN_FLOW: 'a list or group of several lines is inside brackets',
  IMPOSSIBLE: 'this cannot be read',
};

export function readDocument(text: string): ReadDocument {
  if (text.length > MOST_BYTES)
    return { ok: false, message: `the file has over ${MOST_BYTES / 1_000_000} MB: split it` };
  if (text.includes('\u0000')) return { ok: false, message: 'this is not a text file: save it as UTF-8' };
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    uniqueKeys: false,
    merge: true,
    lineCounter: lines,
    prettyErrors: true,
    logLevel: 'silent',
  });
  const all = [...parsed];
  const fault = all.flatMap(({ errors }) => errors)[0];
  if (fault !== undefined) return { ok: false, message: sentence(fault) };
  const [first, ...others] = all.filter(({ contents }) => contents !== null);
  if (first === undefined) return { ok: false, message: 'the file is empty' };
  if (others.length > 0)
    return {
      ok: false,
      message: `the file holds ${others.length + 1} YAML documents, separated by \`---\`, and an import reads one: split it`,
    };
  try {
    const document: unknown = first.toJS({ maxAliasCount: MOST_ALIASES });
    if (leadsToItself(document, new Set(), new Set()))
      return { ok: false, message: 'an alias leads to the group of settings that it is in' };
    return { ok: true, document, duplicates: duplicatesIn(first.contents, lines) };
  } catch (error) {
    if (error instanceof ReferenceError)
      return {
        ok: false,
        message: /excessive alias/i.test(error.message)
          ? 'an alias leads to so many others that the file would grow without bound'
          : (FAULTS['BAD_ALIAS'] ?? ''),
      };
    throw error;
  }
}

/** `above`: what the value is in; `done`: what has been looked at. */
function leadsToItself(value: unknown, above: Set<object>, done: Set<object>): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) return false;
  if (above.has(value)) return true;
  above.add(value);
  const found = Object.values(value).some((inner) => leadsToItself(inner, above, done));
  above.delete(value);
  done.add(value);
  return found;
}

function sentence({
  code,
  linePos,
}: YAMLParseError | { code: string; linePos?: YAMLParseError['linePos'] }): string {
  const at = linePos?.[0];
  const where = at === undefined ? '' : `line ${at.line}, column ${at.col}: `;
  return `${where}${FAULTS[code] ?? 'this is neither JSON nor YAML'}`;
}

/** Each key of a group that is written more than once. Aliases are not followed. */
function duplicatesIn(contents: unknown, lines: LineCounter): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const visit = (node: unknown, path: string): void => {
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${path}[${index}]`);
    if (!isMap(node)) return;
    const seen = new Map<string, number>();
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = keyText(pair.key);
      const line = lines.linePos(offsetOf(pair.key)).line;
      if (key !== '<<' && seen.has(key)) found.push({ where: path === '' ? 'the file' : path, key, line });
      seen.set(key, line);
      visit(pair.value, path === '' ? key : `${path}.${key}`);
    }
  };
  visit(contents, '');
  return found;
}

function keyText(key: unknown): string {
  return String(typeof key === 'object' && key !== null && 'value' in key ? key.value : key);
}

function offsetOf(key: unknown): number {
  const range = typeof key === 'object' && key !== null && 'range' in key ? key.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0;
}
