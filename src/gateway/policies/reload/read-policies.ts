/**
 * A folder of policies as sources: every `*.route` file in it, and whatever those name. Reads until nothing is
 * missing. A file that cannot be read is an error and never treated as absent, because a set without it would mean
 * something else. Knows how to read, not what a policy means.
 */
import { createHash } from 'node:crypto';
import { namedFiles } from '../../../language/semantics/named-files.ts';
import { parse } from '../../../language/syntax/parse.ts';
import { decodeUtf8 } from '../../../language/text/decode-utf8.ts';
import { createSource, type Source } from '../../../language/text/source.ts';
import { listPolicies } from './list-policies.ts';
import { byPath, eachOf, hashOf, MOST_BYTES } from './look-at-policies.ts';
import { openPolicyFile, piecesOf, type Room, UnreadableError } from './policy-file.ts';

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
