/**
 * Decisions as JSON lines, `decisions-YYYY-MM-DD.jsonl` (UTC) under the data folder: what `llmr replay` reads.
 * Appended in batches off the request path, bounded while the disk does not follow, and kept for some days. A line is
 * written once a decision has ended. Never holds prompt text or keys: it writes what the document shows.
 */

import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';

export interface DecisionLine extends DecisionDocument {
  /** ISO instant at which the request came in. */
  readonly time: string;
  /** Whose decision it is; see `ownerOf`. */
  readonly owner: string;
  readonly status: number;
  readonly ending: 'complete' | 'broken' | 'caller-gone' | 'unanswered';
}

export interface DecisionLog {
  append(line: DecisionLine): void;
  /** Looks through what is on disk, newest day first. */
  find(id: string): Promise<DecisionLine | undefined>;
  /** Lines thrown away because the disk did not follow. */
  readonly dropped: number;
  close(): Promise<void>;
}

export interface DecisionLogOptions {
  readonly directory: string;
  /** Days for which files are kept; 0 writes none. */
  readonly days: number;
  /** All files together; the oldest go first. */
  readonly megabytes: number;
  readonly now: () => number;
  readonly onTrouble: (message: string) => void;
}

/** Lines waiting at most; a service must not die of its log. */
const MOST_WAITING = 20_000;
const FLUSH_MS = 100;
const NAME = /^decisions-(\d{4}-\d{2}-\d{2})\.jsonl$/;

export async function openDecisionLog(options: DecisionLogOptions): Promise<DecisionLog> {
  const { directory, now, onTrouble } = options;
  await mkdir(directory, { recursive: true });
  await forgetOld(options);
  let waiting: DecisionLine[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let day = dayOf(now());

  function flush(): Promise<void> {
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return writing;
    writing = writing.then(() => write(batch));
    return writing;
  }

  async function write(batch: readonly DecisionLine[]): Promise<void> {
    const byDay = new Map<string, string>();
    for (const line of batch) {
      const of = line.time.slice(0, 10);
      byDay.set(of, `${byDay.get(of) ?? ''}${JSON.stringify(line)}\n`);
    }
    try {
      for (const [of, text] of byDay) await appendFile(join(directory, `decisions-${of}.jsonl`), text);
      if (dayOf(now()) !== day) {
        day = dayOf(now());
        await forgetOld(options);
      }
    } catch (cause) {
      dropped += batch.length;
      onTrouble(
        `the decision log cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }

  return {
    append(line) {
      if (options.days === 0) return;
      if (waiting.length >= MOST_WAITING) {
        dropped += 1;
        return;
      }
      waiting.push(line);
      timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    async find(id) {
      await flush();
      return findDecision(directory, id);
    },
    get dropped() {
      return dropped;
    },
    async close() {
      clearTimeout(timer);
      await flush();
    },
  };
}

/** Also for commands that read another process's log. */
export async function findDecision(directory: string, id: string): Promise<DecisionLine | undefined> {
  for (const name of (await logNames(directory)).reverse()) {
    const text = await readFile(join(directory, name), 'utf8');
    const at = text.lastIndexOf(`"id":"${id}"`);
    if (at < 0) continue;
    const from = text.lastIndexOf('\n', at) + 1;
    const to = text.indexOf('\n', at);
    return parseLine(text.slice(from, to < 0 ? text.length : to));
  }
  return undefined;
}

/** A line cut by a crash is no line. */
function parseLine(text: string): DecisionLine | undefined {
  try {
    return JSON.parse(text) as DecisionLine;
  } catch {
    return undefined;
  }
}

async function logNames(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}

async function forgetOld({ directory, days, megabytes, now }: DecisionLogOptions): Promise<void> {
  const oldest = dayOf(now() - days * 86_400_000);
  let room = megabytes * 1_048_576;
  for (const name of (await logNames(directory)).reverse()) {
    const path = join(directory, name);
    room -= (await stat(path)).size;
    if ((NAME.exec(name)?.[1] ?? '') < oldest || room < 0) await rm(path, { force: true });
  }
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
