import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EN } from '../../../src/language/heads/background/en.ts';
import { LANGUAGE_SAMPLES } from '../../../src/language/languages/language-samples.ts';
import { readLanguage } from '../../../src/language/languages/read-language.ts';
import { readComplexity } from '../../../src/language/quality/read-complexity.ts';

describe('the language of a text', () => {
  it.each([
    ['en', 'where is my parcel and when will it be here?'],
    ['de', 'Wo bleibt meine Erstattung?'],
    ['fr', 'Quand est-ce que mon colis va arriver ?'],
    ['es', 'quiero cancelar mi pedido'],
    ['it', 'dov’è la stazione?'],
    ['pt', 'quero cancelar o meu pedido'],
    ['nl', 'waar is mijn bestelling'],
    ['sv', 'var är min beställning'],
    ['da', 'hvor er min bestilling'],
    ['pl', 'gdzie jest moje zamówienie'],
    ['cs', 'kde je moje objednávka'],
    ['tr', 'siparişim nerede kaldı'],
    ['ru', 'где мой заказ'],
    ['uk', 'де моє замовлення'],
    ['zh', '我的订单在哪里'],
    ['ja', '注文はどこですか'],
    ['ko', '주문은 어디에 있나요'],
    ['el', 'πού είναι η παραγγελία μου'],
    ['he', 'איפה ההזמנה שלי'],
    ['ar', 'أين طلبي'],
    ['hi', 'मेरा ऑर्डर कहाँ है'],
  ])('is %s for "%s"', (language, text) => {
    expect(readLanguage(text).language).toBe(language);
  });

  it.each(['', '12 34', 'ok', 'xqzt', '???', '👍'])('is unknown for "%s"', (text) => {
    expect(readLanguage(text)).toMatchObject({ language: null });
  });

  it('is English for English prompts, and another one for hardly any', () => {
    const read = EN.filter((text) => text.length > 12).map((text) => readLanguage(text).language);
    expect(read.filter((language) => language === 'en').length / read.length).toBeGreaterThan(0.9);
    expect(
      read.filter((language) => language !== 'en' && language !== null).length / read.length,
    ).toBeLessThan(0.03);
  });

  it('means what its confidence says: of readings from 0.7 on, most are right', () => {
    // Words of the samples in threes are short enough to be in doubt; the samples know them, but not what they are in.
    const pieces = Object.entries(LANGUAGE_SAMPLES).flatMap(([language, sample]) => {
      const words = sample.split(/\s+/);
      return words.slice(0, 90).map((_, at) => ({ language, text: words.slice(at, at + 2).join(' ') }));
    });
    const sure = pieces
      .map((one) => ({ ...one, read: readLanguage(one.text) }))
      .filter(({ read }) => read.language !== null);
    expect(sure.length / pieces.length).toBeGreaterThan(0.5);
    expect(
      sure.filter(({ read, language }) => read.language === language).length / sure.length,
    ).toBeGreaterThan(0.95);
  });

  it('is read from anything without fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { confidence } = readLanguage(text);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
    expect(readLanguage('x'.repeat(1_000_000)).confidence).toBeLessThanOrEqual(1);
  });
});

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

  it('is between 0 and 1, nothing for nothing, and cheap for long texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readComplexity(text)).toBeGreaterThanOrEqual(0);
        expect(readComplexity(text)).toBeLessThanOrEqual(1);
      }),
    );
    expect(readComplexity('  ')).toBe(0);
    const began = performance.now();
    readComplexity('word '.repeat(200_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
