/**
 * Checks the data folder's stores for `llmr doctor`, and implements `--reset`, with which an operator starts a new
 * one on purpose. Changes nothing else.
 */
import { basename, join } from 'node:path';
import { setAside } from '../../../gateway/stores/data-folder.ts';
import { inspectStore } from '../../../gateway/stores/inspect-store.ts';
import { StoreFault } from '../../../gateway/stores/store-fault.ts';
import { STORES, type StoreName } from '../../../gateway/stores/store-kinds.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { isThere } from '../../input/files.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import type { Finding } from './finding.ts';

export function checkDataFiles(data: string): readonly Finding[] {
  if (!isThere(data)) return [];
  const told = new Set<string>();
  return Object.values(STORES).flatMap((kind): Finding[] => {
    const found = inspectStore(join(data, kind.name), kind);
    if (found instanceof StoreFault) {
      // The same fault of the folder is found for each store.
      if (told.has(found.what)) return [];
      told.add(found.what);
      return [{ check: 'store', state: 'problem', detail: found.what, help: found.help }];
    }
    if (found === 'new') return [];
    const detail = found === 'held' ? `${kind.name} is in use by a service` : `${kind.name} is intact`;
    return [{ check: 'store', state: 'ok', detail }];
  });
}

/** Moves a store aside, whatever is wrong with it; the next start creates a new one. */
export function resetStore(data: string, name: string, terminal: Terminal): ExitCode {
  const names = Object.keys(STORES);
  if (!names.includes(name)) return usageError(terminal, `--reset takes ${names.join(', ')}, not "${name}"`);
  const kind = STORES[name as StoreName];
  const path = join(data, kind.name);
  if (!isThere(data)) return usageError(terminal, `there is no data folder ${data}`);
  if (inspectStore(path, kind) === 'held') {
    return usageError(terminal, `a service uses ${path}`, 'stop it first');
  }
  const moved = setAside(path, new Date());
  const kept =
    moved.length === 0
      ? 'there was none'
      : `the old one is kept as ${moved.map((file) => basename(file)).join(', ')}`;
  terminal.out(`The next start creates a new ${kind.name}, in which ${kind.whenNew}; ${kept}.\n`);
  return EXIT.clean;
}
