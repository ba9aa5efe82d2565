import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EN } from '../../../src/language/heads/background/en.ts';
import { BACKGROUND } from '../../../src/language/heads/background.ts';
import { confidenceOf } from '../../../src/language/heads/calibrate.ts';
import { densePart } from '../../../src/language/heads/dense-part.ts';
import { columnsByHash, rowOf } from '../../../src/language/heads/feature-table.ts';
import type { Head, TrainingJob } from '../../../src/language/heads/head.ts';
import { decodeHead, encodeHead } from '../../../src/language/heads/head-codec.ts';
import { stretchesOf } from '../../../src/language/heads/instructions/stretches.ts';
import { readIntent } from '../../../src/language/heads/read-intent.ts';
import { trainHead as trainWith } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import { spokenLanguages } from '../../../src/language/languages/spoken-languages.ts';
import { BUG_REPORT, REFUND, URGENT } from './intent-examples.ts';
import { TAUGHT } from './other-languages.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

const trainHead = (job: TrainingJob) => trainWith(job, SHIPPED_WORDS);

const head = trainHead(trainingJob('intent', [REFUND, BUG_REPORT]));
const tone = trainHead(trainingJob('tone', [URGENT]));

describe('the intents of the first example', () => {
  it.each([
    ['refund', 'Please give me my money back for order 77'],
    ['refund', 'can I get my money back please'],
    ['refund', 'I was charged twice'],
    ['refund', "i'd like a refund for my last purchase"],
    ['bug-report', 'the app crashes when I open settings'],
    ['bug-report', 'checkout shows error 500'],
    ['bug-report', 'search returns an empty page'],
    ['bug-report', 'the login page is broken'],
  ])('read %s in "%s"', (intent, text) => {
    const reading = readIntent(head, text);
    expect(reading).toMatchObject({ intent, best: intent });
    expect(reading.confidence).toBeGreaterThan(0.75);
  });

  it.each([
    'tell me a joke',
    'what is the capital of France?',
    'translate this to German',
    'write a poem about the sea',
    'what is your refund policy?',
    'hello',
    'who are you',
    'where is my order?',
    'Explain quantum computing',
    'how do I return a value from a function in python?',
    '你好，今天天气怎么样',
    '12 34',
    '',
    '   \n ',
    '???',
  ])('read none in "%s"', (text) => {
    expect(readIntent(head, text).intent).toBeNull();
  });

  it('take every example of their own, and hardly any of the background', () => {
    expect(head.calibration.missed).toEqual([]);
    const taken = EN.filter((text) => readIntent(head, text).intent !== null);
    expect(taken.length / EN.length).toBeLessThan(0.06);
  });

  it('work with one intent in a group', () => {
    expect(readIntent(tone, 'production is down, we need somebody right now').intent).toBe('urgent');
    expect(readIntent(tone, 'tell me a joke').intent).toBeNull();
    expect(readIntent(tone, 'I would like my money back').intent).toBeNull();
  });
});

