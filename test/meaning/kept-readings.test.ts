import { expect, test } from 'vitest';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { createKeptReadings } from '../../src/meaning/kept-readings.ts';
import { BUG_REPORT, REFUND } from '../language/heads/intent-examples.ts';
import { SHIPPED_WORDS } from '../language/heads/shipped-words.ts';

const head = trainHead(trainingJob('intent', [REFUND, BUG_REPORT]), SHIPPED_WORDS);

test('a text that is read again has the reading it had, and each head its own', () => {
  const read = createKeptReadings();
  const other = { ...head, thresholds: head.thresholds.map(() => 2) };
  const text = 'I want my money back for order 1182';
  expect(read(head, text)).toEqual(readIntent(head, text));
  expect(read(head, text)).toBe(read(head, `${text}`));
  expect(read(other, text)).toEqual(readIntent(other, text));
  expect(read(other, text).intent).toBeNull();
});

test('no more readings are kept than allowed, the oldest are dropped first', () => {
  const read = createKeptReadings(2);
  const [first, second] = [read(head, 'refund me'), read(head, 'the app crashes')];
  expect(read(head, 'refund me')).toBe(first);
  read(head, 'tell me a joke');
  expect(read(head, 'the app crashes')).toBe(second);
  expect(read(head, 'refund me')).not.toBe(first);
});

test('of a long text what is in its middle makes no difference, and half a surrogate pair does', () => {
  const read = createKeptReadings();
  const long = (middle: string) => `refund me ${'x '.repeat(2043)}${middle}${' y'.repeat(2048)}`;
  expect(read(head, long('aa'))).toBe(read(head, long('bb')));
  expect(read(head, 'refund \ud83d')).not.toBe(read(head, 'refund \ud83e'));
});
