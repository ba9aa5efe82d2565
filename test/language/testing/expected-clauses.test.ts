import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { clausesInForce } from '../../../src/language/testing/run/in-force.ts';
import type { Run } from '../../../src/language/testing/run/run-scenario.ts';
import { runTests } from '../../../src/language/testing/run/run-tests.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { countWords } from './support-policy.ts';

const POLICY = `policy shop edition 1 {
  serves "shop", "auto"
  defaults {
    connect within 2s
    whole within 90s
  }
}
tier free, pro
provider lab {
  speaks openai
  at "https://lab.example/v1"
  key env LAB_KEY
}
model small {
  is "small-1" on lab
  window 128k output 4k
  price $1 in, $2 out
}
model large {
  is "large-1" on lab
  window 200k output 8k
  price $3 in, $15 out
  can tools
}
budget team-day {
  limit $50/day per team
  limit 2M tokens/month per key
  warn at 80%
  zone "Europe/Berlin"
}
limit chatty {
  60 requests/min per user
  5 at once per user
  wait up to 2s
}
chain careful {
  try fresh within 20s first token within 5s hedge after 800ms
  then small within 60s
}
rollout fresh by user {
  from large to small
  steps 1%, 25% after 2h
  abort when error rate over 3% for 5min
  abort when p95 latency over 6s for 10min
}
transform brief {
  system prepend "Say \\"please\\"."
  set temperature 0.2
  set reasoning_effort low
  cap output 1k
  trim history to 8k
  drop images
}
check polite {
  not contains "damn"
  matches /[Pp]lease/
  length up to 2k
  on failure retry 2
}
route pros {
  when tier is pro
  use careful with brief or refuse 503 "Please try again."
  mirror 5% to small
  expect polite
  label "L"
  on broken stream restart
  hold until complete
}
otherwise {
  use small or refuse 413 "Too long."
}
`;

/** `ok`, or what the test says. */
function verdict(given: string, expected: string): string {
  const test = `tests for "./shop.route"\ntest "t" {\n${given}\nexpect ${expected}\n}\n`;
  const { files, policies, diagnostics } = compile(
    [createSource('shop.route', POLICY), createSource('shop.test.route', test)],
    new Map(),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const report = runTests({ files, policies, countText: countWords });
  expect(report.diagnostics).toEqual([]);
  return report.tests[0]?.message?.split('\n')[0] ?? 'ok';
}

const PRO = 'given tier pro, rollout fresh at 0%';
const SPENDING = [
  'limit $50/day per team',
  'limit 2M tokens/month per key',
  'warn at 80%',
  'zone "Europe/Berlin"',
  'limit 60 requests/min per user',
  'limit 5 at once per user',
  'wait up to 2s',
];
const OF_PROS = [
  ...[
    'system prepend "Say \\"please\\"."',
    'set temperature 0.2',
    'set reasoning_effort low',
    'cap output 1k',
  ],
  ...['trim history to 8k', 'drop images', 'not contains "damn"', 'matches /[Pp]lease/', 'length up to 2k'],
  ...['on failure retry 2', 'mirror 5% to small', 'on broken stream restart'],
  ...['hold until complete', 'whole within 90s', 'steps 1%', 'steps 25% after 2h'],
  ...['abort when error rate over 3% for 5min', 'abort when p95 latency over 6s for 10min'],
];
const OF_LARGE = [
  ...['is "large-1" on lab', 'speaks openai', 'at "https://lab.example/v1"', 'key env LAB_KEY'],
  ...['connect within 2s', 'first token within 5s', 'idle within 20s', 'ending within 5s', 'within 20s'],
  ...['hedge after 800ms'],
];

describe('a clause that is expected', () => {
  it.each([...SPENDING, ...OF_PROS, ...OF_LARGE])('holds where it is in force: %s', (clause) => {
    expect(verdict(PRO, clause)).toBe('ok');
  });

  it('is every clause that is in force, read back as it is told', () => {
    const { files, policies } = compile(
      [
        createSource('shop.route', POLICY),
        createSource('shop.test.route', `tests for "./shop.route"\ntest "t" { ${PRO} expect route pros }`),
      ],
      new Map(),
    );
    const runs: Run[] = [];
    runTests({ files, policies, countText: countWords, note: (run) => runs.push(run) });
    expect(runs.flatMap(clausesInForce)).toEqual([...SPENDING, ...OF_PROS, ...OF_LARGE]);
  });

  it.each([
    ['cap output 2k', 'expected `cap output 2k`, got `cap output 1k`'],
    [
      'set temperature 0.3',
      'expected `set temperature 0.3`, got `set temperature 0.2`, `set reasoning_effort low`',
    ],
    ['within region eu', 'expected `within region eu`, got `within 20s`'],
    ['drop tools', 'expected `drop tools`, got `drop images`'],
    [
      'json schema "./x.json"',
      'expected `json schema "./x.json"`, but no clause of this request begins with `json`',
    ],
    ['limit $50/day per user', 'expected `limit $50/day per user`, got `limit $50/day per team`, '],
  ])('is told beside what is in force: %s', (clause, message) => {
    expect(verdict(PRO, clause)).toContain(message);
  });

  it('is compared by value, not by spelling', () => {
    expect(verdict('given tier pro, large fails with overload, rollout fresh at 0%', 'within 1min')).toBe(
      'ok',
    );
    expect(verdict(PRO, 'cap output 1000, trim history to 8000, set reasoning_effort "low"')).toBe('ok');
  });

  it('is of the route that takes the request, and of the attempt made last', () => {
    expect(verdict('given tier free', 'cap output 1k')).toContain(
      'no clause of this request begins with `cap`',
    );
    expect(verdict('given tier free', 'is "small-1" on lab, within 2min')).toBe('ok');
    const large = 'given tier pro, rollout fresh at 0%, large fails with overload';
    expect(verdict(large, 'model small, is "small-1" on lab, within 60s')).toBe('ok');
    expect(verdict(large, 'hedge after 800ms')).toContain('expected `hedge after 800ms`');
  });
});

describe('what the caller is told', () => {
  it.each([
    ['refused 413 "Too long."', 'ok'],
    ['refused 413 "Too short."', 'expected the message "Too short.", got "Too long."'],
    ['refused 400 "Too long."', 'expected refused 400, got refused 413'],
  ])('%s', (expected, message) => {
    expect(verdict('given tokens 300k', expected)).toBe(message);
  });
});

describe('a cost', () => {
  it.each([
    ['cost $0.0021', 'ok'],
    ['cost $0.002', 'expected cost $0.002, got $0.0021'],
    ['cost up to $0.0021', 'ok'],
    ['cost up to $0.002', 'expected cost up to $0.002, got $0.0021'],
  ])('%s', (expected, message) => {
    expect(verdict('given output tokens 1k', expected)).toBe(message);
  });
});

describe('a name that is asked for', () => {
  it('must be served', () => {
    expect(verdict('given asked for "auto"', 'route otherwise')).toBe('ok');
    expect(verdict('given asked for "other"', 'refused 404')).toBe('ok');
    expect(verdict('given asked for "other"', 'route otherwise')).toContain(
      'expected route otherwise, got none',
    );
  });
});
