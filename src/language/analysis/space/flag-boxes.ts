/**
 * Boxes about flags of opaque patterns that no request is in, found by the flags they speak of: a search takes those that
 * can matter to it, of the hundreds that a policy of many patterns comes to. Knows no patterns.
 */
import type { Cover, Groups } from './search.ts';

export interface FlagBoxes {
  readonly add: (box: Cover) => void;
  /** Those that restrict no flag but these. */
  readonly among: (flags: ReadonlySet<number>) => readonly Cover[];
}

/** Dimensions from `firstFlag` on are flags. */
export function createFlagBoxes(firstFlag: number): FlagBoxes {
  const byFirst = new Map<number, Cover[]>();
  return {
    add(box) {
      const first = box.dims.find((dim) => dim >= firstFlag) ?? firstFlag;
      const known = byFirst.get(first);
      if (known === undefined) byFirst.set(first, [box]);
      else known.push(box);
    },
    among: (flags) =>
      [...flags].flatMap((flag) =>
        (byFirst.get(flag) ?? []).filter(({ dims }) =>
          dims.every((dim) => dim < firstFlag || flags.has(dim)),
        ),
      ),
  };
}

/** By group: the flags that its boxes restrict. Groups do not change. */
const flagsOfGroups = new WeakMap<readonly Cover[], readonly number[]>();

/** The flags that some groups restrict. */
export function flagsIn(groups: Groups, firstFlag: number): ReadonlySet<number> {
  const flags = new Set<number>();
  for (const group of groups) {
    let own = flagsOfGroups.get(group);
    if (own === undefined) {
      own = [...new Set(group.flatMap(({ dims }) => dims.filter((dim) => dim >= firstFlag)))];
      flagsOfGroups.set(group, own);
    }
    for (const flag of own) flags.add(flag);
  }
  return flags;
}
