/**
 * Removes members by which a caller could make a provider answer with another model or at another price. Knows no
 * wire format.
 */
import { type Json, misspelledMember } from '../../language/planning/chat-members.ts';
import type { Rewrites } from '../../language/planning/rewrites.ts';
import { heldMemberOf } from '../../language/vocabulary/held-members.ts';

/** Also removes second spellings of what llmr writes. `changes` gets the names. */
export function withoutHeld(
  body: Json,
  pass: readonly string[],
  rewrites: Rewrites,
  changes: string[],
): Json {
  let held: Set<string> | undefined;
  let kept: Record<string, unknown> | undefined;
  for (const name in body) {
    const member = heldMemberOf(name) ?? misspelledMember(name);
    if (member === undefined || (name === member && pass.includes(name))) continue;
    kept ??= { ...body };
    held ??= new Set();
    delete kept[name];
    held.add(member);
  }
  if (held === undefined || kept === undefined) return body;
  changes.push(`not passed on: ${[...held].join(', ')}`);
  return rewrites.made(kept, body);
}
