/**
 * Which policy serves a name before and after: exact names first, then the policy that serves `*`, else none. Every
 * name that either set mentions is compared, and all others as one. Must not know what policies do.
 */
import type { Policy } from '../semantics/model.ts';

export interface NamePair {
  readonly before: Policy;
  readonly after: Policy;
  /** Names that the one served and the other serves; `*` is every name that neither set mentions. */
  readonly names: readonly string[];
}

export interface NameMove {
  /** `*` is every name that neither set writes. */
  readonly names: readonly string[];
  /** Names of policies; absent: no policy serves them, so requests are refused with 404. */
  readonly before?: string;
  readonly after?: string;
}

export function matchServedNames(
  before: readonly Policy[],
  after: readonly Policy[],
): { readonly pairs: readonly NamePair[]; readonly moves: readonly NameMove[] } {
  const names = [...new Set([...after, ...before].flatMap(({ serves }) => serves)), '*'];
  const groups = new Map<string, { before?: Policy; after?: Policy; names: string[] }>();
  for (const name of new Set(names)) {
    const [old, now] = [serving(before, name), serving(after, name)];
    if (old === undefined && now === undefined) continue;
    const key = JSON.stringify([old?.name, now?.name]);
    const group = groups.get(key) ?? { ...(old && { before: old }), ...(now && { after: now }), names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const pairs = all.flatMap(({ before: old, after: now, names: own }) =>
    old === undefined || now === undefined ? [] : [{ before: old, after: now, names: own }],
  );
  const moves = all.flatMap(({ before: old, after: now, names: own }): NameMove[] => {
    if (old?.name === now?.name) return [];
    if (old && now && isRenamed({ before: old, after: now }, before, after)) return [];
    return [{ names: own, ...(old && { before: old.name }), ...(now && { after: now.name }) }];
  });
  return { pairs, moves };
}

function serving(policies: readonly Policy[], name: string): Policy | undefined {
  const exact = policies.find(({ serves }) => serves.includes(name));
  return exact ?? policies.find(({ serves }) => serves.includes('*'));
}

/** One policy under another name: neither set has both names, and it serves the very same names. */
export function isRenamed(
  { before: old, after: now }: Pick<NamePair, 'before' | 'after'>,
  before: readonly Policy[],
  after: readonly Policy[],
): boolean {
  const isIn = (policies: readonly Policy[], { name }: Policy): boolean =>
    policies.some((policy) => policy.name === name);
  const served = ({ serves }: Policy): string => JSON.stringify([...serves].sort());
  return !isIn(after, old) && !isIn(before, now) && served(old) === served(now);
}
