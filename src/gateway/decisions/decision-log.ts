/**
 * Decisions as JSON Lines in the data folder, which `llmr replay` reads. Appended in batches off the request path,
 * bounded while the disk is too slow, kept for a number of days and up to a size. A line is written once a decision
 * has ended. Never holds prompt text or keys. Lines are decision records; those of older versions of llmr are whole
 * documents.
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { recordedDocument } from '../../language/explaining/recorded-document.ts';
import type { RecordedInputs } from '../../language/replaying/recorded-inputs.ts';
import { deleteOld, endOf, lastLineWith, logFileName, logFiles } from '../observe/log-files.ts';
import type { KeptPolicies } from './kept-policies.ts';
import { TextBlock } from './text-block.ts';

/** As older versions wrote it. */
export interface WholeLine extends DecisionDocument {
  readonly id: string;
  /** ISO instant at which the request came in. */
  readonly time: string;
  /** The owner of the decision; see `ownerOf`. */
  readonly owner: string;
  readonly status: number;
  readonly ending: 'complete' | 'broken' | 'caller-gone' | 'unanswered';
  /** What the decision depended on, so that it replays exactly. Lines of older versions have none. */
  readonly inputs?: RecordedInputs;
}

export type DecisionLine = DecisionRecord | WholeLine;

/** The decision of a line as its document. */
export async function wholeDocument(
  line: DecisionLine,
  policies: Pick<KeptPolicies, 'find'>,
): Promise<DecisionDocument> {
  if (line.version !== 1) return recordedDocument(line, await policies.find(line.policy.hash, line.llmr));
  const { time: _, owner: __, status: ___, ending: ____, inputs: _____, ...document } = line;
  return document;
}

export interface DecisionLog {
  /** `text`: the record as JSON. `time`: when its request came in, as an ISO instant. */
  append(text: string, time: string): void;
  /** Searches the day on which the id was made. */
  find(id: string): Promise<DecisionLine | undefined>;
  /** Lines dropped because the disk was too slow. */
  readonly dropped: number;
  close(): Promise<void>;
}

export interface DecisionLogOptions {
  readonly directory: string;
  /** Days for which files are kept; 0 turns the log off. */
  readonly days: number;
  /** All files together; the oldest are deleted first. */
  readonly megabytes: number;
  readonly now: () => number;
  readonly onTrouble: (message: string) => void;
}

/** Most lines and bytes that are not written yet, so that the log cannot exhaust the service's memory. */
const MOST_WAITING = 20_000;
const MOST_WAITING_BYTES = 64 * 1_048_576;
const FLUSH_MS = 100;
/** A file holds this share of all, so that retention by size deletes the oldest hours and not a whole day. */
const SHARE_OF_A_FILE = 1 / 8;

/** Lines of one day. */
interface Batch {
  readonly day: string;
  readonly texts: TextBlock;
}

interface Part {
  readonly day: string;
  readonly part: number;
  bytes: number;
  /** The file ends in the middle of a line: the next one must not be appended to it. */
  cut: boolean;
}

export async function openDecisionLog(options: DecisionLogOptions): Promise<DecisionLog> {
  const { directory, now, onTrouble } = options;
  const mostBytes = options.megabytes * 1_048_576;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await forgetOld();
  let waiting: Batch[] = [];
  let lines = 0;
  let bytes = 0;
  let dropped = 0;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let current: Part | undefined;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) writing = writing.then(() => write(batch));
    return writing;
  }

  async function write(batches: readonly Batch[]): Promise<void> {
    for (const { day, texts } of batches) {
      try {
        const part = await partFor(day);
        await appendTo(join(directory, logFileName(part.day, part.part)), part, texts.written);
        failing = false;
      } catch (cause) {
        dropped += texts.lines;
        current = undefined;
        const words = cause instanceof Error ? cause.message : String(cause);
        if (!failing) onTrouble(`the decision log cannot be written: ${words}`);
        failing = true;
      } finally {
        lines -= texts.lines;
        bytes -= texts.size;
      }
    }
  }

  /** The current file of a day; the next one when it is full. */
  async function partFor(day: string): Promise<Part> {
    if (current?.day === day && current.bytes < mostBytes * SHARE_OF_A_FILE) return current;
    const last = (await logFiles(directory)).filter((file) => file.day === day).at(-1)?.part ?? 1;
    const end = await endOf(join(directory, logFileName(day, last)));
    const full = end.bytes >= mostBytes * SHARE_OF_A_FILE;
    current = full ? { day, part: last + 1, bytes: 0, cut: false } : { day, part: last, ...end };
    await forgetOld();
    return current;
  }

  async function forgetOld(): Promise<void> {
    const oldest = dayOf(now() - options.days * 86_400_000);
    await deleteOld(directory, oldest, mostBytes * (1 - SHARE_OF_A_FILE));
  }

  return {
    append(text, time) {
      if (options.days === 0) return;
      if (lines >= MOST_WAITING || bytes >= MOST_WAITING_BYTES) {
        dropped += 1;
        return;
      }
      const day = time.slice(0, 10);
      let batch = waiting.at(-1);
      if (batch?.day !== day || !batch.texts.fits(text)) {
        batch = { day, texts: new TextBlock(text) };
        waiting.push(batch);
        bytes += batch.texts.size;
      }
      batch.texts.add(text);
      lines += 1;
      timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    async find(id) {
      await flush();
      return findDecision(directory, id);
    },
    get dropped() {
      return dropped;
    },
    close: flush,
  };
}

async function appendTo(path: string, part: Part, lines: Buffer): Promise<void> {
  const bytes = part.cut ? Buffer.concat([Buffer.from('\n'), lines]) : lines;
  await appendFile(path, bytes, { mode: 0o600 });
  part.bytes += bytes.length;
  part.cut = false;
}

/** Also for commands that read another process's log. */
export async function findDecision(directory: string, id: string): Promise<DecisionLine | undefined> {
  const day = dayOfId(id);
  const files = (await logFiles(directory)).filter((file) => file.day === day).reverse();
  for (const { name } of files) {
    const line = await lastLineWith<DecisionLine>(join(directory, name), `"id":"${id}"`);
    if (line?.id === id) return line;
  }
  return undefined;
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids are ULIDs: their first ten digits are the milliseconds of the request. Undefined for anything else. */
export function dayOfId(id: string): string | undefined {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)) return undefined;
  let time = 0;
  for (const digit of id.slice(0, 10)) time = time * 32 + CROCKFORD.indexOf(digit);
  return time > 8.64e15 ? undefined : dayOf(time);
}
