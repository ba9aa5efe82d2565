import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../../src/language/compile.ts';
import { compareMutant } from '../../../../src/language/testing/mutate/equivalent-mutant.ts';
import { changeWords, type Mutant, mutantsOf } from '../../../../src/language/testing/mutate/mutants.ts';
import { runMutants } from '../../../../src/language/testing/mutate/run-mutants.ts';
import type { MutationReport } from '../../../../src/language/testing/report/mutation-report.ts';
import { renderMutation } from '../../../../src/language/testing/report/render-measures.ts';
import { runTests } from '../../../../src/language/testing/run/run-tests.ts';
import { createSource } from '../../../../src/language/text/source.ts';
import { countWords } from '../support-policy.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../../support/example/full/${name}`, import.meta.url), 'utf8');
const FILES = [
  'models.route',
  'audience.route',
  'support.route',
  'ticket.schema.json',
  'intents/bug-report.txt',
];

function fullExample(): readonly Mutant[] {
  const { policies } = compile(
    FILES.map((name) => createSource(name, example(name))),
    new Map(),
  );
  return policies.flatMap(({ policy }) => mutantsOf(policy));
}

describe('mutants of the full example', () => {
  const changes = fullExample().map(changeWords);

  it.each([
    'policy: `serves "auto"` dropped',
    '`connect within 2s` → `connect within 4s`',
    '`whole within 90s` → `whole within 45s`',
    'provider openai: `key env OPENAI_API_KEY` → `key env OPENAI_API_KE`',
    'model gpt-4o: `is "gpt-4o-eu" on azure-eu` dropped',
    'model haiku: `window 200k` → `window 100k`',
    'model sonnet: `$3 in` → `$1.50 in`',
    'model haiku: `images` dropped',
    'chain careful: `new-sonnet first token within 5s` dropped',
    'chain careful: `new-sonnet retry 1` → `new-sonnet`',
    'chain careful: `on timeout` dropped',
    'chain careful: `on bad-request` added',
    'chain careful: `new-sonnet, then gpt-4o` → `gpt-4o, then new-sonnet`',
    'pool quick: `fastest of` → `cheapest of`',
    'split sonnet-vs-gpt: `by user` → `by team`',
    'split sonnet-vs-gpt: `90% sonnet, 10% gpt-4o` → `10% sonnet, 90% gpt-4o`',
    'rollout new-sonnet: `steps 5% after 30min` → `steps 10% after 30min`',
    'rollout new-sonnet: `abort when error rate over 3% for 5min` → `abort when error rate over 6% for 5min`',
    'budget support-team: `$50/day per team` → `$50/month per team`',
    'budget support-team: `when unknown refuse` → `when unknown allow`',
    'limit chatty: `5 at once per user` → `5 at once per team`',
    'transform brief: `set temperature 0.2` → `set temperature 0.4`',
    'transform brief: `trim history to 8k` → `trim history to 16k`',
    'check ticket-json: `on failure try next` → `on failure refuse`',
    'route refunds: `with brief` dropped',
    'route refunds: `expect ticket-json` dropped',
    'route refunds: `hold until complete` dropped',
    'route bug-triage: `header "x-beta" like "triage-*"` → `header "x-beta" like "triage*"`',
    'route bug-triage: `mirror 5% to haiku` → `mirror 10% to haiku`',
    'route bug-triage: `label "EXP-31"` → `label "EXP-3"`',
    'route long-documents: `or refuse 413 "This document is too long."` → `or refuse 413 "This document is too"`',
    'routes: `over-budget, then refunds` → `refunds, then over-budget`',
  ])('%s', (change) => {
    expect(changes).toContain(change.replace(/^policy: /, ''));
  });

  it('are each another policy, each once, always the same', () => {
    expect(new Set(changes).size).toBe(changes.length);
    expect(fullExample().map(changeWords)).toEqual(changes);
    expect(changes.filter((change) => change.includes('undefined') || change.includes('NaN'))).toEqual([]);
  });
});

const HEAD = `policy p edition 1 {
  serves "p"
}
tier free, pro
provider lab {
  speaks simulated
  region eu
}
model small {
  is "small-1" on lab
  window 128k output 16k
  price $1 in, $2 out
}
model large {
  is "large-1" on lab
  window 200k output 16k
  price $3 in, $15 out
}
`;

