/**
 * Compares expectations with a run. Each function returns undefined, or one sentence with both and the reason. Must
 * not know how a run is made.
 */
import { routeNamed } from '../../planning/make-plan.ts';
import { formatMoney } from '../../vocabulary/format-quantity.ts';
import { quoted } from '../bind/clause-words.ts';
import type { Expected } from '../bind/expectations.ts';
import { describeAttempts, describeMiss, describePath } from './describe-run.ts';
import { clausesInForce } from './in-force.ts';
import type { Run } from './run-scenario.ts';

/** All failed expectations, followed by one explanation of the run; undefined where everything is as expected. */
export function judgeRun(run: Run, expected: readonly Expected[]): string | undefined {
  const wrong = expected.flatMap((each) => judge(run, each) ?? []);
  if (wrong.length === 0) return undefined;
  return [...wrong, `path: ${describePath(run)}`, `attempts: ${describeAttempts(run)}`].join('\n');
}

function judge(run: Run, expected: Expected): string | undefined {
  switch (expected.kind) {
    case 'route': {
      if (run.route === expected.route) return undefined;
      const hoped = routeNamed(run.facts.tested.policy, expected.route);
      const why = hoped === undefined ? '' : `: ${describeMiss(run, hoped)}`;
      return `expected route ${expected.route}, got ${run.route ?? 'none'}${why}`;
    }
    case 'model':
      if ((run.model ?? null) === expected.model) return undefined;
      return `expected ${expected.model === null ? 'that no model answers' : `model ${expected.model}`}, ${answerWords(run)}`;
    case 'attempts':
      if (run.attempts.length === expected.count) return undefined;
      return `expected attempts ${expected.count}, got ${run.attempts.length}`;
    case 'reason':
      return run.reason === expected.reason
        ? undefined
        : `expected reason ${expected.reason}, got ${run.reason}`;
    case 'label':
      if ((run.label ?? null) === expected.label) return undefined;
      return `expected ${labelWords(expected.label)}, got ${labelWords(run.label ?? null)}`;
    case 'cost': {
      if (run.costUsd === undefined) return `expected a cost, but ${run.model ?? 'the model'} has no price`;
      const came = Number(run.costUsd.toPrecision(4));
      const { usd, upTo } = expected;
      if (upTo ? run.costUsd <= usd + 1e-12 : came === Number(usd.toPrecision(4))) return undefined;
      return `expected cost ${upTo ? 'up to ' : ''}${formatMoney(usd)}, got ${formatMoney(came)}`;
    }
    case 'refused':
      return judgeRefused(run, expected);
    case 'clause':
      return judgeClause(run, expected.words);
  }
}

function judgeRefused(
  run: Run,
  { status, message }: Extract<Expected, { kind: 'refused' }>,
): string | undefined {
  const came = run.refused?.status;
  if (status === false)
    return came === undefined ? undefined : `expected an answer, but it was refused with ${came}`;
  const wanted = status === true ? 'a refusal' : `refused ${status}`;
  if (run.refused === undefined) return `expected ${wanted}, ${answerWords(run)}`;
  if (status !== true && came !== status) return `expected ${wanted}, got refused ${came}`;
  if (message === undefined || message === run.refused.message) return undefined;
  return `expected the message ${quoted(message)}, got ${quoted(run.refused.message)}`;
}

/** The effective clauses that begin with the same word as the expected one. */
function judgeClause(run: Run, words: string): string | undefined {
  const inForce = clausesInForce(run);
  if (inForce.includes(words)) return undefined;
  const alike = inForce.filter((clause) => firstWord(clause) === firstWord(words));
  const instead = alike.map((clause) => `\`${clause}\``).join(', ');
  const none = `no clause of this request begins with \`${firstWord(words)}\``;
  return `expected \`${words}\`, ${instead === '' ? `but ${none}` : `got ${instead}`}`;
}

function firstWord(clause: string): string {
  return clause.split(' ', 1)[0] ?? '';
}

function answerWords(run: Run): string {
  if (run.model !== undefined) return `got an answer from ${run.model}`;
  if (run.refused !== undefined) return `got refused ${run.refused.status}`;
  return `but every attempt failed, so no model answers and the caller gets ${run.failedWith ?? 502}`;
}

function labelWords(label: string | null): string {
  return label === null ? 'no label' : `label "${label}"`;
}
