/**
 * Messages about budgets for callers and operators: which one, its limit, its window and when it resets. Text only.
 */
import { formatCount, formatMoney } from '../../language/vocabulary/format-quantity.ts';
import { type BudgetBucket, lineWords } from './budget-buckets.ts';
import { dollarsOfMicros } from './money.ts';
import { clockTime } from './windows.ts';

/**
 * `budget support-team: $50/day per team is spent; resets 2026-11-23 00:00 UTC`. `unbounded`: the caller set no
 * output limit, so the model's whole output limit had to be reserved.
 */
export function spentWords(refused: BudgetBucket, used: bigint, wanted: bigint, unbounded = false): string {
  const { bucket, budget, line } = refused;
  const left = bucket.limit - used;
  const told = `budget ${budget.name}: ${lineWords(line)}`;
  const resets = `resets ${clockTime(budget.zone, bucket.resetsAt)}`;
  if (left <= 0n) return `${told} is spent; ${resets}`;
  const advice = unbounded && line.unit !== 'requests' ? ' (set max_tokens to reserve less)' : '';
  const call = `this call may take ${amountWords(line.unit, wanted)}${advice}`;
  if (wanted > bucket.limit) return `${told} is too small: ${call}`;
  return `${told} has ${amountWords(line.unit, left)} left, and ${call}; ${resets}`;
}

export function unpricedWords(one: BudgetBucket, model: string): string {
  return `budget ${one.budget.name}: ${model} has no price, so ${lineWords(one.line)} cannot be enforced; give the model a price line`;
}

/** Without `whenUnknown`: only a condition read it. */
export function storeDownWords(
  budget: string,
  milliseconds: number,
  whenUnknown?: 'refuse' | 'allow',
): string {
  const told = `budget ${budget}: the ledger did not answer within ${milliseconds} ms`;
  if (whenUnknown === undefined) return `${told}; its use is unknown`;
  const done = whenUnknown === 'refuse' ? 'refused' : 'allowed';
  return `${told}; ${done}, as it says "when unknown ${whenUnknown}"`;
}

function amountWords(unit: 'usd' | 'tokens' | 'requests', amount: bigint): string {
  if (unit === 'usd') return formatMoney(dollarsOfMicros(amount));
  const one = unit === 'tokens' ? 'token' : 'request';
  return `${formatCount(Number(amount))} ${amount === 1n ? one : unit}`;
}
