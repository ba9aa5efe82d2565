/**
 * What a person reads of a comparison: regions that come from the same place and go to the same place are one change,
 * clauses that several regions share are listed once, and the most important change comes first. Lines may be wider than
 * the regions they stand for, and then say that only some of their requests change; the regions themselves stay whole
 * for programs. Knows no layout.
 */
import { type Told, toldOf } from '../../changes/field.ts';
import { regionWords } from '../space/region-words.ts';
import type { Region } from '../space/search.ts';
import type { ChangedRegion, Side } from './changed-region.ts';
import type { Change, Half } from './compare.ts';
import { type UnservedFacts, unservedFeatures } from './unserved-features.ts';

/** Most important first. */
export const CHANGE_KINDS = ['answers', 'refusals', 'handling', 'fallbacks'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface WhereLine {
  /** Sets in words, by fact. */
  readonly where: ReadonlyMap<string, string>;
  /** How many of its requests change: by the output they ask for where that decides it and is not said. */
  readonly share: 'all' | 'some' | 'by output';
}

export interface ChangeGroup {
  readonly kind: ChangeKind;
  readonly before: Side;
  readonly after: Side;
  readonly lines: readonly WhereLine[];
  /** Clauses that differ for some of these requests. */
  readonly differs: readonly Told[];
  /** Models in the order in which they are asked for the example, where only what comes after the first differs. */
  readonly tried?: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly costUsd?: ChangedRegion['costUsd'];
  readonly witness?: ChangedRegion['witness'];
}

export interface ChangeGroups {
  readonly groups: readonly ChangeGroup[];
  /** Features that no line speaks of, because no model of its routes serves requests that have them, before or after. */
  readonly leftOut: readonly string[];
}

interface Member {
  readonly change: Change;
  readonly region: ChangedRegion;
}

export function groupChanges(
  old: Half,
  next: Half,
  changes: readonly Change[],
  regions: readonly ChangedRegion[],
): ChangeGroups {
  const unserved = unservedFeatures(old, next);
  const members = changes.flatMap((change, at): Member[] => {
    const region = regions[at];
    return region === undefined ? [] : [{ change, region }];
  });
  const leftOut = new Set<string>();
  const groups = membersByGroup(members).map((group) => groupOf(old, group, unserved, leftOut));
  const rank = ({ kind }: ChangeGroup): number => CHANGE_KINDS.indexOf(kind);
  return { groups: groups.sort((a, b) => rank(a) - rank(b)), leftOut: [...leftOut] };
}

/** Requests that may fit no longer have no example of their own: they belong to those that certainly do not. */
function membersByGroup(members: readonly Member[]): readonly (readonly [Member, ...Member[]])[] {
  const groups = new Map<string, [Member, ...Member[]]>();
  const homes = new Map<string, string>();
  const add = (key: string, member: Member): void => {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [member]);
    else known.push(member);
  };
  const hasOwn = ({ change, region }: Member): boolean =>
    change.of === undefined || region.witness !== undefined;
  for (const member of members.filter(hasOwn)) {
    const key = keyOf(member);
    const home = homeOf(member);
    if (!homes.has(home)) homes.set(home, key);
    add(key, member);
  }
  for (const member of members.filter((one) => !hasOwn(one)))
    add(homes.get(homeOf(member)) ?? keyOf(member), member);
  return [...groups.values()];
}

function homeOf({ change: { before, after, of, model } }: Member): string {
  return JSON.stringify([before, after, of, model]);
}

function keyOf({ change, region }: Member): string {
  const { before, after, differs } = region;
  const clauses = change.of === undefined ? differs : change.of === 'windows' ? 'windows' : 'candidates';
  return JSON.stringify([kindOf({ change, region }), sideKey(before), sideKey(after), clauses]);
}

/** The message of a refusal may have the numbers of the example in it. */
const sideKey = ({ at: _at, refusal, tried: _tried, ...side }: Side): unknown => ({
  ...side,
  status: refusal?.status,
});

