/** Reads a file of outcomes or prompts, gzipped or not. Faults are returned as messages. */
import { readOutcomeFile } from '../../meaning/read-outcome-file.ts';

/** A string is what prevents reading it, with the file's name. */
export async function readDataFile(file: string): Promise<{ readonly text: string } | string> {
  try {
    const text = await readOutcomeFile(file);
    return text === undefined ? `${file}: there is no such file` : { text };
  } catch (cause) {
    return `${file}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
