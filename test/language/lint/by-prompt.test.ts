// What lint reports of pools that judge prompts: figures that are in neither file, a file about other models, a threshold
// that no prompt reaches, and exploration of one member.
import { expect, test } from 'vitest';
import { createSource } from '../../../src/language/text/source.ts';
import { promptFile } from '../../support/prompt-file.ts';
import { lintSources } from './lint-texts.ts';

const WATCHED = ['ungraded-model', 'never-good-enough', 'no-effect'];

function findings(pool: string, names: readonly [string, string], table = 'model,quality\n'): string[] {
  const text = `policy p edition 1 {
  serves "p"
}
quality "./q.csv" by prompt "./q.prompt.json"
provider lab {
  speaks simulated
}
model mini {
  is "m" on lab
}
model large {
  is "l" on lab
}
otherwise {
  use ${pool}
}
`;
  const sources = [
    createSource('p.route', text),
    createSource('q.csv', table),
    createSource('q.prompt.json', promptFile(names)),
  ];
  const wanted = ({ rule, code }: { rule: string; code?: unknown }) =>
    WATCHED.includes(rule) || code !== undefined;
  return lintSources(sources, { shown: wanted, reads: 'nothing' }).findings.map(
    ({ rule, message }) => `${rule}: ${message}`,
  );
}
const POOL = 'cheapest of large, mini good enough at 90% by prompt';

test('models in the prompt file need no row in the table', () => {
  expect(findings(POOL, ['mini', 'large'])).toEqual([]);
  expect(findings(POOL, ['mini', 'other'])).toEqual([
    'ungraded-model: the quality table has no row of "large"',
  ]);
  expect(findings(POOL.replace(' by prompt', ''), ['mini', 'large'])).toHaveLength(1);
});

test('a file about other models has no effect', () => {
  const table = 'model,quality\nmini,95\nlarge,97\n';
  expect(findings(POOL, ['one', 'other'], table)).toEqual([
    'no-effect: `by prompt` of "cheapest of large, mini good enough at 90% by prompt" has no effect',
  ]);
});

test('a threshold that some prompt reaches is fine, whatever the table says', () => {
  const table = 'model,quality\nmini,50\nlarge,60\n';
  expect(findings(POOL, ['mini', 'large'], table)).toEqual([]);
  expect(findings(POOL.replace('90%', '99%'), ['mini', 'large'], table)).toEqual([
    'never-good-enough: no member\'s quality is known to reach 99%; the best lower bound is 60%, by "large"',
  ]);
});

test('one member cannot be explored', () => {
  const table = 'model,quality\nmini,95\n';
  expect(findings('cheapest of mini good enough at 90% explore 2%', ['mini', 'large'], table)).toEqual([
    'no-effect: `explore 2%` of "cheapest of mini good enough at 90% explore 2%" has no effect',
  ]);
});
