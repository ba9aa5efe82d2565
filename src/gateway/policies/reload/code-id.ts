/**
 * Which code of llmr runs: the hash that the build of the package wrote, or in a checkout a hash of all its sources and of
 * the versions of its dependencies. Must not know: what depends on it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  for (const path of readdirSync(sources, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = join(sources, path);
    // Reading the table of words takes longer than all sources.
    if (file.endsWith('.bin')) hash.update(`${path}\0${statSync(file).size} ${statSync(file).mtimeMs}\0`);
    else if (/\.\w+$/.test(path)) hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.update(readFileSync(join(sources, '../package-lock.json'))).digest('hex');
}