describe('a reading', () => {
  it('gives each intent a similarity of its own: a text may resemble two', () => {
    const both = readIntent(head, 'the app crashes and I want my money back');
    expect([...both.scores.keys()]).toEqual(['refund', 'bug-report']);
    for (const score of both.scores.values()) expect(score).toBeGreaterThan(0.5);
    expect(both.confidence).toBe(both.scores.get(both.best));
  });

  it('is taken exactly from its threshold on, and `match at least` replaces the calibrated one', () => {
    const text = 'my parcel came and the lamp is broken';
    const plain = readIntent(head, text);
    const strict = trainHead(trainingJob('intent', [REFUND, { ...BUG_REPORT, matchAtLeast: 0.999 }]));
    const lenient = trainHead(trainingJob('intent', [REFUND, { ...BUG_REPORT, matchAtLeast: 0 }]));
    expect(plain.intent).toBe(plain.confidence >= plain.threshold ? plain.best : null);
    expect(readIntent(strict, text)).toMatchObject({
      intent: null,
      threshold: 0.999,
      confidence: plain.confidence,
    });
    expect(readIntent(lenient, text)).toMatchObject({ intent: 'bug-report', threshold: 0 });
    expect(readIntent(lenient, '').intent).toBeNull();
  });

  it('stays within 0 and 1 and agrees with the training rows on any text', () => {
    const table = { hashes: head.columns, idf: head.idf, unknownIdf: head.unknownIdf };
    const columnOf = columnsByHash(table);
    const words = fc.constantFrom(
      'refund',
      'app',
      'crashes',
      'joke',
      'zürich',
      'money',
      '77',
      'back',
      '错误',
      "don't",
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            words,
            fc
              .string({ unit: 'grapheme', maxLength: 12 })
              .map((part) => part.replace(/[.!?;\n。！？；]/g, '')),
          ),
          {
            minLength: 1,
            maxLength: 14,
          },
        ),
        (parts) => {
          const text = parts.join(' ');
          const stretches = stretchesOf(text);
          const [only] = stretches;
          // Longer ones are read in several stretches.
          fc.pre(stretches.length === 1);
          const reading = readIntent(head, text);
          const said = only?.text ?? '';
          const { columns, values, dense } = rowOf(said, table, columnOf, densePart(said, SHIPPED_WORDS));
          const known = columns.length > 0 || dense.some((value) => value !== 0);
          const classes = head.bias.length;
          const logits = Float64Array.from(head.bias, (bias, c) =>
            columns.reduce(
              (sum, column, at) => sum + (values[at] ?? 0) * (head.weights[column * classes + c] ?? 0),
              dense.reduce((sum, value, at) => sum + value * (head.dense[at * classes + c] ?? 0), bias),
            ),
          );
          // Half of what the other classes explain together is subtracted.
          const others = logits.slice(head.labels.length);
          const unmeant = Math.log(others.reduce((sum, logit) => sum + Math.exp(logit), 0)) / 2;
          head.labels.forEach((label, intent) => {
            const score = reading.scores.get(label) ?? -1;
            expect(score).toBeCloseTo(known ? confidenceOf((logits[intent] ?? 0) - unmeant, head) : 0, 4);
          });
        },
      ),
    );
  });

  it('finds the one sentence that asks, among many that only tell', () => {
    const telling = 'The harbour was quiet and the boats lay in the fog while people slept.';
    const asking = 'Please give me my money back for order 77.';
    const alone = readIntent(head, asking);
    for (const count of [1, 3]) {
      const around = Array.from({ length: count }, () => telling).join(' ');
      expect(readIntent(head, around).intent).toBeNull();
      const reading = readIntent(head, `${around} ${asking}\n${around}`);
      expect(reading.intent).toBe('refund');
      expect(reading.confidence).toBeLessThanOrEqual(alone.confidence);
    }
  });

  it('reads a sentence of eighty words in stretches', () => {
    const telling = Array.from(
      { length: 8 },
      (_, at) => `and then came boat number ${at} into the harbour`,
    ).join(' ');
    expect(readIntent(head, telling).intent).toBeNull();
    expect(readIntent(head, `${telling} please refund my order and give me my money back`).intent).toBe(
      'refund',
    );
  });

  it('is refused to a head of an encoder that is not here', () => {
    const { words: _, ...without } = head;
    expect(() => readIntent({ ...without, encoder: 'other-1' }, 'refund')).toThrow(
      'the encoder "other-1" is not available',
    );
    expect(() => trainWith(trainingJob('intent', [URGENT]))).toThrow(
      'the encoder "words-1" is not available',
    );
  });
});

describe('languages without an example', () => {
  it.each([
    'Schreibe mir ein Gedicht über das Meer',
    'Übersetze diesen Satz ins Englische',
    'quelle est la capitale du Portugal ?',
    'le menu du restaurant, s’il vous plaît',
    'cuéntame un chiste sobre gatos',
    'mi aplicación favorita es un juego',
    'conte uma piada sobre trens',
    'привет, как дела?',
    'اكتب لي قصيدة',
    '東京の天気は',
    'ich möchte mein Geld zurück',
    'je veux être remboursé',
    'hola quiero un reembolso',
  ])('are read as none rather than as something: "%s"', (text) => {
    const { intent, scores } = readIntent(head, text);
    expect(intent).toBeNull();
    for (const score of scores.values()) expect(score).toBeLessThan(0.75);
    expect(readIntent(tone, text).intent).toBeNull();
  });

  it('are not taken for what their one English word means, however many intents there are', () => {
    // "un" alone is known of it: had it the weight of a whole sentence, it would speak for urgent matters.
    const { confidence } = readIntent(tone, 'hola quiero un reembolso');
    expect(confidence).toBeLessThan(readIntent(tone, 'un').confidence);
  });

  it('are read by their letters where there are examples in them', () => {
    const german = trainHead(
      trainingJob('intent', [
        { ...REFUND, like: [...REFUND.like, ...TAUGHT.de.refund] },
        { ...BUG_REPORT, like: [...BUG_REPORT.like, ...TAUGHT.de.bug] },
      ]),
    );
    expect(readIntent(german, 'bitte erstatten Sie mir das Geld zurück').intent).toBe('refund');
    expect(readIntent(german, 'die App stürzt immer ab').intent).toBe('bug-report');
    expect(readIntent(german, 'I want my money back now').intent).toBe('refund');
    const taken = TAUGHT.de.others.filter((text) => readIntent(german, text).intent !== null);
    expect(taken.length).toBeLessThanOrEqual(3);
  });
});

describe.each(Object.entries(TAUGHT))('intents taught in %s alone', (_, { refund, bug, asked, others }) => {
  const own = trainHead(
    trainingJob('intent', [
      { name: 'refund', like: refund, not: [] },
      { name: 'bug', like: bug, not: [] },
    ]),
  );

  it('are read in it', () => {
    for (const [text, intent] of Object.entries(asked))
      expect([text, readIntent(own, text).intent]).toEqual([text, intent]);
  });

  it('do not take whatever else is in it', () => {
    const taken = others.filter((text) => readIntent(own, text).intent !== null);
    expect(taken.length).toBeLessThanOrEqual(3);
  });
});

