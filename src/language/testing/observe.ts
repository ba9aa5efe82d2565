/**
 * All that a test can see of a run, as the words with which it would be expected. Two runs differ for a test where these
 * words do. Knows no expectation's form and no mutant.
 */
import { formatMoney } from '../vocabulary/format-quantity.ts';
import { quoted } from './clause-words.ts';
import { clausesInForce } from './in-force.ts';
import type { Run } from './run-scenario.ts';

/** What says most first: who answers, what the caller is told, then the clauses in force. */
export function observe(run: Run): readonly string[] {
  const { route, model, refused, label, attempts, reason, costUsd } = run;
  return [
    ...(route === undefined ? [] : [`route ${route}`]),
    ...(model === undefined ? [] : [`model ${model}`]),
    ...(refused === undefined ? [] : [`refused ${refused.status} ${quoted(refused.message)}`]),
    ...(model === undefined && refused === undefined ? ['model none'] : []),
    `label ${label === undefined ? 'none' : quoted(label)}`,
    `attempts ${attempts.length}`,
    ...clausesInForce(run),
    ...(model === undefined || costUsd === undefined
      ? []
      : [`cost ${formatMoney(Number(costUsd.toPrecision(4)))}`]),
    `reason ${reason}`,
  ];
}
