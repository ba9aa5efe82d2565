/**
 * Suggests a test that would kill a mutant: a request for which a test can distinguish the mutant from the policy,
 * with the policy's result. Found by trying the tests' givens and small changes of them; the result is printed,
 * parsed and run, and suggested only if it passes for the policy and fails for the mutant. A search ends after a
 * number of requests and reports that.
 */

import { parse } from '../../syntax/parse.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import { createSource } from '../../text/source.ts';
import { bindTests } from '../bind/bind-tests.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import { observe } from '../run/observe.ts';
import { runBound } from '../run/run-bound.ts';
import { type Run, runScenario } from '../run/run-scenario.ts';
import type { CountText } from '../run/scenario-facts.ts';
import { type Candidate, givenInTests, otherCallers, withPieces } from './candidate-givens.ts';
import { createCandidates } from './candidates.ts';
import type { Mutant } from './mutants.ts';
import { createAcceptanceSearch } from './suggest-acceptance.ts';

export interface Suggestion {
  /** The text of a test that the policy passes and the mutant fails; undefined: none was found. */
  readonly test?: string;
  /** Requests that were tried with the mutant. */
  readonly tried: number;
  /** There were more to try. */
  readonly stopped: boolean;
}

/** `example`: facts of a request that the mutant decides or plans differently, where one is known. */
export type SuggestTest = (mutated: TestedPolicy, mutant: Mutant, example?: Candidate) => Suggestion;

/** Requests per survivor: about half a second of CPU time. */
const MOST_RUNS = 4_000;
/** Shares only show over many callers: number of acceptance tests that are tried where nothing else differs. */
const MOST_SHARE_RUNS = 12_000;

/** Everything that does not depend on the mutant is computed once, at first use. */
export function createSuggestions(
  tested: TestedPolicy,
  files: readonly ParsedFile[],
  countText: CountText,
): SuggestTest {
  const run = (policy: TestedPolicy, candidate: Candidate): Run =>
    runScenario(policy, candidate.scenario, countText);
  const given = givenInTests(files, tested.policy);
  const seenBy = new Map<Candidate, readonly string[]>();
  const seenOf = (candidate: Candidate): readonly string[] => {
    const seen = seenBy.get(candidate) ?? observe(run(tested, candidate));
    seenBy.set(candidate, seen);
    return seen;
  };
  const candidates = createCandidates(tested.policy, given, (candidate) => run(tested, candidate));
  const acceptance = createAcceptanceSearch(tested, countText);
  const shown = (candidate: Candidate, mutated: TestedPolicy, title: string): string | undefined => {
    const seen = seenOf(candidate);
    const other = new Set(observe(run(mutated, candidate)));
    const differing = seen.filter((words) => !other.has(words));
    if (differing.length === 0) return undefined;
    const text = testText(title, candidate, expectations(seen, differing));
    return kills(text, tested, mutated, countText) ? text : undefined;
  };
  return (mutated, mutant, example) => {
    const title = titleOf(mutant);
    let tried = 0;
    if (isShare(mutant)) {
      const bases = given.filter((base) => isShared(run(tested, base), mutant));
      const note = (runs: number): void => {
        tried += runs;
      };
      for (const body of acceptance.bodies(mutated, bases, note)) {
        const text = `accept "${title}" {\n${body}\n}`;
        if (kills(text, tested, mutated, countText)) return { test: text, tried, stopped: false };
        if (tried >= MOST_SHARE_RUNS) break;
      }
    }
    const most = tried + MOST_RUNS;
    for (const candidate of searched(mutant, example)) {
      if (tried >= most) return { tried, stopped: true };
      tried += 1;
      const test = shown(candidate, mutated, title);
      if (test !== undefined) return { test, tried, stopped: false };
    }
    return { tried, stopped: false };
  };

  /** A known difference first, then callers of a share, then requests close to the mutated part, then the rest. */
  function* searched(mutant: Mutant, example: Candidate | undefined): Generator<Candidate> {
    if (example !== undefined) yield example;
    if (isShare(mutant)) {
      const bases = given.filter((base) => isShared(run(tested, base), mutant));
      for (const base of bases.slice(0, SHARED_BASES))
        for (const piece of otherCallers(tested.policy, base, CALLERS)) yield withPieces(base, [piece]);
    }
    yield* candidates.near(mutant.of, example);
  }
}

/** `chain careful keeps on timeout`: the purpose of the test, as a title to be improved. */
function titleOf({ of, from, to }: Mutant): string {
  const words = from === '' ? `has no ${to}` : `keeps ${from}`;
  return `${of ?? 'the policy'} ${words}`.replaceAll(/["\\`]/g, '').replaceAll('\n', ' ');
}

/** Shares only show over many callers; steps and aborts of a rollout are clauses that one request shows. */
function isShare({ of = '', from }: Mutant): boolean {
  if (/^rollout /.test(of)) return /^(by|from|to|salt) /.test(from);
  return /^split /.test(of) || from.startsWith('canary ');
}

/** The request passes the split or rollout, or may match the canary. */
function isShared({ attempts, route }: Run, { of = '' }: Mutant): boolean {
  const name = of.replace(/^\w+ /, '');
  return route === name || attempts.some(({ arm }) => arm?.includes(`${name}:`) === true);
}

/** With this many callers at least one is almost certainly in a share of a few percent. */
const CALLERS = 100;
const SHARED_BASES = 3;

/** Where the request goes, and at most two of the differing clauses. */
function expectations(seen: readonly string[], differing: readonly string[]): readonly string[] {
  const route = seen.filter((words) => words.startsWith('route '));
  const told = differing.filter((words) => !words.startsWith('reason ') || differing.length === 1);
  return [...new Set([...route, ...told.slice(0, 2)])];
}

function testText(title: string, { pieces }: Candidate, expected: readonly string[]): string {
  const given = pieces.map(({ words }) => words).join(', ');
  return [
    `test "${title}" {`,
    ...(given === '' ? [] : [`  given ${given}`]),
    `  expect ${expected.join(', ')}`,
    '}',
  ].join('\n');
}

function kills(text: string, tested: TestedPolicy, mutated: TestedPolicy, countText: CountText): boolean {
  const file = parse(createSource('suggested.test.route', `tests for "./p.route"\n\n${text}\n`));
  if (file.ast.recovered) return false;
  const [test] = bindTests(file, tested.policy, new Map());
  if (test === undefined) return false;
  const passes = (policy: TestedPolicy): boolean => {
    const outcome = runBound(policy, test, countText, () => undefined);
    return outcome.kind === 'told' && outcome.result.ok;
  };
  return passes(tested) && !passes(mutated);
}
