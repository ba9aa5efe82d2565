/** One line from the person at the terminal. */
import type { createInterface } from 'node:readline';

/** Undefined at the end of the input and after Ctrl+C. */
export async function askLine(question: string): Promise<string | undefined> {
  // Loaded where a command asks: most do not.
  const readline: { readonly createInterface: typeof createInterface } = await import('node:readline');
  const lines = readline.createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(undefined));
    lines.question(question, (line) => {
      resolve(line);
      lines.close();
    });
  });
}
