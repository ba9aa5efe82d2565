/**
 * Opens one file of a policy folder and reads it within bounds. What is not a regular file is never opened for
 * reading: a named pipe would wait forever for a writer, a device never ends. A data file must be inside the policy
 * folder after its links are resolved, so that a policy cannot read other files of the machine. Knows no policy.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

const MEGABYTE = 1_048_576;
/** A policy of a thousand routes has about 100 KB. */
export const LONGEST_ROUTE_FILE = 4 * MEGABYTE;
export const LONGEST_DATA_FILE = 16 * MEGABYTE;
const ROUTE = '.route';

/** The folder's files cannot be read in their present state. The message is for the operator. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Why a file cannot be one of a policy folder, to follow its path; undefined where it can. */
export function fileFault(
  path: string,
  stats: Pick<Stats, 'size' | 'isFile'> & KindOfFile,
): string | undefined {
  if (!stats.isFile()) return `is ${kindOf(stats)}, not a file: remove it from the policy folder`;
  const most = path.endsWith(ROUTE) ? LONGEST_ROUTE_FILE : LONGEST_DATA_FILE;
  return stats.size > most ? `is larger than ${most / MEGABYTE} MB` : undefined;
}

/**
 * Why a file may not be read where its links lead; undefined where it may. A policy may import `.route` files from
 * anywhere; everything else lies inside the folder.
 * @param real its path with all links resolved
 * @param roots real paths of policy folders
 */
export function placeFault(real: string, roots: readonly string[]): string | undefined {
  if (real.endsWith(ROUTE) || roots.some((root) => isInside(real, root))) return undefined;
  return 'is outside the policy folder: copy it into the folder';
}

function isInside(real: string, root: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

type KindOfFile = Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket' | 'isCharacterDevice' | 'isBlockDevice'>;

function kindOf(stats: KindOfFile): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'something else';
}

/** How many more bytes may be read, over all files. */
export interface Room {
  left: number;
  readonly most: number;
}

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Opens `path` of `directory`; undefined for a missing file or a folder: the compiler reports it where it is named.
 * The caller closes the handle. @throws UnreadableError
 */
export async function openPolicyFile(
  directory: string,
  path: string,
  room: Room,
): Promise<OpenedFile | undefined> {
  const full = path.startsWith('/') ? path : join(directory, path);
  let handle: FileHandle | undefined;
  try {
    const before = await stat(full);
    if (before.isDirectory()) return undefined;
    const fault = fileFault(path, before) ?? placeFault(await realpath(full), [await realpath(directory)]);
    if (fault !== undefined) throw new UnreadableError(`${path} ${fault}`);
    // The file may have been replaced meanwhile: without O_NONBLOCK, opening a pipe would block.
    handle = await open(full, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    const faultNow = fileFault(path, stats);
    if (faultNow !== undefined) throw new UnreadableError(`${path} ${faultNow}`);
    room.left -= stats.size;
    if (room.left < 0) {
      throw new UnreadableError(`${directory} holds more than ${room.most / MEGABYTE} MB of policies`);
    }
    return { handle, stats };
  } catch (cause) {
    await handle?.close();
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  }
}

const PIECE = 262_144;

/** The chunks of an opened file, as many bytes as it had when it was opened. */
export async function* piecesOf({ handle, stats }: OpenedFile): AsyncGenerator<Buffer> {
  let left = stats.size;
  while (left > 0) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(PIECE, left)));
    if (bytesRead === 0) return;
    left -= bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

export function isMissing(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

export function unreadable(path: string, cause: unknown): UnreadableError {
  if (cause instanceof UnreadableError) return cause;
  return new UnreadableError(
    `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
  );
}
