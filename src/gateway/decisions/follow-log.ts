/**
 * Follows the decision log as it grows, from file to file, for `llmr tail`. Polls a few times per second, because
 * file events do not cross containers and network disks. Knows names and bytes, not what a line means.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogFile, logFiles } from '../observe/log-files.ts';

export interface FollowOptions {
  readonly directory: string;
  /** Number of existing lines to begin with. */
  readonly last: number;
  /** False: end after those. */
  readonly follow: boolean;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

const LOOK = 300;
const CHUNK = 1_048_576;

/** Resolves when it is stopped, or after the last lines where it does not follow. */
export async function followLog({ directory, last, follow, onLine, signal }: FollowOptions): Promise<void> {
  let name: string | undefined;
  let at = 0;
  let rest = '';

  async function readOn(file: LogFile, each: (line: string) => void): Promise<void> {
    if (file.name !== name) {
      name = file.name;
      at = 0;
      rest = '';
    }
    const handle = await open(join(directory, file.name), 'r');
    try {
      const buffer = Buffer.alloc(CHUNK);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, CHUNK, at);
        if (bytesRead === 0) return;
        // A chunk may end anywhere, but a newline byte is never part of another character.
        const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
        const whole = end < 0 ? bytesRead === CHUNK : true;
        if (!whole) return;
        const taken = end < 0 ? bytesRead : end + 1;
        at += taken;
        const lines = (rest + buffer.toString('utf8', 0, taken)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line !== '') each(line);
      }
    } finally {
      await handle.close();
    }
  }

  const before: string[] = [];
  const remember = (line: string): void => {
    before.push(line);
    if (before.length > last) before.shift();
  };
  for (const file of (await logFiles(directory)).slice(-2)) await readOn(file, remember);
  for (const line of before) onLine(line);
  while (follow && !signal.aborted) {
    await pause(signal);
    const files = await logFiles(directory);
    const from = files.findIndex((file) => file.name === name);
    for (const file of files.slice(Math.max(0, from))) await readOn(file, onLine);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOOK);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
