/** A service writes its decision log; `llmr replay` and `llmr diff --replay` decide every line again. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionLine } from '../../../src/gateway/decisions/decision-log.ts';
import { runGateway } from '../../support/running-gateway.ts';
import { type Folder, folder, ROOT } from '../run-in-folder.ts';

let here: Folder;
let lines: readonly DecisionLine[];
const MESSAGES = [
  'I want my money back',
  'hello there',
  'the app crashes when I upload a photo',
  'SECRET-WORDS',
];

beforeAll(async () => {
  here = folder('policies/support');
  const gateway = await runGateway(join(ROOT, 'policies/support'), { simulate: true });
  for (const tier of ['free', 'pro', 'enterprise']) {
    for (const [index, content] of MESSAGES.entries()) {
      const headers = {
        'llmr-tier': tier,
        'llmr-user': `private-user-${index}`,
        'x-beta': 'triage-private',
      };
      const answer = await gateway.chat({ model: 'support', messages: [{ role: 'user', content }] }, headers);
      await answer.text();
    }
  }
  // A line is written once an answer has ended, which a caller may see before the service does.
  const written = (): number => linesIn(gateway.data).length;
  for (let waited = 0; written() < 12 && waited < 100; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await gateway.gateway.close();
  cpSync(gateway.data, join(here.path, 'log'), { recursive: true });
  lines = linesIn(join(here.path, 'log')).map((line) => JSON.parse(line) as DecisionLine);
}, 30_000);
afterAll(() => here?.remove());

function linesIn(data: string): readonly string[] {
  const files = readdirSync(data).filter((name) => /^decisions-.*\.jsonl$/.test(name));
  return files
    .flatMap((name) => readFileSync(join(data, name), 'utf8').split('\n'))
    .filter((line) => line !== '');
}

it('a line of a sample counts for what it represents', async () => {
  const [first, ...others] = lines;
  const texts = [{ ...first, weight: 10 }, ...others].map((each) => JSON.stringify(each));
  here.write('sample.jsonl', `${texts.join('\n')}\n`);
  const { code, out } = await here.run('replay', 'sample.jsonl');
  expect([code, out]).toEqual([0, 'Replay of 21 recorded requests (a sample of 12): 0 move, +$0.00/day.\n']);
});

function line(at: number): string {
  return JSON.stringify(lines[at]);
}

describe('the decision log', () => {
  it('holds what decisions depended on, and nothing private', () => {
    expect(lines).toHaveLength(12);
    const text = JSON.stringify(lines.map(({ inputs }) => inputs));
    for (const secret of ['private-user', 'triage-private', 'SECRET-WORDS', 'money back'])
      expect(text).not.toContain(secret);
    const beta = lines.find(({ inputs }) => inputs?.fits !== undefined)?.inputs;
    expect(beta?.fits).toEqual({ 'header "x-beta"': { yes: ['glob triage-*'], no: [] } });
    expect(beta?.facts).toMatchObject({ intent: 'bug-report', 'asked for': 'support' });
    expect(Object.keys(beta?.shares ?? {})).toEqual(['user share "support split sonnet-vs-gpt"']);
  });
});

describe('llmr replay', () => {
  it('decides every line as it was decided', async () => {
    const { code, out } = await here.run('replay', 'log', '--policies', 'support.route');
    expect(out).toBe('Replay of 12 recorded requests: 0 move, +$0.00/day.\n');
    expect(code).toBe(0);
  });

  it('counts and groups what an edit moves', async () => {
    const before = here.read('support.route');
    here.write(
      'support.route',
      before.replace(
        '   and tier is pro or enterprise\n  use careful',
        '   and tier is enterprise\n  use careful',
      ),
    );
    const { out, code } = await here.run('replay', 'log', '--json');
    here.write('support.route', before);
    expect(code).toBe(0);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(report).toMatchObject({
      version: 1,
      decisions: 12,
      same: 11,
      moved: 1,
      undetermined: 0,
      unexplained: 0,
    });
    expect(report['groups']).toMatchObject([
      {
        policy: 'support',
        before: { route: 'refunds', model: 'sonnet' },
        after: { route: 'otherwise', model: 'mini' },
        decisions: 1,
      },
    ]);
    expect(report['costUsdPerDay']).toBeLessThan(0);
  });

  it('says of a new condition on private values that the log cannot tell', async () => {
    const before = here.read('support.route');
    here.write('support.route', before.replace('like "triage-*"', 'like "triage-p*"'));
    const { out } = await here.run('replay', 'log');
    here.write('support.route', before);
    expect(out).toContain('? 1 cannot be evaluated: header "x-beta" was not recorded');
    expect(out).toContain('for 1 the log holds too little');
  });

  it('takes a changed line for what it is', async () => {
    here.write(
      'odd.jsonl',
      `${line(1).replace('"route":"otherwise"', '"route":"refunds"')}\n{"version":1}\nnot JSON\n`,
    );
    const { code, out } = await here.run('replay', 'odd.jsonl');
    expect(code).toBe(1);
    expect(out).toContain('because the policy is identical');
    expect(out).toContain(
      '? 1 cannot be evaluated: the line is not a decision\n? 1 cannot be evaluated: the line is not a JSON object',
    );
  });

  it('is a mistake of the command line where there is no log', async () => {
    expect((await here.run('replay', 'nowhere')).code).toBe(2);
    expect((await here.run('replay', 'intents')).err).toContain('no decision log');
  });
});

describe('llmr diff --replay', () => {
  it('decides the log by both sides', async () => {
    const next = folder('policies/support');
    next.write('support.route', next.read('support.route').replace('use quick', 'use haiku'));
    const { out, code } = await here.run(
      'diff',
      'support.route',
      join(next.path, 'support.route'),
      '--replay',
      'log',
    );
    next.remove();
    expect(code).toBe(2);
    const moved = lines.filter(({ route }) => route === 'otherwise').length;
    expect(out).toContain(
      `unchanged: all other requests (proved). Replay of 12 recorded requests: ${moved} move, +$0.`,
    );
  });
});
