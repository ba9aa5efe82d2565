/**
 * The salt with which a key is hashed for a share, so that shares are independent of each other: policy, kind and
 * name, unless the policy has `salt "…"`. One table of kinds; knows neither hashing nor conditions.
 */
import type * as Ast from '../syntax/ast.ts';
import { type Context, fault } from './context.ts';
import type { Target } from './model.ts';

/** Kinds of shares of a key; each has its own salts. */
export type ShareKind = 'first' | 'canary' | 'split' | 'rollout';

/**
 * `support split tone`, `support canary refunds 1`, `support first`. Names have no spaces, so no two are equal.
 * @param policy the policy's name, or the salt in its header
 */
export function derivedSalt(policy: string, kind: ShareKind, ...names: readonly (string | number)[]): string {
  return [policy, kind, ...names].join(' ');
}

/** The policy's part of the salts of its shares. */
export function policySalt(header: Pick<Ast.PolicyHeader, 'name' | 'salt'> | undefined): string {
  return header?.salt?.text ?? header?.name.text ?? '';
}

/** Splits and rollouts of a library belong to no policy: they get their salt in the policies that use them. */
export function salted(target: Target, policy: string): Target {
  if (target.kind !== 'split' && target.kind !== 'rollout') return target;
  return target.salt === UNSAID ? { ...target, salt: derivedSalt(policy, target.kind, target.name) } : target;
}

/** Placeholder for an undeclared salt, before a policy has the share. No declared salt is empty. */
export const UNSAID = '';

const MOST_LENGTH = 100;
/** It appears in the names of facts, in traces and in headers. */
const PLAIN = /^[^"\\\p{C}]+$/u;

/** The declared salt; undefined where there is none, or after an error. */
export function checkSalt(context: Context, salt: Ast.Text | undefined): string | undefined {
  if (salt === undefined) return undefined;
  if (PLAIN.test(salt.text) && salt.text.length <= MOST_LENGTH && salt.text.trim() === salt.text)
    return salt.text;
  fault(context, salt.span, 'L1308', 'invalid salt', {
    because: `it appears in the names of facts: 1 to ${MOST_LENGTH} characters, without quotes, \`\\\`, control characters, or spaces at its ends`,
    help: 'for example `salt "tone-2027"`',
  });
  return undefined;
}
