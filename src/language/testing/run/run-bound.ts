/**
 * Runs one bound test, of any kind, against its policy. Must not know files or reports.
 */
import type { Bound } from '../bind/bind-tests.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import type { BoundOutcome } from '../report/test-report.ts';
import { judgeRun } from './judge-run.ts';
import { runAcceptance } from './run-acceptance.ts';
import { runProperty } from './run-property.ts';
import { type Run, runScenario } from './run-scenario.ts';
import type { CountText } from './scenario-facts.ts';

/** Never throws for the content of a test. */
export function runBound(
  tested: TestedPolicy,
  test: Bound,
  countText: CountText,
  note: (run: Run) => void,
): BoundOutcome {
  const { faults } = test;
  const told = (message: string | undefined): BoundOutcome => ({
    kind: 'told',
    result: message === undefined ? { ok: true } : { ok: false, message },
  });
  if (faults.length > 0) return told(`it was not run: ${faults.map((fault) => fault.message).join('; ')}`);
  if (tested.graph === undefined) return told(`it was not run: ${tested.policy.at.path} has errors`);
  switch (test.kind) {
    case 'accept':
      return told(runAcceptance(tested, test, countText, note));
    case 'test':
    case 'case': {
      const run = runScenario(tested, test.scenario, countText);
      note(run);
      return told(judgeRun(run, test.expected));
    }
    default:
      return test.property === undefined
        ? { kind: 'undecided', because: 'its conditions were not compiled' }
        : runProperty(tested.policy, test.property);
  }
}
