/**
 * A property's verdict as a test result: proved, or refuted by a request that can be reproduced. An undecided
 * property neither holds nor fails. Knows no proof.
 */
import { type Counterexample, type Property, proveProperty } from '../../analysis/verdicts/properties.ts';
import { explainCommand, requestWords } from '../../explaining/explain-command.ts';
import type { Policy } from '../../semantics/model.ts';
import { claimWords } from '../bind/bind-property.ts';
import type { BoundOutcome } from '../report/test-report.ts';

export function runProperty(policy: Policy, property: Property): BoundOutcome {
  const verdict = proveProperty(policy, property);
  switch (verdict.kind) {
    case 'proved':
      return { kind: 'told', result: { ok: true, verdict: 'proved' } };
    case 'vacuous':
      return {
        kind: 'told',
        result: { ok: true, verdict: 'vacuous', message: 'no request fits its `when`, so it has no effect' },
      };
    case 'undecided':
      return { kind: 'undecided', because: `undecided: ${verdict.because}` };
    case 'refuted': {
      const { facts, assumptions } = verdict.counterexample.witness;
      return {
        kind: 'told',
        result: {
          ok: false,
          verdict: 'refuted',
          message: tellCounterexample(policy, property, verdict.counterexample),
          counterexample: facts,
          ...(assumptions.length === 0 ? {} : { assumptions }),
        },
      };
    }
  }
}

function tellCounterexample(policy: Policy, { kind }: Property, found: Counterexample): string {
  const { claim, route, model, witness } = found;
  const goes =
    model === undefined ? `goes to ${route ?? 'no route'}` : `goes to ${route}, which may call ${model}`;
  const end = found.plan?.refusal === undefined ? '' : `, and is refused with ${found.plan.refusal.status}`;
  const served = policy.serves.find((name) => name !== '*') ?? '';
  return [
    `refuted: ${kind} \`${claimWords(claim)}\`, but this request ${goes}${end}`,
    `request: ${requestWords(witness.facts)}`,
    ...witness.assumptions.map((assumption) => `assuming that ${assumption}`),
    `see: ${explainCommand(witness.facts, served)}`,
  ].join('\n');
}
