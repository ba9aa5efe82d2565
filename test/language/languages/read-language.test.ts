import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EN } from '../../../src/language/heads/background/en.ts';
import { LANGUAGE_SAMPLES } from '../../../src/language/languages/language-samples.ts';
import { readLanguage } from '../../../src/language/languages/read-language.ts';

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
