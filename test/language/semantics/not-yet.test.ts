// Each construct of the table is really reported, once, at its place; a line that is deleted takes its case along.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { NOT_YET } from '../../../src/language/semantics/not-yet.ts';
import { END, files, HEAD, LIBRARY } from './policies.ts';

const route = (clause: string): string => `route r { when tokens over 8k use sonnet ${clause} }`;

/** A body that uses the construct and no other of the table. */
const USES: Readonly<Record<string, string>> = {
  'speaks anthropic': 'provider a { speaks anthropic }',
  'speaks azure': 'provider a { speaks azure at "https://a.example" }',
  'speaks ai-sdk': 'provider a { speaks ai-sdk "@ai-sdk/mistral" }',
  'good enough at': 'route r { use cheapest of haiku, sonnet good enough at 90% }',
  quality: 'quality "./q.csv"',
  cache: route('cache 10min per team'),
};
/** Constructs that need more around them than a body. */
const WHOLE: Readonly<Record<string, string>> = {
  'second look': `${HEAD.replace('serves', 'meaning { second look usable within 25ms } serves')}${END}`,
};
const TESTS: Readonly<Record<string, string>> = {};

const data = { 'old.json': '{}', 'q.csv': 'model,intent,quality\n' };

describe('not yet available', () => {
  test('every construct has a case', () => {
    const cases = { ...USES, ...WHOLE, ...TESTS };
    expect(
      NOT_YET.filter(({ construct }) => !(construct in cases)).map(({ construct }) => construct),
    ).toEqual([]);
    expect(new Set(NOT_YET.map(({ construct }) => construct)).size).toBe(NOT_YET.length);
  });

  test.each(NOT_YET.map((entry) => [entry.construct, entry] as const))('%s', (construct, entry) => {
    const text = WHOLE[construct] ?? `${HEAD}${USES[construct] ?? ''}${END}`;
    const tests = TESTS[construct];
    const sources = files({
      'support.route': text,
      'models.route': LIBRARY,
      ...data,
      ...(tests === undefined ? {} : { 'support.test.route': `tests for "./support.route"\n${tests}\n` }),
    });
    const { diagnostics } = compile(sources, new Map());
    expect(diagnostics.filter(({ rule }) => rule !== 'not-yet-available')).toEqual([]);
    const own = diagnostics.filter(({ message }) => message === `${entry.what} is not available yet`);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ severity: entry.severity, help: entry.instead, code: 'L1901' });
    expect(diagnostics).toHaveLength(1);
  });
});
