/**
 * Mutation testing: the tests of a policy against every mutant of it. A mutant is killed when one of them fails; one
 * that survives is held against the policy for every possible request, and does not count where nothing changes at all.
 * Must not know how mutants are made or tests are read.
 */
import { diffPolicies } from '../analysis/diff.ts';
import { lower } from '../graph/lower.ts';
import type { Policy } from '../semantics/model.ts';
import type { Bound } from './bind-tests.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { bindFiles, runBound, type TestRun } from './run-tests.ts';
import type { CountText } from './scenario-facts.ts';
import type { TestedPolicy } from './tested-policy.ts';

export interface Survivor {
  readonly policy: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What was changed, in the policy's words. */
  readonly change: string;
}

export interface MutationReport {
  readonly killed: number;
  readonly survived: number;
  /** Proved to decide every request as the policy does. */
  readonly equivalent: number;
  /** Percent of the mutants that count; rounded down. 100 where none counts. */
  readonly score: number;
  readonly survivors: readonly Survivor[];
  /** Policies whose tests do not pass as it is: nothing can be said of them. */
  readonly notRun: readonly { readonly policy: string; readonly because: string }[];
}

export function runMutants({ files, policies, claims, countText }: TestRun): MutationReport {
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
    const ordered = [...tests].sort((a, b) => DEARNESS[a.kind] - DEARNESS[b.kind]);
    for (const mutant of mutantsOf(policy)) {
      if (isKilled(tested, mutant, ordered, countText)) killed += 1;
      else if (isEquivalent(policy, mutant.policy)) equivalent += 1;
      else survivors.push(survivorOf(policy, mutant));
    }
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

function whyNotRun(tested: TestedPolicy, tests: readonly Bound[], countText: CountText): string | undefined {
  if (tested.graph === undefined) return `${tested.policy.at.path} has errors`;
  const failed = tests.find((test) => fails(tested, test, countText));
  return failed === undefined ? undefined : `its own test "${failed.title}" fails`;
}

function isKilled(
  tested: TestedPolicy,
  mutant: Mutant,
  tests: readonly Bound[],
  countText: CountText,
): boolean {
  const mutated: TestedPolicy = { ...tested, policy: mutant.policy, graph: lower(mutant.policy) };
  return tests.some((test) => fails(mutated, test, countText));
}

function fails(tested: TestedPolicy, test: Bound, countText: CountText): boolean {
  const outcome = runBound(tested, test, countText, () => undefined);
  return outcome.kind === 'told' && !outcome.result.ok;
}

function isEquivalent(policy: Policy, mutant: Policy): boolean {
  const { changed, proved } = diffPolicies(policy, mutant, { mostRegions: 1 });
  return !changed && proved;
}

function survivorOf(policy: Policy, { at, change }: Mutant): Survivor {
  return { policy: policy.name, file: at.path, line: at.line, change };
}
