/**
 * Counts the steps of a compiled schema, so that no schema and no answer can hold the event loop: references that branch
 * double the work at each level, and a few bytes of answer are enough for hours. Counted and not timed: a busy machine
 * must not fail an answer that is right. Knows no schema.
 */

/** Steps for one answer: some 20 ms. An answer of 5,000 values and a usual schema takes 50,000. */
export const MOST_STEPS = 1_000_000;

export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

/** Outside of `withinSteps`, as where schemas are compiled, nothing is counted. */
let left = Number.POSITIVE_INFINITY;

/** Called by compiled schemas. @throws TooManySteps */
export function step(steps = 1): void {
  left -= steps;
  if (left < 0) throw new TooManySteps('too many steps');
}

/** Runs `validate` with so many steps to spend; it must not be asynchronous. @throws TooManySteps */
export function withinSteps<T>(validate: () => T, most = MOST_STEPS): T {
  left = most;
  try {
    return validate();
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** The name under which compiled validators ask for `step`. */
export const STEPS_MODULE = 'llmr/steps';
const STEP = 'llmrStep();';

/**
 * Compiled code that counts: a step at each function and at each round of a loop.
 * @param code as ajv writes it: blocks in braces, no template strings, no literals of regular expressions
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
      // On from the head: a loop may stand in its own head's braces nowhere, but in its block.
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
