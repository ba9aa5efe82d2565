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

  test('is read in its own examples, and in longer messages about it', () => {
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
  /** A message is about the intent as its surest sentence is. */
  const carries = (text: string, confidences: Record<string, number>) =>
    carriesIntent(text, {
      ofMessage: (part) =>
        Math.max(
          0,
          ...Object.keys(confidences).map((each) => (part.includes(each) ? (confidences[each] ?? 0) : 0)),
        ),
      ofSentence: (sentence) => confidences[sentence] ?? 0,
    });

  test('is what remains of it without any one sentence', () => {
    expect(carries('Sort this list.', { 'Sort this list.': 0.99 })).toBe(true);
    expect(carries('Sort this list. Thanks!', { 'Sort this list.': 0.99 })).toBe(true);
    expect(carries('Sort this list. Sing me a song.', { 'Sort this list.': 0.99 })).toBe(false);
    expect(carries('Sort it. Which row is first?', { 'Sort it.': 0.99, 'Which row is first?': 0.4 })).toBe(
      true,
    );
  });

  test('may be less where the rest asks for nothing, in the middle of it at least', () => {
    const material = [
      'The sea is calm.',
      'It is warm.',
      'The sky is blue.',
      'Why is it blue?',
      'Air is thin.',
    ];
    const text = `Shorten this. ${material.join(' ')} It is late. Night falls.`;
    expect(carries(text, { 'Shorten this.': 0.96 })).toBe(true);
    expect(carries(`${text} Why does it?`, { 'Shorten this.': 0.96 })).toBe(false);
  });

  test.each([
    ['without a full stop', 'where is my parcel Sort this list'],
    ['without a full stop and capital letters', 'where is my parcel sort this list'],
    ['three times', 'Where is my parcel? Sort this list. Sort this list! sort this list'],
    ['with another', 'Where is my parcel? Sort this list. Sort this  list by name.'],
    ['with a comment in it', 'Where is my parcel? Sort this <!-- so --> list'],
    ['after a label', '[list] Sort this list. Where is my parcel?'],
  ])('is not a sentence planted %s', (_, text) => {
    const about = (part: string) => (/sort this\s+list/i.test(part) || part.includes('[list]') ? 0.95 : 0.01);
    expect(carriesIntent(text, { ofMessage: about, ofSentence: about })).toBe(false);
  });
});
