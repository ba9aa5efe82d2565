import { expect, test } from 'vitest';
import { estimateCall } from '../../../src/gateway/ledger/estimate.ts';
import { costOf, dollarsOfMicros, microsOfDollars } from '../../../src/gateway/ledger/money.ts';
import type { Needs } from '../../../src/language/graph/plan.ts';
import type { Model } from '../../../src/language/semantics/model.ts';

const usage = (inputTokens: number, outputTokens: number, more = {}) => ({
  inputTokens,
  outputTokens,
  reported: true,
  ...more,
});

test('a price for a million tokens is micro-dollars for one', () => {
  expect(costOf({ input: 3, output: 15 }, usage(1_000, 200))).toBe(6_000n);
  expect(costOf({ input: 0.15, output: 0.6 }, usage(100, 10))).toBe(21n);
});

test('parts of a micro-dollar are rounded up, binary noise is not', () => {
  expect(costOf({ input: 0.1, output: 0 }, usage(1, 0))).toBe(1n);
  expect(costOf({ input: 0.1, output: 0.2 }, usage(10, 10))).toBe(3n);
  expect(costOf({ input: 0, output: 0 }, usage(10, 10))).toBe(0n);
});

test('cached and reasoning tokens have their own price, and the ordinary one where none is given', () => {
  const price = { input: 2, output: 10, cached: 0.5, reasoning: 20, image: 0.001 };
  expect(costOf(price, usage(100, 50, { cachedTokens: 40, reasoningTokens: 30 }), 2)).toBe(
    BigInt(60 * 2 + 20 + 20 * 10 + 30 * 20 + 2_000),
  );
  expect(costOf({ input: 2, output: 10 }, usage(100, 50, { cachedTokens: 40, reasoningTokens: 30 }))).toBe(
    700n,
  );
});

test('dollars and micro-dollars convert without loss', () => {
  expect(microsOfDollars(0.07)).toBe(70_000n);
  expect(dollarsOfMicros(1_234_567n)).toBe(1.234567);
});

const model: Model = {
  name: 'm',
  at: { path: 'a.route', span: { start: 0, end: 1 }, line: 1 },
  deployments: [],
  can: [],
  price: { input: 1, output: 5 },
};
const needs: Needs = { inputTokens: 1_000, tools: false, images: false, json: false, audio: false };

test('an estimate bounds what a call can come to', () => {
  expect(estimateCall(model, { ...needs, outputTokens: 200 })).toEqual({ tokens: 1_200n, cost: 2_000n });
  expect(estimateCall(model, needs)).toEqual({
    tokens: BigInt(1_000 + 4_096),
    cost: BigInt(1_000 + 5 * 4_096),
  });
  expect(estimateCall({ ...model, output: 100 }, { ...needs, outputTokens: 9_999 })).toEqual({
    tokens: 1_100n,
    cost: 1_500n,
  });
  expect(
    estimateCall({ ...model, price: { input: 1, output: 5, reasoning: 9 } }, { ...needs, outputTokens: 100 })
      .cost,
  ).toBe(1_900n);
  const { price: _, ...unpriced } = model;
  expect(estimateCall(unpriced, needs).cost).toBeUndefined();
});
