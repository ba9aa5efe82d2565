// `given large is explored` and `given mini predicted 95%`: what tests state of pools, and what they cannot.
import { expect, test } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { runTests } from '../../../src/language/testing/run/run-tests.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { EASY, HARD, promptFile } from '../../support/prompt-file.ts';
import { countWords } from './support-policy.ts';

const POLICY = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model mini { is "m" on lab  window 8k output 1k  price $0.1 in, $0.4 out }
model small { is "s" on lab  window 4k output 1k  price $1 in, $4 out }
model large { is "l" on lab  window 100k output 1k  price $100 in, $400 out }
budget cap { limit $100/day per all }
pool curious { cheapest of mini, small, large explore 2% }
route never { when header "x" is "y"  use mini }
otherwise { use curious }
`;

function run(tests: string, text = POLICY) {
  const sources = [
    createSource('p.route', text),
    createSource('q.csv', 'model,quality\nlarge,95\n'),
    createSource('q.prompt.json', promptFile()),
  ];
  const { policies } = compile(sources, new Map());
  const [policy] = policies;
  if (policy?.policy === undefined || policy.graph === undefined) throw new Error('has faults');
  const tested = { policy: policy.policy, graph: policy.graph, heads: new Map() };
  const report = runTests({
    files: [parse(createSource('p.test.route', `tests for "./p.route"\n${tests}`))],
    policies: [tested],
    countText: countWords,
  });
  return [...report.diagnostics, ...report.tests].map(({ message }) => message ?? 'ok');
}
const one = (given: string, expected: string) => run(`test "t" {\n${given}\nexpect ${expected}\n}`);

test('nothing is explored unless a test says so', () => {
  expect(one('', 'model mini, reason otherwise')).toEqual(['ok']);
  expect(one('given large is explored', 'model large, reason explored')).toEqual(['ok']);
  expect(one('given large is not explored', 'model mini')).toEqual(['ok']);
  expect(run('cases "c" {\ncolumns large is explored, model\ncase yes, large\ncase no, mini\n}')).toEqual([
    'ok',
    'ok',
  ]);
});

test('what cannot serve is not explored, nor is what a budget has no room for', () => {
  expect(one('given small is explored, tokens 6k', 'model mini')).toEqual(['ok']);
  expect(one('given large is explored, large is down', 'model mini')).toEqual(['ok']);
  expect(one('given large is explored, budget cap 99.9%', 'model mini, reason otherwise')).toEqual(['ok']);
});

test('a model that no pool explores, and a value that is none', () => {
  const [said] = run('test "t" {\ngiven haiku is explored\nexpect model mini\n}');
  expect(said).toContain('there is no model `haiku`');
  const [wrong] = run('cases "c" {\ncolumns large is explored, model\ncase 2%, large\n}');
  expect(wrong).toContain('`large is explored` is `yes` or `no`');
});

const JUDGED = POLICY.replace(
  'cheapest of mini, small, large explore 2%',
  'cheapest of large, small, mini good enough at 90% by prompt',
).concat('quality "./q.csv" by prompt "./q.prompt.json"\n');
const judged = (given: string, expected: string) =>
  run(`test "t" {\n${given}\nexpect ${expected}\n}`, JUDGED);

test('a prediction is given, read from a message, or unknown, so that the table decides', () => {
  expect(judged('given mini predicted 97%', 'model mini')).toEqual(['ok']);
  expect(judged('given mini predicted 89%', 'model large')).toEqual(['ok']);
  expect(judged(`given message "${EASY}"`, 'model mini')).toEqual(['ok']);
  expect(judged(`given message "${HARD}"`, 'model large')).toEqual(['ok']);
  expect(judged(`given message "${HARD}", mini predicted 97%`, 'model mini')).toEqual(['ok']);
  expect(judged('', 'model large')).toEqual(['ok']);
  const cases = 'cases "c" {\ncolumns mini predicted, model\ncase 97%, mini\ncase 40%, large\n}';
  expect(run(cases, JUDGED)).toEqual(['ok', 'ok']);
});

test('a prediction is a percentage of a model that is judged by the prompt', () => {
  expect(judged('given small predicted 97%', 'model mini')[0]).toContain(
    'no quality of `small` is predicted',
  );
  expect(one('given mini predicted 97%', 'model mini')[0]).toContain('no quality of `mini` is predicted');
  expect(judged('given mini predicted 0.97', 'model mini')[0]).toContain(
    'a predicted quality is a percentage',
  );
});
