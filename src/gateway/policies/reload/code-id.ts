/**
 * Which code of llmr runs: the hash that the build of the package wrote, or in a checkout a hash of all its sources and of
 * the versions of its dependencies. Must not know: what depends on it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../../../build-id', import.meta.url);
const SOURCES = new URL('../../..', import.meta.url);

export function codeId(): string {
  return builtId() ?? sourceId(fileURLToPath(SOURCES));
}

function builtId(): string | undefined {
  try {
    return readFileSync(BUILT, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param sources the folder `src/` of a checkout */
export function sourceId(sources: string): string {
  const hash = createHash('sha256');
  // Links are left out: editors lock a file with a link to nothing.
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  for (const file of files) {
    hash.update(`${relative(sources, file)}\0`);
    if (file.endsWith('.bin')) {
      // Reading the table of words takes longer than all sources.
      const { size, mtimeMs } = statSync(file);
      hash.update(`${size} ${mtimeMs}\0`);
    } else hash.update(readFileSync(file)).update('\0');
  }
  return hash.update(readFileSync(join(sources, '../package-lock.json'))).digest('hex');
}
