import { describe, expect, test } from 'vitest';
import { followUpCue } from '../../../src/language/heads/follow-up.ts';
import type { IntentReading } from '../../../src/language/heads/head.ts';
import { keepIntent, turnsContinued } from '../../../src/language/heads/keep-intent.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

const OPENER = 'Write a Python function that sorts invoices by their date';

describe('a message that continues the one before', () => {
  test.each([
    ['yes please', 'it is an answer'],
    ['Now do the same in Go', 'it goes on'],
    ['and what about the empty list?', 'it goes on'],
    ['What about negative numbers?', 'it asks about a variant'],
    ['Rewrite your previous answer in a friendlier tone', 'it refers to an answer'],
    ['Are you sure?', 'it doubts an answer'],
    ['Can you make it shorter?', 'it asks for a change'],
    ['How does that work?', 'a word in it refers to an earlier message'],
    ['Why?', 'it asks for more'],
    ['What if an invoice has no date?', 'it asks about a variant'],
    ['Können Sie Ihre vorherige Antwort umformulieren?', 'it refers to an answer'],
    ['Und was ist mit leeren Listen?', 'it goes on'],
    ['Peux-tu reformuler ta réponse ?', 'it refers to an answer'],
    ['Ahora hazlo en francés', 'it goes on'],
    ['Puoi semplificare la tua risposta?', 'it refers to an answer'],
    ['请把上面的回答缩短一点', 'it refers to an answer'],
    ['もう一度、短くしてください', 'it asks for more'],
    ['Can you turn your answer into a table?', 'it refers to an answer'],
    ["That's a great summary! Now, how would you put it for children?", 'it is an answer'],
    ['Please condense that information into three points', 'it asks for a change'],
    ['thanks!\nmake it shorter', 'it asks for a change'],
  ])('shows it: %s', (text, cue) => {
    expect(followUpCue(text, OPENER)).toBe(cue);
    expect(followUpCue(text, OPENER, SHIPPED_WORDS.table)).toBe(cue);
  });

  test.each([
    'Write a long poem about the sea and the wind',
    'What is the capital of Australia?',
    'Translate the following paragraph into German: the meeting is on Monday',
    'By the way, what is the tallest mountain in the world?',
    'My landlord wants to raise the rent by a fifth. Is he allowed to do that without a reason?',
    'Summarize this article in three bullet points.\n\nThe harbour of the town was built in the last century. It was made larger twice, and it is now the most important one of the coast. Its owners want to sell it to the state.',
    'Correct the sentence below.\nShe has seen it before and asked him for another one.',
    'Fix the grammar of this paragraph:\n```\nit were them again and they done it\n```',
    'Schreibe eine Einladung zum Sommerfest der Abteilung',
    'Quelle est la hauteur de la tour Eiffel ?',
    'Necesito una receta de paella para seis personas',
    '请写一首关于春天的诗',
  ])('is none where it is complete: %s', (text) => {
    expect(followUpCue(text, OPENER, SHIPPED_WORDS.table)).toBeUndefined();
  });

  test('may only be like it', () => {
    const similar = 'Does sorting invoices by date take long?';
    expect(followUpCue(similar, OPENER, SHIPPED_WORDS.table)).toBeDefined();
    expect(followUpCue(similar, 'Tell me a joke about penguins', SHIPPED_WORDS.table)).toBeUndefined();
  });

  test('is not found by words after the beginning of a long text, nor slower for it', () => {
    const long = `${'The harbour was built in the last century. '.repeat(200)}Rewrite your previous answer.`;
    expect(followUpCue(long, OPENER)).toBeUndefined();
    expect(followUpCue('', OPENER)).toBeDefined();
  });
});

describe('the intent that is kept', () => {
  const reading = (intent: string | null, confidence: number, other = 0.01): IntentReading => ({
    intent,
    best: intent ?? 'code',
    confidence,
    threshold: 0.5,
    scores: new Map([
      [intent ?? 'code', confidence],
      ['other', other],
    ]),
  });
  const turns = (text: string, own: IntentReading, earlier: string[]) =>
    [...turnsContinued(text, own, earlier, undefined)].map((turn) => turn.text);

  test('is of the message that the chain of messages leads to', () => {
    const none = reading(null, 0.1);
    expect(turns('make it shorter', none, [OPENER, 'Can you add comments to it?'])).toEqual([
      'Can you add comments to it?',
      OPENER,
    ]);
    expect(turns('make it shorter', none, [OPENER, 'Write a long poem about the sea and the wind'])).toEqual([
      'Write a long poem about the sea and the wind',
    ]);
    expect(turns('What is the capital of Australia?', none, [OPENER])).toEqual([]);
    expect(
      turns(
        'yes',
        none,
        Array.from({ length: 12 }, () => 'yes'),
      ),
    ).toHaveLength(8);
  });

  test('gives way to an intent of the message for which there is more evidence than for a follow-up', () => {
    const text = 'do that again';
    expect(turns(text, reading('summary', 0.9, 0.6), [OPENER])).toEqual([OPENER]);
    expect(turns(text, reading('summary', 0.9999), [OPENER])).toEqual([]);
    expect(turns('now make it shorter', reading('summary', 0.9999), [OPENER])).toEqual([OPENER]);
  });

  test('shows the cue, and the similarities of the last message', () => {
    const own = reading(null, 0.2);
    const before = reading('refund', 0.9);
    expect(keepIntent(own, before, 'it goes on')).toEqual({
      ...before,
      scores: own.scores,
      from: 'an earlier message',
      cue: 'it goes on',
    });
    expect(keepIntent(before, before, 'it goes on')).toBe(before);
  });
});
