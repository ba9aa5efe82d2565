import { expect, test } from 'vitest';
import { dollarsOfMicros, microsOfDollars } from '../../../src/gateway/ledger/money.ts';
import { outputLimitToSend } from '../../../src/language/planning/expected-output.ts';
import type { Needs } from '../../../src/language/planning/plan.ts';
import { costMicros, costUsd } from '../../../src/language/planning/price.ts';
import { reserveFor } from '../../../src/language/planning/reserve.ts';
import type { Model } from '../../../src/language/semantics/model.ts';

const usage = (inputTokens: number, outputTokens: number, more = {}) => ({
  inputTokens,
  outputTokens,
  reported: true,
  ...more,
});

test('a price for a million tokens is micro-dollars for one', () => {
  expect(costMicros({ input: 3, output: 15 }, usage(1_000, 200))).toBe(6_000n);
  expect(costMicros({ input: 0.15, output: 0.6 }, usage(100, 10))).toBe(21n);
});

test('parts of a micro-dollar are rounded up, binary noise is not', () => {
  expect(costMicros({ input: 0.1, output: 0 }, usage(1, 0))).toBe(1n);
  expect(costMicros({ input: 0.1, output: 0.2 }, usage(10, 10))).toBe(3n);
  expect(costMicros({ input: 0, output: 0 }, usage(10, 10))).toBe(0n);
});

test('cached and reasoning tokens have their own price, and the ordinary one where none is given', () => {
  const price = { input: 2, output: 10, cached: 0.5, reasoning: 20, image: 0.001 };
  expect(costMicros(price, usage(100, 50, { cachedTokens: 40, reasoningTokens: 30, images: 2 }))).toBe(
    BigInt(60 * 2 + 20 + 20 * 10 + 30 * 20 + 2_000),
  );
  expect(
    costMicros({ input: 2, output: 10 }, usage(100, 50, { cachedTokens: 40, reasoningTokens: 30 })),
  ).toBe(700n);
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

test('cache writes have their own price, and no cost is negative or beyond what a store can hold', () => {
  const price = { input: 2, output: 10, cached: 0.5, cacheWrite: 2.5 };
  expect(costMicros(price, usage(100, 0, { cachedTokens: 40, cacheWriteTokens: 20 }))).toBe(
    BigInt(40 * 2 + 40 * 0.5 + 20 * 2.5),
  );
  // More cached and written than there was input: no part is counted twice.
  expect(costMicros(price, usage(100, 0, { cachedTokens: 80, cacheWriteTokens: 80 }))).toBe(90n);
  expect(costMicros({ input: 2, output: 10, cacheWrite: 2.5 }, usage(-5, -5))).toBe(0n);
  expect(costMicros({ input: 2, output: 10 }, usage(Number.NaN, 1))).toBe(0n);
  expect(costMicros({ input: 1e9, output: 1 }, usage(1e12, 1))).toBe(2n ** 53n);
});

test('dollars for comparisons are the same formula without rounding', () => {
  expect(costUsd({ input: 0.1, output: 0 }, usage(1, 0))).toBeCloseTo(1e-7, 12);
  expect(costUsd({ input: 3, output: 15, image: 0.01 }, usage(1_000, 200, { images: 3 }))).toBeCloseTo(0.036);
});

test('a reserve holds all that can be billed', () => {
  const reserved = (more: Partial<Needs>, over: Partial<Model> = {}) => {
    const { tokens, cost } = reserveFor({ ...model, ...over }, { ...needs, ...more });
    return [Number(tokens), Number(cost)];
  };
  expect(reserved({ outputTokens: 200 })).toEqual([1_200, 2_000]);
  // Neither caller nor model says how long an answer can be.
  expect(reserved({})).toEqual([1_000 + 4_096, 1_000 + 5 * 4_096]);
  expect(reserved({ outputTokens: 9_999 }, { output: 100 })).toEqual([1_100, 1_500]);
  expect(reserved({}, { output: 8_000, window: 200_000 })).toEqual([9_000, 41_000]);
  // What the window leaves, and a margin because the provider may count more input than llmr does.
  expect(reserved({}, { output: 8_000, window: 5_000 })).toEqual([1_000 + 3_875, 1_000 + 5 * 3_875]);
  expect(reserved({}, { window: 1_500 })).toEqual([1_500, 1_000 + 5 * 500]);
  expect(reserved({ outputTokens: Number.POSITIVE_INFINITY }, { output: 8_000 })).toEqual([9_000, 41_000]);
  expect(reserved({ outputTokens: 100, choices: 128 })).toEqual([13_800, 65_000]);
  expect(reserved({ outputTokens: 100, predictedTokens: 900 })).toEqual([2_000, 6_000]);
  expect(reserved({ outputTokens: 100, thinkingTokens: 900, choices: 2 })).toEqual([3_000, 11_000]);
  expect(
    reserved({ outputTokens: 100, thinkingTokens: Number.POSITIVE_INFINITY }, { window: 5_000 }),
  ).toEqual([6_100, 26_500]);
  const price = { input: 1, output: 5, reasoning: 9, cacheWrite: 1.25, cached: 0.1, image: 0.002 };
  expect(reserved({ outputTokens: 100, imageCount: 3 }, { price })).toEqual([1_100, 1_250 + 900 + 6_000]);
  const { price: _, ...unpriced } = model;
  expect(reserveFor(unpriced, needs).cost).toBeUndefined();
});

test('only a budget in dollars or tokens has a limit sent that the caller did not set', () => {
  const long = { ...model, output: 16_000, window: 128_000 };
  expect(outputLimitToSend(needs, long, false)).toBeUndefined();
  expect(outputLimitToSend(needs, long, true)).toBe(16_000);
  expect(outputLimitToSend({ ...needs, outputTokens: 500 }, long, true)).toBeUndefined();
  expect(outputLimitToSend({ ...needs, outputTokens: 50_000 }, long, false)).toBe(16_000);
});
