// A rollout whose emergency brake cannot work: what it waits for never happens, or only after the rollout is complete.

import { modelsUnder } from '../../planning/targets-under.ts';
import type { Policy, Rollout } from '../../semantics/model.ts';
import { formatDuration } from '../../vocabulary/format-quantity.ts';
import { membersOf, routesOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const neverTriggeringAbort = defineRule({
  id: 'never-triggering-abort',
  severity: 'warning',
  category: 'resilience',
  summary: 'An `abort when` of a rollout can never fire.',
  messages: {
    rate: (data: { rollout: string }) => ({
      message: `this abort of "${data.rollout}" never fires: no error rate is over 100%`,
      because: 'the rollout continues even if every answer fails',
      help: 'write the maximum rate of failures: `abort when error rate over 3% for 5min`',
    }),
    latency: (data: { rollout: string; over: number; longest: number }) => ({
      message: `this abort of "${data.rollout}" never fires: no answer can take ${formatDuration(data.over)} to begin`,
      because: `an attempt ends after ${formatDuration(data.longest)}, which counts as a failure, not as latency`,
      help: 'abort at a latency below the deadlines, or abort on the error rate',
    }),
    late: (data: { rollout: string; for: number; complete: number }) => ({
      message: `this abort of "${data.rollout}" fires too late: it waits ${formatDuration(data.for)}`,
      because: `after ${formatDuration(data.complete)} the rollout is complete`,
      help: 'shorten the wait, or lengthen the steps',
    }),
  },
  policy({ policy }, report, context) {
    for (const target of policy.targets.values()) {
      if (target.kind !== 'rollout') continue;
      const written = context
        .fileAt(target.at.path)
        ?.ast.declarations.find((one) => one.kind === 'rollout' && one.name.text === target.name);
      const longest = longestAttempt(policy, target);
      const complete = target.steps.reduce((sum, step) => sum + step.after, 0);
      for (const [index, abort] of target.aborts.entries()) {
        const span =
          (written?.kind === 'rollout' ? written.aborts[index]?.span : undefined) ?? target.at.span;
        const at = { path: target.at.path, span };
        if (abort.measure === 'error rate' && abort.over >= 100) report('rate', at, { rollout: target.name });
        else if (abort.measure === 'p95 latency' && abort.over >= longest)
          report('latency', at, { rollout: target.name, over: abort.over, longest });
        else if (complete > 0 && abort.for >= complete)
          report('late', at, { rollout: target.name, for: abort.for, complete });
      }
    }
  },
});

/** Milliseconds an attempt on the new target may take where it is given the most: what a latency can be measured as. */
function longestAttempt(policy: Policy, rollout: Rollout): number {
  const wanted = modelsUnder(policy, rollout.to);
  let longest = 0;
  const seen = new Set<string>();
  const visit = (name: string, attempt: number, under: boolean): void => {
    // Ways that bring the same to a target find the same below it.
    const way = `${name} ${attempt} ${under}`;
    if (seen.has(way)) return;
    seen.add(way);
    const target = policy.targets.get(name);
    const here = under || name === rollout.name;
    if (here && wanted.has(name)) longest = Math.max(longest, attempt);
    if (target?.kind === 'chain') {
      for (const step of target.steps) visit(step.target, step.deadlines.attempt ?? attempt, here);
    } else for (const member of membersOf(policy, name)) visit(member, attempt, here);
  };
  for (const { action } of routesOf(policy)) {
    for (const use of [action.use, ...action.canaries])
      if (use !== undefined) visit(use.target, policy.deadlines.attempt, false);
  }
  return longest === 0 ? policy.deadlines.attempt : longest;
}
