/**
 * Counts the steps of a compiled schema, so that no schema and no answer can block the event loop: branching
 * references double the work at each level, and a few bytes of an answer are enough for hours. Steps are counted and
 * not timed, so that a busy machine does not fail a correct answer. Knows no schema.
 */

/** Steps for one answer, about 20 ms. An answer of 5,000 values and a usual schema takes 50,000. */
export const MOST_STEPS = 1_000_000;

export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

/** Outside `withinSteps`, for example where schemas are compiled, nothing is counted. */
let left = Number.POSITIVE_INFINITY;

/** Called by compiled schemas. @throws TooManySteps */
export function step(steps = 1): void {
  left -= steps;
  if (left < 0) throw new TooManySteps('too many steps');
}

/** Runs `validate` with a limit on its steps; it must be synchronous. @throws TooManySteps */
export function withinSteps<T>(validate: () => T, most = MOST_STEPS): T {
  left = most;
  try {
    return validate();
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** The module name by which compiled validators require `step`. */
export const STEPS_MODULE = 'llmr/steps';
const STEP = 'llmrStep();';

/**
 * Adds counting to compiled code: one step per function call and per round of a loop. @param code as ajv writes it:
 * blocks in braces, no template strings, no literals of regular expressions
 */
export function countingCode(code: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < code.length; at += 1) {
    const sign = code[at];
    if (sign === '"' || sign === "'") at = endOfText(code, at) - 1;
    else if (sign === 'f' && begins(code, at)) {
      const block = blockAfterHead(code, at);
      if (block === undefined) continue;
      pieces.push(code.slice(from, block + 1), STEP);
      from = block + 1;
      // Continues after the head: a loop can be nested in the block, never in the head.
      at = block;
    }
  }
  pieces.push(code.slice(from));
  return `"use strict";const llmrStep = require(${JSON.stringify(STEPS_MODULE)});${pieces.join('')}`;
}

function begins(code: string, at: number): boolean {
  if (/[\w$.]/.test(code[at - 1] ?? '')) return false;
  return /^(?:for\s*\(|function\b)/.test(code.slice(at, at + 12));
}

/** Offset of the brace that opens the block behind the parentheses; undefined where there is none. */
function blockAfterHead(code: string, from: number): number | undefined {
  let depth = 0;
  for (let at = code.indexOf('(', from); at >= 0 && at < code.length; at += 1) {
    const sign = code[at];
    if (sign === '"' || sign === "'") at = endOfText(code, at) - 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') {
      depth -= 1;
      if (depth > 0) continue;
      const brace = /^\s*\{/.exec(code.slice(at + 1, at + 20));
      return brace === null ? undefined : at + brace[0].length;
    }
  }
  return undefined;
}

function endOfText(code: string, open: number): number {
  const quote = code[open];
  let at = open + 1;
  while (at < code.length && code[at] !== quote) at += code[at] === '\\' ? 2 : 1;
  return at + 1;
}
