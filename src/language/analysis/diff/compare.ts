/**
 * Two policies in one space: which requests the old one gives to one rule and the new one to another with a different
 * outcome, as maximal boxes. Every pair of an old and a new rule is searched like everything else; a pair is skipped
 * unsearched where a rule that both policies have comes first on either side, so that small edits of large policies
 * are quick. Where only quality tables or thresholds differ, a pair is searched within the cells that change. Knows no
 * words.
 */
import type { DecisionGraph } from '../../graph/decision-graph.ts';
import { evaluatorOf } from '../../graph/evaluate.ts';
import { lower } from '../../graph/lower.ts';
import type { Policy } from '../../semantics/model.ts';
import type { FactSpec } from '../../vocabulary/value-set.ts';
import { guardMentions } from '../space/guards.ts';
import { findRequest, type PolicySpace } from '../space/policy-space.ts';
import { hullOf } from '../space/rule-index.ts';
import { type Budget, type Cover, type Groups, narrow, type Region } from '../space/search.ts';
import { atomsIn, boxesOfRule, createSpace, mentionsIn, type Space } from '../space/space.ts';
import { tableCells, tableFacts, tableMentions } from '../space/table-cells.ts';
import { widen } from '../space/widen.ts';
import type { Question } from '../space/witness.ts';
import { type Outcome, outcomeOf } from '../verdicts/outcome.ts';
import { type FitDifferences, fitDifferences } from './fitting-pairs.ts';
import { type Difference, outcomeDifferences } from './outcome-differences.ts';

/** One of the two policies, in the space of both. */
export interface Half extends PolicySpace {
  readonly outcomes: readonly (Outcome | undefined)[];
}

export interface Change {
  /** Index into the old rules; one past the last: no rule. */
  readonly before: number;
  readonly after: number;
  /** Maximal: whatever can be is let in. */
  readonly region: Region;
  /** Every request of the region changes; else all that change are in it, and some others. */
  readonly exact: boolean;
  /** The part of it that was found. */
  readonly found: Region;
  /** The model that can serve requests of one policy and not of the other, or is sent another output limit. */
  readonly model?: string;
  /** What differs where route and outcome are the same: what models can serve, what they are sent, which is larger. */
  readonly of?: 'fit' | 'limit' | 'windows';
  /** What all changes of this pair answer. */
  readonly question: Question;
}

export interface Comparison {
  readonly old: Half;
  readonly next: Half;
  readonly changes: readonly Change[];
  readonly undecided: boolean;
  /** Beyond the most that were asked for there are more. */
  readonly more: boolean;
}

/** For the whole comparison: some seconds. */
const MOST_STEPS = 24_000_000;

/** More combinations of boxes than this are not gone through one by one. */
const MOST_COMBINATIONS = 4_096;

export interface CompareOptions {
  /** The names that requests ask for; `*` is any. Those that either policy serves unless given. */
  readonly served?: readonly string[];
  /** Of any, those that go to other policies. */
  readonly elsewhere?: readonly string[];
  readonly mostRegions: number;
  /** A pair of rules whose requests need more boxes is reported as one enclosing region. */
  readonly mostAPair: number;
}

export function comparePolicies(before: Policy, after: Policy, options: CompareOptions): Comparison {
  const fitting = fitDifferences(before, after);
  const [old, next] = halves(before, after, options, fitting);
  const budget: Budget = { left: MOST_STEPS };
  const changes: Change[] = [];
  let undecided = false;
  const facts = tableFacts([before, after]);
  const differences = outcomeDifferences(old, next, tableCells(old.space, facts));
  const fits = fitting.within(old.space);
  for (const { before: i, after: j, within, isCertain, model, of, known } of pairsOf(
    old,
    next,
    differences,
    fits,
  )) {
    if (within === 'unknown') {
      undecided = true;
      continue;
    }
    const inside = [old.rules[i] ?? [], next.rules[j] ?? [], within].filter((groups) => groups.length > 0);
    const question = { inside, covers: [...old.rules.slice(0, i), ...next.rules.slice(0, j), [[...known]]] };
    const pair = {
      before: i,
      after: j,
      question,
      ...(model === undefined ? {} : { model }),
      ...(of === undefined ? {} : { of }),
    };
    const { parts, whole } = regionsOfPair(old.space, question, options.mostAPair, budget);
    if (!whole && budget.left < 0) undecided = true;
    const [first] = parts;
    if (first === undefined) continue;
    const told = whole
      ? parts.map((part) => ({ ...part, exact: isCertain }))
      : [{ region: around(old.space, inside), exact: false, found: first.found }];
    known.push(...told.map(({ region }) => coverOfRegion(old.space, region)));
    if (changes.length + told.length > options.mostRegions)
      return { old, next, changes, undecided, more: true };
    changes.push(...told.map((part) => ({ ...pair, ...part })));
  }
  return { old, next, changes, undecided, more: false };
}

