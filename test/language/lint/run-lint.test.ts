/** All rules together: one fault once, silence where an error hides the truth, reading order. */
import { describe, expect, it } from 'vitest';
import { createSource } from '../../../src/language/text/source.ts';
import { lintSources } from './lint-texts.ts';

const policy = (name: string, uses = 'old'): string => `policy ${name} edition 1 {
  serves "${name}"
}
import old from "./library.route"
otherwise {
  because "Everyone."
  use ${uses}
}
`;
const library = createSource(
  'library.route',
  `provider lab {
  speaks openai
  at "https://lab.example/v1"
  key env LAB_API_KEY
}
model old {
  is "old-1" on lab
  retires 2026-01-01
}
`,
);
const rules = (...sources: ReturnType<typeof createSource>[]): string[] =>
  lintSources(sources).findings.map((finding) => `${finding.at.path} ${finding.rule}`);

describe('linting', () => {
  it('says once what two policies share', () => {
    const one = createSource('one.route', policy('one'));
    const two = createSource('two.route', policy('two'));
    expect(rules(one, two, library)).toEqual(['library.route deprecated-model']);
  });

  it('reports once what two policies find in a library for different routes', () => {
    const chained = createSource(
      'library.route',
      `provider lab {
  speaks openai
  at "https://lab.example/v1"
  key env LAB_API_KEY
}
model small {
  is "small-1" on lab
  window 32k
}
model old {
  is "old-1" on lab
  window 200k
}
chain both {
  try small
  then old
}
`,
    );
    const asking = (name: string): ReturnType<typeof createSource> =>
      createSource(
        `${name}.route`,
        policy(name, 'both or refuse 413 "Too long."')
          .replace('import old', 'import both')
          .replace(
            'otherwise {',
            `route ${name}-teams {\n  because "T."\n  when team like "t*"\n  use both or refuse 413 "T."\n}\notherwise {`,
          ),
      );
    const { findings } = lintSources([asking('one'), asking('two'), chained]);
    expect(findings.filter(({ rule }) => rule === 'partial-hop').map(({ message }) => message)).toEqual([
      'some requests of "one-teams" are too long for "small"',
    ]);
  });

  it('reports one cause once: the other routes that use the model are labels, and each needs its own allowance', () => {
    const routes = [1, 2, 3, 4, 5, 6, 7].map(
      (n) =>
        `route r${n} {\n  because "R."\n  when team is "t${n}"\n  use small${n === 3 ? ' # llmr-allow unservable-request: agreed' : ''}\n}\n`,
    );
    const own = createSource(
      'one.route',
      `policy one edition 1 {
  serves "one"
}
provider lab {
  speaks simulated
}
model small {
  is "small-1" on lab
  window 32k
}
${routes.join('')}otherwise {
  because "Everyone."
  use small or refuse 413 "Too long."
}
`,
    );
    const found = lintSources([own]).findings.filter(({ rule }) => rule === 'unservable-request');
    expect(found.map(({ message }) => message)).toEqual(['some requests of "r1" fit none of its models']);
    expect(found[0]?.labels?.map(({ text }) => text)).toEqual([
      'here too',
      'here too',
      'here too, and in 2 more',
    ]);
  });

  it('offers a canary no `or refuse`, which the grammar does not have there', () => {
    const own = createSource(
      'own.route',
      `policy own edition 1 {
  serves "own"
}
provider lab {
  speaks simulated
}
model small {
  is "small-1" on lab
  window 32k
}
otherwise {
  because "Everyone."
  canary 5% by user use small
  use small or refuse 413 "Too long."
}
`,
    );
    const found = lintSources([own]).findings.filter(({ rule }) => rule === 'unservable-request');
    expect(found.map(({ help }) => help)).toEqual([expect.stringContaining('let the canary use a chain')]);
  });

  it('is silent about policies that depend on a file with errors, and not about others', () => {
    const budget = 'budget team {\n  limit $1/day per team\n}\n';
    const one = createSource('one.route', policy('one') + budget);
    const broken = createSource('two.route', policy('two', 'odl') + budget);
    expect(rules(one, library)).toEqual([
      'library.route unpriced-model-under-budget',
      'library.route deprecated-model',
    ]);
    expect(rules(broken, library)).toEqual(['library.route deprecated-model', 'two.route unknown-name']);
    expect(rules(one, broken, library)).toEqual([
      'library.route unpriced-model-under-budget',
      'library.route deprecated-model',
      'two.route unknown-name',
    ]);
  });

  it('tells what keeps a test from being run, once, and only where the policy is whole', () => {
    const one = createSource('one.route', policy('one'));
    const tests = createSource(
      'one.test.route',
      `tests for "./one.route"
test "a" { given tokns 5 expect route nowhere }
test "b" { given tokens 5 }
cases "c" { columns tokens, route case 5 }
never "d" { model in nobody }
`,
    );
    const told = lintSources([one, tests, library]).findings.map(
      ({ at, message }) => `${at.path} ${message}`,
    );
    expect(told.filter((words) => !words.startsWith('library'))).toEqual([
      'one.test.route `tokns` is neither a fact nor an intent group; did you mean `tokens`?',
      'one.test.route there is no route `nowhere`',
      'one.test.route this test expects nothing, so it can never fail',
      'one.test.route this case has 1 value, but the table has 2 columns',
      'one.test.route there is no model or target `nobody`',
    ]);
    const broken = createSource('one.route', policy('one', 'odl'));
    expect(rules(broken, tests, library)).toEqual([
      'library.route deprecated-model',
      'one.route unknown-name',
      'one.test.route unknown-name',
    ]);
    expect(rules(createSource('alone.test.route', 'test "a" { expect route x }'))).toEqual([
      'alone.test.route syntax',
    ]);
  });
});
