// The deadlines of a chain's steps do not fit into the whole request: the last steps are cut off or never asked.
// Steps that say no deadline of their own count for what is left, and only need something to be left.
import { type Chain, type ChainStep, DEFAULT_DEADLINES, type Policy } from '../../semantics/model.ts';
import { membersOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const chainExceedsDeadline = defineRule({
  id: 'chain-exceeds-deadline',
  severity: 'warning',
  category: 'resilience',
  summary: 'The steps of a chain can together take longer than the whole request.',
  messages: {
    cut: (data: { chain: string; step: string; needed: number; whole: number }) => ({
      message: `"${data.step}" in "${data.chain}" can be cut off: the steps up to it can take ${seconds(data.needed)}`,
      because: `the whole request ends after ${seconds(data.whole)}`,
      help: 'shorten `within` of the steps, reduce retries, or allow more time with `whole within …`',
    }),
    never: (data: { chain: string; step: string; before: number; whole: number }) => ({
      message: `"${data.step}" in "${data.chain}" may never be tried: the steps before it can take ${seconds(data.before)}`,
      because: `the whole request ends after ${seconds(data.whole)}`,
      help: 'shorten `within` of the steps before it, or allow more time with `whole within …`',
    }),
    ending: (data: { where: string; ending: number; whole: number }) => ({
      message: `\`ending within\` ${data.where} never holds: it waits ${seconds(data.ending)} after the finish of a stream`,
      because: `the whole request ends after ${seconds(data.whole)}`,
      help: "write a few seconds; this is how long a finished stream can be silent before the caller's stream is closed",
    }),
  },
  policy({ policy }, report) {
    const { ending, whole } = policy.deadlines;
    // The default may be longer than a short request: it is not written in the policy.
    if (ending >= whole && ending !== DEFAULT_DEADLINES.ending)
      report('ending', policy.at, { where: 'in `defaults`', ending, whole });
    const worst = worstOfTargets(policy);
    for (const chain of policy.targets.values()) {
      if (chain.kind !== 'chain') continue;
      for (const { target, at, deadlines } of chain.steps) {
        if (deadlines.ending === undefined || deadlines.ending < whole) continue;
        report('ending', at, { where: `of "${target}" in "${chain.name}"`, ending: deadlines.ending, whole });
      }
      const fault = firstFault(policy, chain, worst);
      if (fault === undefined) continue;
      const { step, before, needed } = fault;
      const data = { chain: chain.name, step: step.target, before, needed, whole: policy.deadlines.whole };
      report(before >= policy.deadlines.whole ? 'never' : 'cut', step.at, data);
    }
  },
});

function firstFault(
  policy: Policy,
  chain: Chain,
  worst: Worst,
): { step: ChainStep; before: number; needed: number } | undefined {
  const whole = policy.deadlines.whole;
  let before = 0;
  for (const step of chain.steps) {
    const said = step.deadlines.attempt !== undefined;
    const needed = before + worstOfStep(policy, step, worst);
    if (before >= whole || (said && needed > whole)) return { step, before, needed };
    before = needed;
  }
  return undefined;
}

/** Milliseconds a step may take, retries included; the pauses between them are not counted. */
function worstOfStep(policy: Policy, step: ChainStep, worst: Worst): number {
  const once = step.deadlines.attempt ?? policy.deadlines.attempt;
  return worst(step.target) ?? once * (1 + step.retries);
}

/** Undefined where only models are below: then the step's own deadline counts. */
type Worst = (name: string) => number | undefined;

/** Worked out once a target, however many others name it. Targets are not cyclic here. */
function worstOfTargets(policy: Policy): Worst {
  const known = new Map<string, number | undefined>();
  const worst: Worst = (name) => {
    if (known.has(name)) return known.get(name);
    const target = policy.targets.get(name);
    const found =
      target?.kind === 'chain'
        ? target.steps.reduce((sum, step) => sum + worstOfStep(policy, step, worst), 0)
        : longest(membersOf(policy, name).map(worst));
    known.set(name, found);
    return found;
  };
  return worst;
}

function longest(all: readonly (number | undefined)[]): number | undefined {
  const known = all.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function seconds(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
