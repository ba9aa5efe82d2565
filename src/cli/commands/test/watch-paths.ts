/**
 * Waits for the next change under some paths, or for `q` or Ctrl-C at the terminal. The only place of the command
 * line that keeps a process alive. Must not know what happens after a change.
 */
import { watch } from 'chokidar';

export interface PathWatcher {
  /** The next change since the last call; changes in between are not lost. */
  next(): Promise<'changed' | 'quit'>;
  close(): Promise<void>;
}

export type OpenWatcher = (paths: readonly string[]) => PathWatcher;

/** Editors write a file in several steps; events within this time are one change. */
const STILL_MS = 100;
const RELEVANT = /\.(route|txt|json|jsonl|csv)$/;
const NOT_ENTERED = /(^|[\\/])(node_modules|dist|coverage|\.[^./\\][^/\\]*)([\\/]|$)/;

export const watchPaths: OpenWatcher = (paths) => {
  const watching = watch([...paths], { ignoreInitial: true, ignored: (path) => NOT_ENTERED.test(path) });
  let come: 'changed' | 'quit' | undefined;
  let wake: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tell = (what: 'changed' | 'quit'): void => {
    if (come !== 'quit') come = what;
    wake?.();
  };
  watching.on('all', (_event, path) => {
    if (!RELEVANT.test(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => tell('changed'), STILL_MS);
  });
  const quit = (): void => tell('quit');
  const { stdin } = process;
  const onKey = (key: Buffer): void => {
    const text = key.toString('utf8');
    if (text === 'q' || text === '\u0003') quit();
  };
  if (stdin.isTTY) {
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', onKey);
  }
  process.once('SIGINT', quit);
  process.once('SIGTERM', quit);
  return {
    async next() {
      if (come === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const what = come ?? 'quit';
      come = undefined;
      wake = undefined;
      return what;
    },
    async close() {
      clearTimeout(timer);
      process.off('SIGINT', quit);
      process.off('SIGTERM', quit);
      if (stdin.isTTY) {
        stdin.off('data', onKey);
        stdin.setRawMode(false);
        stdin.pause();
      }
      await watching.close();
    },
  };
};
