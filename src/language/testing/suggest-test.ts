/**
 * A test that would kill a mutant: a request for which a test can see that the mutant is not the policy, with what the
 * policy does for it. Found by trying what the tests give already and small changes of it; what is found is written down,
 * read back and run, and only what then passes for the policy and fails for the mutant is suggested.
 */

import { parse } from '../syntax/parse.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { createSource } from '../text/source.ts';
import { bindTests } from './bind-tests.ts';
import {
  type Candidate,
  givenInTests,
  otherCallers,
  type Piece,
  variations,
  withPieces,
} from './candidate-givens.ts';
import type { Mutant } from './mutants.ts';
import { observe } from './observe.ts';
import { runAcceptance } from './run-acceptance.ts';
import { type Run, runScenario } from './run-scenario.ts';
import { runBound } from './run-tests.ts';
import type { CountText } from './scenario-facts.ts';
import type { TestedPolicy } from './tested-policy.ts';

/** The text of a test that the policy passes and the mutant fails; undefined: none was found. */
export type SuggestTest = (mutated: TestedPolicy, mutant: Mutant) => string | undefined;

/** Everything that does not hang on the mutant is made once, when it is first asked. */
export function createSuggestions(
  tested: TestedPolicy,
  files: readonly ParsedFile[],
  countText: CountText,
): SuggestTest {
  const run = (policy: TestedPolicy, candidate: Candidate): Run =>
    runScenario(policy, candidate.scenario, countText);
  let known: readonly { readonly candidate: Candidate; readonly seen: readonly string[] }[] | undefined;
  const all = (): NonNullable<typeof known> => {
    known ??= candidatesFor(tested, files, (candidate) => run(tested, candidate)).map((candidate) => ({
      candidate,
      seen: observe(run(tested, candidate)),
    }));
    return known;
  };
  const shown = (candidate: Candidate, seen: readonly string[], mutated: TestedPolicy, title: string) => {
    const other = new Set(observe(run(mutated, candidate)));
    const differing = seen.filter((words) => !other.has(words));
    if (differing.length === 0) return undefined;
    const text = testText(title, candidate, expectations(seen, differing));
    return kills(text, tested, mutated, countText) ? text : undefined;
  };
  return (mutated, mutant) => {
    const title = titleOf(mutant);
    if (isShare(mutant)) {
      const bases = givenInTests(files, tested.policy).filter((base) => isShared(run(tested, base), mutant));
      const shares = acceptance(tested, mutated, bases, countText, title);
      if (shares !== undefined) return shares;
      for (const base of bases) {
        for (const piece of otherCallers(tested.policy, base, CALLERS)) {
          const candidate = withPieces(base, [piece]);
          const text = shown(candidate, observe(run(tested, candidate)), mutated, title);
          if (text !== undefined) return text;
        }
      }
    }
    for (const { candidate, seen } of all()) {
      const text = shown(candidate, seen, mutated, title);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** `chain careful keeps on timeout`: what the test is for, to be put in better words. */
function titleOf({ of, from, to }: Mutant): string {
  const words = from === '' ? `has no ${to}` : `keeps ${from}`;
  return `${of ?? 'the policy'} ${words}`.replaceAll(/["\\`]/g, '').replaceAll('\n', ' ');
}

/** Shares show over many callers only. */
function isShare({ of = '', from }: Mutant): boolean {
  return /^(split|rollout) /.test(of) || from.startsWith('canary ');
}

/** The request goes through the split or rollout, or may be taken by the canary. */
function isShared({ attempts, route }: Run, { of = '' }: Mutant): boolean {
  const name = of.replace(/^\w+ /, '');
  return route === name || attempts.some(({ arm }) => arm?.includes(`${name}:`) === true);
}

/** More of them are small changes of each other. */
const BASES_A_ROUTE = 4;

/** Small changes first: what the tests give, then one thing more, then a failure and one thing more. */
function candidatesFor(
  { policy }: TestedPolicy,
  files: readonly ParsedFile[],
  run: (candidate: Candidate) => Run,
): readonly Candidate[] {
  const { failures, once, others } = variations(policy);
  const distinct = distinctBy(givenInTests(files, policy), (candidate) => observe(run(candidate)).join('\n'));
  const byRoute = Map.groupBy(distinct, (candidate) => run(candidate).route);
  const bases = [...byRoute.values()].flatMap((some) => some.slice(0, BASES_A_ROUTE));
  const plain = bases.flatMap((base) => [...others, ...once].map((piece) => withPieces(base, [piece])));
  const failing = bases.flatMap((base) => {
    const { model } = run(base);
    return failures
      .filter(({ words }) => words.startsWith(`${model} fails `))
      .map((piece) => withPieces(base, [piece]));
  });
  const deeper = bases.flatMap((base) => fallbacks(base, failures, run));
  const sizes = others.filter(({ words }) => /^(request has|tokens|output tokens) /.test(words));
  const both = deeper.flatMap((base) => [...once, ...sizes].map((piece) => withPieces(base, [piece])));
  return [...distinct, ...plain, ...failing, ...deeper, ...both];
}

/** The same request while the first model is overloaded, then the second as well, to the end of the plan. */
function fallbacks(
  base: Candidate,
  failures: readonly Piece[],
  run: (candidate: Candidate) => Run,
): Candidate[] {
  const found: Candidate[] = [];
  let candidate = base;
  for (let depth = 0; depth < 4; depth++) {
    const { model } = run(candidate);
    const piece = failures.find(({ words }) => words === `${model} fails with overload`);
    if (piece === undefined) return found;
    candidate = withPieces(candidate, [piece]);
    found.push(candidate);
  }
  return found;
}

function distinctBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item] as const).toReversed()).values()].toReversed();
}

/** Where the request goes, and at most two of the words that differ. */
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

const USERS = 2_000;
/** One of so many lies in a share of a few percent, almost surely. */
const CALLERS = 100;

function acceptance(
  tested: TestedPolicy,
  mutated: TestedPolicy,
  bases: readonly Candidate[],
  countText: CountText,
  title: string,
): string | undefined {
  for (const by of ['user', 'team', 'request'] as const) {
    for (const { pieces, scenario } of bases) {
      const shares = answered(tested, scenario, by, countText);
      const [model, percent] = [...shares].find(([, share]) => share > 0 && share < 100) ?? [];
      if (model === undefined || percent === undefined) continue;
      const [from, to] = [Math.max(0, Math.floor(percent - 1.5)), Math.min(100, Math.ceil(percent + 1.5))];
      const given = pieces.map(({ words }) => words);
      const text = [
        `accept "${title}" {`,
        ...(given.length === 0 ? [] : [`  given ${given.join(', ')}`]),
        `  over ${USERS / 1_000}k ${by}s expect ${model} from ${from}% to ${to}%`,
        '}',
      ].join('\n');
      if (kills(text, tested, mutated, countText)) return text;
    }
  }
  return undefined;
}

/** Percent of the callers, by model: a first look. */
function answered(
  tested: TestedPolicy,
  scenario: Candidate['scenario'],
  by: 'user' | 'team' | 'request',
  countText: CountText,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const head = { title: '', file: '', line: 1, faults: [] };
  runAcceptance(
    tested,
    { ...head, kind: 'accept', scenario, over: USERS, by, shares: [] },
    countText,
    (run) => {
      if (run.model !== undefined) counts.set(run.model, (counts.get(run.model) ?? 0) + 100 / USERS);
    },
  );
  return counts;
}
