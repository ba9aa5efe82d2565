import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALGORITHM_VERSION, trainingJob } from '../../../src/language/heads/training-job.ts';
import { contentHash } from '../../../src/language/text/content-hash.ts';
import { BUG_REPORT, REFUND } from '../heads/intent-examples.ts';

describe('the content hash', () => {
  it('is MurmurHash3 x86 128: the published values', () => {
    expect(contentHash('')).toBe('00000000000000000000000000000000');
    expect(contentHash('The quick brown fox jumps over the lazy dog')).toBe(
      '2f1583c3ecee2c675d7bf66ce5e91d2c',
    );
    expect(contentHash('I will not buy this record, it is scratched.')).toBe(
      'a0a9683b25ac5e40d9af2895890dddf5',
    );
  });

  it('differs for texts that differ', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(contentHash(one) === contentHash(other)).toBe(
          one.normalize() === other.normalize() && one === other,
        );
      }),
    );
  });
});

describe('the hash of a training job', () => {
  const hash = trainingJob('intent', [REFUND, BUG_REPORT]).hash;

  it('is the same for the same content', () => {
    expect(trainingJob('intent', structuredClone([REFUND, BUG_REPORT])).hash).toBe(hash);
    expect(ALGORITHM_VERSION).toBe(9);
  });

  it.each([
    ['another group', trainingJob('tone', [REFUND, BUG_REPORT])],
    ['another encoder', trainingJob('intent', [REFUND, BUG_REPORT], 'other-1')],
    ['another name', trainingJob('intent', [{ ...REFUND, name: 'refunds' }, BUG_REPORT])],
    ['another meaning', trainingJob('intent', [{ ...REFUND, means: 'money' }, BUG_REPORT])],
    [
      'one more example',
      trainingJob('intent', [{ ...REFUND, like: [...REFUND.like, 'refund'] }, BUG_REPORT]),
    ],
    ['no counter-example', trainingJob('intent', [{ ...REFUND, not: [] }, BUG_REPORT])],
    ['the whole message', trainingJob('intent', [{ ...REFUND, wholeMessage: true }, BUG_REPORT])],
    ['a threshold', trainingJob('intent', [{ ...REFUND, matchAtLeast: 0.5 }, BUG_REPORT])],
    ['another order', trainingJob('intent', [BUG_REPORT, REFUND])],
  ])('changes with %s', (_, job) => {
    expect(job.hash).not.toBe(hash);
  });
});
