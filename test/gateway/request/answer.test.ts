import { expect, test } from 'vitest';
import { type Answering, answerWith } from '../../../src/gateway/request/answer.ts';

test('a decision does not stay pending where relaying its answer fails', async () => {
  const calls: unknown[][] = [];
  const answering: Answering = {
    pending: (...given) => calls.push(['pending', ...given]),
    record: (...given) => calls.push(['record', ...given]),
    headers: (to = {}) => Object.assign(to, { 'Llmr-Route': 'own' }),
    document: () => {
      throw new Error('not needed');
    },
  };
  const res = { writeHead: (...given: unknown[]) => calls.push(['head', ...given]) };
  const outcome = {
    kind: 'answered',
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'llmr-model': 'a' },
    relay: () => Promise.reject(new Error('a fault')),
  };
  const exchange = { res, takeOver() {} } as never;
  await expect(answerWith(exchange, outcome as never, answering, () => {})).rejects.toThrow('a fault');
  const streamed = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };
  expect(calls).toEqual([
    ['head', 200, { ...outcome.headers, ...streamed, 'Llmr-Route': 'own' }],
    ['pending', 200],
    ['record', 'unanswered', 200],
  ]);
});
