/**
 * What callers thought of answers, as JSON lines under the data folder: `feedback-YYYY-MM-DD.jsonl`, by the day of the
 * decision it is about. Written before it is acknowledged; the last line about a decision holds. Deleted with the days
 * of the decision log. Knows no HTTP; who may speak of a decision is the caller's to check.
 */
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOfId } from './decision-log.ts';
import { endOf, lastLineWith } from './log-files.ts';

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
  /** Resolves once the line is in the file, to what it replaces. Rejects where it cannot be written. */
  put(line: FeedbackLine): Promise<FeedbackLine | undefined>;
  find(decision: string): Promise<FeedbackLine | undefined>;
}

const NAME = /^feedback-(\d{4}-\d{2}-\d{2})\.jsonl$/;

export function openFeedbackLog(directory: string, days: number, now: () => number): FeedbackLog {
  let cleaned = '';
  /** Once a day, and before the first line. */
  async function forgetOld(): Promise<void> {
    const today = new Date(now()).toISOString().slice(0, 10);
    if (cleaned === today) return;
    cleaned = today;
    const oldest = new Date(now() - days * 86_400_000).toISOString().slice(0, 10);
    for (const { name, day } of await feedbackFiles(directory))
      if (day < oldest) await rm(join(directory, name), { force: true });
  }
  async function replace(line: FeedbackLine): Promise<FeedbackLine | undefined> {
    const day = dayOfId(line.decision);
    if (day === undefined) throw new Error(`"${line.decision}" is no id of a decision`);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await forgetOld();
    const before = await findFeedback(directory, line.decision);
    const path = fileOf(directory, day);
    // A line that a crash or a full disk has cut must not swallow this one.
    const { cut } = await endOf(path);
    await appendFile(path, `${cut ? '\n' : ''}${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    return before;
  }
  /** One after the other: of two that come together the second replaces the first, and does not count as another. */
  let turn: Promise<unknown> = Promise.resolve();
  return {
    put(line) {
      const put = turn.then(() => replace(line));
      turn = put.catch(() => undefined);
      return put;
    },
    find: (decision) => findFeedback(directory, decision),
  };
}

/** Also for commands that read another process's data. */
export async function findFeedback(directory: string, decision: string): Promise<FeedbackLine | undefined> {
  const day = dayOfId(decision);
  if (day === undefined) return undefined;
  return lastLineWith<FeedbackLine>(fileOf(directory, day), `"decision":"${decision}"`);
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
