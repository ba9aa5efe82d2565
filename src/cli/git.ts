/**
 * Files as they stand at a git ref, read without touching the working tree. Everything a ref cannot be is a sentence.
 * Knows names and texts, not what a policy means.
 */
import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';

export type GitTree =
  | {
      readonly kind: 'tree';
      /** Short. */
      readonly commit: string;
      /** Under the folder that was asked for, as seen from the repository's root. */
      readonly paths: readonly string[];
      /** Undefined where there is no such file at the ref. */
      read(path: string): Uint8Array | undefined;
    }
  | { readonly kind: 'fault'; readonly why: string };

/**
 * @param asked `REF` or `REF:path`; a path that begins with `./` is seen from the current folder, any other from the
 * root, as git has it.
 * @param folder what `REF` alone means: a folder as seen from here.
 */
export function openRef(asked: string, folder: string): GitTree {
  const colon = asked.indexOf(':');
  const ref = colon < 0 ? asked : asked.slice(0, colon);
  if (ref === '' || ref.startsWith('-')) return { kind: 'fault', why: `"${asked}" is no git ref` };
  const prefix = git(['rev-parse', '--show-prefix']);
  if (prefix === undefined)
    return { kind: 'fault', why: `"${asked}" is no folder, and this is no git repository` };
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

/** What git prints; undefined where it refuses, or is not there. */
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