describe('examples that are quoted in a long text', () => {
  const TOLD = [
    'The harbour was quiet and the boats lay in the fog.',
    'Fishermen mended their nets along the pier before sunrise.',
    'A small museum opened beside the old lighthouse last spring.',
    'Visitors can climb the tower and look over the bay.',
    'The baker brings warm bread to the market on Saturdays.',
    'In winter the ferry leaves only twice a day.',
  ];
  const textOf = (sentences: number, quoted: readonly string[]) => {
    const told = Array.from({ length: sentences }, (_, at) => TOLD[at % TOLD.length] ?? '');
    quoted.forEach((text, at) => {
      told.splice(
        Math.floor(((at + 1) * sentences) / (quoted.length + 1)),
        0,
        `A guest book entry reads "${text}".`,
      );
    });
    return told.join(' ');
  };
  const [refund = '', , , , billed = ''] = REFUND.like;
  const [, error = ''] = BUG_REPORT.like;

  it.each([12, 24, 60])('do not take over among %i sentences', (sentences) => {
    for (const quoted of [[refund], [refund, billed, error], REFUND.like]) {
      const text = textOf(sentences, quoted);
      expect(readIntent(head, `Summarise the following text in two sentences.\n\n${text}`).intent).toBeNull();
    }
  });

  it('leave what is really asked where it stands', () => {
    const text = textOf(6, [error]);
    expect(
      readIntent(head, `Please give me my money back for order 77. Here is my diary: ${text}`).intent,
    ).toBe('refund');
  });
});

describe('counter-examples', () => {
  it('pull their own intent down and leave another one that wants the text alone', () => {
    const text = 'cancel my subscription';
    const without = trainHead(trainingJob('intent', [{ ...REFUND, not: [] }]));
    const withIt = trainHead(trainingJob('intent', [{ ...REFUND, not: [text] }]));
    expect(readIntent(withIt, text).confidence).toBeLessThan(readIntent(without, text).confidence);
    const cancel = {
      name: 'cancel',
      like: [text, 'end my plan', 'stop the subscription', 'close my account'],
      not: [],
    };
    const two = trainHead(trainingJob('intent', [{ ...REFUND, not: [text] }, cancel]));
    expect(readIntent(two, text).intent).toBe('cancel');
  });
});

describe('what training reports', () => {
  it('names intents that nobody could tell apart, with the utterances', () => {
    const like = [
      'I want my money back now',
      'refund my order today',
      'give me back the money',
      'please refund this',
    ];
    const twin = { name: 'money-back', like: like.map((text) => `${text} please`), not: [] };
    const { calibration } = trainHead(
      trainingJob('intent', [{ name: 'refund', like, not: [] }, twin, BUG_REPORT]),
    );
    const [worst] = calibration.confused;
    expect([worst?.first, worst?.second]).toEqual(['refund', 'money-back']);
    expect(worst?.confusion).toBeGreaterThan(0.25);
    expect(worst?.utterances.length).toBeGreaterThan(0);
    expect(head.calibration.confused).toEqual([]);
  });

  it('names an example that the head itself does not read as its intent', () => {
    const odd = { ...REFUND, like: [...REFUND.like, 'login loops back to the login page'] };
    const { calibration } = trainHead(trainingJob('intent', [odd, { ...BUG_REPORT, matchAtLeast: 0.2 }]));
    expect(calibration.missed.map((one) => one.text)).toContain('login loops back to the login page');
  });

  it('counts held-out background that would have been taken', () => {
    expect(head.calibration.backgroundAccepted).toBeLessThan(0.12);
    expect(head.calibration.accuracy).toBeGreaterThan(0.8);
    expect(head.calibration.folds).toBe(10);
  });
});

describe('a head as bytes', () => {
  const plain = (one: Head) => ({
    ...one,
    columns: [...one.columns],
    idf: [...one.idf],
    weights: [...one.weights],
    bias: [...one.bias],
    dense: [...one.dense],
    words: undefined,
  });

  it('comes back as it was, from any offset and after a transfer', () => {
    const bytes = encodeHead(head);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const back = decodeHead(structuredClone(shifted).subarray(3));
    expect(back && plain(back)).toEqual(plain(head));
    const read = back && readIntent({ ...back, words: SHIPPED_WORDS.table }, 'I was charged twice');
    expect(read).toEqual(readIntent(head, 'I was charged twice'));
  });

  it('is refused when cut off or altered anywhere', () => {
    const bytes = encodeHead(tone);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ change;
        expect(decodeHead(altered)).toBeUndefined();
        expect(decodeHead(bytes.subarray(0, at))).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });
});

it('the background holds no sentence twice, and enough of each language', () => {
  expect(EN.length).toBeGreaterThanOrEqual(250);
  for (const [language, sentences] of Object.entries(BACKGROUND)) {
    expect([language, new Set(sentences).size]).toEqual([language, sentences.length]);
    expect(sentences.length).toBeGreaterThan(30);
    // Else it would teach nothing: languages are told by their examples.
    expect(spokenLanguages(sentences).has(language)).toBe(true);
  }
});
