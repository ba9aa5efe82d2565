import { describe, expect, it } from 'vitest';
import type { TestReport } from '../../../../src/language/testing/report/test-report.ts';
import { isGreen } from '../../../../src/language/testing/report/test-report.ts';
import { runTests } from '../../../../src/language/testing/run/run-tests.ts';
import { countWords, support, testFile } from '../support-policy.ts';

function run(body: string, policies = [support()]): TestReport {
  const file = testFile(`tests for "./support.route"\n${body}`);
  return runTests({ files: [file], policies, countText: countWords });
}

/** A green run of one test, or what went wrong. */
function verdict(givens: string, expectations: string): string {
  const report = run(`test "t" {\n${givens}\nexpect ${expectations}\n}`);
  expect(report.diagnostics).toEqual([]);
  expect(report.tests).toHaveLength(1);
  return report.tests[0]?.message ?? 'ok';
}

describe('givens', () => {
  it.each([
    ['nothing', '', 'route otherwise, model mini, attempts 1, reason otherwise, label none'],
    ['a tier and an intent', 'given intent refund, tier pro', 'route refunds, model sonnet, reason matched'],
    ['the lowest tier where none is given', 'given intent refund', 'route otherwise'],
    [
      'a message, read by the head',
      'given message "please refund my order, I want my money back", tier pro',
      'route refunds',
    ],
    [
      'an intent over a message',
      'given message "I want my money back", tier pro, intent bug-report',
      'route otherwise',
    ],
    [
      'a header',
      'given intent bug-report, tier pro, header "X-Beta" "triage-1"',
      'route bug-triage, label "EXP-31", reason split',
    ],
    ['a feature', 'given request has streaming', 'route blocked, refused 451, attempts 0, reason refused'],
    ['tokens in thousands', 'given tokens 130k', 'route long-documents, model long-reader'],
    ['a share', 'given user in first 5%', 'route early, model haiku'],
    ['a rollout’s share', 'given user in first 5%, rollout next at 100%', 'model sonnet, reason rollout'],
    ['time and date in any zone', 'given time 05:30, date 2026-01-04', 'route quiet-hours'],
    ['a day', 'given time 05:30, day sun', 'route quiet-hours'],
    ['a team', 'given limit chatty reached, team jobs', 'route over-limit, model mini'],
    ['no reached limit', 'given limit chatty not reached', 'route otherwise'],
  ])('%s', (_what, givens, expectations) => {
    expect(verdict(givens, expectations)).toBe('ok');
  });
});

describe('failures', () => {
  it.each([
    ['a silent provider', 'given sonnet fails with timeout', 'model gpt-4o, attempts 2, reason fallback'],
    ['a status', 'given sonnet fails with 529', 'model gpt-4o, attempts 2'],
    ['once, and no retry is written', 'given sonnet fails once with overload', 'model gpt-4o, attempts 2'],
    ['a retry', 'given sonnet fails with 503, gpt-4o fails once with 503', 'model gpt-4o, attempts 3'],
    [
      'two scripts in a row',
      'given sonnet fails with 503, gpt-4o fails once with 503, gpt-4o fails with 500',
      'model haiku, attempts 4',
    ],
    ['an empty answer', 'given sonnet fails with empty', 'model gpt-4o, attempts 2, reason fallback'],
    [
      'a model that is gone is not asked again',
      'given sonnet fails with overload, gpt-4o fails once with gone',
      'model haiku, attempts 3',
    ],
    ['a class the chain does not move on for', 'given sonnet fails with auth', 'model none, attempts 1'],
    ['a model that is down', 'given sonnet is down', 'model gpt-4o, attempts 1, reason breaker'],
    ['two down', 'given sonnet is down, gpt-4o is down', 'model haiku, attempts 1, reason breaker'],
    ['a capability', 'given request has images', 'model gpt-4o, attempts 1, reason capability'],
    [
      'all fail',
      'given sonnet fails with 503, gpt-4o fails with 503, haiku fails with 503',
      'model none, attempts 4',
    ],
  ])('%s', (_what, givens, expectations) => {
    expect(verdict(`given intent refund, tier pro\n${givens}`, expectations)).toBe('ok');
  });

  it('gives a refusal where the route says what to say when all have failed', () => {
    expect(
      verdict('given tokens 130k, long-reader fails with 503', 'refused 413, attempts 1, reason refused'),
    ).toBe('ok');
  });

  it('asks a bare model that is down all the same, and it cannot be reached', () => {
    expect(
      verdict('given budget support-team 96%, haiku is down', 'model none, attempts 1, route over-budget'),
    ).toBe('ok');
  });
});

