/**
 * Events other than requests, as JSON Lines in `events.jsonl` of the data folder: what a rollout did and why. There
 * are few, so they are written one by one; at its size limit the file is renamed to `events.old.jsonl`. Never holds
 * prompt text or keys.
 */
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface EventLog {
  append(event: { readonly at: number; readonly kind: string } & Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

const MOST_BYTES = 16 * 1_048_576;

export function openEventLog(directory: string, onTrouble: (message: string) => void): EventLog {
  const path = join(directory, 'events.jsonl');
  let writing: Promise<void> = mkdir(directory, { recursive: true, mode: 0o700 }).then(() => {});

  async function write(line: string): Promise<void> {
    try {
      const size = await stat(path).then(
        (found) => found.size,
        () => 0,
      );
      if (size > MOST_BYTES) await rename(path, join(directory, 'events.old.jsonl'));
      await appendFile(path, line, { mode: 0o600 });
    } catch (error) {
      onTrouble(`events cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return {
    append({ at, kind, ...more }) {
      const line = `${JSON.stringify({ version: 1, time: new Date(at).toISOString(), kind, ...more })}\n`;
      writing = writing.then(() => write(line));
    },
    close: () => writing,
  };
}
