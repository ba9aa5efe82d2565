/**
 * A folder of policies as sources: every `*.route` file in it, and whatever those name. Reads until nothing is
 * missing. A file that cannot be read is an error and never treated as absent, because a set without it would mean
 * something else. Knows how to read, not what a policy means.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { namedFiles } from '../../../language/semantics/named-files.ts';
import { parse } from '../../../language/syntax/parse.ts';
import { decodeUtf8 } from '../../../language/text/decode-utf8.ts';
import { createSource, type Source } from '../../../language/text/source.ts';
import { type ListedFolder, listPolicies } from './list-policies.ts';
import { openPolicyFile, piecesOf, type Room, UnreadableError } from './policy-file.ts';

export { UnreadableError } from './policy-file.ts';

/** Most bytes of all files together; a folder named by mistake must not fill the memory. */
const MOST_BYTES = 64 * 1_048_576;
/** Files that are read at the same time. */
const AT_ONCE = 16;

export interface PolicyFiles {
  readonly sources: readonly Source[];
  readonly hash: string;
  /** Content hashes of every requested file, including missing ones. */
  readonly paths: readonly string[];
}

/** Paths are relative to `directory`, with `/`. A missing folder is empty. @throws UnreadableError */
export async function readPolicies(directory: string): Promise<PolicyFiles> {
  const asked = new Set<string>();
  const texts = new Map<string, string>();
  const hashes = new Map<string, string>();
  const room: Room = { left: MOST_BYTES, most: MOST_BYTES };
  let wanted: readonly string[] = (await listPolicies(directory)).paths;
  while (wanted.length > 0) {
    for (const path of wanted) asked.add(path);
    const named: string[][] = [];
    await eachOf(wanted, async (path) => {
      const file = await openPolicyFile(directory, path, room);
      if (file === undefined) return;
      const pieces: Buffer[] = [];
      const hash = createHash('sha256');
      try {
        for await (const piece of piecesOf(file)) {
          pieces.push(piece);
          hash.update(piece);
        }
      } finally {
        await file.handle.close();
      }
      const decoded = decodeUtf8(Buffer.concat(pieces));
      if ('why' in decoded) throw new UnreadableError(`${path} ${decoded.why}`);
      const { text } = decoded;
      texts.set(path, text);
      hashes.set(path, hash.digest('hex'));
      if (path.endsWith('.route')) named.push(namedFiles([parse(createSource(path, text))]));
    });
    wanted = [...new Set(named.flat())].filter((path) => !asked.has(path));
  }
  const sorted = [...texts].sort(byPath);
  return {
    sources: sorted.map(([path, text]) => createSource(path, text)),
    hash: hashOf(hashes),
    paths: [...asked],
  };
}

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
async function eachOf(paths: readonly string[], take: (path: string) => Promise<void>): Promise<void> {
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

function byPath([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** 12 hex digits over paths and contents: equal folders have equal hashes. */
function hashOf(hashes: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...hashes].sort(byPath)) hash.update(`${path}\0${content}\0`);
  return hash.digest('hex').slice(0, 12);
}
