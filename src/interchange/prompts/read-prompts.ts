/**
 * The prompts in a file of another tool, or in plain lines: JSON Lines, a JSON document with a list in it, CSV, text.
 * What is damaged or has no text is counted and left out, so that one bad line loses nothing else. Must not know:
 * files, intents.
 */
import { readCsv } from '../../language/quality/csv.ts';
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
  /** Undefined for a line that should be JSON and is not. */
  readonly value: unknown;
}

export function readPrompts(text: string): ReadPrompts {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  const prompts = new Set<string>();
  const skipped: number[] = [];
  let found = 0;
  for (const { line, value } of rows) {
    const prompt = promptOf(value)?.trim();
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
  const lines = text.split(/\r?\n|\r/).flatMap((line, at) => (line.trim() === '' ? [] : [{ line, at }]));
  // One JSON line is enough: of a file cut in the middle the rest is still JSON Lines.
  if (lines.some(({ line }) => /^\s*[[{"]/.test(line) && parsed(line) !== undefined))
    return lines.map(({ line, at }) => ({ line: at + 1, value: parsed(line) }));
  return csvRows(text) ?? lines.map(({ line, at }) => ({ line: at + 1, value: line }));
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
function csvRows(text: string): readonly Row[] | undefined {
  const { records } = readCsv(text);
  const [header, ...rows] = records;
  if (header === undefined || header.fields.length < 2) return undefined;
  const objects = rows.map(({ line, fields }) => ({
    line,
    value: Object.fromEntries(header.fields.map((name, at) => [name.trim().toLowerCase(), fields[at] ?? ''])),
  }));
  return objects.some(({ value }) => promptOf(value) !== undefined) ? objects : undefined;
}
