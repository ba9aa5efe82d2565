/**
 * Prints a comparison of policy sets: regions of requests, their routing before and after, the cost, and a command
 * that shows an example. Knows no git and no proof.
 */
import type { ChangeGroup } from '../../language/analysis/diff/change-groups.ts';
import type { Side } from '../../language/analysis/diff/changed-region.ts';
import { explainCommand } from '../../language/explaining/explain-command.ts';
import type { PolicyChange, SetDiff } from '../../language/replaying/diff-sets.ts';
import type { NameMove } from '../../language/replaying/match-served-names.ts';
import {
  closing,
  costWords,
  groupWords,
  leftOutWords,
  moveWords,
  noteWords,
  pairWords,
  tableWords,
  toldWords,
  whereWords,
} from './diff-words.ts';
import { foldChanges, foldLines } from './fold-changes.ts';

/** How positions of each side are shown: ` at 4f2c1e9` for one that comes from git. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

export function renderDiff(diff: SetDiff, sides: Sides): string {
  const blocks = [
    ...diff.moves.map((move) => `${signOf(move)} ${moveWords(move)}`),
    ...diff.policies.flatMap((policy) => policyBlocks(policy, sides, diff.policies.length > 1)),
  ];
  const leftOut = leftOutWords(diff);
  return [...blocks, ...(leftOut === undefined ? [] : [leftOut]), closing(diff)].join('\n').concat('\n');
}

function policyBlocks(change: PolicyChange, sides: Sides, several: boolean): string[] {
  const { groups, notes } = change;
  const served = several ? change.served : undefined;
  const head = several && groups.length + notes.length > 0 ? [pairWords(change)] : [];
  const blocks = foldChanges(groups).flatMap(({ shown, rest }) => [
    ...shown.map((group) => groupBlock(group, sides, served)),
    ...(rest === undefined ? [] : [`~ … ${rest}`]),
  ]);
  return [...head, ...blocks, ...notes.map((note) => `~ ${noteWords(note)}`)];
}

function signOf({ before, after }: NameMove): string {
  return before === undefined ? '+' : after === undefined ? '-' : '~';
}

function groupBlock(group: ChangeGroup, sides: Sides, served: string | undefined): string {
  const { before, after, differs, costUsd, witness } = group;
  const { shown, rest } = foldLines(group.lines);
  const lines = shown.map((line) => `~ ${whereWords(line)}`);
  if (rest !== undefined) lines.push(`  … and ${rest}`);
  const goes = groupWords(group);
  const width = Math.max(goes.before.length, goes.after.length);
  if (goes.before === goes.after) {
    const was = before.at === undefined ? '' : `, was ${before.at.path}:${before.at.line}${sides.before}`;
    const at = after.at === undefined ? '' : `   (${after.at.path}:${after.at.line}${sides.after}${was})`;
    lines.push(`  still   ${goes.after}${at}`);
  } else
    lines.push(
      `  before  ${goes.before.padEnd(width)}${placeWords(before, sides.before)}`,
      `  after   ${goes.after.padEnd(width)}${placeWords(after, sides.after)}`,
    );
  for (const told of differs) lines.push(`  changed ${toldWords(told)}`);
  const table = tableWords(before, after);
  if (table !== undefined) lines.push(`  table   ${table.before} → ${table.after}`);
  const cost = costUsd && costWords(costUsd);
  if (cost !== undefined) lines.push(`  cost    ${cost} per request`);
  if (witness !== undefined) {
    lines.push(`  example ${explainCommand(witness.facts, served)}`);
    for (const assumption of witness.assumptions) lines.push(`          assuming that ${assumption}`);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

function placeWords({ at }: Side, suffix: string): string {
  return at === undefined ? '' : `   (${at.path}:${at.line}${suffix})`;
}
