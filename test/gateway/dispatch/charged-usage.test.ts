import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargedUsage, type ExpectedUsage } from '../../../src/gateway/dispatch/charged-usage.ts';

const EXPECTED: ExpectedUsage = {
  reserve: { inputTokens: 1_000, outputTokens: 500 },
  most: 12_000,
  onlyText: true,
  predicted: 0,
};
const told = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens });

test('what is reported and can be is charged as it is, though llmr counts otherwise', () => {
  for (const usage of [told(1_000, 100), told(700, 110), told(1_300, 60), told(1_000, 4_000)]) {
    expect(chargedUsage(usage, 110, EXPECTED, false)).toEqual({ usage: { ...usage, reported: true } });
  }
});

test('zeros, and less than half of what was seen, give way to what was seen', () => {
  expect(chargedUsage(told(0, 0), 110, EXPECTED, false)).toEqual({
    usage: { inputTokens: 1_000, outputTokens: 110, reported: false },
    note: 'the provider reported 0 output tokens where about 110 were seen and 0 input tokens where about 1000 were sent: charged for the larger',
  });
  expect(chargedUsage(told(1_000, 40), 110, EXPECTED, false).usage).toMatchObject({ outputTokens: 110 });
  expect(chargedUsage(told(40, 100), 110, EXPECTED, false).usage).toMatchObject({ inputTokens: 1_000 });
  expect(chargedUsage(told(100, 100), 110, EXPECTED, false).usage).toMatchObject({ inputTokens: 100 });
  // Of images llmr knows too little.
  const media = { ...EXPECTED, onlyText: false };
  expect(chargedUsage(told(40, 100), 110, media, false).usage).toMatchObject({ inputTokens: 40 });
});

test('more than window and output hold is not believed', () => {
  for (const usage of [told(12_000, 1), told(1, 12_000), told(9e14, 9e14)]) {
    expect(chargedUsage(usage, 110, EXPECTED, false)).toMatchObject({
      usage: { inputTokens: 1_000, outputTokens: 500, reported: false, estimated: true },
      note: expect.stringContaining('more than its model can take'),
    });
  }
});

test('without usage: what was seen, or the estimate where nobody can say', () => {
  expect(chargedUsage(undefined, 110, EXPECTED, false).usage).toEqual({
    inputTokens: 1_000,
    outputTokens: 110,
    reported: false,
  });
  expect(chargedUsage(undefined, undefined, EXPECTED, false).usage).toMatchObject({
    outputTokens: 500,
    estimated: true,
  });
  // A count that lies a little over the limit is llmr's; one that is far over it is an answer that kept to no limit.
  expect(chargedUsage(undefined, 600, EXPECTED, false).usage.outputTokens).toBe(500);
  expect(chargedUsage(undefined, 5_000, EXPECTED, false).usage.outputTokens).toBe(5_000);
});

test('a prediction that nobody says was used counts as rejected', () => {
  const predicting = { ...EXPECTED, predicted: 50 };
  expect(chargedUsage(undefined, 110, predicting, false).usage.outputTokens).toBe(160);
  expect(chargedUsage(told(1_000, 0), 110, predicting, false).usage.outputTokens).toBe(160);
  expect(chargedUsage(told(1_000, 115), 110, predicting, false).usage.outputTokens).toBe(115);
});

test('an answer that was left is never charged above its estimate on a guess', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(5_000), fc.nat(5_000), (seen, inputTokens, outputTokens) => {
      const expected = { ...EXPECTED, reserve: { inputTokens, outputTokens } };
      const { usage } = chargedUsage(undefined, seen, expected, true);
      expect(usage.inputTokens).toBe(inputTokens);
      expect(usage.outputTokens).toBeLessThanOrEqual(outputTokens);
    }),
  );
});
