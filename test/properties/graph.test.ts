/**
 * The graph means what the policy says: on random policies and requests it agrees with the naive interpreter and with
 * json-rules-engine, asks no fact that cannot matter, and asks cheap facts before dear ones.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision, DecisionGraph } from '../../src/language/graph/decision-graph.ts';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import { lower } from '../../src/language/graph/lower.ts';
import type { FactValue, KnownFacts } from '../../src/language/vocabulary/value-set.ts';
import { holds } from '../../src/language/vocabulary/value-sets.ts';
import { naiveDecision } from '../support/naive-interpreter.ts';
import { RANDOM_FACTS, randomFacts, randomPolicy, valueFor } from '../support/random-policy.ts';

const requests = fc.array(randomFacts, { minLength: 25, maxLength: 25 });

function nameOf(graph: DecisionGraph, decision: Decision): string {
  if (decision.kind === 'need') return `needs ${decision.fact.id}`;
  if (decision.kind === 'none') return 'nothing';
  const rule = graph.rules[decision.rule];
  if (rule === undefined) return 'no such rule';
  return rule.kind === 'use'
    ? rule.route
    : `${rule.route} ${rule.kind}${rule.kind === 'canary' ? ` ${rule.canary}` : ''}`;
}

describe('the decision graph', () => {
  test('decides like the naive interpreter', () => {
    fc.assert(
      fc.property(randomPolicy(), requests, (policy, all) => {
        const graph = lower(policy);
        const { evaluate } = createEvaluator(graph);
        for (const known of all) expect(nameOf(graph, evaluate(known))).toBe(naiveDecision(policy, known));
      }),
      { numRuns: 500 },
    );
  });

  test('needs only the facts it asks for, and no answer of the others changes the decision', () => {
    fc.assert(
      fc.property(randomPolicy(), randomFacts, fc.gen(), (policy, all, gen) => {
        const graph = lower(policy);
        const { evaluate } = createEvaluator(graph);
        const known = new Map<string, FactValue>();
        const asked: string[] = [];
        let decision = evaluate(known);
        while (decision.kind === 'need') {
          const { id } = decision.fact;
          expect(asked).not.toContain(id);
          asked.push(id);
          known.set(id, all.get(id) ?? null);
          decision = evaluate(known);
        }
        expect(nameOf(graph, decision)).toBe(naiveDecision(policy, all));
        expect(decision.path.map((step) => step.fact)).toEqual(asked);
        expect(decision.path.map((step) => step.value)).toEqual(asked.map((id) => all.get(id)));
        for (const spec of RANDOM_FACTS)
          if (!asked.includes(spec.id)) {
            const other = new Map(all).set(spec.id, gen(valueFor, spec));
            expect(naiveDecision(policy, other)).toBe(naiveDecision(policy, all));
          }
      }),
      { numRuns: 500 },
    );
  });

  test('asks the cheapest open fact of the first rule that is still possible', () => {
    fc.assert(
      fc.property(randomPolicy(), randomFacts, (policy, all) => {
        const graph = lower(policy);
        const { evaluate } = createEvaluator(graph);
        const known = new Map<string, FactValue>();
        for (let decision = evaluate(known); decision.kind === 'need'; decision = evaluate(known)) {
          expect(decision.fact.id).toBe(cheapestOpen(graph, known));
          known.set(decision.fact.id, all.get(decision.fact.id) ?? null);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Straight from the rules: what the evaluator should ask next. */
function cheapestOpen(graph: DecisionGraph, known: KnownFacts): string | undefined {
  const value = (fact: number): FactValue | undefined => known.get(graph.facts[fact]?.id ?? '');
  for (const { boxes } of graph.rules) {
    const possible = boxes.filter((box) =>
      box.every(({ fact, set }) => {
        const answer = value(fact);
        return answer === undefined || holds(set, answer);
      }),
    );
    if (possible.length === 0) continue;
    const open = possible.map((box) =>
      box.map((side) => side.fact).filter((fact) => value(fact) === undefined),
    );
    if (open.some((facts) => facts.length === 0)) return undefined;
    return graph.facts[Math.min(...open.flat())]?.id;
  }
  return undefined;
}