type Part = Pick<Change, 'region' | 'exact' | 'found'>;

/** `whole`: nothing is left outside of the parts. */
function regionsOfPair(
  space: Space,
  { inside, covers }: Question,
  most: number,
  budget: Budget,
): { readonly parts: readonly Part[]; readonly whole: boolean } {
  const parts: Part[] = [];
  const known: Cover[] = [];
  for (;;) {
    const found = findRequest(space, inside, [...covers, [known]], budget);
    if (found === 'none') return { parts, whole: true };
    if (found === 'undecided' || parts.length === most) return { parts, whole: false };
    const region = widen(space, found, { inside, covers }, budget);
    parts.push({ region, exact: true, found });
    known.push(coverOfRegion(space, region));
  }
}

/** The least box around what both rules hold, routes above left aside. */
function around(space: Space, inside: readonly Groups[]): Region {
  const combinations = inside.reduce((product, [group]) => product * (group?.length ?? 1), 1);
  if (combinations > MOST_COMBINATIONS) return within(space, inside);
  let regions: Region[] = [space.full];
  for (const [group] of inside)
    if (group !== undefined)
      regions = regions.flatMap((region) => group.flatMap((box) => narrow(space, region, box) ?? []));
  const hull = new Int32Array(space.full.length);
  for (const region of regions)
    for (const [at, word] of region.entries()) hull[at] = (hull[at] as number) | word;
  return hull;
}

/** Fact by fact what both rules leave: no smaller than the least box around them. */
function within(space: Space, inside: readonly Groups[]): Region {
  const region = space.full.slice();
  for (const [dim, words] of hullOf(space, inside.flat()))
    for (const [at, word] of words.entries()) {
      const place = (space.starts[dim] as number) + at;
      region[place] = (region[place] as number) & word;
    }
  return region;
}

function halves(
  before: Policy,
  after: Policy,
  options: CompareOptions,
  fitting: FitDifferences,
): readonly [Half, Half] {
  const graphs = [lower(before), lower(after)] as const;
  const facts = new Map([...fitting.facts, ...factsOfBoth(before, after)]);
  const mentions = [...guardMentions(before), ...guardMentions(after)];
  mentions.push(...tableMentions(tableFacts([before, after])));
  const boxes = graphs.map((graph) => graph.rules.map((rule) => boxesOfRule(graph, rule)));
  const served = options.served ?? [...new Set([...after.serves, ...before.serves])];
  // Not pushed one by one: of hundreds of thousands of conditions there would be too many arguments.
  const all = [mentions, ...boxes.flat().map(mentionsIn), fitting.mentions].flat();
  const space = createSpace(facts, all, served, undefined, options.elsewhere);
  const half = (policy: Policy, graph: DecisionGraph, at: number): Half => ({
    policy,
    graph,
    space,
    evaluator: evaluatorOf(graph),
    rules: (boxes[at] ?? []).map(space.groups),
    outcomes: [...graph.rules.map((rule) => outcomeOf(policy, rule, 'apart')), undefined],
  });
  return [half(before, graphs[0], 0), half(after, graphs[1], 1)];
}

