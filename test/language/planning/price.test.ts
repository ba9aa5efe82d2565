import { describe, expect, it } from 'vitest';
import {
  needsAfter,
  outputInWindow,
  outputToExpect,
  outputToReserve,
} from '../../../src/language/planning/expected-output.ts';
import { costUsd } from '../../../src/language/planning/price.ts';
import { model, needs } from './policy-builder.ts';

describe('price', () => {
  it('prices cached and reasoning tokens and images apart where the price does', () => {
    const usage = {
      inputTokens: 1_000,
      outputTokens: 500,
      cachedTokens: 400,
      reasoningTokens: 100,
      images: 2,
    };
    const price = { input: 3, output: 15 };
    expect(costUsd(price, usage)).toBeCloseTo(0.0105, 12);
    expect(costUsd({ ...price, cached: 0.3, reasoning: 20, image: 0.002 }, usage)).toBeCloseTo(
      (600 * 3 + 400 * 0.3 + 400 * 15 + 100 * 20) / 1e6 + 0.004,
      12,
    );
  });

  it('never charges more cached or reasoning tokens than there were tokens', () => {
    expect(
      costUsd({ input: 1, output: 1, cached: 0 }, { inputTokens: 10, outputTokens: 0, cachedTokens: 99 }),
    ).toBe(0);
  });
});

describe('expected output', () => {
  it('keeps a modest place free in a window and reserves more in a budget, never over the model’s limit', () => {
    const big = model('m', { output: 64_000 });
    expect(outputInWindow(needs(), big)).toBe(1_024);
    expect(outputToReserve(needs(), big)).toBe(64_000);
    expect(outputToExpect(needs(), big)).toBe(4_096);
    expect(outputToReserve(needs({ outputTokens: 20_000 }), model('m', { output: 16_000 }))).toBe(16_000);
    expect(outputInWindow(needs({ outputTokens: 9_000 }), big)).toBe(9_000);
    expect(outputInWindow(needs(), model('m', { output: 300 }))).toBe(300);
    const { output: _, ...silent } = model('m');
    expect(outputToReserve(needs(), silent)).toBe(98_875);
  });

  it('takes the smaller of what was asked and what a transform caps', () => {
    const cap = [{ kind: 'cap-output', tokens: 800 }] as const;
    expect(needsAfter(needs(), cap).outputTokens).toBe(800);
    expect(needsAfter(needs({ outputTokens: 200 }), cap).outputTokens).toBe(200);
    expect(needsAfter(needs({ images: true }), [{ kind: 'drop', what: 'images' }]).images).toBe(false);
  });
});
