/**
 * Loaded into a service with `--import`: counts what its main thread does, so that a test can hold the work of a request
 * against kept figures. Without optimised code and without a collection, the same requests allocate the same on any
 * machine. Must not know what the service does.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, Worker } from 'node:worker_threads';

export interface Work {
  /** Bytes in use on the heap. */
  readonly heap: number;
  /** Collections since the process began. */
  readonly collections: number;
  readonly textsBuilt: number;
  readonly textsParsed: number;
  readonly ledgerMessages: number;
}

if (isMainThread && process.send !== undefined) {
  // Optimised code leaves out allocations, and when it is ready depends on the machine.
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
  const counts = { collections: 0, textsBuilt: 0, textsParsed: 0, ledgerMessages: 0 };
  new PerformanceObserver((list) => {
    counts.collections += list.getEntries().length;
  }).observe({ entryTypes: ['gc'] });
  const { stringify, parse } = JSON;
  JSON.stringify = ((...args: Parameters<typeof stringify>) => {
    // A quoted string is not a document.
    if (typeof args[0] === 'object') counts.textsBuilt += 1;
    return stringify(...args);
  }) as typeof stringify;
  JSON.parse = (...args: Parameters<typeof parse>) => {
    counts.textsParsed += 1;
    return parse(...args);
  };
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof postMessage>) {
    if (this.threadName?.includes('ledger')) counts.ledgerMessages += 1;
    postMessage.apply(this, args);
  };
  process.on('message', (message) => {
    if (message === 'collect') globalThis.gc?.();
    const read = { ...counts, heap: process.memoryUsage().heapUsed };
    // Entries of collections arrive in a later turn of the event loop.
    setTimeout(() => process.send?.({ ...read, collections: counts.collections } satisfies Work), 10);
  });
  process.on('disconnect', () => process.exit());
  process.channel?.unref();
}
