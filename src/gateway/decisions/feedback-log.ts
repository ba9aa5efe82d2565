/**
 * Callers' feedback on answers, as JSON Lines in the data folder: `feedback-YYYY-MM-DD.jsonl`, by the day of the
 * decision. Written before it is acknowledged; the last line about a decision counts. Deleted with the days of the
 * decision log. Knows no HTTP; the calling code checks who may give feedback.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BusyError } from '../bounds/gate.ts';
import { dayOfId } from './decision-log.ts';
import { FeedbackFile } from './feedback-file.ts';

export interface Feedback {
  /** 0..1. */
  readonly score: number;
  readonly label?: string;
  readonly comment?: string;
}

export interface FeedbackLine extends Feedback {
  readonly version: 1;
  /** ISO instant at which it was given. */
  readonly time: string;
  readonly decision: string;
}

export interface FeedbackLog {
  /**
   * Resolves once the line is in the file, with the line it replaces. Rejects where it cannot be written, and with a
   * BusyError where too many lines are waiting or the day's file is full.
   */
  put(line: FeedbackLine): Promise<FeedbackLine | undefined>;
  find(decision: string): Promise<FeedbackLine | undefined>;
}

/** Lines that wait to be written. */
const MOST_WAITING = 1_000;
const DAYS_OPEN = 3;
const NAME = /^feedback-(\d{4}-\d{2}-\d{2})\.jsonl$/;

export function openFeedbackLog(directory: string, days: number, now: () => number): FeedbackLog {
  let cleaned = '';
  /** Once per day, and before the first line. */
  async function forgetOld(): Promise<void> {
    const today = new Date(now()).toISOString().slice(0, 10);
    if (cleaned === today) return;
    cleaned = today;
    const oldest = new Date(now() - days * 86_400_000).toISOString().slice(0, 10);
    for (const { name, day } of await feedbackFiles(directory))
      if (day < oldest) await rm(join(directory, name), { force: true });
  }
  /** Files of the most recently used days; the index of a full day takes about 20 MB. */
  const files = new Map<string, FeedbackFile>();
  function fileOfDay(day: string): FeedbackFile {
    const file = files.get(day) ?? new FeedbackFile(fileOf(directory, day));
    files.delete(day);
    files.set(day, file);
    for (const oldest of files.keys()) {
      if (files.size <= DAYS_OPEN) break;
      files.delete(oldest);
    }
    return file;
  }

  /** Lines that arrive during a write go together into the next one. */
  let waiting: Waiting[] = [];
  let writing = false;
  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      for (const [day, lines] of Map.groupBy(batch, ({ line }) => dayOfId(line.decision) ?? '')) {
        try {
          await writeDay(day, lines);
        } catch (cause) {
          for (const { reject } of lines) reject(cause);
        }
      }
    }
    writing = false;
  }

  async function writeDay(day: string, lines: readonly Waiting[]): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await forgetOld();
    const file = fileOfDay(day);
    // Brings the index up to date, so that the remaining room is known.
    await file.find('');
    const taken = lines.filter(({ line, reject }) => {
      const takes = file.takes(line.decision);
      if (!takes) reject(new BusyError(`the feedback on the decisions of ${day} fills its file`));
      return takes;
    });
    const replaced = await file.append(
      taken.map(({ line }) => ({ decision: line.decision, text: textOf(line) })),
    );
    for (const [index, { resolve }] of taken.entries()) resolve(parsed(replaced[index]));
  }

  return {
    put(line) {
      return new Promise((resolve, reject) => {
        if (dayOfId(line.decision) === undefined)
          reject(new Error(`"${line.decision}" is not an id of a decision`));
        else if (waiting.length >= MOST_WAITING)
          reject(new BusyError('too much feedback is waiting to be written'));
        else {
          waiting.push({ line, resolve, reject });
          if (!writing) void writeAll();
        }
      });
    },
    async find(decision) {
      const day = dayOfId(decision);
      return day === undefined ? undefined : parsed(await fileOfDay(day).find(decision));
    },
  };
}

interface Waiting {
  readonly line: FeedbackLine;
  resolve(replaced: FeedbackLine | undefined): void;
  reject(cause: unknown): void;
}

/** The members by which a line is looked up come first. */
function textOf({ version, time, decision, ...given }: FeedbackLine): string {
  return JSON.stringify({ version, time, decision, ...given });
}

function parsed(text: string | undefined): FeedbackLine | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as FeedbackLine);
}

/** Oldest first; none where there is no such folder. */
export async function feedbackFiles(
  directory: string,
): Promise<readonly { readonly name: string; readonly day: string }[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .flatMap((name) => {
      const day = NAME.exec(name)?.[1];
      return day === undefined ? [] : [{ name, day }];
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

function fileOf(directory: string, day: string): string {
  return join(directory, `feedback-${day}.jsonl`);
}
