import { describe, expect, it } from 'vitest';
import { exampleVector } from '../../../src/language/heads/example-vector.ts';
import { NEARLY_THE_SAME, nearExamples } from '../../../src/language/heads/near-examples.ts';
import { BUG_REPORT, REFUND, URGENT } from './intent-examples.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

const { table } = SHIPPED_WORDS;
const EXAMPLES = [REFUND, BUG_REPORT, URGENT].flatMap(({ name, like }) =>
  like.map((text) => ({ text, intent: name })),
);
const cosine = (one: string, other: string) => {
  const [a, b] = [exampleVector(one, table), exampleVector(other, table)];
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
};

describe('where examples lie', () => {
  it.each([
    ['please cancel my order', 'cancel the order please'],
    ['how do I reset my password?', 'how can I reset the password'],
    ['I want to return these shoes', 'I would like to return the shoes'],
  ])('"%s" is near "%s"', (one, other) => {
    expect(cosine(one, other)).toBeGreaterThan(0.75);
    expect(cosine(one, 'tell me a joke about penguins')).toBeLessThan(0.4);
  });

  it('words of like meaning are nearer than other words', () => {
    expect(cosine('I want my money', 'I want my cash')).toBeGreaterThan(
      cosine('I want my money', 'I want my shoes'),
    );
  });

  it('a text without words lies nowhere, and without a table letters are left', () => {
    expect(exampleVector('?!', table).every((value) => value === 0)).toBe(true);
    expect(Math.hypot(...exampleVector('refund', table))).toBeCloseTo(1);
    expect(Math.hypot(...exampleVector('refund'))).toBeCloseTo(1);
  });
});

describe('the nearest of each example', () => {
  it('are what comparing every pair gives, however many there are', () => {
    // More than one block, and not a whole number of them.
    const many = Array.from({ length: 15 }, (_, round) =>
      EXAMPLES.map(({ text, intent }, at) => ({ text: `${text} ${round * 7 + at}`, intent })),
    ).flat();
    expect(many.length).toBeGreaterThan(256);
    const found = nearExamples(many, table);
    expect(found).toHaveLength(many.length);
    for (const at of [0, 100, 255, 256, many.length - 1]) {
      const own = many[at] ?? { text: '', intent: '' };
      const slow = many
        .filter((other, place) => place !== at && other.intent !== own.intent)
        .map((other) => cosine(own.text, other.text))
        .sort((a, b) => b - a)
        .slice(0, 4);
      const fast = found[at]?.others.map(({ similarity }) => similarity) ?? [];
      expect(fast).toHaveLength(4);
      slow.forEach((similarity, place) => {
        expect(fast[place]).toBeCloseTo(similarity, 4);
      });
      expect(found[at]?.own.every(({ intent }) => intent === own.intent)).toBe(true);
    }
  });

  it('name the twin of another intent, and nothing among unlike ones', () => {
    const twin = { text: 'I want all my money back', intent: 'bug-report' };
    const found = nearExamples([...EXAMPLES, twin], table);
    expect(found.at(-1)?.others[0]).toMatchObject({ text: 'I want my money back', intent: 'refund' });
    expect(found.at(-1)?.others[0]?.similarity).toBeGreaterThan(NEARLY_THE_SAME);
    const alone = nearExamples(EXAMPLES, table);
    expect(
      alone.flatMap(({ others }) => others).every(({ similarity }) => similarity < NEARLY_THE_SAME),
    ).toBe(true);
    expect(nearExamples([], table)).toEqual([]);
  });
});
