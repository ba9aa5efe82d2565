/**
 * The files of the decision log: `decisions-YYYY-MM-DD.jsonl` (UTC), and `.2.jsonl` and so on where a day fills more
 * than one. Finds lines in them and deletes the oldest. Knows names and sizes, not what a line means.
 */
import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LogFile {
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** From 1. */
  readonly part: number;
}

const NAME = /^decisions-(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.jsonl$/;

export function logFileName(day: string, part: number): string {
  return part === 1 ? `decisions-${day}.jsonl` : `decisions-${day}.${part}.jsonl`;
}

/** Oldest first; none where there is no such folder. */
export async function logFiles(directory: string): Promise<LogFile[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .flatMap((name) => {
      const [, day, part = '1'] = NAME.exec(name) ?? [];
      return day === undefined ? [] : [{ name, day, part: Number(part) }];
    })
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.part - b.part));
}

/** The last line of a file that holds `needle`, parsed; the file is never in memory as a whole. */
export async function lastLineWith<Line>(path: string, needle: string): Promise<Line | undefined> {
  let found: Line | undefined;
  const stream = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input: stream }))
      if (line.includes(needle)) found = parseLine<Line>(line) ?? found;
  } catch (cause) {
    // Deleted by retention while it was searched.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  } finally {
    stream.destroy();
  }
  return found;
}

/** A line cut by a crash is ignored. */
function parseLine<Line>(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

/** Bytes, and whether the last line was cut by a crash; an absent file is empty. */
export async function endOf(path: string): Promise<{ readonly bytes: number; readonly cut: boolean }> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path);
  } catch {
    return { bytes: 0, cut: false };
  }
  try {
    const { size } = await file.stat();
    if (size === 0) return { bytes: 0, cut: false };
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return { bytes: size, cut: buffer[0] !== 10 };
  } finally {
    await file.close();
  }
}

/** Deletes files older than `oldest` (a day), then the oldest until all take at most `bytes`; never the newest. */
export async function deleteOld(directory: string, oldest: string, bytes: number): Promise<void> {
  let room = bytes;
  const [newest, ...others] = (await logFiles(directory)).reverse();
  if (newest !== undefined) room -= await sizeOf(join(directory, newest.name));
  for (const { name, day } of others) {
    const path = join(directory, name);
    room -= await sizeOf(path);
    if (day < oldest || room < 0) await rm(path, { force: true });
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
