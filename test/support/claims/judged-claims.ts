/**
 * Verdicts and counterexamples as `llmr test` prints them, and a printed command as `llmr explain` answers it: both
 * commands as a person runs them, in this process.
 */
import { join } from 'node:path';
import { runLlmr } from '../../../src/cli/run-llmr.ts';
import type { DecisionShape, Told } from './claim-answers.ts';
import type { Claim, ClaimedPolicy } from './claim-policies.ts';
import type { Facts } from './claim-requests.ts';

export interface Judged {
  readonly claim: Claim;
  readonly verdict: 'proved' | 'refuted' | 'vacuous';
  readonly message: string;
  /** Of the counterexample. */
  readonly facts: Facts;
  /** It needs something of the world that a caller cannot bring about. */
  readonly isAssumed: boolean;
}

interface TestShape {
  readonly name: string;
  readonly ok: boolean;
  readonly verdict?: Judged['verdict'];
  readonly message?: string;
  readonly counterexample?: Facts;
  readonly assumptions?: readonly string[];
}

export async function judgedClaims(folder: string, policy: ClaimedPolicy): Promise<readonly Judged[]> {
  const { out, err } = await run('test', join(folder, policy.name), '--format', 'json');
  if (out === '') throw new Error(`${policy.name}: ${err}\n${policy.policy}\n${policy.tests}`);
  const { tests } = JSON.parse(out) as { readonly tests: readonly TestShape[] };
  return tests.map((test) => {
    const claim = policy.claims.find(({ title }) => title === test.name);
    const { verdict, message = '', counterexample = {}, assumptions = [] } = test;
    if (claim === undefined || verdict === undefined)
      throw new Error(`${policy.name}: ${test.name} ${message}\n${policy.policy}\n${policy.tests}`);
    // What a registered predicate says is the test's own to bring about.
    const isAssumed = assumptions.some((each) => !each.startsWith('predicate '));
    return { claim, verdict, message, facts: counterexample, isAssumed };
  });
}

/** The last line of a refutation, pasted. */
export async function explainPrinted(folder: string, policy: ClaimedPolicy, message: string): Promise<Told> {
  const line = /^ *see: llmr (.*)$/m.exec(message)?.[1];
  if (line === undefined) throw new Error(`no command in ${message}`);
  const { out, err } = await run(...wordsOf(line), '--policies', join(folder, policy.name), '--json');
  if (out === '') {
    if (err.includes('matches this request')) return { status: 403, answered: null, models: [], removed: [] };
    throw new Error(`${policy.name}: ${line}\n${err}`);
  }
  const { route, plan, removed, refused } = JSON.parse(out) as DecisionShape;
  const isTooLong = refused?.status === 400 && removed.some(({ kind }) => kind === 'window');
  return {
    status: refused?.status ?? 200,
    ...(isTooLong ? { code: 'context_length_exceeded' } : {}),
    answered: plan[0]?.model ?? null,
    route,
    models: plan.map(({ model }) => model),
    removed: removed.map(({ kind }) => kind),
  };
}

/** As a shell takes a line apart: words, and what is quoted with `'`. */
function wordsOf(line: string): string[] {
  return (line.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []).map((word) =>
    word.replace(/'([^']*)'|\\(.)/g, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? ''),
  );
}

async function run(...argv: string[]): Promise<{ readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  await runLlmr(argv, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    env: {},
    today: '2026-01-05',
  });
  return said;
}