describe('budgets and limits', () => {
  it.each([
    ['a route degrades', 'given budget support-team 96%', 'route over-budget, model haiku, reason matched'],
    ['exactly at the bound', 'given budget support-team 95%', 'route over-budget'],
    ['by what is left', 'given budget support-team $2', 'route over-budget'],
    [
      'no reservation fits',
      'given budget support-team 100%',
      'route over-budget, refused 402, reason refused, attempts 0',
    ],
    ['unknown, and the budget refuses', 'given budget support-team unknown', 'refused 503, reason refused'],
    ['a limit', 'given limit chatty reached', 'refused 429, reason refused, attempts 0'],
  ])('%s', (_what, givens, expectations) => {
    expect(verdict(givens, expectations)).toBe('ok');
  });

  it('degrades a request that no longer fits, and says so', () => {
    // $0.025 is left: sonnet would reserve $0.0603, haiku $0.0201.
    const nearly = support();
    const budget = nearly.policy.budgets.get('support-team');
    if (!budget) throw new Error('no budget');
    const lines = budget.lines.map((line) => ({ ...line, amount: 0.25 }));
    const policy = { ...nearly.policy, budgets: new Map([['support-team', { ...budget, lines }]]) };
    const report = run(
      'test "t" { given output tokens 4000, budget support-team 90%, intent bug-report, tier enterprise, user ada expect route over-budget, model haiku, reason budget, attempts 1 }',
      [{ ...nearly, policy }],
    );
    expect(report.tests[0]?.message).toBeUndefined();
  });

  it('estimates what an answer costs', () => {
    // 1,000 × $3 + 800 × $15, a million each.
    expect(verdict('given intent refund, tier pro, tokens 1k', 'cost up to $0.015')).toBe('ok');
    expect(verdict('given intent refund, tier pro, tokens 1k', 'cost up to $0.0149')).toContain(
      'expected cost up to $0.0149, got $0.015',
    );
  });
});

