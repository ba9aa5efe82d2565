/** The thread that tries patterns on long texts. Knows texts and patterns only. */
import { parentPort } from 'node:worker_threads';
import { compileTextPattern } from '../../language/graph/match-text.ts';
import type { TextPattern } from '../../language/vocabulary/value-set.ts';

export interface MatchQuestion {
  readonly id: number;
  /** Of the text, in UTF-8. */
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  readonly patterns: readonly TextPattern[];
}
export interface MatchAnswer {
  readonly id: number;
  /** In the order of the patterns. */
  readonly fits: readonly boolean[];
}

parentPort?.on('message', ({ id, pieces, patterns }: MatchQuestion) => {
  const text = pieces.map((piece) => Buffer.from(piece.buffer).toString('utf8')).join('');
  const fits = patterns.map((pattern) => compileTextPattern(pattern)(text));
  parentPort?.postMessage({ id, fits } satisfies MatchAnswer);
});
