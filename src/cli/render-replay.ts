/** Prints recorded decisions compared with the current policies: what moved, from where to where, and the cost. */
import type { Destination, MovedGroup } from '../language/replaying/moved-decisions.ts';
import type { ReplayReport } from '../language/replaying/replay-log.ts';
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
  return [
    `~ ${policy}: ${count}`,
    `  before  ${destinationWords(before)}`,
    `  after   ${destinationWords(after)}`,
    ...(costUsd === undefined ? [] : [`  cost    ${costWords(costUsd)} in all`]),
    ...(example === undefined ? [] : [`  example llmr explain --decision ${example}`]),
    ...(because === undefined ? [] : [`  because ${because}`]),
  ];
}

function destinationWords({ route, model, refused }: Destination): string {
  return `${route} → ${model ?? (refused === undefined ? 'no model' : `refused ${refused}`)}`;
}
