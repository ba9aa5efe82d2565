/**
 * Mutation testing: the tests of a policy against every mutant of it. A mutant is killed when one of them fails; a
 * survivor is compared with the policy for every possible request, and does not count where nothing changes. Must not
 * know how mutants are made or tests are read.
 */
import { lower } from '../../graph/lower.ts';
import type { Policy } from '../../semantics/model.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import { bindFiles } from '../bind/bind-files.ts';
import type { Bound } from '../bind/bind-tests.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import type { MutationReport, Survivor } from '../report/mutation-report.ts';
import { firstAnswers } from '../run/run-acceptance.ts';
import { runBound } from '../run/run-bound.ts';
import type { TestRun } from '../run/run-tests.ts';
import type { CountText } from '../run/scenario-facts.ts';
import { type Compared, compareMutant } from './equivalent-mutant.ts';
import { candidateFrom } from './example-givens.ts';
import { lineOfClause } from './line-of-clause.ts';
import { changeWords, type Mutant, mutantsOf } from './mutants.ts';
import { createSuggestions, type SuggestTest } from './suggest-test.ts';

/**
 * Called before every mutant and at the end: how many of them are done, of how many, and how many survived so far.
 */
export type MutationProgress = (policy: string, done: number, of: number, survived: number) => void;

export function runMutants(
  { files, policies, claims, countText }: TestRun,
  progress: MutationProgress = () => undefined,
): MutationReport {
  const { bound } = bindFiles(files, policies, claims);
  const survivors: Survivor[] = [];
  const notRun: { policy: string; because: string }[] = [];
  let killed = 0;
  let equivalent = 0;
  for (const tested of policies) {
    const { policy } = tested;
    const tests = bound.filter((each) => each.tested === tested).map((each) => each.test);
    const because = whyNotRun(tested, tests, countText);
    if (because !== undefined) {
      notRun.push({ policy: policy.name, because });
      continue;
    }
    const isKilled = killer(tested, tests, countText);
    const suggest = createSuggestions(tested, files, countText);
    const mutants = mutantsOf(policy);
    const before = survivors.length;
    for (const [done, mutant] of mutants.entries()) {
      progress(policy.name, done, mutants.length, survivors.length - before);
      const mutated = testedMutant(tested, mutant.policy);
      if (isKilled(mutated)) {
        killed += 1;
        continue;
      }
      const compared = compareMutant(policy, mutant.policy);
      if (compared.same) equivalent += 1;
      else survivors.push(survivorOf(files, policy, mutant, searched(suggest, mutated, mutant, compared)));
    }
    progress(policy.name, mutants.length, mutants.length, survivors.length - before);
  }
  const survived = survivors.length;
  const counted = killed + survived;
  const score = counted === 0 ? 100 : Math.floor((100 * killed) / counted);
  return { killed, survived, equivalent, score, survivors, notRun };
}

/** Proofs last: a test that runs a request is over in microseconds. */
const DEARNESS: Readonly<Record<Bound['kind'], number>> = {
  test: 0,
  case: 0,
  accept: 1,
  never: 2,
  always: 2,
};

/** The parts of a policy that proofs read: where none of them is changed, results are unchanged. */
const PROVED_FROM = [
  'routes',
  'otherwise',
  'targets',
  'models',
  'providers',
  'transforms',
  'checks',
] as const satisfies readonly (keyof Policy)[];

/**
 * Callers of an acceptance test that are tried first: where each of them is answered as by the policy, the shares are
 * assumed to be the same, and the rest is skipped.
 */
const FIRST_CALLERS = 1_000;

/** The test that killed the last mutant is tried first: mutants of one clause are often killed by the same test. */
function killer(
  tested: TestedPolicy,
  tests: readonly Bound[],
  countText: CountText,
): (mutated: TestedPolicy) => boolean {
  const ordered = [...tests].sort((a, b) => DEARNESS[a.kind] - DEARNESS[b.kind]);
  const answers = new Map(
    tests.flatMap((test) =>
      test.kind === 'accept' ? [[test, firstAnswers(tested, test, countText, FIRST_CALLERS)] as const] : [],
    ),
  );
  const mayFail = (mutated: TestedPolicy, test: Bound): boolean => {
    if (test.kind === 'accept')
      return firstAnswers(mutated, test, countText, FIRST_CALLERS) !== answers.get(test);
    return (
      DEARNESS[test.kind] < DEARNESS.never ||
      PROVED_FROM.some((member) => tested.policy[member] !== mutated.policy[member])
    );
  };
  return (mutated) => {
    const at = ordered.findIndex((test) => mayFail(mutated, test) && fails(mutated, test, countText));
    if (at < 0) return false;
    const [test] = ordered.splice(at, 1);
    if (test !== undefined) ordered.splice(firstOfKind(ordered, DEARNESS[test.kind]), 0, test);
    return true;
  };
}

function firstOfKind(ordered: readonly Bound[], dearness: number): number {
  const at = ordered.findIndex(({ kind }) => DEARNESS[kind] >= dearness);
  return at < 0 ? ordered.length : at;
}

/** A graph depends on routes and facts only: most mutants share that of the policy. */
function testedMutant(tested: TestedPolicy, policy: Policy): TestedPolicy {
  const same = policy.routes === tested.policy.routes && policy.otherwise === tested.policy.otherwise;
  return { ...tested, policy, graph: same && tested.graph !== undefined ? tested.graph : lower(policy) };
}

function whyNotRun(tested: TestedPolicy, tests: readonly Bound[], countText: CountText): string | undefined {
  if (tested.graph === undefined) return `${tested.policy.at.path} has errors`;
  const failed = tests.find((test) => fails(tested, test, countText));
  return failed === undefined ? undefined : `its own test "${failed.title}" fails`;
}

function fails(tested: TestedPolicy, test: Bound, countText: CountText): boolean {
  const outcome = runBound(tested, test, countText, () => undefined);
  return outcome.kind === 'told' && !outcome.result.ok;
}

function searched(
  suggest: SuggestTest,
  mutated: TestedPolicy,
  mutant: Mutant,
  { example }: Compared,
): Pick<Survivor, 'test' | 'searched'> {
  const known = example && candidateFrom(mutated, example);
  const { test, tried, stopped } = suggest(mutated, mutant, known);
  return test === undefined ? { searched: { requests: tried, stopped } } : { test };
}

function survivorOf(
  files: readonly ParsedFile[],
  policy: Policy,
  mutant: Mutant,
  found: Pick<Survivor, 'test' | 'searched'>,
): Survivor {
  const { at, of, from, to } = mutant;
  return {
    policy: policy.name,
    file: at.path,
    line: lineOfClause(files, at, from),
    ...(of === undefined ? {} : { of }),
    from,
    to,
    change: changeWords(mutant),
    ...found,
  };
}
