// The thread a sentence encoder runs in: texts in, vectors out, one request after the other.
// Must not know: heads, caches, deadlines. Started only by encoder-thread.ts.

import { parentPort, workerData } from 'node:worker_threads';
import type { EncoderAnswer, EncoderRequest } from './encoder-thread.ts';
import { openEncoding } from './open-encoding.ts';

const opened = openEncoding(workerData as string);
// Told with the first answer; without this a failure to load would end the thread before anybody asks.
opened.catch(() => undefined);
let before: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: EncoderRequest) => {
  before = before.then(() => answer(request));
});

async function answer({ id, texts }: EncoderRequest): Promise<void> {
  let reply: EncoderAnswer;
  try {
    const encoding = await opened;
    reply = { id, vectors: await encoding.encode(texts) };
  } catch (cause) {
    reply = { id, failure: cause instanceof Error ? cause.message : String(cause) };
  }
  parentPort?.postMessage(reply);
}
