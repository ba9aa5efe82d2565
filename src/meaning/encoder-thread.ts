// A text encoder in a separate thread, so that encoding never blocks the event loop. The thread starts with the first
// text; after a crash it is restarted with the next. Must not know: which encoder it is, what vectors are for.

import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TextEncoding } from './text-encoding.ts';

export interface EncoderRequest {
  readonly id: number;
  readonly texts: readonly string[];
}
/** What the thread is started with. */
export interface EncoderAsked {
  readonly id: string;
  /** What `openEncoding` takes. */
  readonly description: string;
}
export type EncoderAnswer =
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly failure: string };

/** `description` is what `openEncoding` takes. The thread does not keep the process alive. */
export function encoderThread(id: string, description: string): TextEncoding {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<
    number,
    { readonly resolve: (vectors: Float32Array[]) => void; readonly reject: (reason: Error) => void }
  >();
  const start = (): Worker => {
    const extension = extname(fileURLToPath(import.meta.url));
    const started = new Worker(new URL(`./encoder-worker${extension}`, import.meta.url), {
      workerData: { id, description } satisfies EncoderAsked,
      execArgv: [],
    });
    started.unref();
    started.on('message', (answer: EncoderAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ('failure' in answer) asked?.reject(new Error(answer.failure));
      else asked?.resolve([...answer.vectors]);
    });
    const lost = (reason: Error) => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
    };
    started.on('error', lost);
    started.on('exit', () => {
      if (worker === started) lost(new Error('the encoder’s thread has ended'));
    });
    return started;
  };
  return {
    id,
    encode(texts) {
      worker ??= start();
      const thread = worker;
      const request: EncoderRequest = { id: ++last, texts };
      return new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject });
        // A pending answer must arrive, even if nothing else keeps the process alive.
        thread.ref();
        thread.postMessage(request);
      });
    },
    async close() {
      const thread = worker;
      worker = undefined;
      await thread?.terminate();
    },
  };
}
