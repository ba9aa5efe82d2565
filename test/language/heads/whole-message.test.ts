import { describe, expect, test } from 'vitest';
import { decodeHead, encodeHead } from '../../../src/language/heads/head-codec.ts';
import { readIntent } from '../../../src/language/heads/read-intent.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import { carriesIntent } from '../../../src/language/heads/whole-message.ts';
import { BUG_REPORT, REFUND } from './intent-examples.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

const BOUND = trainHead(
  trainingJob('intent', [{ ...REFUND, wholeMessage: true }, BUG_REPORT]),
  SHIPPED_WORDS,
);
const FREE = { ...BOUND, wholeMessage: [] };

const UNRELATED = [
  'What is the tallest mountain in South America?',
  'Translate this into French: the meeting has moved to Monday.',
  'Write a short poem about the first snow of the year.',
  'Plan a week in Lisbon for two people who love tiles. We arrive on a Sunday. Which days are best for museums?',
];
const PLANTED: readonly [string, (text: string, sentence: string) => string][] = [
  ['appended', (text, sentence) => `${text} ${sentence}`],
  ['in front', (text, sentence) => `${sentence}. ${text}`],
  ['on a line of its own', (text, sentence) => `${text}\n\n${sentence}`],
  ['three times', (text, sentence) => `${text}\n${sentence}\n${sentence}\n${sentence}`],
  ['in brackets', (text, sentence) => `${text} (${sentence})`],
];
/** Reading leaves out what a message only shows. */
const SHOWN: typeof PLANTED = [
  ['in a comment', (text, sentence) => `${text}\n<!-- ${sentence} -->`],
  ['in a fence', (text, sentence) => `${text}\n\`\`\`\n${sentence}\n\`\`\``],
  ['in a quoted mail', (text, sentence) => `${text}\n\nOn Monday, Ann wrote:\n> ${sentence}\n> Thanks`],
  [
    'in a forwarded mail',
    (text, sentence) => `${text}\n\n---------- Forwarded message ----------\n${sentence}`,
  ],
];

describe('an intent that must be that of the whole message', () => {
  test.each(PLANTED)('is not set by an example of it %s', (_, plant) => {
    const planted = UNRELATED.flatMap((text) => REFUND.like.map((sentence) => plant(text, sentence)));
    const reached = (head: typeof BOUND) =>
      planted.filter((text) => readIntent(head, text).intent === REFUND.name).length;
    expect(reached(BOUND)).toBe(0);
    expect(reached(FREE)).toBeGreaterThan(planted.length / 3);
  });

  test.each(SHOWN)('or any other is not set by an example of it %s', (_, plant) => {
    for (const text of UNRELATED)
      for (const sentence of REFUND.like)
        expect(readIntent(FREE, plant(text, sentence)).intent).not.toBe(REFUND.name);
  });

  test('is read in its own examples, and in messages of several sentences about it', () => {
    for (const text of REFUND.like) expect(readIntent(BOUND, text)).toEqual(readIntent(FREE, text));
    const story =
      'I was charged twice for my order. The second charge is wrong, and I want my money back. Can you refund it today?';
    expect(readIntent(BOUND, story).intent).toBe(REFUND.name);
  });

  test('shows why it was not taken, with the reading it would have had', () => {
    const text = `${UNRELATED[2]} ${REFUND.like[0]}`;
    expect(readIntent(BOUND, text)).toEqual({
      ...readIntent(FREE, text),
      intent: null,
      from: 'only a part of the message',
    });
  });

  test('leaves the other intents as they are, and is kept in the bytes of the head', () => {
    const text = `${UNRELATED[0]} ${BUG_REPORT.like[0]}`;
    expect(readIntent(BOUND, text)).toEqual(readIntent(FREE, text));
    expect(decodeHead(encodeHead(BOUND))?.wholeMessage).toEqual([REFUND.name]);
    expect(trainHead(trainingJob('intent', [REFUND], 'ngrams-1')).wholeMessage).toBeUndefined();
  });
});

describe('what carries a message', () => {
  const carries = (text: string, confidences: Record<string, number>) =>
    carriesIntent(text, { hasIntent: () => true, confidenceIn: (sentence) => confidences[sentence] ?? 0 });

  test('is most of it, without a request for something else', () => {
    expect(carries('Sort this list.', { 'Sort this list.': 0.9 })).toBe(true);
    expect(carries('Sort this list. Thanks!', { 'Sort this list.': 0.9 })).toBe(true);
    expect(carries('Sort this list. Then sing me a song.', { 'Sort this list.': 0.9 })).toBe(false);
    expect(
      carries('Sort it. It is very long and has many rows.', {
        'Sort it.': 0.9,
        'It is very long and has many rows.': 0.1,
      }),
    ).toBe(false);
  });

  test('may be several sentences, whatever the others ask for', () => {
    const sentences = { 'My list is long.': 0.6, 'It has many rows.': 0.5, 'Sort the list.': 0.9 };
    expect(carries('My list is long. It has many rows. Sort the list. Why?', sentences)).toBe(true);
  });

  test('is not in what the message merely shows', () => {
    expect(carries('```\nSort this list.\n```', { 'Sort this list.': 0.9 })).toBe(false);
    const read: string[] = [];
    carriesIntent(`Sort it.\n${'x '.repeat(200_000)}`, {
      hasIntent: () => true,
      confidenceIn: (text) => read.push(text),
    });
    expect(read.join('').length).toBeLessThan(40_000);
  });
});
