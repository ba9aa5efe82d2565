import { countTokens as exactTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { charactersOf } from '../../../src/gateway/dialects/openai-chat/count-characters.ts';

const tokens = (part: Record<string, unknown>): number => charactersOf(part) / 4;

/** Against the real tokenizer: near enough that half of it is surely too little. */
test.each([
  [
    'English',
    'The quick brown fox jumps over the lazy dog, and nobody who saw it has ever been the same again. ',
  ],
  [
    'German',
    'Die Bundesregierung hat am Mittwoch beschlossen, die Förderung für Wärmepumpen zu verlängern. ',
  ],
  ['Russian', 'Правительство приняло решение о продлении программы поддержки малого бизнеса в регионах. '],
  ['Chinese', '人工智能正在改变我们的生活方式，越来越多的企业开始使用大型语言模型来处理日常事务。'],
  ['Japanese', '人工知能は私たちの生活を大きく変えつつあり、多くの企業が導入を進めています。'],
  ['Hindi', 'कृत्रिम बुद्धिमत्ता हमारे जीवन को तेजी से बदल रही है और कई कंपनियां इसका उपयोग कर रही हैं। '],
  ['code', 'export function add(a: number, b: number): number {\n    return a + b;\n}\n\n'],
  ['JSON', '{"id":17,"name":"Ada","tags":["a","b"],"price":12.50,"active":true}\n'],
  ['a table', '| name | amount |\n|------------------------|------------------------|\n| apples | 12 |\n'],
  ['numbers', '3.14159 2718281828 1618033988 1414213562 '],
  ['emoji', '🎉🚀 Great work 👏👏 see you soon 😀 '],
])('%s is counted within a factor of 1.9', (_, text) => {
  const long = text.repeat(20);
  const ratio = tokens({ content: long }) / exactTokens(long);
  expect(ratio).toBeGreaterThan(1 / 1.9);
  expect(ratio).toBeLessThan(1.9);
});

test('a call of a tool counts by its name and arguments, in however many pieces it comes', () => {
  const whole = {
    tool_calls: [
      {
        index: 0,
        id: 'call_abcdefgh',
        type: 'function',
        function: { name: 'weather', arguments: '{"city":"Bern"}' },
      },
    ],
  };
  const pieces = [...'{"city":"Bern"}'].map((piece) => ({
    tool_calls: [{ index: 0, function: { arguments: piece } }],
  }));
  const apart = pieces.reduce((sum, piece) => sum + charactersOf(piece), 0);
  expect(charactersOf(whole)).toBeLessThan(45);
  expect(apart).toBeLessThan(60);
});

test('the same reasoning under several names counts once', () => {
  const text = 'Let me think about this for a while.';
  const one = charactersOf({ reasoning: text });
  expect(one).toBe(charactersOf({ reasoning: text, reasoning_content: text }));
  expect(one).toBe(charactersOf({ reasoning: text, reasoning_details: [{ type: 'reasoning.text', text }] }));
  expect(
    charactersOf({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'A'.repeat(9_000) }] }),
  ).toBe(1);
});

test('sound and images are not text', () => {
  expect(tokens({ audio: { data: 'A'.repeat(64_000), transcript: 'Hello there' } })).toBeLessThan(30);
  expect(tokens({ images: [{ image_url: { url: `data:image/png;base64,${'A'.repeat(1_000_000)}` } }] })).toBe(
    1_290,
  );
});

test('what holds nothing counts nothing', () => {
  for (const part of [{}, { role: 'assistant' }, { content: '' }, { content: null, tool_calls: [] }]) {
    expect(charactersOf(part)).toBe(0);
  }
});
