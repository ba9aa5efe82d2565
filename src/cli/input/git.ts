/**
 * Reads files at a git ref without touching the working tree. Faults of a ref are returned as messages. Knows names
 * and texts, not what a policy means.
 */
import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';

export type GitTree =
  | {
      readonly kind: 'tree';
      /** Short. */
      readonly commit: string;
      /** Files under the requested folder, relative to the repository's root. */
      readonly paths: readonly string[];
      /** Undefined where there is no such file at the ref. */
      read(path: string): Uint8Array | undefined;
    }
  | { readonly kind: 'fault'; readonly why: string };

/**
 * @param asked `REF` or `REF:path`; a path that begins with `../` is relative to the current folder, any other to the
 * root, as in git. @param folder the folder for `REF` without a path, relative to the current one.
 */
export function openRef(asked: string, folder: string): GitTree {
  const colon = asked.indexOf(':');
  const ref = colon < 0 ? asked : asked.slice(0, colon);
  if (ref === '' || ref.startsWith('-')) return { kind: 'fault', why: `"${asked}" is not a git ref` };
  const prefix = git(['rev-parse', '--show-prefix']);
  if (prefix === undefined)
    return { kind: 'fault', why: `"${asked}" is not a folder, and this is not a git repository` };
  const commit = git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])?.trim();
  if (commit === undefined || commit === '')
    return { kind: 'fault', why: `"${asked}" is neither a folder nor a git ref` };
  const here = (path: string): string => posix.join(prefix.trim(), path);
  const written = colon < 0 ? undefined : asked.slice(colon + 1);
  const path = written === undefined || /^\.\.?(\/|$)/.test(written) ? here(written ?? folder) : written;
  const root = posix.normalize(path).replace(/\/$/, '');
  const names = git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', root]);
  const paths = (names ?? '').split('\0').filter((name) => name !== '');
  return {
    kind: 'tree',
    commit: commit.slice(0, 7),
    paths,
    read: (name) => gitBytes(['show', `${commit}:${posix.normalize(name)}`]),
  };
}

const MOST_BYTES = 64 * 1_048_576;

function git(args: readonly string[]): string | undefined {
  return gitBytes(args)?.toString('utf8');
}

/** What git prints; undefined where it fails or is not installed. */
function gitBytes(args: readonly string[]): Buffer | undefined {
  try {
    return execFileSync('git', args, {
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    });
  } catch {
    return undefined;
  }
}