/** A choice has the values of both: what only one policy knows is not a value of the other's conditions. */
function factsOfBoth(before: Policy, after: Policy): Map<string, FactSpec> {
  const facts = new Map<string, FactSpec>([...before.facts, ...after.facts]);
  for (const [id, spec] of before.facts) {
    const other = after.facts.get(id);
    if (spec.domain.kind !== 'choice' || other?.domain.kind !== 'choice') continue;
    const values = [...new Set([...other.domain.values, ...spec.domain.values])];
    facts.set(id, { ...other, domain: { ...other.domain, values } });
  }
  return facts;
}

/** Two rules by index, one past the last means none, and the cells of the tables in which they differ: none for all. */
interface Pair {
  readonly before: number;
  readonly after: number;
  readonly within: Groups | 'unknown';
  /** All requests within differ; else some, and none outside. */
  readonly isCertain: boolean;
  /** The model that is another candidate, where that is the difference. */
  readonly model?: string;
  readonly of?: Change['of'];
  /** What has been reported for the same difference. */
  readonly known: Cover[];
}

/** Those that may share a request and differ in outcome. */
function pairsOf(
  old: Half,
  next: Half,
  differences: ReturnType<typeof outcomeDifferences>,
  fits: ReturnType<FitDifferences['within']>,
): Pair[] {
  const inNext = counterparts(old, next);
  const inOld = counterparts(next, old);
  const pairs: Pair[] = [];
  for (let i = 0; i <= old.rules.length; i += 1) {
    const first = inNext[i];
    const boxes = old.rules[i];
    const starts = boxes === undefined ? [old.space.full] : regionsOf(old.space, boxes);
    // What a rule takes here is taken by its counterpart at the latest there.
    for (let j = 0; j <= Math.min(first ?? next.rules.length, next.rules.length); j += 1) {
      if ((inOld[j] ?? old.rules.length) < i) continue;
      const difference = differences(i, j);
      const within = withinOf(difference);
      const [rule, other] = [old.graph.rules[i], next.graph.rules[j]];
      const isSame = difference !== 'everywhere' && rule !== undefined && other !== undefined;
      const fitted = isSame ? fits(rule, other) : [];
      if (within.length + fitted.length === 0) continue;
      const groups = next.rules[j];
      if (groups !== undefined && !meets(old.space, starts, groups)) continue;
      const pair = { before: i, after: j };
      pairs.push(...within.map((each): Pair => ({ ...pair, within: each, isCertain: true, known: [] })));
      pairs.push(...fitted.map((each): Pair => ({ ...pair, ...each })));
    }
  }
  return pairs;
}

function withinOf(difference: Difference): Pair['within'][] {
  if (difference === 'nowhere') return [];
  if (difference === 'everywhere') return [[]];
  return difference === 'unknown' ? ['unknown'] : difference.map((covers) => [covers]);
}

/** By rule: the first rule of the other policy with the very same boxes, whatever its outcome. */
function counterparts(one: Half, other: Half): (number | undefined)[] {
  const places = new Map<string, number>();
  other.rules.forEach((groups, index) => {
    const key = keyOf(groups);
    if (!places.has(key)) places.set(key, index);
  });
  return one.rules.map((groups) => places.get(keyOf(groups)));
}

function keyOf(groups: Groups): string {
  return groups
    .map((group) =>
      group
        .map(({ dims, masks }) => `${dims.join()}:${masks.join()}`)
        .sort()
        .join(';'),
    )
    .join('|');
}

function regionsOf(space: Space, groups: Groups): Region[] {
  return (groups[0] ?? []).flatMap((box) => narrow(space, space.full, box) ?? []);
}

/** Of too many boxes it is left to the search. */
function meets(space: Space, regions: readonly Region[], groups: Groups): boolean {
  if (regions.length * (groups[0]?.length ?? 0) > MOST_COMBINATIONS) return true;
  return (groups[0] ?? []).some((box) => regions.some((region) => narrow(space, region, box) !== undefined));
}

export function coverOfRegion(space: Space, region: Region): Cover {
  const dims = space.dimensions.flatMap((dimension, dim) =>
    atomsIn(space, region, dim).length === dimension.atoms ? [] : [dim],
  );
  const words = dims.flatMap((dim) => [...region.subarray(space.starts[dim], space.starts[dim + 1])]);
  return { dims, masks: Int32Array.from(words) };
}