function kindOf({ change, region }: Member): ChangeKind {
  const { before, after, limits } = region;
  const isRefused = ({ kind, refusal }: Side): boolean => kind === 'refuse' || refusal !== undefined;
  if (isRefused(before) || isRefused(after)) return 'refusals';
  if (before.model !== after.model || before.target !== after.target || before.kind !== after.kind)
    return 'answers';
  if (change.of === undefined || limits !== undefined) return 'handling';
  return 'fallbacks';
}

function groupOf(
  old: Half,
  members: readonly [Member, ...Member[]],
  unserved: UnservedFacts,
  leftOut: Set<string>,
): ChangeGroup {
  const [first] = members;
  const { before, after, costUsd, witness } = first.region;
  const kind = kindOf(first);
  const tried = { before: before.tried ?? [], after: after.tried ?? [] };
  const isTried = kind === 'fallbacks' && JSON.stringify(tried.before) !== JSON.stringify(tried.after);
  return {
    kind,
    before,
    after,
    lines: linesOf(old, members, unserved, leftOut),
    differs: clausesOf(members),
    ...(isTried ? { tried } : {}),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(witness === undefined ? {} : { witness }),
  };
}

/** Each clause once, as the first region says it. */
function clausesOf(members: readonly Member[]): readonly Told[] {
  const clauses: Told[] = [];
  for (const { region } of members) {
    const known = new Set(clauses.map(({ what }) => what));
    const limits = (region.limits ?? []).map(({ what, before, after }) =>
      toldOf(`${what} for the example`, before, after),
    );
    const own = (region.differs ?? []).filter((told) => !(region.limits ?? []).includes(told));
    clauses.push(...[...own, ...limits].filter(({ what }) => !known.has(what)));
  }
  return clauses;
}

/** Boxes of one pair of routes up to this number are listed separately if they are about what a model can serve. */
const MOST_BOXES = 2;

function linesOf(
  { space }: Half,
  members: readonly Member[],
  unserved: UnservedFacts,
  leftOut: Set<string>,
): readonly WhereLine[] {
  const words = (member: Member, region: Region): ReadonlyMap<string, string> => {
    const facts = regionWords(space, region);
    for (const fact of unserved(member.change)) {
      if (!WITHOUT.has(facts.get(fact) ?? '')) continue;
      facts.delete(fact);
      leftOut.add(fact);
    }
    return facts;
  };
  const pairs = Map.groupBy(members, ({ change }) =>
    JSON.stringify([change.before, change.after, change.of === undefined]),
  );
  const lines = [...pairs.values()].flatMap((pair): readonly WhereLine[] => {
    const [first] = pair;
    if (first === undefined) return [];
    const own = pair.map((member): WhereLine => {
      const share = member.region.exact ? 'all' : 'some';
      return { where: words(member, member.change.region), share };
    });
    const distinct = withoutRepeats(own);
    if (first.change.of === undefined || distinct.length <= MOST_BOXES) return distinct;
    const where = words(first, hullOf(pair.map(({ change }) => change.region)));
    const byOutput = !where.has(OUTPUT) && distinct.some((line) => line.where.has(OUTPUT));
    return [{ where, share: byOutput ? 'by output' : 'some' }];
  });
  return withoutRepeats(lines);
}

const OUTPUT = 'output tokens';

/** What a region says of a feature that its requests do not have. */
const WITHOUT: ReadonlySet<string> = new Set(['no', '0']);

/** Lines that another one says already: of fewer conditions, each in the same words. */
function withoutRepeats(lines: readonly WhereLine[]): readonly WhereLine[] {
  const covers = (wide: WhereLine, narrow: WhereLine): boolean =>
    (wide.share === 'all' || narrow.share !== 'all') &&
    [...wide.where].every(([fact, set]) => narrow.where.get(fact) === set);
  return lines.filter(
    (line, at) =>
      !lines.some(
        (other, place) => place !== at && covers(other, line) && (!covers(line, other) || place < at),
      ),
  );
}

function hullOf(regions: readonly Region[]): Region {
  const hull = new Int32Array(regions[0]?.length ?? 0);
  for (const region of regions)
    for (const [at, word] of region.entries()) hull[at] = (hull[at] as number) | word;
  return hull;
}
