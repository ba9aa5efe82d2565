/**
 * The owner of a decision, and who may read it. The owner is written to the decision log, so an identity that a
 * caller has stated is hashed: the log must not contain end users' ids. Must not know: decisions, HTTP.
 */
import { hash } from 'node:crypto';
import type { Caller } from './authenticate.ts';

/** The key's id, or a hash of what was stated where no key exists. */
export function ownerOf({ keyId, tier, team, user }: Caller): string {
  if (keyId !== null) return keyId;
  const stated = hash('sha256', JSON.stringify([tier, team, user]), 'base64url');
  return `stated:${stated.slice(0, 22)}`;
}

export function mayRead(caller: Caller, owner: string): boolean {
  return caller.admin || ownerOf(caller) === owner;
}
