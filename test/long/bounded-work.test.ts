/**
 * Work whose time must not grow out of hand with hostile or large input, measured. The bounds are several times what a
 * quiet machine takes; without the guards each takes tens of seconds.
 */
import { describe, expect, it, test } from 'vitest';
import { countTokens } from '../../src/gateway/facts/count-tokens.ts';
import { compile } from '../../src/language/compile.ts';
import { EN } from '../../src/language/heads/background/en.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { readComplexity } from '../../src/language/quality/read-complexity.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { globMatches, patternFits } from '../../src/language/vocabulary/text-patterns.ts';
import { BUG_REPORT, REFUND, URGENT } from '../language/heads/intent-examples.ts';
import { SHIPPED_WORDS } from '../language/heads/shipped-words.ts';
import { END, files, HEAD, LIBRARY } from '../language/semantics/policies.ts';

function msOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

describe('tokens of a megabyte of anything', () => {
  let state = 11;
  const letter = (): string => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(97 + (state % 26));
  };
  const texts: Readonly<Record<string, string>> = {
    'one letter': 'a'.repeat(1_000_000),
    spaces: ' '.repeat(1_000_000),
    'line breaks': '\n'.repeat(1_000_000),
    'exclamation marks': '!'.repeat(1_000_000),
    emoji: '😀'.repeat(500_000),
    Chinese: '中文字。'.repeat(250_000),
    'Chinese without a stop': '中'.repeat(1_000_000),
    'random words of 90 letters': Array.from({ length: 1_000_000 }, (_, at) =>
      at % 91 === 90 ? ' ' : letter(),
    ).join(''),
    digits: '1'.repeat(1_000_000),
    'half a surrogate pair': '\ud83d'.repeat(1_000_000),
  };

  it.each(Object.entries(texts))('are counted in bounded time: %s', (name, text) => {
    let tokens = 0;
    const scan = msOf(() => {
      tokens = countTokens([text], 0, []).tokens;
    });
    const count = msOf(() => {
      countTokens([text], 0, [tokens]);
    });
    expect(scan).toBeLessThan(name === 'one letter' ? 250 : 750);
    expect(count).toBeLessThan(name === 'one letter' ? 250 : 1_500);
  });
});

describe('heads', () => {
  const train = (job: Parameters<typeof trainHead>[0]) => trainHead(job, SHIPPED_WORDS);

  it('forty examples train in well under a second', () => {
    const like = EN.slice(0, 25);
    const took = msOf(() => {
      train(trainingJob('intent', [REFUND, BUG_REPORT, { ...URGENT, name: 'x', like }]));
    });
    expect(took).toBeLessThan(5_000);
  });

  it('a reading costs little, however long the text', () => {
    const head = train(trainingJob('intent', [REFUND, BUG_REPORT]));
    const middling = (text: string): number =>
      Array.from({ length: 60 }, () => msOf(() => void readIntent(head, text))).sort((a, b) => a - b)[20] ??
      0;
    const words = EN.join(' ').split(' ');
    expect(middling(words.slice(0, 24).join(' '))).toBeLessThan(1.5);
    expect(middling(words.slice(0, 770).join(' '))).toBeLessThan(10);
    expect(middling('x'.repeat(1_000_000))).toBeLessThan(25);
    expect(middling(words.join(' ').repeat(50))).toBeLessThan(50);
  });
});

test('the complexity of a megabyte is read in a second', () => {
  expect(msOf(() => void readComplexity('word '.repeat(200_000)))).toBeLessThan(1_000);
});

test('no glob and no regular pattern can be made to take long', () => {
  const took = msOf(() => {
    globMatches(`${'*a'.repeat(20)}b`, 'a'.repeat(5_000));
    patternFits({ kind: 'regular', source: '(a+)+$' }, `${'a'.repeat(5_000)}b`);
  });
  expect(took).toBeLessThan(1_000);
});

test('1,000 routes compile in a second, parsing aside', () => {
  const routes = Array.from(
    { length: 1_000 },
    (_, index) => `route r${index} { when tokens over ${index} and team is "t${index}" use sonnet }`,
  );
  const sources = files({ 'support.route': HEAD + routes.join('\n') + END, 'models.route': LIBRARY });
  const parsing = msOf(() => {
    for (const source of sources) parse(source);
  });
  const whole = msOf(() => {
    expect(compile(sources, new Map()).diagnostics).toEqual([]);
  });
  expect(whole - parsing).toBeLessThan(2_000);
});
