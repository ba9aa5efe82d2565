/**
 * The prompts in a file of another tool, or in plain lines: JSON Lines, a JSON document with a list in it, CSV, text.
 * What is damaged or has no text is counted and left out, so that one bad line loses nothing else. Must not know:
 * files, intents.
 */
import { readCsv, type Separator } from '../../language/quality/csv.ts';
import { promptOf } from './prompt-of.ts';

export interface ReadPrompts {
  /** Each once, in the order of their first appearance. */
  readonly prompts: readonly string[];
  /** Rows that repeat an earlier prompt. */
  readonly repeated: number;
  /** Rows without a text of a user, and the line of the first, from 1. */
  readonly skipped: number;
  readonly firstSkipped?: number;
}

interface Row {
  readonly line: number;
  /** Undefined for what should be JSON and is not. */
  readonly value: unknown;
}

export function readPrompts(text: string): ReadPrompts {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  const prompts = new Set<string>();
  const skipped: number[] = [];
  let found = 0;
  for (const { line, value } of rows) {
    const prompt = (value instanceof Plain ? value.text : promptOf(value))?.trim();
    if (prompt === undefined || prompt === '') skipped.push(line);
    else {
      found++;
      prompts.add(prompt);
    }
  }
  const [firstSkipped] = skipped;
  return {
    prompts: [...prompts],
    repeated: found - prompts.size,
    skipped: skipped.length,
    ...(firstSkipped === undefined ? {} : { firstSkipped }),
  };
}

function rowsOf(text: string): readonly Row[] {
  const document = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  if (document !== undefined) return (listIn(document) ?? [document]).map((value) => ({ line: 1, value }));
  const lines = linesOf(text).map(({ line, text: one }) => ({ line, text: one, value: parsedRow(one) }));
  if (areJson(lines)) return lines.map(({ line, value }) => ({ line, value }));
  return (
    indentedRows(text) ??
    csvRows(text, ',') ??
    csvRows(text, ';') ??
    csvRows(text, '\t') ??
    lines.map(({ line, text: one, value }) => ({
      line,
      value: value === undefined && BEGINS_JSON.test(one) ? undefined : new Plain(one),
    }))
  );
}

/** A line of text, which is not read as JSON. */
class Plain {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What is left of a document or a row that is cut: a prompt begins like this only where it is itself an export. */
const BEGINS_JSON = /^\s*(?:\[\s*)?\{\s*"/;

function linesOf(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split(/\r?\n|\r/)
    .flatMap((line, at) => (line.trim() === '' ? [] : [{ line: at + 1, text: line }]));
}

function parsedRow(line: string): unknown {
  return /^\s*[[{"]/.test(line) ? parsed(line) : undefined;
}

/**
 * One row is enough, because a file can be damaged or mixed with lines of a log; but a line of plain text can be in
 * quotes, or a prompt that is JSON, so that one in ten is needed, or half where they are only strings.
 */
function areJson(lines: readonly { readonly value: unknown }[]): boolean {
  const rows = lines.filter(({ value }) => typeof value === 'object' && value !== null).length;
  const strings = lines.filter(({ value }) => typeof value === 'string').length;
  return (rows > 0 && rows * 10 >= lines.length) || (strings > 0 && strings * 2 >= lines.length);
}

/** Documents one after the other, each over several lines, as `jq` prints them. */
function indentedRows(text: string): readonly Row[] | undefined {
  if (!/^\s*\{\s*\r?\n/.test(text)) return undefined;
  const rows: Row[] = [];
  let line = 1;
  for (const part of text.split(/(?<=^\})\r?\n(?=\s*\{)/m)) {
    rows.push({ line, value: parsed(part) });
    line += part.split('\n').length;
  }
  return rows.some(({ value }) => value !== undefined) ? rows : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names under which exports keep their rows. */
const LISTS = [
  'data',
  'rows',
  'results',
  'observations',
  'traces',
  'requests',
  'runs',
  'examples',
  'items',
  'samples',
  'logs',
  'tests',
  'prompts',
];

/** The rows of a document; undefined where the document is one row itself. */
function listIn(document: unknown): readonly unknown[] | undefined {
  if (Array.isArray(document)) return isConversation(document) ? undefined : document;
  if (typeof document !== 'object' || document === null) return undefined;
  // Langfuse's download of one trace: its input is what the user wrote, the observations are the steps of the answer.
  const { trace } = document as { readonly trace?: unknown };
  if (trace !== undefined && promptOf(trace) !== undefined) return [trace];
  for (const name of LISTS) {
    const value = (document as Readonly<Record<string, unknown>>)[name];
    if (Array.isArray(value)) return value;
    if (typeof value === 'object' && value !== null) {
      const inner = listIn(value);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function isConversation(list: readonly unknown[]): boolean {
  return list.every((one) => typeof one === 'object' && one !== null && 'role' in one);
}

/** Undefined where the first line names no column with a text. */
function csvRows(text: string, separator: Separator): readonly Row[] | undefined {
  const { records, faults } = readCsv(text, separator);
  const [header, ...rows] = records;
  if (header === undefined || header.fields.length < 2) return undefined;
  const objects: Row[] = rows.map(({ line, fields }) => ({
    line,
    value: Object.fromEntries(header.fields.map((name, at) => [name.trim().toLowerCase(), fields[at] ?? ''])),
  }));
  if (!objects.some(({ value }) => promptOf(value) !== undefined)) return undefined;
  // What is behind a fault cannot be read: it is counted, so that the loss is seen.
  return [...objects, ...faults.map(({ line }) => ({ line, value: undefined }))];
}
