/**
 * Whose a decision is, and who may read it. An owner stands in the decision log, so what a caller has stated of itself
 * is in it as a hash only: an end user's id is nobody's to find there. Must not know: decisions, HTTP.
 */
import { createHash } from 'node:crypto';
import type { Caller } from './authenticate.ts';

/** The key's id, or a hash of what was stated where no key exists. */
export function ownerOf({ keyId, tier, team, user }: Caller): string {
  if (keyId !== null) return keyId;
  const stated = createHash('sha256').update(JSON.stringify([tier, team, user]));
  return `stated:${stated.digest('base64url').slice(0, 22)}`;
}

export function mayRead(caller: Caller, owner: string): boolean {
  return caller.admin || ownerOf(caller) === owner;
}
