/** The thread that runs patterns on long texts. Knows texts and patterns only. */
import { parentPort } from 'node:worker_threads';
import { compileTextPattern } from '../../language/graph/match-text.ts';
import type { TextPattern } from '../../language/vocabulary/value-set.ts';

export interface MatchQuestion {
  readonly id: number;
  /** The text in UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly patterns: readonly TextPattern[];
}
export interface MatchAnswer {
  readonly id: number;
  /** In the order of the patterns. */
  readonly fits: readonly boolean[];
}

parentPort?.on('message', ({ id, bytes, patterns }: MatchQuestion) => {
  const text = Buffer.from(bytes.buffer).toString('utf8');
  // Frees the bytes now; the garbage collector would keep them for longer.
  bytes.buffer.transfer(0);
  const fits = patterns.map((pattern) => compileTextPattern(pattern)(text));
  parentPort?.postMessage({ id, fits } satisfies MatchAnswer);
});
