import { describe, expect, it } from 'vitest';
import type { IntentReading } from '../../../src/language/heads/head.ts';
import { chooseQuestions, TEST_EVERY } from '../../../src/language/suggesting/choose-questions.ts';
import { similaritiesOf } from '../../../src/language/suggesting/similarities.ts';
import { unreadGroups } from '../../../src/language/suggesting/unread-groups.ts';
import { MOST_PROMPTS, usablePrompts } from '../../../src/language/suggesting/usable-prompts.ts';

const reading = (confidence: number): IntentReading => ({
  intent: confidence >= 0.5 ? 'a' : null,
  best: 'a',
  confidence,
  threshold: 0.5,
  scores: new Map([['a', confidence]]),
});
const ORDERS = [
  'where is my order 7',
  'where is my order 12?',
  'where is order 99 of mine',
  'where is my order',
];
const POEMS = [
  'write a poem about autumn',
  'write me a poem about a dog',
  'a short poem about rain, write it',
];
const ODD = 'the square root of minus one';
const TEXTS = [...ORDERS, ...POEMS, ODD];
const SIMILARITIES = similaritiesOf(TEXTS, []);

function chosen(confidences: readonly number[], count: number, asked: readonly number[] = []) {
  return chooseQuestions({
    texts: TEXTS,
    readings: confidences.map(reading),
    similarities: SIMILARITIES,
    asked: asked.map((at) => ({ at, use: 'example' as const })),
    count,
  }).map(({ at }) => at);
}

describe('choosing questions', () => {
  it('asks for one of each group of alike texts, the large group first', () => {
    const [first = -1, second = -1] = chosen(new Array(8).fill(0.4), 2);
    expect(first).toBeLessThan(4);
    expect([4, 5, 6]).toContain(second);
  });

  it('asks for uncertain texts, and not twice', () => {
    const confidences = [0.001, 0.001, 0.001, 0.001, 0.5, 0.5, 0.5, 0.001];
    expect(chosen(confidences, 1)[0]).toBeGreaterThanOrEqual(4);
    expect(chosen(confidences, 1)[0]).toBeLessThan(7);
    const all = chosen(confidences, 99, [4]);
    expect(all).toHaveLength(7);
    expect(all).not.toContain(4);
  });

  it('uses every fifth label for the test set, chosen without regard to readings', () => {
    const questions = (confidence: number) =>
      chooseQuestions({
        texts: TEXTS,
        readings: TEXTS.map(() => reading(confidence)),
        similarities: SIMILARITIES,
        asked: [],
        count: 8,
      });
    expect(questions(0.4).map(({ use }) => use)).toEqual(
      Array.from({ length: 8 }, (_, at) => (at + 1 === TEST_EVERY ? 'test' : 'example')),
    );
    expect(questions(0.4)).toEqual(questions(0.4));
  });

  it('keeps to those that can be asked for', () => {
    const askable = new Set([1, 7]);
    const readings = TEXTS.map(() => reading(0.4));
    const choosing = { texts: TEXTS, readings, similarities: SIMILARITIES, asked: [], count: 9, askable };
    expect(new Set(chooseQuestions(choosing).map(({ at }) => at))).toEqual(askable);
  });
});

describe('texts that are read as none', () => {
  it('are grouped, and each group has a name', () => {
    const groups = unreadGroups(TEXTS, [...TEXTS.keys()], SIMILARITIES);
    expect(groups.map(({ name, texts }) => [name, [...texts].sort()])).toEqual([
      ['order', [0, 1, 2, 3]],
      ['write-poem', [4, 5, 6]],
    ]);
  });
});

describe('usable prompts', () => {
  it('are new, and each once', () => {
    expect(usablePrompts(['Hello!', 'hello', 'Known.', '👍', '👍🏽', ' \u200b'], ['known'])).toEqual([
      'Hello!',
      '👍',
      '👍🏽',
    ]);
  });

  it('are a sample of very many, whatever their order', () => {
    const many = Array.from({ length: MOST_PROMPTS + 500 }, (_, at) => `prompt ${at} of many`);
    const sample = usablePrompts(many, []);
    expect(sample).toHaveLength(MOST_PROMPTS);
    expect(new Set(usablePrompts(many.toReversed(), []))).toEqual(new Set(sample));
  });
});
