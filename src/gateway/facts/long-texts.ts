/**
 * Computes facts of a request's long texts without blocking the event loop: token estimates in slices with turns of
 * the loop in between, patterns in a separate thread. The results are the same as without.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { LONG_TEXT, rememberMatches, slowPatternName } from '../../language/vocabulary/text-patterns.ts';
import type { TextPattern } from '../../language/vocabulary/value-set.ts';
import { BusyError, createGate } from '../bounds/gate.ts';
import { nextTurn } from '../bounds/turns.ts';
import { ESTIMATE_SLICE, estimateTokens, sumOfEstimates, type TokenEstimate } from './estimate-tokens.ts';
import type { MatchAnswer, MatchQuestion } from './match-worker.ts';

/** For long texts only, by text. */
export type KnownEstimates = ReadonlyMap<string, TokenEstimate>;

export async function estimateLongTexts(texts: readonly string[]): Promise<KnownEstimates> {
  const known = new Map<string, TokenEstimate>();
  for (const text of texts) {
    if (text.length <= ESTIMATE_SLICE || known.has(text)) continue;
    const slices: TokenEstimate[] = [];
    for (let from = 0; from < text.length; from += ESTIMATE_SLICE) {
      await nextTurn();
      slices.push(estimateTokens(text, from, Math.min(from + ESTIMATE_SLICE, text.length)));
    }
    known.set(text, sumOfEstimates(slices));
  }
  return known;
}

/** Milliseconds for all patterns of one text; each takes about 20 for a megabyte. */
const WITHIN_MS = 10_000;
/** Milliseconds of idle time after which the thread ends to free its memory. */
const IDLE_MS = 2_000;
/** Characters. */
const PIECE = 1_048_576;
/** Megabytes: two texts of the largest body, and what patterns take. */
const MOST_MEGABYTES = 128;
/** Bytes of a text after which the thread ends, to free its memory at once. */
const LARGE = 4_194_304;
/** One text at a time is copied to the thread. */
const gate = createGate(1, 64);

let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let ids = 0;
const waiting = new Map<number, { resolve(fits: readonly boolean[]): void; reject(cause: Error): void }>();

/**
 * Runs the slow patterns on a long text; after that, matching that text takes no time. @returns a function that drops
 * the results; undefined where the text is short or no pattern is slow @throws BusyError where the patterns take too
 * long
 */
export function matchLongText(
  text: string,
  patterns: readonly TextPattern[],
): Promise<() => void> | undefined {
  if (text.length < LONG_TEXT) return undefined;
  const slow = patterns.filter((pattern) => slowPatternName(pattern) !== undefined);
  return slow.length === 0 ? undefined : matched(text, slow);
}

async function matched(text: string, patterns: readonly TextPattern[]): Promise<() => void> {
  const fits = await gate.run(async () => {
    const bytes = await bytesOf(text);
    const large = bytes.length > LARGE;
    const found = await ask(bytes, patterns);
    // Its heap would keep this memory until the next text, which needs as much again.
    if (large) await worker?.terminate();
    return found;
  });
  return rememberMatches(
    text,
    new Map(patterns.map((pattern, at) => [slowPatternName(pattern) ?? '', fits[at] ?? false])),
  );
}

/** As UTF-8, to be transferred and not copied. */
async function bytesOf(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: string[] = [];
  let length = 0;
  for (let from = 0; from < text.length; ) {
    if (from > 0) await nextTurn();
    let to = Math.min(from + PIECE, text.length);
    const code = text.charCodeAt(to - 1);
    if (to < text.length && code >= 0xd800 && code < 0xdc00) to -= 1;
    const piece = text.slice(from, to);
    pieces.push(piece);
    length += Buffer.byteLength(piece);
    from = to;
  }
  const bytes = new Uint8Array(length);
  const utf8 = new TextEncoder();
  let written = 0;
  for (const piece of pieces) {
    if (written > 0) await nextTurn();
    written += utf8.encodeInto(piece, bytes.subarray(written)).written;
  }
  return bytes;
}

function ask(bytes: Uint8Array<ArrayBuffer>, patterns: readonly TextPattern[]): Promise<readonly boolean[]> {
  clearTimeout(idle);
  worker ??= start();
  const id = ids++;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => void worker?.terminate(), WITHIN_MS);
    const ended = (): void => {
      clearTimeout(timer);
      waiting.delete(id);
      if (waiting.size === 0) idle = setTimeout(() => void worker?.terminate(), IDLE_MS).unref();
    };
    waiting.set(id, {
      resolve(fits) {
        ended();
        resolve(fits);
      },
      reject(cause) {
        ended();
        reject(cause);
      },
    });
    worker?.postMessage({ id, bytes, patterns } satisfies MatchQuestion, [bytes.buffer]);
  });
}

function start(): Worker {
  const extension = extname(fileURLToPath(import.meta.url));
  const started = new Worker(new URL(`./match-worker${extension}`, import.meta.url), {
    name: 'llmr-matching',
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES, maxYoungGenerationSizeMb: 4 },
  });
  started.unref();
  started.on('message', ({ id, fits }: MatchAnswer) => waiting.get(id)?.resolve(fits));
  started.on('error', () => {});
  started.once('exit', () => {
    if (worker === started) worker = undefined;
    for (const { reject } of [...waiting.values()])
      reject(new BusyError('the conditions on this long text took too long'));
  });
  return started;
}
