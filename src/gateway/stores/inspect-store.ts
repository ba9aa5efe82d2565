/** Inspects a store that a service may be using, and changes nothing: for commands that report faults or spend. */
import { DatabaseSync } from 'node:sqlite';
import { checkFile } from './check-file.ts';
import { contentFault, isHeld, unusable } from './open-store.ts';
import { StoreFault } from './store-fault.ts';
import type { StoreKind } from './store-kinds.ts';

/** `new`: there is none, and there never was one. `held`: a service uses it. Never throws for a fault of the file. */
export function inspectStore(path: string, kind: StoreKind): 'new' | 'whole' | 'held' | StoreFault {
  let database: DatabaseSync | undefined;
  try {
    const found = checkFile(path, kind);
    if (found !== 'there') return found;
    database = new DatabaseSync(path, { readOnly: true, timeout: 200 });
    return contentFault(database, path, kind) ?? 'whole';
  } catch (error) {
    if (isHeld(error)) return 'held';
    return error instanceof StoreFault ? error : unusable(path, kind, error);
  } finally {
    database?.close();
  }
}
