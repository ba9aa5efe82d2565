/** A comparison of policy sets as a comment on a pull request: one table, then an example for each change. */
import type { ChangeGroup } from '../../language/analysis/diff/change-groups.ts';
import type { Side } from '../../language/analysis/diff/changed-region.ts';
import { explainCommand } from '../../language/explaining/explain-command.ts';
import type { PolicyChange, SetDiff } from '../../language/replaying/diff-sets.ts';
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
import type { Sides } from './render-diff.ts';

export function renderDiffMarkdown(diff: SetDiff, sides: Sides): string {
  const lines: string[] = [`### ${title(diff)}`, ''];
  for (const move of diff.moves) lines.push(`- ${cell(moveWords(move))}`);
  if (diff.moves.length > 0) lines.push('');
  for (const change of diff.policies) lines.push(...policyLines(change, sides, diff.policies.length > 1));
  const leftOut = leftOutWords(diff);
  if (leftOut !== undefined) lines.push(`${sentence(leftOut)}.`, '');
  lines.push(sentence(closing(diff)));
  return `${lines.join('\n')}\n`;
}

function sentence(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}

function title(diff: SetDiff): string {
  const regions = diff.policies.flatMap((policy) => policy.groups).length + diff.moves.length;
  if (regions > 0) return `Where requests go: ${regions} ${regions === 1 ? 'change' : 'changes'}`;
  const { elsewhere } = diff;
  if (elsewhere === 'unchanged') return 'Nothing changes';
  return elsewhere === 'decided as before'
    ? 'No request is routed differently'
    : 'Requests may be routed differently';
}

function policyLines(change: PolicyChange, sides: Sides, several: boolean): string[] {
  const { groups, notes } = change;
  if (groups.length + notes.length === 0) return [];
  const served = several ? change.served : undefined;
  const folded = foldChanges(groups);
  const rows = folded.flatMap(({ shown, rest }) => [
    ...shown.map((group) => row(group, sides)),
    ...(rest === undefined ? [] : [`| … ${cell(rest)} | | | |`]),
  ]);
  const table = [
    '| requests | before | after | cost per request |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
  const examples = folded
    .flatMap(({ shown }) => shown)
    .flatMap(({ witness }) => (witness === undefined ? [] : [explainCommand(witness.facts, served)]));
  return [
    ...(several ? [`**${pairWords(change)}**`, ''] : []),
    ...(groups.length === 0 ? [] : table),
    ...(examples.length === 0 ? [] : ['One example of each:', '', '```sh', ...examples, '```', '']),
    ...notes.map((note) => `- ${cell(noteWords(note))}`),
    ...(notes.length === 0 ? [] : ['']),
  ];
}

function row(group: ChangeGroup, sides: Sides): string {
  const { shown, rest } = foldLines(group.lines);
  const lines = [
    ...shown.map((line) => cell(whereWords(line))),
    ...(rest === undefined ? [] : [`… and ${cell(rest)}`]),
  ];
  const cost = group.costUsd && costWords(group.costUsd);
  const goes = groupWords(group);
  const table = tableWords(group.before, group.after);
  const before = place(goes.before, group.before, sides.before, table?.before);
  const differs = group.differs.map((told) => `changed: ${toldWords(told)}`).join('; ');
  const good = table && `good enough: ${table.after}`;
  const words = [differs, good].filter(Boolean).join('; ') || undefined;
  const isSame = goes.before === goes.after;
  const after = place(isSame ? `still ${goes.after}` : goes.after, group.after, sides.after, words);
  return `| ${lines.join('<br>')} | ${before} | ${after} | ${cost ?? ''} |`;
}

function place(goes: string, { at }: Side, suffix: string, table: string | undefined): string {
  const where = at === undefined ? '' : `<br>\`${at.path}:${at.line}\`${suffix}`;
  return `${cell(goes)}${table === undefined ? '' : `<br>${cell(table)}`}${where}`;
}

function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;');
}
