/** Sentences about a comparison of policy sets that text and Markdown share. Knows no layout. */
import type { ChangeGroup, WhereLine } from '../../language/analysis/diff/change-groups.ts';
import type { Side } from '../../language/analysis/diff/changed-region.ts';
import { regionLine } from '../../language/analysis/space/region-words.ts';
import type { Told } from '../../language/changes/field.ts';
import type { Note } from '../../language/changes/note-changes.ts';
import type { PolicyChange, SetDiff } from '../../language/replaying/diff-sets.ts';
import type { NameMove } from '../../language/replaying/match-served-names.ts';
import type { Tally } from '../../language/replaying/moved-decisions.ts';

/**
 * `refunds → sonnet`; `refunds → careful: sonnet` where a chain or pool leads there. @param planned there is an
 * example, so that no model means that none can serve it
 */
export function goesWords({ route, kind, target, model, refusal }: Side, planned: boolean): string {
  if (kind === 'none') return 'no route';
  const name = kind === 'canary' ? `${route} (canary)` : `${route}`;
  const refused = refusal === undefined ? 'refused' : `refused ${refusal.status}`;
  if (kind === 'refuse') return `${name} → ${refused}`;
  if (model === undefined)
    return planned ? `${name} → ${refused}, as ${target} cannot serve it` : `${name} → ${target}`;
  return target === undefined || target === model ? `${name} → ${model}` : `${name} → ${target}: ${model}`;
}

/** Both sides of a change; where only fallbacks differ, with the models tried after the first. */
export function groupWords({ before, after, tried, witness }: ChangeGroup): {
  readonly before: string;
  readonly after: string;
} {
  const words = (side: Side, models: readonly string[] = []): string => {
    const [, ...others] = models;
    const then =
      tried === undefined ? '' : others.length === 0 ? ', then no other' : `, then ${others.join(', ')}`;
    return goesWords(side, witness !== undefined) + then;
  };
  return { before: words(before, tried?.before), after: words(after, tried?.after) };
}

/** Where only the quality table differs: `good enough: mini, sonnet`, and for the other side `sonnet`. */
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
      .join('; ') ?? 'not considered';
  // A pool in place is named by its clauses, which are reported elsewhere.
  if (words(before) === words(after)) return undefined;
  return { before: `good enough: ${words(before)}`, after: words(after) };
}

/** Undefined where nothing changes. */
export function costWords({
  before,
  after,
}: {
  readonly before: number;
  readonly after: number;
}): string | undefined {
  if (before === after) return undefined;
  return `${dollars(before)} → ${dollars(after)}`;
}

/** Four decimals, more where the first significant digits need them. */
function dollars(value: number): string {
  if (value === 0) return '$0';
  return value >= 0.01 ? `$${value.toFixed(4)}` : `$${Number(value.toPrecision(2))}`;
}

/** `model haiku, price: $1 in, $5 out → $2 in, $5 out`. */
export function toldWords({ what, before, after }: Told): string {
  return `${what}: ${before} → ${after}`;
}

/** The same, with its consequences. */
export function noteWords(note: Note): string {
  return note.so === undefined ? toldWords(note) : `${toldWords(note)}; ${note.so}`;
}

/** `"support", "auto": policy support → no policy, refused 404`. */
export function moveWords({ names, before, after }: NameMove): string {
  const told = names.map((name) => (name === '*' ? 'every other name' : JSON.stringify(name))).join(', ');
  const policy = (name: string | undefined): string =>
    name === undefined ? 'no policy, refused 404' : `policy ${name}`;
  return `${told}: ${policy(before)} → ${policy(after)}`;
}

/** `tier pro · tokens over 32k`; where only some of these requests change, that is added. */
export function whereWords({ where, share }: WhereLine): string {
  return `${regionLine(where)}${SHARES[share]}`;
}

const SHARES: Readonly<Record<WhereLine['share'], string>> = {
  all: '',
  some: ' (only some of these)',
  'by output': ' (only some of these: it depends on the requested output tokens)',
};

/** `not shown above: requests with audio; no model of their routes can serve them, before or after`. */
export function leftOutWords({ policies }: SetDiff): string | undefined {
  const features = new Set(policies.flatMap(({ leftOut }) => leftOut));
  if (features.size === 0) return undefined;
  const named = [...features].map((fact) => fact.replace(/^request has /, '')).join(' or ');
  return `not shown above: requests with ${named}; no model of their routes can serve them, before or after`;
}

/** `policy support`; `policy support → chat` where another one serves its names. */
export function pairWords({ policy, was }: PolicyChange): string {
  return was === undefined ? `policy ${policy}` : `policy ${was} → ${policy}`;
}

/** `unchanged: all other requests (proved). Replay of 10,000 recorded requests: 312 move, +$41.20/day.` */
export function closing(diff: SetDiff): string {
  const end = endWords(diff);
  return diff.replay === undefined ? end : `${end}. ${replayWords(diff.replay)}`;
}

function endWords({ elsewhere, policies, moves }: SetDiff): string {
  const told = moves.length > 0 || policies.some(({ regions }) => regions.length > 0);
  const others = told ? 'all other requests' : 'all requests';
  if (policies.length === 0) return 'no name is served by both sets';
  switch (elsewhere) {
    case 'unchanged':
      return `unchanged: ${others} (proved)`;
    case 'decided as before':
      return `decided as before: ${others} (proved); the changes noted above can affect their answers or costs`;
    case 'noted':
      return `not proved unchanged: the changes noted above can move ${told ? 'other requests' : 'requests'}; nothing else does`;
    case 'undecided':
      return 'undecided: there may be more changes than these; the search reached its step limit';
  }
}

const GROUPED = new Intl.NumberFormat('en-US');

export function replayWords(tally: Tally): string {
  const { decisions, lines, moved, undetermined, costUsdPerDay } = tally;
  const sign = costUsdPerDay < 0 ? '-' : '+';
  const cost = `${sign}$${Math.abs(costUsdPerDay).toFixed(2)}/day`;
  const open = undetermined === 0 ? '' : `; for ${GROUPED.format(undetermined)} the log holds too little`;
  const requests = decisions === 1 ? 'request' : 'requests';
  const move = moved === 1 ? 'moves' : 'move';
  const sample = lines === undefined ? '' : ` (a sample of ${GROUPED.format(lines)})`;
  return `Replay of ${GROUPED.format(decisions)} recorded ${requests}${sample}: ${GROUPED.format(moved)} ${move}, ${cost}${open}.`;
}
