/**
 * Many pairs, each judged both ways, and what was found: faults with the seed and the edits that led to them, and how
 * many pairs changed each clause of the grammar. Knows no output.
 */
import { compile } from '../../../src/language/compile.ts';
import { diffSets } from '../../../src/language/replaying/diff-sets.ts';
import { NOT_YET } from '../../../src/language/semantics/not-yet.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { Draw } from './draw.ts';
import { judgePair } from './judge-pair.ts';
import { type Pair, Pairs } from './pairs.ts';
import { writtenOtherwise } from './same-meaning.ts';

export interface PairRun {
  readonly pairs: number;
  /** In words, with the seed of the pair. */
  readonly faults: readonly string[];
  /** Pairs in which the diff said, and the oracle found, that nothing changes. */
  readonly same: number;
  readonly requests: number;
  /** By clause of the grammar: pairs that changed it. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface PairRunOptions {
  readonly seed: number;
  readonly pairs: number;
  /** Tried for each pair. */
  readonly requests: number;
}

/** Sets that only look different are compared for one pair in so many. */
const EACH_SAME = 4;

export function runPairs({ seed, pairs: count, requests }: PairRunOptions): PairRun {
  const pairs = new Pairs(seed);
  const faults: string[] = [];
  let same = 0;
  for (let number = 0; number < count; number += 1) {
    const pair = pairs.next();
    const draw = new Draw(pair.seed);
    const verdict = judgePair(pair, draw, requests);
    if (verdict.same) same += 1;
    const told = [...verdict.faults.map(({ kind, words }) => `${kind} ${words}`)];
    if (number % EACH_SAME === 0) told.push(...saidOfTheSame(pair, draw));
    faults.push(
      ...told.map((words) => `pair ${pair.seed} of seed ${seed} (${pair.edits.join(', ')}): ${words}`),
    );
  }
  return { pairs: count, faults, same, requests: requests * count, counts: pairs.counts };
}

/** The new set written in another way must be unchanged, proved, and without a note. */
function saidOfTheSame({ after, next }: Pair, draw: Draw): string[] {
  const texts = [...writtenOtherwise(draw, after), ...after.data];
  const again = compile(
    texts.map(([path, text]) => createSource(path, text)),
    new Map(),
  );
  const wrong = again.diagnostics.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) return [`written otherwise, it does not compile: ${wrong.message}`];
  const { changed, proved, policies } = diffSets(
    next.policies.map(({ policy }) => policy),
    again.policies.map(({ policy }) => policy),
  );
  if (!changed && proved) return [];
  const said = policies.flatMap(({ notes, regions }) => [
    ...notes,
    ...regions.flatMap(({ differs }) => differs ?? []),
  ]);
  return [`written otherwise, it is called changed: ${JSON.stringify(said).slice(0, 400)}`];
}

/** Clauses that no policy can have yet are left out. */
export function clausesUnder(least: number, { counts }: Pick<PairRun, 'counts'>): string[] {
  const refused = NOT_YET.filter(({ severity }) => severity === 'error').map(({ construct }) => construct);
  return [...counts].flatMap(([clause, count]) => {
    const isRefused = refused.some((construct) => clause.split(': ')[1]?.startsWith(`${construct} `));
    return count < least && !isRefused ? [`${clause}: ${count}`] : [];
  });
}