describe('cases', () => {
  const ladder = `cases "budget ladder" {
  columns tier, tokens, budget support-team, route
  case pro, 900, 20%, otherwise
  case pro, 900, 96%, over-budget
  case enterprise, 130k, 96%, refunds
}`;

  it('run row by row under titles of their own', () => {
    const report = run(ladder);
    expect(report.tests.map(({ name, kind, line, ok }) => [name, kind, line, ok])).toEqual([
      ['budget ladder, case 1 (pro, 900, 20%)', 'case', 4, true],
      ['budget ladder, case 2 (pro, 900, 96%)', 'case', 5, true],
      ['budget ladder, case 3 (enterprise, 130k, 96%)', 'case', 6, false],
    ]);
    expect(report.summary).toEqual({ passed: 2, failed: 1, skipped: 0 });
    expect(isGreen(report)).toBe(false);
  });

  it('take every given and expectation as a column', () => {
    const report = run(`cases "all" {
  given intent refund, tier pro
  columns sonnet fails, gpt-4o is down, limit chatty, model, attempts, refused
  case timeout, no, no, gpt-4o, 2, no
  case 503, yes, no, haiku, 2, no
  case no, no, yes, none, 0, 429
}`);
    expect(report.diagnostics).toEqual([]);
    expect(report.tests.map((test) => test.message ?? 'ok')).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('accept', () => {
  const shares = (range: string): TestReport =>
    run(
      `accept "near 90/10" {\n given intent bug-report, tier enterprise\n over 10k users expect sonnet ${range}\n}`,
    );

  it('counts who answers over fixed users', () => {
    expect(shares('from 89.5% to 90.5%').tests).toMatchObject([{ kind: 'accept', ok: true }]);
    expect(shares('from 91% to 95%').tests[0]?.message).toMatch(
      /^expected sonnet from 91% to 95%, got (89|90)\.\d+%\nanswered over 10000 users: gpt-4o \d+\.\d+%, sonnet \d+\.\d+%$/,
    );
  });
});

it('leaves properties to proofs, by name', () => {
  const report = run('never "free users reach sonnet" { when tier is free model in sonnet }');
  expect(report.tests).toEqual([]);
  expect(report.skipped).toMatchObject([{ name: 'free users reach sonnet', kind: 'never', line: 2 }]);
  expect(report.summary).toEqual({ passed: 0, failed: 0, skipped: 1 });
});

it('tells which routes were reached', () => {
  const { reached } = run('test "t" { given tier pro, intent refund expect route refunds }');
  expect(reached).toEqual([{ policy: 'policies/support.route', route: 'refunds' }]);
});

describe('faults of a test file', () => {
  const faultOf = (body: string): string => {
    const report = run(body);
    expect(isGreen(report)).toBe(false);
    const [first] = report.diagnostics;
    return `${first?.code} ${first?.message}`;
  };
  const given = (words: string): string => faultOf(`test "t" { given ${words} expect route refunds }`);
  const expecting = (words: string): string => faultOf(`test "t" { expect ${words} }`);

  it.each([
    ['budget suport-team 96%', 'L1102 there is no budget `suport-team`; did you mean `support-team`?'],
    ['limit chaty reached', 'L1102 there is no limit `chaty`; did you mean `chatty`?'],
    ['sonet fails with timeout', 'L1101 there is no model `sonet`; did you mean `sonnet`?'],
    ['careful fails with timeout', 'L1309 `careful` is a chain, and only models answer'],
    ['sonnet fails with tiemout', 'did you mean `timeout`?'],
    ['sonnet fails with 200', 'a status from 400 to 599'],
    ['sonnet fails 0 times with timeout', 'L1302 a model fails a whole number of times'],
    ['sonnet fails 5% times with timeout', 'L1302 a model fails a whole number of times'],
    ['tier pro, tokens 5, tier free', 'L1402 `tier` is given twice'],
    ['message "a", message "b"', 'L1402 `message` is given twice'],
    ['budget support-team 5%, budget support-team $2', 'L1402 `budget support-team used` is given twice'],
    ['intent refnd', 'L1105 `refnd` is not a value of `intent`; did you mean `refund`?'],
    ['tier gold', 'L1105 `gold` is not a value of `tier`'],
    ['tone urgent', 'L1106 `tone` is neither a fact nor an intent group'],
    ['tokens 5%', 'L1301 `tokens` is a number of tokens such as `8k`, not "5%"'],
    ['time 930', 'L1301 `time` is a time such as `09:30`'],
    ['tokens unknown', 'L1308 `tokens` can never be unknown'],
    ['rollout next at 20s', 'L1301 a rollout is given as a percentage'],
    ['rollout careful at 5%', 'L1101 there is no rollout `careful`'],
    ['sonnet p95 latency 5%', 'L1301 `sonnet p95 latency` is a duration'],
    ['request has legs', 'L1105 `legs` is not something a request can have'],
    ['budget support-team 96', 'L1301 a budget is used to a percentage such as `96%`'],
  ])('given %s', (words, message) => {
    expect(given(words)).toContain(message);
  });

  it.each([
    ['route refund', 'L1102 there is no route `refund`; did you mean `refunds`?'],
    ['model quick', 'L1309 `quick` is a pool'],
    ['reason falback', 'did you mean `fallback`?'],
    ['attempts 2%', 'L1301 attempts take a whole number'],
    ['attempts -1', 'L1301 attempts take a whole number'],
    ['refused 200', 'L1302 a refusal has a status from 400 to 599'],
    ['cost up to 5k', 'L1301 a cost is an amount of money'],
  ])('expect %s', (words, message) => {
    expect(expecting(words)).toContain(message);
  });

  it('say that a test is not run for them', () => {
    const report = run('test "t" { given tier gold expect route refunds }');
    expect(report.tests[0]?.message).toMatch(/^it was not run: `gold` is not a value of `tier`/);
  });

  it('are tests that cannot fail, tables with holes, and policies that are not there', () => {
    expect(faultOf('test "t" { given tier pro }')).toContain('expects nothing');
    expect(faultOf('cases "c" { columns tier case pro }')).toContain(
      'this table has no column with an expectation',
    );
    expect(faultOf('cases "c" { columns tier, route case pro }')).toBe(
      'L1402 this case has 1 value, but the table has 2 columns',
    );
    const lost = runTests({
      files: [testFile('tests for "./other.route"')],
      policies: [support()],
      countText: countWords,
    });
    expect(lost.diagnostics).toMatchObject([{ code: 'L1104', because: 'policies: policies/support.route' }]);
    const nameless = runTests({
      files: [testFile('test "t" { expect route x }')],
      policies: [support()],
      countText: countWords,
    });
    expect(nameless.diagnostics).toMatchObject([{ code: 'L1401' }]);
  });

  it('are not what a case changes of its table', () => {
    const report = run('cases "c" { given tokens 100 columns tokens, route case 130k, long-documents }');
    expect(report.diagnostics).toEqual([]);
    const twice = run('cases "c" { columns tokens, tokens, route case 1, 2, otherwise }');
    expect(twice.diagnostics).toMatchObject([{ code: 'L1402' }]);
  });

  it('are said once, however many cases they spoil', () => {
    const report = run('cases "c" { given tier gold columns tokens, route case 1, refunds case 2, refunds }');
    expect(report.diagnostics).toHaveLength(1);
    expect(report.summary.failed).toBe(2);
  });

  it('include a policy with errors, whose tests are not run', () => {
    const { graph: _, ...broken } = support();
    const report = run('test "t" { expect route refunds }', [broken]);
    expect(report.tests[0]?.message).toBe('it was not run: policies/support.route has errors');
  });
});
