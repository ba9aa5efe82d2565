/**
 * llmr keys: creates, lists and revokes them, and looks them up for each request. The command line and running
 * services share one table in the data folder; a reader sees within a second what another process wrote. Keys
 * themselves are never stored and are shown only once. Knows no HTTP.
 */
import { openStore } from '../stores/open-store.ts';
import { STORES } from '../stores/store-kinds.ts';
import { createKey, createKeyId, hashKey, sameHash } from './key-text.ts';

/** `admin`: may use `/admin` and see every decision. `trusted`: may state tier, team and user of its own callers. */
export const KEY_SCOPES = ['admin', 'trusted'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

export interface KeyRecord {
  /** Public; `llmr keys revoke` takes it. */
  readonly id: string;
  /** The key's name in policies and budgets; several keys may share a name, for example during rotation. */
  readonly name: string | null;
  readonly tier: string | null;
  readonly team: string | null;
  readonly user: string | null;
  readonly scopes: readonly KeyScope[];
  /** Epoch milliseconds, here and below. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export type NewKey = Partial<Pick<KeyRecord, 'name' | 'tier' | 'team' | 'user' | 'scopes' | 'expiresAt'>>;

export type FoundKey =
  | { readonly kind: 'valid'; readonly record: KeyRecord }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' | 'revoked'; readonly record: KeyRecord };

export interface KeyStore {
  /** `key` is shown once and not kept. */
  add(wanted: NewKey, now: number): { readonly key: string; readonly record: KeyRecord };
  /** In order of creation, including expired and revoked keys. */
  list(): readonly KeyRecord[];
  /** Undefined when there is no such id. Revoking again keeps the first date. */
  revoke(id: string, now: number): KeyRecord | undefined;
  find(key: string, now: number): FoundKey;
  /**
   * Whether any key was ever created. When the last key is revoked or expires, the service is locked, not open to
   * all.
   */
  configured(): boolean;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT, tier TEXT, team TEXT, user TEXT, scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER
  ) STRICT`;

/** Milliseconds for which the last read is used. */
const BELIEVED = 500;

/** Keys of recent requests that are kept in memory. */
const MOST_FOUND = 10_000;

/** Opens or creates the file. @throws StoreFault when it cannot be used */
export function openKeyStore(path: string, clock: () => number = () => performance.now()): KeyStore {
  const database = openStore(path, STORES['keys.sqlite'], { synchronous: 'FULL', schema: SCHEMA });
  const version = database.prepare('PRAGMA data_version');
  const all = database.prepare('SELECT * FROM keys ORDER BY created_at, rowid');
  const insert = database.prepare(`
    INSERT INTO keys (id, hash, name, tier, team, user, scopes, created_at, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const setRevoked = database.prepare('UPDATE keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?');

  let records: readonly KeyRecord[] = [];
  /** By the first bytes of the hash; the rest is compared in constant time. */
  let byHash = new Map<string, { hash: Uint8Array; record: KeyRecord }[]>();
  /** Found before, by key: only an unknown key is hashed at every request. Emptied when the table changes. */
  const found = new Map<string, KeyRecord>();
  let readVersion: unknown;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function read(): void {
    const rows = all.all();
    records = rows.map(recordOf);
    byHash = new Map();
    found.clear();
    for (const [index, row] of rows.entries()) {
      const hash = row['hash'] as Uint8Array;
      const record = records[index];
      if (record === undefined) continue;
      const slot = slotOf(hash);
      byHash.set(slot, [...(byHash.get(slot) ?? []), { hash, record }]);
    }
  }

  /**
   * Writes into the database file itself: a new or revoked key must not exist only in a write-ahead log, which might
   * be deleted.
   */
  const keep = (): void => database.exec('PRAGMA wal_checkpoint(PASSIVE)');

  /** SQLite's data version changes only when another connection has written. */
  function refresh(): void {
    const now = clock();
    if (now - lookedAt < BELIEVED) return;
    lookedAt = now;
    const current = version.get()?.['data_version'];
    if (current === readVersion) return;
    readVersion = current;
    read();
  }

  function recordFor(key: string): KeyRecord | undefined {
    const hash = hashKey(key);
    const record = byHash.get(slotOf(hash))?.find((one) => sameHash(one.hash, hash))?.record;
    if (record === undefined) return undefined;
    if (found.size === MOST_FOUND) found.clear();
    found.set(key, record);
    return record;
  }

  return {
    add(wanted, now) {
      const key = createKey();
      const id = createKeyId();
      const { name = null, tier = null, team = null, user = null, scopes = [], expiresAt = null } = wanted;
      insert.run(id, hashKey(key), name, tier, team, user, scopes.join(' '), now, expiresAt);
      keep();
      read();
      const record = { id, name, tier, team, user, scopes, createdAt: now, expiresAt, revokedAt: null };
      return { key, record };
    },
    list() {
      refresh();
      return records;
    },
    revoke(id, now) {
      setRevoked.run(now, id);
      keep();
      read();
      return records.find((record) => record.id === id);
    },
    find(key, now) {
      refresh();
      const record = found.get(key) ?? recordFor(key);
      if (record === undefined) return { kind: 'unknown' };
      if (record.revokedAt !== null) return { kind: 'revoked', record };
      if (record.expiresAt !== null && record.expiresAt <= now) return { kind: 'expired', record };
      return { kind: 'valid', record };
    },
    configured() {
      refresh();
      return records.length > 0;
    },
    close: () => database.close(),
  };
}

function slotOf(hash: Uint8Array): string {
  return Buffer.from(hash.subarray(0, 4)).toString('hex');
}

function recordOf(row: Record<string, unknown>): KeyRecord {
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  const time = (name: string): number | null => (row[name] === null ? null : Number(row[name]));
  const scopes = String(row['scopes']).split(' ');
  return {
    id: String(row['id']),
    name: text('name'),
    tier: text('tier'),
    team: text('team'),
    user: text('user'),
    scopes: KEY_SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt: Number(row['created_at']),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
  };
}
