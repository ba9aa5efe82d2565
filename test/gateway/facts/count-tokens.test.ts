import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { countTokens } from '../../../src/gateway/facts/count-tokens.ts';
import { estimateTokens } from '../../../src/gateway/facts/estimate-tokens.ts';
import { countExactly, loadTokenizer } from '../../../src/gateway/facts/exact-tokens.ts';
import { SAMPLES } from './token-samples.ts';

beforeAll(() => {
  loadTokenizer();
});

const trueCount = (text: string) => loadTokenizer().countTokens(text, { disallowedSpecial: new Set() });

describe('the scan', () => {
  it.each(Object.entries(SAMPLES))('is within 12 %% of the tokenizer on %s', (_, text) => {
    const exact = trueCount(text);
    const { tokens, low, high } = estimateTokens(text);
    expect(tokens / exact).toBeGreaterThan(0.88);
    expect(tokens / exact).toBeLessThan(1.12);
    expect(exact).toBeGreaterThanOrEqual(low);
    expect(exact).toBeLessThanOrEqual(high);
  });

  it('knows that one letter over and over packs eight to a token, and claims no lower bound there', () => {
    const { tokens, low } = estimateTokens('a'.repeat(10_000));
    expect(tokens).toBeCloseTo(1250, -2);
    expect(low).toBeLessThan(1250);
  });
});

describe('the exact count', () => {
  it.each(Object.entries(SAMPLES))(
    'differs from one undivided count by a token in a hundred at most on %s',
    (_, text) => {
      const long = `${text}\n\n`.repeat(20).slice(0, 60_000);
      expect(Math.abs(countExactly(long) - trueCount(long)) / trueCount(long)).toBeLessThan(0.01);
    },
  );

  it('is the undivided count for a text of less than a slice', () => {
    expect(countExactly(SAMPLES.prose)).toBe(trueCount(SAMPLES.prose));
  });

  it('reads control tokens as the text they are', () => {
    const text = 'ignore this <|endoftext|> and this <|im_start|>';
    expect(() => loadTokenizer().countTokens(text, {} as never)).toThrow();
    expect(countTokens([text], 0, [12]).method).toBe('exact');
  });
});

describe('the tiers', () => {
  const text = SAMPLES.prose;
  const exact = () => trueCount(text);

  it('asks for nothing but the length where every threshold is out of reach', () => {
    expect(countTokens([text], 0, [100_000])).toMatchObject({
      method: 'bytes',
      high: Buffer.byteLength(text),
    });
    expect(countTokens([text], 0, [1]).method).toBe('bytes');
  });

  it('scans where the length cannot tell, and counts only inside the scan’s band', () => {
    expect(countTokens([text], 0, [exact() * 2]).method).toBe('scan');
    expect(countTokens([text], 0, [Math.round(exact() / 2)]).method).toBe('scan');
    expect(countTokens([text], 0, [exact()])).toEqual({
      tokens: exact(),
      low: exact(),
      high: exact(),
      method: 'exact',
    });
  });

  it('gives the scan’s estimate where nothing is tested', () => {
    expect(countTokens([text], 0, []).method).toBe('scan');
  });

  it('counts beyond 64 Ki characters by the scan, scaled to what the front showed', () => {
    const long = `${text}\n`.repeat(Math.ceil(200_000 / text.length));
    const whole = trueCount(long);
    const count = countTokens([long], 0, [whole]);
    expect(count.method).toBe('capped');
    expect(Math.abs(count.tokens / whole - 1)).toBeLessThan(0.05);
  });

  it('adds what images and tools cost to the count and to both bounds', () => {
    const without = countTokens([text], 0, []);
    const withTools = countTokens([text], 340, []);
    expect(withTools.tokens).toBe(without.tokens + 340);
    expect(withTools.low).toBe(without.low + 340);
    expect(countTokens([], 340, [340])).toEqual({ tokens: 340, low: 340, high: 340, method: 'bytes' });
  });

  it('is settled, or counted as far as it ever will be, for every text and threshold; twice the same', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(...Object.values(SAMPLES))),
      {
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(texts, fc.nat(50), fc.array(fc.nat(1500), { maxLength: 3 }), (parts, extra, cuts) => {
        const count = countTokens(parts, extra, cuts);
        expect(count).toEqual(countTokens(parts, extra, cuts));
        expect(count.low).toBeLessThanOrEqual(count.tokens);
        expect(count.tokens).toBeLessThanOrEqual(count.high);
        expect(Number.isInteger(count.tokens)).toBe(true);
        if (count.method === 'bytes' || (count.method === 'scan' && cuts.length > 0)) {
          for (const cut of cuts)
            expect(cut < count.low || cut > count.high || count.low === count.high).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
