// The thread a sentence encoder runs in: texts in, vectors out, one request after the other.
// Must not know: heads, caches, deadlines. Started only by encoder-thread.ts.

import { parentPort, workerData } from 'node:worker_threads';
import type { EncoderAnswer, EncoderAsked, EncoderRequest } from './encoder-thread.ts';
import { openEncoding } from './open-encoding.ts';

const { id: wanted, description } = workerData as EncoderAsked;
const opened = openEncoding(description).then((encoding) => {
  // After a crash the thread is restarted, and the model may have been replaced since: other vectors, another space.
  if (encoding.id !== wanted)
    throw new Error(`"${description}" has changed: it was ${wanted} and is now ${encoding.id}; restart llmr`);
  return encoding;
});
// Reported with the first answer; otherwise a failure to load would end the thread before the first request.
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
