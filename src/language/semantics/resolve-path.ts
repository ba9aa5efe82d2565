/**
 * Paths as policies write them: relative to the file that names them, always with `/`. Pure text, no file system.
 */
import { isLibraryAddress } from '../library/library-address.ts';

/** `policies/support.route` and `./models.route` give `policies/models.route`. What is a part of llmr stays as written. */
export function resolvePath(from: string, written: string): string {
  if (isLibraryAddress(written)) return written;
  if (written.startsWith('/')) return normalPath(written);
  const slash = from.lastIndexOf('/');
  return normalPath(slash < 0 ? written : `${from.slice(0, slash + 1)}${written}`);
}

/** Without `.`, `a/..` and doubled slashes; leading `..` stay. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !path.startsWith('/')) parts.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/');
}

/** `to` relative to the folder of the file `from`: `models.route`, `../shared/tiers.route`. */
export function relativePath(from: string, to: string): string {
  if (isLibraryAddress(to)) return to;
  const base = normalPath(from).split('/').slice(0, -1);
  const parts = normalPath(to).split('/');
  let same = 0;
  while (same < base.length && same < parts.length - 1 && base[same] === parts[same]) same++;
  return [...base.slice(same).map(() => '..'), ...parts.slice(same)].join('/');
}
