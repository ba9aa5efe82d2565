/**
 * Two policy sets compared for every possible request. The requested model name selects the policy, so policies are
 * matched by the names they serve, not by their own names; each pair is compared by proof, and differences that a
 * proof of decisions does not cover are noted. Knows no files and no output.
 */
import type { ChangeGroup } from '../analysis/diff/change-groups.ts';
import type { ChangedRegion } from '../analysis/diff/changed-region.ts';
import { diffPolicies } from '../analysis/diff/diff.ts';
import { changedReadings } from '../changes/meaning-changes.ts';
import { type Note, noteChanges } from '../changes/note-changes.ts';
import { WORDS_ENCODER } from '../heads/head.ts';
import type { Policy } from '../semantics/model.ts';
import { isRenamed, matchServedNames, type NameMove, type NamePair } from './match-served-names.ts';
import type { Tally } from './moved-decisions.ts';

export interface SetDiff {
  /** Anything at all: names that move, regions, or notes. */
  readonly changed: boolean;
  /** Nothing else at all has changed: `elsewhere` is `unchanged`. */
  readonly proved: boolean;
  readonly elsewhere: Elsewhere;
  /** Names that another policy, or none, serves now. */
  readonly moves: readonly NameMove[];
  /** Policies that are new or removed; a renamed one is neither. */
  readonly added: readonly ServedPolicy[];
  readonly removed: readonly ServedPolicy[];
  /** Every old policy with every new one that serves some of its names, in the order of the new set. */
  readonly policies: readonly PolicyChange[];
  /** Recorded requests, decided by both sets. */
  readonly replay?: Tally;
}

export interface ServedPolicy {
  readonly name: string;
  readonly serves: readonly string[];
}

/**
 * What is known about all requests that no region and no moved name covers. `unchanged`: proved to be unchanged.
 * `decided as before`: route and target are proved to be the same; notes list what else can differ. `noted`: a note
 * can move them. `undecided`: the search was stopped.
 */
export type Elsewhere = 'unchanged' | 'decided as before' | 'noted' | 'undecided';

export interface PolicyChange {
  /** The new policy's name. */
  readonly policy: string;
  /** The old policy's name, where it is another. */
  readonly was?: string;
  /** A name that both serve, for the example requests. */
  readonly served?: string;
  readonly regions: readonly ChangedRegion[];
  /** The same regions for display: merged where they are equal, the most important first. */
  readonly groups: readonly ChangeGroup[];
  /** Facts that no group mentions: no model of its routes serves requests that have them, before or after. */
  readonly leftOut: readonly string[];
  /** Most regions to report. */
  readonly proved: boolean;
  readonly notes: readonly Note[];
  /** Messages may be read differently: only trained heads can show which. */
  readonly readings: boolean;
  /** It reads messages for intents. */
  readonly intents: boolean;
}

export function diffSets(before: readonly Policy[], after: readonly Policy[]): SetDiff {
  const { pairs, moves } = matchServedNames(before, after);
  const policies = pairs.map((pair) => changeOf(pair, [...before, ...after]));
  const changed =
    moves.length > 0 || policies.some(({ regions, notes }) => regions.length + notes.length > 0);
  const elsewhere = elsewhereOf(policies);
  const renamed = pairs.filter((pair) => isRenamed(pair, before, after));
  return {
    changed,
    proved: elsewhere === 'unchanged',
    elsewhere,
    moves,
    added: missing(after, [...before, ...renamed.map((pair) => pair.after)]),
    removed: missing(before, [...after, ...renamed.map((pair) => pair.before)]),
    policies,
  };
}

/** Undefined: the built-in encoder. It is configured outside the policies and used for all policies with intents. */
export function withEncoders(diff: SetDiff, before = WORDS_ENCODER, after = WORDS_ENCODER): SetDiff {
  if (before === after || !diff.policies.some(({ intents }) => intents)) return diff;
  const note: Note = { what: 'encoder', before, after, moves: true, so: 'messages may be read differently' };
  const policies = diff.policies.map((change) =>
    change.intents ? { ...change, notes: [...change.notes, note] } : change,
  );
  return { ...diff, policies, changed: true, proved: false, elsewhere: elsewhereOf(policies) };
}

function missing(all: readonly Policy[], others: readonly Policy[]): readonly ServedPolicy[] {
  return all
    .filter(({ name }) => !others.some((other) => other.name === name))
    .map(({ name, serves }) => ({ name, serves }));
}

function elsewhereOf(policies: readonly PolicyChange[]): Elsewhere {
  if (policies.some(({ proved }) => !proved)) return 'undecided';
  const notes = policies.flatMap((change) => change.notes);
  if (notes.length === 0) return 'unchanged';
  return notes.some(({ moves }) => moves) ? 'noted' : 'decided as before';
}

/** A name representing all names that no policy mentions, so that an example can request it. */
const ANY_OTHER = 'any-other-name';

function changeOf({ before, after, names }: NamePair, all: readonly Policy[]): PolicyChange {
  const others = all.flatMap(({ serves }) => serves).filter((name) => !names.includes(name));
  const { regions, groups, leftOut, proved } = diffPolicies(before, after, {
    served: names,
    elsewhere: others,
  });
  const served = names.find((each) => each !== '*') ?? ANY_OTHER;
  return {
    policy: after.name,
    ...(before.name === after.name ? {} : { was: before.name }),
    served,
    regions,
    groups,
    leftOut,
    proved,
    notes: noteChanges(before, after),
    readings: changedReadings(before, after).size > 0,
    intents: after.intentGroups.size > 0,
  };
}
