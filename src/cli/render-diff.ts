/**
 * A comparison of policy sets for a person: regions of requests, where they went and where they go, what that costs,
 * and a command that shows one of them. Knows no git and no proof.
 */
import type { ChangedRegion, Side } from '../language/analysis/diff.ts';
import { explainCommand } from '../language/explaining/explain-command.ts';
import type { PolicyChange, SetDiff } from '../language/replaying/diff-sets.ts';
import type { NameMove } from '../language/replaying/match-served-names.ts';
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

/** How places of each side are told: ` at 4f2c1e9` for one that comes from git. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

export function renderDiff(diff: SetDiff, sides: Sides): string {
  const blocks = [
    ...diff.moves.map((move) => `${signOf(move)} ${moveWords(move)}`),
    ...diff.policies.flatMap((policy) => policyBlocks(policy, sides, diff.policies.length > 1)),
  ];
  return [...blocks, closing(diff)].join('\n').concat('\n');
}

function policyBlocks(change: PolicyChange, sides: Sides, several: boolean): string[] {
  const { regions, notes } = change;
  const served = several ? change.served : undefined;
  const head = several && regions.length + notes.length > 0 ? [pairWords(change)] : [];
  const groups = groupRegions(regions).map((group) => regionBlock(group, sides, served));
  return [...head, ...groups, ...notes.map((note) => `~ ${noteWords(note)}`)];
}

function signOf({ before, after }: NameMove): string {
  return before === undefined ? '+' : after === undefined ? '-' : '~';
}

/** Regions that come from the same place and go to the same place are one change. */
export function groupRegions(regions: readonly ChangedRegion[]): readonly (readonly ChangedRegion[])[] {
  const groups = new Map<string, ChangedRegion[]>();
  for (const region of regions) {
    const key = JSON.stringify([keyOf(region.before), keyOf(region.after), region.differs]);
    groups.set(key, [...(groups.get(key) ?? []), region]);
  }
  return [...groups.values()];
}

/** The message of a refusal may have the numbers of the example in it. */
const keyOf = ({ at: _at, refusal, ...side }: Side): unknown => ({ ...side, status: refusal?.status });

function regionBlock(regions: readonly ChangedRegion[], sides: Sides, served: string | undefined): string {
  const lines = regions.map((region) => `~ ${whereWords(region)}`);
  const [first] = regions;
  if (first === undefined) return '';
  const { before, after, differs, costUsd, witness } = first;
  const goes = [before, after].map((side) => goesWords(side, witness !== undefined));
  const width = Math.max(...goes.map((words) => words.length));
  lines.push(
    `  before  ${(goes[0] ?? '').padEnd(width)}${placeWords(before, sides.before)}`,
    `  after   ${(goes[1] ?? '').padEnd(width)}${placeWords(after, sides.after)}`,
  );
  for (const told of differs ?? []) lines.push(`  changed ${toldWords(told)}`);
  const table = tableWords(before, after);
  if (table !== undefined) lines.push(`  table   ${table.before} → ${table.after}`);
  if (costUsd !== undefined) lines.push(`  cost    ${costWords(costUsd)} a request`);
  if (witness !== undefined) {
    lines.push(`  example ${explainCommand(witness.facts, served)}`);
    for (const assumption of witness.assumptions) lines.push(`          assuming that ${assumption}`);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

export function placeWords({ at }: Side, suffix: string): string {
  return at === undefined ? '' : `   (${at.path}:${at.line}${suffix})`;
}
