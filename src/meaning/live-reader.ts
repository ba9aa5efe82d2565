// How a service reads intents while callers wait: built-in heads at once, other encoders and second looks within a
// deadline. Whatever an encoder does, a request gets an answer, and a note states what was missing. Must not know:
// requests, policies, training.

import type { Head, IntentReading } from '../language/heads/head.ts';
import { isNearAnother } from '../language/heads/look-again.ts';
import { readIntent } from '../language/heads/read-intent.ts';
import { needsVectors, textsToEncode } from '../language/heads/texts-to-encode.ts';
import { isBuiltIn } from './encoder-fault.ts';
import { createKeptReadings } from './kept-readings.ts';
import { openEncodingAside } from './open-encoding.ts';
import {
  createSecondLook,
  type SecondLook,
  type SecondLookOutcome,
  type SecondReading,
} from './second-look.ts';
import { createTimedVectors, type TimedVectors } from './timed-vectors.ts';
import { isUseLiteInstalled, USE_LITE } from './use-lite.ts';
import { prepareWords } from './word-vectors.ts';

export interface LiveReading {
  /** Undefined where the head's encoder returned no vector: the intent is unknown. */
  readonly reading: IntentReading | undefined;
  /** What was missing, for the trace. */
  readonly note?: string;
  /** The same in a few words, where there is no reading: `encoder late, over 250 ms`. */
  readonly missing?: string;
}

export interface LiveReader {
  /** `secondLookWithin`: milliseconds, where the policy has a second look. Never rejects. */
  read(head: Head, text: string, secondLookWithin?: number): LiveReading | Promise<LiveReading>;
  /** Loads what these heads need, so that the first request does not wait for it. Never rejects. */
  warm(heads: Iterable<Head>): Promise<void>;
  close(): Promise<void>;
}

export interface LiveReaderOptions {
  readonly encoder: string;
  readonly key?: string;
  /** Allowed hosts of an encoder at an address; empty or absent: any. */
  readonly hosts?: readonly string[];
  /** Milliseconds. */
  readonly encoderWaitMs: number;
  /** Called for every second look that was tried. */
  readonly onSecondLook?: (outcome: SecondLookOutcome) => void;
}

/** An endpoint takes many texts at once; a model on this machine reads one after the other. */
const MOST_WAITING = 64;
const MOST_KEPT = 2000;
/** Loading a model may take a while; no request waits for it. */
const WARM_MS = 60_000;

export async function openLiveReader(options: LiveReaderOptions): Promise<LiveReader> {
  const { encoder, encoderWaitMs, onSecondLook = () => {} } = options;
  const encoding = isBuiltIn(encoder) ? undefined : await openEncodingAside(encoder, options);
  const own: TimedVectors | undefined =
    encoding && createTimedVectors(encoding, { mostWaiting: MOST_WAITING, mostKept: MOST_KEPT });
  /** Its thread starts with the first text. */
  const second: SecondLook | undefined = isUseLiteInstalled()
    ? createSecondLook(await openEncodingAside(USE_LITE))
    : undefined;
  const readAtOnce = createKeptReadings();

  async function readWhole(head: Head, text: string): Promise<LiveReading> {
    // A model replaced in its folder is another encoder: heads trained since then are not read with the old one.
    const isOwn = head.encoder === encoding?.id;
    const found = isOwn ? await own?.vectors(textsToEncode(head, text), encoderWaitMs) : undefined;
    if (found?.kind === 'made') return { reading: readIntent(head, text, found.vectors) };
    const [missing, why] = trouble(head.encoder, found, encoderWaitMs);
    return { reading: undefined, missing, note: `${head.group} is unknown: ${why}` };
  }

  function lookAgain(
    head: Head,
    text: string,
    first: LiveReading,
    within: number | undefined,
  ): LiveReading | Promise<LiveReading> {
    const { reading } = first;
    if (within === undefined || reading === undefined || !isNearAnother(head, reading)) return first;
    // A head of the same encoder has nothing to add.
    if (head.encoder === USE_LITE) return first;
    if (second === undefined || head.second === undefined) {
      const missing = 'second look not installed';
      const note = `no second look at ${head.group}: its packages are not installed`;
      return { reading: { ...reading, missing }, note };
    }
    return second.look(head, text, reading, within).then((looked) => {
      if (looked.outcome !== 'clear') onSecondLook(looked.outcome);
      return told(head, looked, within);
    });
  }

  return {
    read(head, text, secondLookWithin) {
      if (!needsVectors(head))
        return lookAgain(head, text, { reading: readAtOnce(head, text) }, secondLookWithin);
      return readWhole(head, text).then((first) => lookAgain(head, text, first, secondLookWithin));
    },
    async warm(heads) {
      for (const head of heads) {
        await prepareWords(head);
        if (needsVectors(head)) await own?.vectors(['hello'], WARM_MS);
        if (head.second !== undefined) await second?.warm();
      }
    },
    async close() {
      await own?.close();
      await second?.close();
    },
  };
}

function told(head: Head, { reading, outcome, because }: SecondReading, within: number): LiveReading {
  if (outcome === 'clear' || outcome === 'used') return { reading };
  const [missing, why] = {
    late: [`second look late, over ${within} ms`, `it took longer than ${within} ms`],
    busy: ['second look busy', 'too many texts were waiting for it'],
    failed: ['second look failed', because ?? 'it failed'],
  }[outcome] as [string, string];
  return { reading: { ...reading, missing }, note: `${head.group} was read without a second look: ${why}` };
}

function trouble(
  encoder: string,
  found: Awaited<ReturnType<TimedVectors['vectors']>> | undefined,
  within: number,
): [missing: string, why: string] {
  if (found?.kind === 'failed') return ['encoder failed', found.because];
  // The id of an encoder at an address is that address, which callers must not see.
  const name = encoder.startsWith('endpoint:') ? 'the encoder' : `the encoder ${encoder}`;
  if (found?.kind === 'late')
    return [`encoder late, over ${within} ms`, `${name} took longer than ${within} ms`];
  if (found?.kind === 'busy') return ['encoder busy', `too many texts were waiting for ${name}`];
  return ['encoder replaced', `${name} is not the one the service was started with`];
}
