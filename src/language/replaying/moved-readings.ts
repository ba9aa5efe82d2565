/**
 * Which examples of intents are read differently by the heads of two versions of a policy: the best available
 * evidence about messages without having any. Knows no file and no training.
 */
import type { Note } from '../changes/note-changes.ts';
import type { Head } from '../heads/head.ts';
import { readWithVectors, type VectorOf } from '../heads/read-with-vectors.ts';
import type { Policy } from '../semantics/model.ts';

interface ReadingPolicy {
  readonly policy: Policy;
  readonly heads: ReadonlyMap<string, Head>;
}

/** Most examples listed; more are only counted. */
const MOST_TOLD = 5;

/** `vectorOf`: the vectors for heads that need them. */
export function noteReadings(
  before: ReadingPolicy,
  after: ReadingPolicy,
  vectorOf?: VectorOf,
): readonly Note[] {
  return [...after.heads].flatMap(([group, now]) => {
    const old = before.heads.get(group);
    return old === undefined || old.hash === now.hash
      ? []
      : noteGroup(group, [before.policy, after.policy], (text) => [
          readingOf(old, text, vectorOf),
          readingOf(now, text, vectorOf),
        ]);
  });
}

function noteGroup(
  group: string,
  policies: readonly Policy[],
  read: (text: string) => readonly [string, string],
): readonly Note[] {
  const texts = [...new Set(policies.flatMap((policy) => examplesOf(policy, group)))];
  const moved = texts.flatMap((text): Note[] => {
    const [was, is] = read(text);
    if (was === is) return [];
    return [{ what: `reading of ${JSON.stringify(text)}`, before: was, after: is, moves: true }];
  });
  const what = `examples of ${group}`;
  const all = `${texts.length} read`;
  if (moved.length === 0) return [{ what, before: all, after: 'all of them read as before', moves: true }];
  if (moved.length <= MOST_TOLD) return moved;
  const more = moved.length - MOST_TOLD;
  return [
    ...moved.slice(0, MOST_TOLD),
    { what, before: all, after: `${more} more of them read differently`, moves: true },
  ];
}

function examplesOf(policy: Policy, group: string): string[] {
  const intents = policy.intentGroups.get(group)?.intents ?? [];
  return intents.flatMap(({ like, not }) => [...like, ...not].map(({ text }) => text));
}

function readingOf(head: Head, text: string, vectorOf: VectorOf | undefined): string {
  return readWithVectors(head, text, vectorOf)?.intent ?? 'none';
}
