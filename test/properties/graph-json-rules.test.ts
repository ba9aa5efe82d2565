/**
 * A second opinion from somebody else's engine: the exported rules, run by json-rules-engine, choose what the graph
 * chooses, on more than ten thousand random policies and requests.
 */
import fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import { expect, test } from 'vitest';
import { addOperators } from '../../src/interchange/json-rules/operators.ts';
import { type RuleParams, toJsonRules } from '../../src/interchange/json-rules/to-json-rules.ts';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import { lower } from '../../src/language/graph/lower.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import { naiveDecision } from '../support/naive-interpreter.ts';
import { randomFacts, randomPolicy } from '../support/random-policy.ts';
import { rounds } from '../support/rounds.ts';

const POLICIES = rounds(520, 0.5);
const REQUESTS = 20;

function engineDecision(policy: Policy): (known: ReadonlyMap<string, FactValue>) => Promise<string> {
  // The same rules as JSON text, as another program would read them.
  const rules = JSON.parse(JSON.stringify(toJsonRules(policy).rules));
  const engine = new Engine(rules);
  addOperators(engine);
  return async (known) => {
    const { results } = await engine.run(Object.fromEntries(known));
    const best = results.reduce<(typeof results)[number] | undefined>(
      (best, result) => (best === undefined || Number(priorityOf(result)) > priorityOf(best) ? result : best),
      undefined,
    );
    const params = best?.event?.params as RuleParams | undefined;
    if (params === undefined) return 'nothing';
    const { route, kind, canary } = params;
    return kind === 'use' ? route : kind === 'refuse' ? `${route} refuse` : `${route} canary ${canary}`;
  };
}

/** In the engine's results, though not in its types. */
function priorityOf(result: object): number {
  return 'priority' in result ? Number(result.priority) : 0;
}

test('the graph, the naive interpreter and json-rules-engine agree', { timeout: 60_000 }, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      randomPolicy(),
      fc.array(randomFacts, { minLength: REQUESTS, maxLength: REQUESTS }),
      async (policy, requests) => {
        const graph = lower(policy);
        const { evaluate } = createEvaluator(graph);
        const ask = engineDecision(policy);
        for (const known of requests) {
          const decision = evaluate(known);
          const rule = decision.kind === 'decided' ? graph.rules[decision.rule] : undefined;
          const ours =
            rule === undefined
              ? 'nothing'
              : [rule.route, rule.kind === 'use' ? '' : rule.kind, rule.canary ?? ''].join(' ').trim();
          expect(ours).toBe(naiveDecision(policy, known));
          expect(await ask(known)).toBe(ours);
          compared += 1;
        }
      },
    ),
    { numRuns: POLICIES },
  );
  expect(compared).toBeGreaterThanOrEqual(POLICIES * REQUESTS * 0.95);
});
