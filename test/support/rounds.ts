/**
 * How often a long property or load is tried: a share of all rounds in `npm test`, all of them in `npm run test:long`.
 */

/** @param all rounds in `npm run test:long` @param share of them in `npm test`, 0 to 1 */
export function rounds(all: number, share: number): number {
  return process.env['LLMR_TEST_ROUNDS'] === 'all' ? all : Math.ceil(all * share);
}

/** @returns whether to try case `index` in this run: each `n`-th in `npm test`, all of them in `npm run test:long` */
export function isTried(index: number, n: number): boolean {
  return index % n === 0 || process.env['LLMR_TEST_ROUNDS'] === 'all';
}
