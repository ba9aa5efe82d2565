/** A comparison of policy sets as a comment on a pull request: one table, then an example for each change. */
import type { Side } from '../language/analysis/diff.ts';
import { explainCommand } from '../language/explaining/explain-command.ts';
import type { PolicyChange, SetDiff } from '../language/replaying/diff-sets.ts';
import {
  closing,
  costWords,
  goesWords,
  moveWords,
  noteWords,
  pairWords,
  tableWords,
  toldWords,
  whereWords,
} from './diff-words.ts';
import { groupRegions, type Sides } from './render-diff.ts';

export function renderDiffMarkdown(diff: SetDiff, sides: Sides): string {
  const lines: string[] = [`### ${title(diff)}`, ''];
  for (const move of diff.moves) lines.push(`- ${cell(moveWords(move))}`);
  if (diff.moves.length > 0) lines.push('');
  for (const change of diff.policies) lines.push(...policyLines(change, sides, diff.policies.length > 1));
  lines.push(`${closing(diff).replace(/^./, (letter) => letter.toUpperCase())}`);
  return `${lines.join('\n')}\n`;
}

function title(diff: SetDiff): string {
  const regions = diff.policies.flatMap((policy) => groupRegions(policy.regions)).length + diff.moves.length;
  if (regions > 0) return `Where requests go: ${regions} ${regions === 1 ? 'change' : 'changes'}`;
  const { elsewhere } = diff;
  if (elsewhere === 'unchanged') return 'Nothing changes';
  return elsewhere === 'decided as before' ? 'Every request goes where it went' : 'Requests may go elsewhere';
}

function policyLines(change: PolicyChange, sides: Sides, several: boolean): string[] {
  const { regions, notes } = change;
  if (regions.length + notes.length === 0) return [];
  const served = several ? change.served : undefined;
  const groups = groupRegions(regions);
  const rows = groups.map((group) => {
    const [first] = group;
    if (first === undefined) return '';
    const where = group.map((region) => cell(whereWords(region))).join('<br>');
    const cost = first.costUsd === undefined ? '' : costWords(first.costUsd);
    const planned = first.witness !== undefined;
    const table = tableWords(first.before, first.after);
    const before = place(first.before, sides.before, planned, table?.before);
    const differs = first.differs?.map((told) => `changed: ${toldWords(told)}`).join('; ');
    const good = table && `good enough: ${table.after}`;
    const after = place(
      first.after,
      sides.after,
      planned,
      [differs, good].filter(Boolean).join('; ') || undefined,
    );
    return `| ${where} | ${before} | ${after} | ${cost} |`;
  });
  const table = ['| requests | before | after | cost a request |', '| --- | --- | --- | --- |', ...rows, ''];
  const examples = groups.flatMap(([first]) =>
    first?.witness === undefined ? [] : [explainCommand(first.witness.facts, served)],
  );
  return [
    ...(several ? [`**${pairWords(change)}**`, ''] : []),
    ...(groups.length === 0 ? [] : table),
    ...(examples.length === 0 ? [] : ['One request of each:', '', '```sh', ...examples, '```', '']),
    ...notes.map((note) => `- ${cell(noteWords(note))}`),
    ...(notes.length === 0 ? [] : ['']),
  ];
}

function place(side: Side, suffix: string, planned: boolean, table: string | undefined): string {
  const at = side.at === undefined ? '' : `<br>\`${side.at.path}:${side.at.line}\`${suffix}`;
  return `${cell(goesWords(side, planned))}${table === undefined ? '' : `<br>${cell(table)}`}${at}`;
}

function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;');
}
