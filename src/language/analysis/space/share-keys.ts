/**
 * Keys for shares: a request has no share of its own, it has a user, team or session whose share falls where it falls. Finds
 * names whose shares lie in the atoms of an example, so that the example is a request that can be sent. Knows one space.
 */
import { shareOf } from '../../planning/share.ts';
import { keyWords } from '../../vocabulary/fact-spec.ts';
import type { FactSpec, FactValue, KeySpec } from '../../vocabulary/value-set.ts';
import type { Space } from './space.ts';

/** Names tried for one key: one of them lies in a share of 0.1 % in all but one of twenty thousand searches. */
const NAMES_TRIED = 10_000;

interface Share {
  readonly spec: FactSpec;
  readonly key: KeySpec;
  readonly salt: string;
  readonly dim: number;
}

function sharesOf({ dimensions }: Space): readonly Share[] {
  return dimensions.flatMap(({ spec }, dim) =>
    spec.fact === 'share' && spec.key !== undefined && spec.key.kind !== 'request'
      ? [{ spec, key: spec.key, salt: spec.salt ?? '', dim }]
      : [],
  );
}

/** Names that a key can have in addition to the values: those whose shares fall like theirs, the value itself first. */
export function* keyNames(
  space: Space,
  values: ReadonlyMap<string, FactValue>,
  key: KeySpec,
): Generator<string> {
  const id = keyWords(key);
  const shares = sharesOf(space).filter((share) => keyWords(share.key) === id);
  const own = space.dimensions[space.dimensionOf(id) ?? -1];
  const value = values.get(id);
  for (const name of candidates(key, own?.spec, value)) {
    if (own !== undefined && value !== undefined && own.atomOf(name) !== own.atomOf(value)) continue;
    const falls = shares.every(({ spec, salt, dim }) => {
      const dimension = space.dimensions[dim];
      const share = values.get(spec.id);
      return (
        dimension !== undefined &&
        share !== undefined &&
        dimension.atomOf(shareOf(name, salt)) === dimension.atomOf(share)
      );
    });
    if (falls) yield name;
  }
}

/** Tiers are those that are declared; any other key can have any name, like the one it has where that is asked. */
function* candidates(
  key: KeySpec,
  own: FactSpec | undefined,
  value: FactValue | undefined,
): Generator<string> {
  if (typeof value === 'string') yield value;
  if (key.kind === 'tier') {
    if (own?.domain.kind === 'choice') yield* own.domain.values;
    return;
  }
  const first = 'name' in key ? key.name : key.kind;
  for (let number = 1; number <= NAMES_TRIED; number += 1) {
    yield `${first}-${number}`;
    if (typeof value === 'string') yield `${value}${number}`;
  }
}

/** Gives every key whose shares are asked a name, and the shares that name's; answers what has to be assumed. */
export function settleKeys(space: Space, values: Map<string, FactValue>): string[] {
  const keys = new Map(sharesOf(space).map(({ key }) => [keyWords(key), key]));
  return [...keys].flatMap(([id, key]) => {
    const shares = sharesOf(space).filter((share) => keyWords(share.key) === id);
    if (shares.some(({ spec }) => values.get(spec.id) === null)) {
      if (!values.has(id)) values.set(id, null);
      return [];
    }
    const name = keyNames(space, values, key).next().value;
    if (name === undefined) return [`some ${id} has these shares`];
    values.set(id, name);
    for (const { spec, salt } of shares) values.set(spec.id, shareOf(name, salt));
    return [];
  });
}

/** With keys that have been chosen; where one has another name than before, its shares are that name's. */
export function withKeysChosen(
  space: Space,
  values: ReadonlyMap<string, FactValue>,
  keys: ReadonlyMap<string, FactValue>,
): Map<string, FactValue> {
  const shares = sharesOf(space).flatMap(({ spec, key, salt }): [string, FactValue][] => {
    const name = keys.get(keyWords(key));
    const isOther = typeof name === 'string' && name !== values.get(keyWords(key));
    return isOther ? [[spec.id, shareOf(name, salt)]] : [];
  });
  return new Map([...values, ...keys, ...shares]);
}

/** Facts that were asked, and the keys whose shares were. */
export function withKeys(
  specs: Iterable<FactSpec>,
  asked: ReadonlyMap<string, FactValue>,
  values: ReadonlyMap<string, FactValue>,
): ReadonlyMap<string, FactValue> {
  const known = new Map(asked);
  for (const { id, key } of specs) {
    const name = key === undefined || !asked.has(id) ? undefined : values.get(keyWords(key));
    if (key !== undefined && name !== undefined) known.set(keyWords(key), name);
  }
  return known;
}

/** Facts as a caller brings them about: shares are left out where they follow from their key. */
export function withoutShares(
  specs: Iterable<FactSpec>,
  known: ReadonlyMap<string, FactValue>,
): ReadonlyMap<string, FactValue> {
  const whole = new Map(known);
  for (const { id, fact, key, salt = '' } of specs) {
    const share = known.get(id);
    const name = key === undefined ? undefined : known.get(keyWords(key));
    if (fact !== 'share' || share === undefined || name === undefined) continue;
    if ((name === null ? null : shareOf(String(name), salt)) === share) whole.delete(id);
  }
  return whole;
}
