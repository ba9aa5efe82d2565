/** Prints recorded decisions compared with the current policies: what moved, from where to where, and the cost. */

import { FEWEST_MATCHES } from '../../language/learning/off-policy.ts';
import type { Destination, MovedGroup } from '../../language/replaying/moved-decisions.ts';
import type { PolicyValue } from '../../language/replaying/policy-value.ts';
import type { ReplayReport } from '../../language/replaying/replay-log.ts';
import { costWords, replayWords } from './diff-words.ts';

export function renderReplay(report: ReplayReport): string {
  const lines = report.groups.flatMap(groupLines);
  for (const { because, decisions } of report.reasons)
    lines.push(`? ${decisions} cannot be evaluated: ${because}`);
  lines.push(replayWords(report));
  return `${lines.join('\n')}\n`;
}

function groupLines({ policy, before, after, decisions, costUsd, example, because }: MovedGroup): string[] {
  const count = `${decisions} ${decisions === 1 ? 'decision' : 'decisions'}`;
  const cost = costUsd && costWords(costUsd);
  return [
    `~ ${policy}: ${count}`,
    `  before  ${destinationWords(before)}`,
    `  after   ${destinationWords(after)}`,
    ...(cost === undefined ? [] : [`  cost    ${cost} in all`]),
    ...(example === undefined ? [] : [`  example llmr explain --decision ${example}`]),
    ...(because === undefined ? [] : [`  because ${because}`]),
  ];
}

function destinationWords({ route, model, refused }: Destination): string {
  return `${route} → ${model ?? (refused === undefined ? 'no model' : `refused ${refused}`)}`;
}

/** The estimated quality of each policy, from outcomes of decisions that were explored or could have been. */
export function renderValues(values: readonly PolicyValue[]): string {
  return values.map((value) => `${valueLines(value).join('\n')}\n`).join('');
}

function valueLines({ policy, recorded, rows, estimate, leftOut }: PolicyValue): string[] {
  const head = `quality of ${policy}`;
  const rest =
    leftOut === 0
      ? []
      : [`  ${leftOut} outcomes left out: without the probability of their model, or not evaluated`];
  if (estimate === undefined)
    return [
      `${head}: not estimated; fewer than ${FEWEST_MATCHES} of ${rows} outcomes are of the model it chooses`,
      ...rest,
    ];
  const { snips, ips, matched, effectiveRows, meanWeight } = estimate;
  return [
    `${head}: ${percent(snips.value)} (95 %: ${percent(snips.low)} to ${percent(snips.high)}), as recorded ${percent(recorded)}`,
    `  SNIPS; ${matched} of ${rows} outcomes are of the model it chooses, as certain as ${Math.round(effectiveRows)} equally weighted ones`,
    `  IPS ${percent(ips.value)} (${percent(ips.low)} to ${percent(ips.high)}); mean weight ${meanWeight.toFixed(2)}, expected 1`,
    ...rest,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
