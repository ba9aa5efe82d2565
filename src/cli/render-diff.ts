/**
 * A comparison of policy sets for a person: regions of requests, where they went and where they go, what that costs,
 * and a command that shows one of them. Knows no git and no proof.
 */
import type { ChangedRegion, Side } from '../language/analysis/diff.ts';
import { regionLine } from '../language/analysis/region-words.ts';
import { explainCommand } from '../language/explaining/explain-command.ts';
import type { PolicyChange, SetDiff } from '../language/replaying/diff-sets.ts';
import type { Tally } from '../language/replaying/moved-decisions.ts';

/** How places of each side are told: ` at 4f2c1e9` for one that comes from git. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

export function renderDiff(diff: SetDiff, sides: Sides): string {
  const blocks = [
    ...diff.removed.map((one) => `- policy ${one.name} is gone (it served ${one.serves.join(', ')})`),
    ...diff.added.map((one) => `+ policy ${one.name} is new (serves ${one.serves.join(', ')})`),
    ...diff.policies.flatMap((policy) => policyBlocks(policy, sides, diff.policies.length > 1)),
  ];
  return [...blocks, closing(diff)].join('\n').concat('\n');
}

function policyBlocks(change: PolicyChange, sides: Sides, several: boolean): string[] {
  const { policy, regions, notes } = change;
  const served = several ? change.served : undefined;
  const head = several && regions.length + notes.length > 0 ? [`policy ${policy}`] : [];
  const groups = groupRegions(regions).map((group) => regionBlock(group, sides, served));
  return [...head, ...groups, ...notes.map((note) => `~ ${note}`)];
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

const keyOf = ({ route, kind, target, model, goodEnough }: Side): unknown => [
  route,
  kind,
  target,
  model,
  goodEnough,
];

function regionBlock(regions: readonly ChangedRegion[], sides: Sides, served: string | undefined): string {
  const lines = regions.map(({ where }) => `~ ${regionLine(where)}`);
  const [first] = regions;
  if (first === undefined) return '';
  const { before, after, differs, costUsd, witness } = first;
  const goes = [before, after].map((side) => goesWords(side, witness !== undefined));
  const width = Math.max(...goes.map((words) => words.length));
  lines.push(
    `  before  ${(goes[0] ?? '').padEnd(width)}${placeWords(before, sides.before)}`,
    `  after   ${(goes[1] ?? '').padEnd(width)}${placeWords(after, sides.after)}`,
  );
  if (differs !== undefined) lines.push(`  changed ${differs.join(', ')}`);
  const table = tableWords(before, after);
  if (table !== undefined) lines.push(`  table   ${table.before} → ${table.after}`);
  if (costUsd !== undefined) lines.push(`  cost    ${costWords(costUsd)} a request`);
  if (witness !== undefined) {
    lines.push(`  example ${explainCommand(witness.facts, served)}`);
    for (const assumption of witness.assumptions) lines.push(`          assuming that ${assumption}`);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/**
 * `refunds → sonnet`; `refunds → careful: sonnet` where a chain or pool leads there.
 * @param planned there is an example, so that no model means that nobody can serve it
 */
export function goesWords({ route, kind, target, model }: Side, planned: boolean): string {
  if (kind === 'none') return 'no route';
  const name = kind === 'canary' ? `${route} (canary)` : `${route}`;
  if (kind === 'refuse') return `${name} → refused`;
  if (model === undefined) return `${name} → ${target}${planned ? ', which cannot serve it' : ''}`;
  return target === undefined || target === model ? `${name} → ${model}` : `${name} → ${target}: ${model}`;
}

/** Where it is the quality table that makes a difference: `good enough: mini, sonnet`, and of the other side `sonnet`. */
export function tableWords(
  { goodEnough: before }: Side,
  { goodEnough: after }: Side,
): { readonly before: string; readonly after: string } | undefined {
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  const several = (before?.length ?? 0) > 1 || (after?.length ?? 0) > 1;
  const words = (pools: Side['goodEnough']): string =>
    pools
      ?.map(({ pool, models }) => {
        const names = models.length === 0 ? 'no model' : models.join(', ');
        return several ? `${names} of ${pool}` : names;
      })
      .join('; ') ?? 'not asked';
  return { before: `good enough: ${words(before)}`, after: words(after) };
}

export function placeWords({ at }: Side, suffix: string): string {
  return at === undefined ? '' : `   (${at.path}:${at.line}${suffix})`;
}

export function costWords({ before, after }: { readonly before: number; readonly after: number }): string {
  return `${dollars(before)} → ${dollars(after)}`;
}

/** Four decimals, more where the first digits are further behind. */
function dollars(value: number): string {
  if (value === 0) return '$0';
  return value >= 0.01 ? `$${value.toFixed(4)}` : `$${Number(value.toPrecision(2))}`;
}

/** `unchanged: all other requests (proved). Replay of 10,000 recorded requests: 312 move, +$41.20/day.` */
export function closing(diff: SetDiff): string {
  const any = diff.policies.some(({ regions }) => regions.length > 0);
  const others = any ? 'all other requests' : 'all requests';
  const alike = diff.policies.length === 0 ? 'no policy is in both sets' : `unchanged: ${others} (proved)`;
  const end = diff.proved
    ? alike
    : 'undecided: there may be more changes than these; the search was given up after its number of steps';
  return diff.replay === undefined ? end : `${end}. ${replayWords(diff.replay)}`;
}

const GROUPED = new Intl.NumberFormat('en-US');

export function replayWords(tally: Tally): string {
  const { decisions, moved, undetermined, costUsdPerDay } = tally;
  const sign = costUsdPerDay < 0 ? '-' : '+';
  const cost = `${sign}$${Math.abs(costUsdPerDay).toFixed(2)}/day`;
  const open = undetermined === 0 ? '' : `; of ${GROUPED.format(undetermined)} the log does not say enough`;
  const requests = decisions === 1 ? 'request' : 'requests';
  const move = moved === 1 ? 'moves' : 'move';
  return `Replay of ${GROUPED.format(decisions)} recorded ${requests}: ${GROUPED.format(moved)} ${move}, ${cost}${open}.`;
}
