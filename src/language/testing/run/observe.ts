/**
 * Everything that a test can observe of a run, as the clauses that would expect it. Two runs differ for a test where
 * these texts differ. Knows no expectation's form and no mutant.
 */
import { formatMoney } from '../../vocabulary/format-quantity.ts';
import { quoted } from '../bind/clause-words.ts';
import { clausesInForce } from './in-force.ts';
import type { Run } from './run-scenario.ts';

/** The most informative first: the model, the refusal, then the effective clauses. */
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
