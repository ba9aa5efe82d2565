/**
 * Recognizes the content of a folder of policies by its hash, without parsing anything: a watcher compares it with the
 * content that was checked last. Must not know: how policies are parsed, what they mean.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type ListedFolder, listPolicies } from './list-policies.ts';
import { openPolicyFile, piecesOf, type Room } from './policy-file.ts';

/** Most bytes of all files together; a folder named by mistake must not fill the memory. */
export const MOST_BYTES = 64 * 1_048_576;
/** Files that are read at the same time. */
const AT_ONCE = 16;

export interface LookedAt {
  /** As `readPolicies` gives it. */
  readonly hash: string;
  readonly folders: readonly ListedFolder[];
}

/** The content of files at the last check, by path. */
export type KnownHashes = Map<string, { readonly state: string; readonly hash: string }>;

/**
 * The hash `readPolicies` would give, without parsing anything: `known` are the paths it read last time. A newly
 * named file is noticed by the change of the file that names it. @param hashes from the last check: files that have
 * not changed since are not read again @throws UnreadableError
 */
export async function lookAtPolicies(
  directory: string,
  known: readonly string[],
  hashes: KnownHashes = new Map(),
): Promise<LookedAt> {
  const { paths, folders } = await listPolicies(directory);
  const room: Room = { left: MOST_BYTES, most: MOST_BYTES };
  const found = new Map<string, string>();
  const before = new Map(hashes);
  hashes.clear();
  await eachOf([...new Set([...paths, ...known])], async (path) => {
    const file = await openPolicyFile(directory, path, room);
    if (file === undefined) return;
    try {
      const state = stateOf(file.stats);
      const last = before.get(path);
      const hash =
        last !== undefined && last.state === state ? last.hash : await hashOfPieces(piecesOf(file));
      found.set(path, hash);
      if (isSettled(file.stats)) hashes.set(path, { state, hash });
    } finally {
      await file.handle.close();
    }
  });
  return { hash: hashOf(found), folders };
}

export async function fingerprint(directory: string, known: readonly string[]): Promise<string> {
  return (await lookAtPolicies(directory, known)).hash;
}

async function hashOfPieces(pieces: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function stateOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}`;
}

/** A second change within one tick of a file system's clock does not show in its timestamps. */
function isSettled({ ctimeMs }: Stats): boolean {
  return Date.now() - ctimeMs > 3_000;
}

/** @throws the first failure; after it no further one is started */
export async function eachOf(paths: readonly string[], take: (path: string) => Promise<void>): Promise<void> {
  const queue = [...paths];
  let failed = false;
  const work = async (): Promise<void> => {
    for (let path = queue.pop(); path !== undefined && !failed; path = queue.pop()) {
      try {
        await take(path);
      } catch (cause) {
        failed = true;
        throw cause;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

export function byPath([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** 12 hex digits over paths and contents: equal folders have equal hashes. */
export function hashOf(hashes: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...hashes].sort(byPath)) hash.update(`${path}\0${content}\0`);
  return hash.digest('hex').slice(0, 12);
}