function reportOf(policy: string, tests: string): MutationReport {
  const { files, policies, claims, diagnostics } = compile(
    [createSource('p.route', HEAD + policy), createSource('p.test.route', `tests for "./p.route"\n${tests}`)],
    new Map(),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return runMutants({ files, policies, claims, countText: countWords });
}

const CAREFUL = `chain careful {
  try large within 20s
  then small
  on timeout, overload
}
transform brief {
  cap output 800
}
split half by user {
  80% small
  20% large
}
route pros {
  when tier is pro
  use careful with brief or refuse 503 "Please try again."
}
otherwise {
  use half
}
`;
const WEAK = 'test "t" {\n  given tier pro\n  expect route pros\n}\n';

describe('a survivor', () => {
  const { survivors, killed } = reportOf(CAREFUL, WEAK);
  const bySomeone = (change: string) => survivors.find((each) => each.change === change);

  it('names the clause, its line and a test', () => {
    expect(bySomeone('chain careful: `large within 20s` → `large within 40s`')).toMatchObject({
      file: 'p.route',
      line: HEAD.split('\n').length + 1,
      of: 'chain careful',
      from: 'large within 20s',
      to: 'large within 40s',
      test: 'test "chain careful keeps large within 20s" {\n  given tier pro\n  expect route pros, within 20s\n}',
    });
    expect(bySomeone('transform brief: `cap output 800` → `cap output 400`')).toMatchObject({
      line: HEAD.split('\n').length + 6,
    });
    expect(bySomeone('split half: `by user` → `by team`')?.test).toMatch(
      /over 2k users expect (small from 7|large from 1)\d% to \d\d%/,
    );
    expect(killed).toBeGreaterThan(0);
  });

  it('has a test that passes today, for all but a few', () => {
    const told = survivors.flatMap(({ test }) => test ?? []);
    expect(told.length).toBeGreaterThanOrEqual(0.9 * survivors.length);
    const distinct = [...new Set(told)].join('\n\n');
    const { files, policies } = compile(
      [
        createSource('p.route', HEAD + CAREFUL),
        createSource('p.test.route', `tests for "./p.route"\n${distinct}\n`),
      ],
      new Map(),
    );
    const report = runTests({ files, policies, countText: countWords });
    expect(report.tests.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.diagnostics).toEqual([]);
  });

  it('is killed by that test', () => {
    const distinct = [...new Set(survivors.flatMap(({ test }) => test ?? []))].join('\n\n');
    const again = reportOf(CAREFUL, `${WEAK}\n${distinct}\n`);
    const named = new Set(survivors.filter(({ test }) => test !== undefined).map(({ change }) => change));
    expect(again.survivors.filter(({ change }) => named.has(change))).toEqual([]);
  });
});

describe('the search for a test', () => {
  const HEADERS = Array.from(
    { length: 6 },
    (_, n) => `route r${n} {\n  when header "x-${n}" is "v${n}"\n  use small or refuse 413 "no"\n}\n`,
  ).join('');

  it('begins with the request that the comparison found, for a route that no test reaches', () => {
    const { survivors } = reportOf(
      `${HEADERS}otherwise {\n  use large\n}\n`,
      'test "t" {\n  expect model large\n}\n',
    );
    const far = survivors.filter(({ of, from }) => of === 'route r5' && from.startsWith('use'));
    expect(far.length).toBeGreaterThan(0);
    for (const { test } of far) expect(test).toContain('given header "x-5" "v5"');
  });

  it('says how many requests were tried where it found none, in the report for people too', () => {
    const { survivors, ...rest } = reportOf(CAREFUL.replace('by user', 'by header "x-sheet"'), WEAK);
    const lost = survivors.filter(({ test }) => test === undefined);
    expect(lost.length).toBeGreaterThan(0);
    for (const { searched } of lost) {
      expect(searched?.requests).toBeGreaterThan(0);
      expect(searched?.requests).toBeLessThanOrEqual(4_000 + 12_000 + 2_000);
    }
    const shown = renderMutation({ ...rest, survivors }, (_style, text) => text);
    expect(shown).toMatch(/# no test was found: up to \d+ requests were tried for each, and /);
  });

  it('tells how far it has come, mutant by mutant', () => {
    const { files, policies, claims } = compile(
      [
        createSource('p.route', HEAD + CAREFUL),
        createSource('p.test.route', `tests for "./p.route"\n${WEAK}`),
      ],
      new Map(),
    );
    const told: number[][] = [];
    const { survived } = runMutants({ files, policies, claims, countText: countWords }, (_, ...counts) =>
      told.push(counts),
    );
    const of = told.length - 1;
    expect(told.map(([done]) => done)).toEqual(Array.from({ length: of + 1 }, (_, n) => n));
    expect(told.at(-1)).toEqual([of, of, survived]);
  });
});

describe('a mutant that changes nothing', () => {
  const policyOf = (text: string) => {
    const { policies } = compile([createSource('p.route', HEAD + text)], new Map());
    const [compiled] = policies;
    if (compiled === undefined) throw new Error('there is one policy');
    return compiled.policy;
  };
  const idle = (text: string): string[] => {
    const policy = policyOf(text);
    return mutantsOf(policy)
      .filter((mutant) => compareMutant(policy, mutant.policy).same)
      .map(changeWords);
  };

  it('is a window that no request of its routes comes near', () => {
    const near = idle('route long {\n  when tokens over 16k\n  use large\n}\notherwise {\n  use small\n}\n');
    expect(near).toContain('model small: `window 128k` → `window 64k`');
    expect(near).toContain('model small: `window 128k` → `window 256k`');
    expect(near.filter((change) => change.startsWith('model large: `window'))).toEqual([]);
  });

  it('is no window that some request fills', () => {
    const near = idle('route long {\n  when tokens over 120k\n  use large\n}\notherwise {\n  use small\n}\n');
    expect(near.filter((change) => change.startsWith('model small: `window'))).toEqual([]);
  });

  it('is a deadline that says the default again', () => {
    const same = idle(
      'chain c {\n  try large within 2min\n  then small within 20s\n}\notherwise {\n  use c\n}\n',
    );
    expect(same).toEqual(['chain c: `large within 2min` dropped']);
  });
});
