/**
 * Why a file of the data folder cannot be used, a message for the operator: which file, what is wrong, what to do.
 */
import { basename, dirname } from 'node:path';
import { STORES, type StoreKind } from './store-kinds.ts';

export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  /** The message without what to do. */
  readonly what: string;
  readonly help: string;

  constructor(what: string, help: string) {
    super(`${what}. ${help.charAt(0).toUpperCase()}${help.slice(1)}`);
    this.what = what;
    this.help = help;
  }
}

/** The file itself is lost: `why` follows its path, as in "is empty". */
export function lostStore(path: string, kind: StoreKind, why: string): StoreFault {
  return new StoreFault(
    `${path} ${why}; it holds ${kind.holds}`,
    `restore it from a backup, or start with a new one, in which ${STORES[kind.name].whenNew}: llmr doctor --data ${dirname(path)} --reset ${basename(path)}`,
  );
}

/** The file may be intact, but it cannot be opened at present. */
export function closedStore(path: string, why: string, help: string): StoreFault {
  return new StoreFault(`${path} ${why}`, help);
}
