import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Head } from '../../../src/language/heads/head.ts';
import { createLexicon } from '../../../src/language/heads/lexicon.ts';
import { readIntent } from '../../../src/language/heads/read-intent.ts';
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
    const width = head.bias.length;
    const before = lexicon.pieceLogits().slice(0, width);
    for (let at = 0; at < 5000; at++) lexicon.wordOf(`word${at}`);
    lexicon.makeRoom();
    expect(lexicon.numbers()).toBe(head.columns.length);
    for (let at = 0; at < 100; at++) lexicon.wordOf(`other${at}`);
    const again = lexicon.wordOf('refund');
    expect(again).toEqual({ ...first, row: 100 });
    expect(lexicon.pieceLogits().slice(100 * width, 101 * width)).toEqual(before);
  });
});
