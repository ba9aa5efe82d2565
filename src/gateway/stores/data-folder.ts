/**
 * The data folder as a whole: created for this user only, with a list of the stores created in it
 * (`data-files.json`), so that a lost store can be distinguished from one that never existed. Knows no SQLite.
 */
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../files/make-folder.ts';
import { StoreFault } from './store-fault.ts';
import { COMPANIONS } from './store-kinds.ts';

const LIST = 'data-files.json';
/**
 * Created by every service that has run: where it exists, the folder had the other stores, too, before there was a
 * list.
 */
const WITNESS = 'rollouts.sqlite';
/** What llmr writes there, apart from trained heads. */
const OURS = /^(?:.*\.sqlite(?:-wal|-shm|-journal)?|.*\.jsonl|data-files\.json)$/;

/** Makes the folder of `path` if it is not there, readable by this user only. */
export function makeDataFolder(directory: string): void {
  try {
    makeFolder(directory, 0o700);
  } catch (error) {
    throw new StoreFault(
      `the data folder ${directory} cannot be created: ${codeOf(error)}`,
      'give this user the folder above it, or name another folder with --data DIR',
    );
  }
}

/** Files that other users may read are restricted to this user; files of another user are left alone. */
export function tightenDataFolder(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isFile() && OURS.test(entry.name)) tightenFile(join(directory, entry.name));
  }
}

export function tightenFile(path: string): void {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  } catch {
    // Owned by another user, or deleted meanwhile.
  }
}

/** Whether a store existed before: then it must not be created again silently. */
export function wasThere(path: string): boolean {
  const directory = dirname(path);
  const listed = readList(directory);
  if (listed !== undefined) return listed.includes(basename(path));
  const witness = join(directory, WITNESS);
  return witness !== path && existsSync(witness) && statSync(witness).size > 0;
}

/** Records that a store exists now. */
export function noteThere(path: string): void {
  const listed = readList(dirname(path)) ?? [];
  if (!listed.includes(basename(path))) writeList(dirname(path), [...listed, basename(path)].sort());
}

/** Moves the files of a store aside and removes it from the list. Returns the new names. */
export function setAside(path: string, now: Date): readonly string[] {
  const directory = dirname(path);
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '');
  const moved = ['', ...COMPANIONS].flatMap((part) => {
    if (!existsSync(path + part)) return [];
    const name = `${path}.aside-${stamp}${part}`;
    renameSync(path + part, name);
    return [name];
  });
  let listed: readonly string[];
  try {
    // Without a list, the stores that exist now count as those that existed.
    listed = readList(directory) ?? readdirSync(directory).filter((name) => name.endsWith('.sqlite'));
  } catch {
    listed = readdirSync(directory).filter((name) => name.endsWith('.sqlite'));
  }
  writeList(
    directory,
    listed.filter((name) => name !== basename(path)),
  );
  return moved;
}

function readList(directory: string): readonly string[] | undefined {
  const path = join(directory, LIST);
  let text: string;
  try {
    // Reading a pipe would wait forever.
    if (!statSync(path).isFile()) throw unreadableList(path, 'it is not a regular file');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof StoreFault) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unreadableList(path, codeOf(error));
  }
  try {
    const { files } = JSON.parse(text) as { files?: unknown };
    if (Array.isArray(files) && files.every((file) => typeof file === 'string')) return files;
  } catch {}
  throw unreadableList(path, 'its content is not the JSON that llmr writes');
}

function unreadableList(path: string, why: string): StoreFault {
  return new StoreFault(
    `${path}, the list of the data files, cannot be read: ${why}`,
    `check that keys.sqlite, ledger.sqlite and rollouts.sqlite are intact, then delete ${path}; llmr writes it again`,
  );
}

function writeList(directory: string, files: readonly string[]): void {
  const path = join(directory, LIST);
  const aside = `${path}.${process.pid}.new`;
  writeFileSync(aside, `${JSON.stringify({ version: 1, files }, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, path);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
