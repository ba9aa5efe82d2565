import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDenseLogits } from '../../../src/language/heads/dense-logits.ts';
import type { Head } from '../../../src/language/heads/head.ts';
import { createLexicon } from '../../../src/language/heads/lexicon.ts';
import { readIntent } from '../../../src/language/heads/read-intent.ts';
import { featuresOf } from '../../../src/language/heads/text-features.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import { BUG_REPORT, REFUND } from './intent-examples.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

const head = trainHead(trainingJob('intent', [REFUND, BUG_REPORT]), SHIPPED_WORDS);

/** What is kept belongs to a head as an object: another object, another beginning. */
const afresh = (): Head => ({ ...head });

const sentences = fc.array(
  fc.oneof(
    fc.constantFrom(...REFUND.like, ...BUG_REPORT.like, 'tell me a joke', 'qzx vbn qzx', '错误 zürich'),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  ),
  { minLength: 1, maxLength: 12 },
);

describe('what a head keeps of the words it has met', () => {
  it('changes no reading, to the last bit', () => {
    const used = afresh();
    fc.assert(
      fc.property(sentences, (said) => {
        const text = said.join('. ');
        expect(readIntent(used, text)).toEqual(readIntent(afresh(), text));
      }),
    );
  });

  it('is let go when it has become too much, and then met again', () => {
    const lexicon = createLexicon(head);
    const first = lexicon.wordOf('refund');
    const before = lexicon.pieceLogits().slice(0, 2);
    for (let at = 0; at < 5000; at++) lexicon.wordOf(`word${at}`);
    lexicon.makeRoom();
    expect(lexicon.numbers()).toBe(head.columns.length);
    for (let at = 0; at < 100; at++) lexicon.wordOf(`other${at}`);
    const again = lexicon.wordOf('refund');
    expect(again).toEqual({ ...first, row: 100 });
    expect(lexicon.pieceLogits().slice(200, 202)).toEqual(before);
  });
});

describe('stretches of a text', () => {
  it('say the same together as one by one', () => {
    const kept = { lexicon: createLexicon(head), dense: createDenseLogits(head.dense, head.labels.length) };
    fc.assert(
      fc.property(sentences, (said) => {
        const features = featuresOf(said.join(' '), head, kept);
        const half = features.words >> 1;
        const stretches = [
          [0, features.words],
          [0, half],
          [half, features.words],
          [half, half],
        ] as const;
        const together = features.logits(stretches);
        stretches.forEach((stretch, at) => {
          const [alone] = features.logits([stretch]);
          expect(together[at] === undefined).toBe(alone === undefined);
          alone?.forEach((logit, intent) => {
            expect(together[at]?.[intent]).toBeCloseTo(logit, 4);
          });
        });
        expect(features.logits([[half, half]])).toEqual([undefined]);
      }),
    );
  });
});
