// Retries, hedges and nested chains multiply: on a bad day one request becomes many calls, to providers that are in
// trouble already.

import { MOST_ATTEMPTS } from '../../planning/worst-case.ts';
import type { ChainStep, Policy } from '../../semantics/model.ts';
import { membersOf, routesOf } from '../policy-targets.ts';
import { useAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

/** More calls than this for one request are worth a word. */
const MANY = 10;

export const attemptAmplification = defineRule({
  id: 'attempt-amplification',
  severity: 'warning',
  category: 'resilience',
  summary: `One request can become more than ${MANY} calls: retries, hedges and nested chains multiply.`,
  messages: {
    target: (data: { target: string; attempts: number }) => ({
      message: `one request of "${data.target}" can become ${counted(data.attempts)} calls`,
      because: 'during an outage this multiplies the load on providers, and the caller waits for all calls',
      help: 'reduce retries; falling back to another model is more effective than a third attempt',
    }),
    checks: (data: { route: string; attempts: number; retries: number }) => ({
      message: `one request of "${data.route}" can become ${counted(data.attempts)} calls`,
      because: `each of its attempts may be made ${data.retries + 1} times until its checks pass`,
      help: 'let a failed check `try next` or `refuse`, or reduce retries',
    }),
  },
  policy({ policy }, report, context) {
    const counts = new Map<number, Calls>();
    const callsWith = (checkRetries: number): Calls => {
      const calls = counts.get(checkRetries) ?? callsOf(policy, checkRetries);
      counts.set(checkRetries, calls);
      return calls;
    };
    for (const route of routesOf(policy)) {
      const checkRetries = retriesOfChecks(policy, route.action.expects);
      for (const use of [route.action.use, ...route.action.canaries]) {
        if (use === undefined) continue;
        const calls = callsWith(0)(use.target, NO_WORDS);
        const all = callsWith(checkRetries)(use.target, NO_WORDS);
        const target = policy.targets.get(use.target);
        if (calls > MANY && target !== undefined) {
          report('target', target.at, { target: target.name, attempts: calls });
        } else if (all > MANY) {
          report('checks', useAt(context, route), {
            route: route.name,
            attempts: all,
            retries: checkRetries,
          });
        }
      }
    }
  },
});

function counted(attempts: number): string {
  return attempts > MOST_ATTEMPTS ? `${MOST_ATTEMPTS} (of ${attempts} that are written)` : `${attempts}`;
}

type Words = Pick<ChainStep, 'retries' | 'hedgeAfter'>;
const NO_WORDS: Words = { retries: 0 };

type Calls = (name: string, words: Words) => number;

/**
 * Calls at the most, counted as planning counts: the innermost word on retries holds. A target that several others name
 * is counted once for the words above it. Targets are not cyclic here.
 */
function callsOf(policy: Policy, checkRetries: number): Calls {
  const known = new Map<string, number>();
  const count: Calls = (name, words) => {
    const target = policy.targets.get(name);
    if (target === undefined)
      return (1 + words.retries + checkRetries) * (words.hedgeAfter === undefined ? 1 : 2);
    const key = `${name} ${words.retries} ${words.hedgeAfter !== undefined}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const calls =
      target.kind === 'chain'
        ? target.steps.reduce((sum, step) => sum + count(step.target, joined(words, step)), 0)
        : Math.max(0, ...membersOf(policy, name).map((one) => count(one, words)));
    known.set(key, calls);
    return calls;
  };
  return count;
}

function joined(words: Words, step: ChainStep): Words {
  const hedgeAfter = step.hedgeAfter ?? words.hedgeAfter;
  return {
    retries: step.retries > 0 ? step.retries : words.retries,
    ...(hedgeAfter === undefined ? {} : { hedgeAfter }),
  };
}

function retriesOfChecks(policy: Policy, names: readonly string[]): number {
  const failures = names.flatMap((name) => policy.checks.get(name)?.onFailure ?? []);
  if (failures.some(({ action }) => action !== 'retry')) return 0;
  return Math.max(0, ...failures.map(({ times }) => times));
}
