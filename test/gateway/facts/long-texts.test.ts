/** What is found out beside the event loop is what would be found out on it. */
import { expect, test } from 'vitest';
import { countTokens } from '../../../src/gateway/facts/count-tokens.ts';
import { ESTIMATE_SLICE } from '../../../src/gateway/facts/estimate-tokens.ts';
import { estimateLongTexts, matchLongText } from '../../../src/gateway/facts/long-texts.ts';
import { compileTextPattern } from '../../../src/language/graph/match-text.ts';
import {
  knownMatch,
  LONG_TEXT,
  patternFits,
  rememberMatches,
} from '../../../src/language/vocabulary/text-patterns.ts';
import type { TextPattern } from '../../../src/language/vocabulary/value-set.ts';

const long = `${'Wörter and 数字 12345, '.repeat(60_000)}chargeback`;

test('token counts are the same with estimates made before', async () => {
  const parts = [long, 'short', 'x'.repeat(ESTIMATE_SLICE + 1)];
  const known = await estimateLongTexts(parts);
  expect([...known.keys()]).toEqual([parts[0], parts[2]]);
  for (const cuts of [[], [1], [300_000], [400_000]]) {
    expect(countTokens(parts, 7, cuts, known)).toEqual(countTokens(parts, 7, cuts));
  }
});

const PATTERNS: readonly TextPattern[] = [
  { kind: 'contains', text: 'CHARGEBACK' },
  { kind: 'contains', text: 'refund' },
  { kind: 'regular', source: '\\d{5}, $' },
  { kind: 'regular', source: '(?i)w\u00d6RTER' },
  { kind: 'glob', glob: '*back' },
  { kind: 'equals', text: 'x' },
];

test('patterns that another thread has tried fit as they do here, and are forgotten', async () => {
  const here = PATTERNS.map((pattern) => patternFits(pattern, long));
  const forget = await matchLongText(long, PATTERNS);
  expect(PATTERNS.map((pattern) => knownMatch(pattern, long))).toEqual([
    ...here.slice(0, 4),
    undefined,
    undefined,
  ]);
  expect(PATTERNS.map((pattern) => patternFits(pattern, long))).toEqual(here);
  expect(PATTERNS.map((pattern) => compileTextPattern(pattern)(long))).toEqual(here);
  forget?.();
  expect(PATTERNS.map((pattern) => knownMatch(pattern, long))).toEqual(PATTERNS.map(() => undefined));
});

test('what is remembered is used, for that text only', () => {
  const [contains] = PATTERNS as [TextPattern];
  const forget = rememberMatches(long, new Map([['contains CHARGEBACK', false]]));
  expect(compileTextPattern(contains)(long)).toBe(false);
  expect(compileTextPattern(contains)(`${long}.`)).toBe(true);
  forget();
  expect(compileTextPattern(contains)(long)).toBe(true);
});

test('short texts, and patterns that take no time, wait for nothing', () => {
  expect(matchLongText('x'.repeat(LONG_TEXT - 1), PATTERNS)).toBeUndefined();
  expect(matchLongText(long, PATTERNS.slice(4))).toBeUndefined();
});

test('texts that come at once are each answered for themselves', async () => {
  const texts = Array.from(
    { length: 5 },
    (_, index) => `${index}${'y'.repeat(LONG_TEXT)}${index % 2 === 0 ? 'refund' : ''}`,
  );
  const forgets = await Promise.all(texts.map((text) => matchLongText(text, PATTERNS)));
  expect(texts.map((text) => knownMatch(PATTERNS[1] as TextPattern, text))).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  for (const forget of forgets) forget?.();
});
