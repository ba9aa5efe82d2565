import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComplexity } from '../../../src/language/quality/read-complexity.ts';

describe('the complexity of a prompt', () => {
  const simple = [
    'hi',
    'what is the capital of France?',
    'tell me a joke',
    'translate good morning',
    'thanks!',
  ];
  const complex = [
    'Prove that the sum of the first n odd numbers is n squared, step by step, and compare your proof with one by induction. It must not use calculus; explain why each step is allowed, and at the end say which of the two is shorter.',
    'Design a queue that survives a crash. It must deliver every message at least once, only use the local disk, and never block a writer for more than 5 ms. Compare two designs and analyse what happens when the disk is full, then refactor the code below: class Queue { push(x) { this.items.push(x); } }',
    'A shop sells 120 loaves each day at $3. If the price rises by 10%, sales fall by a fifth; every loaf costs $1.20 to bake and the rent is $90 per day. How much more or less does the shop earn in a week of 6 days, and at which price would it earn exactly as much as before?',
  ];

  it('tells what one look answers from what takes several steps', () => {
    for (const prompt of simple) expect(readComplexity(prompt)).toBeLessThan(0.2);
    for (const prompt of complex) expect(readComplexity(prompt)).toBeGreaterThan(0.6);
  });

  it('is between 0 and 1, nothing for nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readComplexity(text)).toBeGreaterThanOrEqual(0);
        expect(readComplexity(text)).toBeLessThanOrEqual(1);
      }),
    );
    expect(readComplexity('  ')).toBe(0);
  });
});
