/**
 * What is generated from the parser is what the parser says today, and can be used without anything else.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { driftedFiles, generatedFiles } from '../../scripts/generate-grammar.ts';
import { describeGrammar } from '../../src/language/syntax/describe-grammar.ts';
import { WORDS } from '../../src/language/syntax/keywords.ts';

const files = generatedFiles();
const grammar = describeGrammar();

describe('generated grammar files', () => {
  test('are fresh: npm run grammar', () => expect(driftedFiles()).toEqual([]));

  test('every word of the keyword tables is a word of the grammar', () => {
    const ebnf = files.get('grammar/route.ebnf') ?? '';
    expect(WORDS.filter((word) => !ebnf.includes(`'${word}'`))).toEqual([]);
  });

  test('every rule is reached from the file and has a diagram', () => {
    const html = files.get('grammar/route.html') ?? '';
    for (const { name } of grammar) expect(html).toContain(`<h2 id="${name}">`);
    expect(html.match(/<svg /g)).toHaveLength(grammar.length);
    expect(grammar.length).toBeGreaterThan(60);
  });

  test('the diagrams need no network and no script', () => {
    const html = readFileSync(new URL('../../grammar/route.html', import.meta.url), 'utf8');
    expect(html).not.toMatch(/<script|https?:|<link|@import|NaN|undefined/);
  });

  test('the highlighting grammar has patterns that compile and colour what they should', () => {
    const grammarOf = JSON.parse(files.get('grammar/route.tmLanguage.json') ?? '{}') as {
      patterns: { name?: string; match: string }[];
    };
    const named = (name: string): RegExp =>
      new RegExp(grammarOf.patterns.find((pattern) => pattern.name === name)?.match ?? '(?!)', 'm');
    for (const { match } of grammarOf.patterns) expect(() => new RegExp(match)).not.toThrow();
    expect('  price $1 in # dollars').toMatch(named('comment.line.number-sign.route'));
    expect('$50/day').toMatch(named('constant.numeric.route'));
    expect('within 20s').toMatch(named('constant.numeric.route'));
    expect('within 20sec').not.toMatch(named('constant.numeric.route'));
    expect('within 20sec').toMatch(named('invalid.illegal.quantity.route'));
    expect('haiku over-budget').not.toMatch(named('keyword.operator.route'));
    expect('tokens over 8k').toMatch(named('keyword.operator.route'));
  });
});
