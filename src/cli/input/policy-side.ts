/**
 * One side of a comparison: the policy set in a folder, or at a git ref. Reports faults of either in one message.
 * Must not know what sides are compared for.
 */
import { posix, resolve } from 'node:path';
import { namedFiles } from '../../language/semantics/named-files.ts';
import { parse } from '../../language/syntax/parse.ts';
import { decodeUtf8 } from '../../language/text/decode-utf8.ts';
import { createSource, type Source } from '../../language/text/source.ts';
import { findRouteFiles, isThere, readNamed, readText } from './files.ts';
import { openRef } from './git.ts';

export type PolicySide =
  | {
      readonly kind: 'side';
      readonly sources: readonly Source[];
      /** Short commit, where it comes from git. */
      readonly commit?: string;
      /** The encoder, where the `llmr.json` in or above the folder names one. */
      readonly encoder?: string;
    }
  | { readonly kind: 'fault'; readonly why: string };

/** `beside`: the folder for a ref without a path. */
export function readSide(asked: string, beside: string): PolicySide {
  if (isThere(asked)) return readFolder(asked);
  const tree = openRef(asked, beside);
  if (tree.kind === 'fault') return tree;
  const policies = tree.paths.filter((path) => isPolicyFile(path));
  if (policies.length === 0)
    return { kind: 'fault', why: `${asked} contains no .route file at ${tree.commit}` };
  let fault: string | undefined;
  const read = (path: string): Source | undefined => {
    const bytes = tree.read(path);
    const decoded = bytes === undefined ? undefined : decodeUtf8(bytes);
    if (decoded === undefined || 'text' in decoded) return decoded && createSource(path, decoded.text);
    fault ??= `${path} at ${tree.commit}: ${decoded.why}`;
    return undefined;
  };
  const sources = withNamed(policies, read);
  if (fault !== undefined) return { kind: 'fault', why: fault };
  const config = foldersAbove(posix.dirname(policies[0] ?? ''), '.')
    .map((folder) => tree.read(posix.join(folder, CONFIG)))
    .find((bytes) => bytes !== undefined);
  const encoder = encoderIn(config && new TextDecoder().decode(config));
  return { kind: 'side', sources, commit: tree.commit, ...encoder };
}

const CONFIG = 'llmr.json';

/** The folder itself first. */
function foldersAbove(folder: string, last: string): string[] {
  const above = posix.dirname(folder);
  return folder === last || above === folder ? [folder] : [folder, ...foldersAbove(above, last)];
}

/** Other faults of a configuration are reported elsewhere. */
function encoderIn(text: string | undefined): { readonly encoder?: string } {
  try {
    const { encoder } = JSON.parse(text ?? '{}') as { readonly encoder?: unknown };
    return typeof encoder === 'string' ? { encoder } : {};
  } catch {
    return {};
  }
}

function readFolder(folder: string): PolicySide {
  const { paths, roots, faults } = findRouteFiles([folder]);
  const all = [...faults];
  const sources = withNamed(paths.filter(isPolicyFile), (path) => {
    const read = readNamed(path, roots);
    if (read === undefined || 'text' in read) return read;
    all.push(read);
    return undefined;
  });
  const [fault] = all;
  const config = foldersAbove(resolve(folder), resolve('.'))
    .map((above) => readText(posix.join(above, CONFIG)))
    .find((text) => text !== undefined);
  return fault === undefined
    ? { kind: 'side', sources, ...encoderIn(config) }
    : { kind: 'fault', why: `${fault.path}: ${fault.why}` };
}

/** Tests do not affect decisions. */
function isPolicyFile(path: string): boolean {
  const hidden = path.split('/').some((part) => part === 'node_modules' || /^\.[^.]/.test(part));
  return path.endsWith('.route') && !path.endsWith('.test.route') && !hidden;
}

/** With the imports and data files they name, wherever those are. */
function withNamed(paths: readonly string[], read: (path: string) => Source | undefined): Source[] {
  const sources = new Map<string, Source>();
  const waiting = [...paths];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const key = posix.normalize(path);
    const source = sources.has(key) ? undefined : read(path);
    if (source === undefined) continue;
    sources.set(key, source);
    if (path.endsWith('.route')) waiting.push(...namedFiles([parse(source)]));
  }
  return [...sources.values()];
}
