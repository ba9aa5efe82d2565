/**
 * The graph means what the policy says: on random policies and requests it agrees with the naive interpreter and with
 * json-rules-engine, asks no fact that cannot matter, and asks cheap facts before dear ones.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision, DecisionGraph, Rule } from '../../src/language/graph/decision-graph.ts';
import { expandGraph, type GraphNode } from '../../src/language/graph/draw/expand-graph.ts';
import {
  firstOpenFact,
  restOf,
  settledRule,
  withAnswer,
} from '../../src/language/graph/draw/rest-of-rules.ts';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import { lower } from '../../src/language/graph/lower.ts';
import { readGraph, writeGraph } from '../../src/language/graph/serialise.ts';
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

  test('is drawn as it is walked: the same questions in the same order, to the same end', () => {
    fc.assert(
      fc.property(randomPolicy({ maxRoutes: 5 }), randomFacts, (policy, all) => {
        const graph = lower(policy);
        const decision = createEvaluator(graph).evaluate(all);
        if (decision.kind === 'need') throw new Error('every fact was given');
        const asked = decision.path.map((step) => step.fact);
        const { nodes, complete } = expandGraph(graph, { mostNodes: 5_000 });
        const rule = decision.kind === 'decided' ? graph.rules[decision.rule] : undefined;
        if (complete) expect(leadsTo(nodes, 0, asked)).toContain(endOf(rule));

        // The rest of the rules, answered fact by fact, is a second evaluator.
        let rest = restOf(graph);
        for (const id of asked) {
          const fact = firstOpenFact(rest);
          expect(graph.facts[fact]?.id).toBe(id);
          rest = withAnswer(rest, fact, (set) => holds(set, all.get(id) ?? null));
        }
        expect(settledRule(rest)).toBe(decision.kind === 'decided' ? decision.rule : undefined);
      }),
      { numRuns: 200 },
    );
  });

  test('draws no node twice', () => {
    fc.assert(
      fc.property(randomPolicy({ maxRoutes: 6 }), (policy) => {
        const { nodes } = expandGraph(lower(policy), { mostNodes: 300 });
        expect(new Set(nodes.map((node) => JSON.stringify(node))).size).toBe(nodes.length);
        for (const node of nodes)
          if (node.kind === 'test') {
            const branches = node.edges.map((edge) => edge.branch);
            expect(new Set(branches).size).toBe(branches.length);
          }
      }),
      { numRuns: 200 },
    );
  });

  test('is JSON and decides the same when it is read back', () => {
    fc.assert(
      fc.property(randomPolicy(), randomFacts, (policy, all) => {
        const graph = lower(policy);
        const back = readGraph(writeGraph(graph));
        expect(back).toEqual(graph);
        expect(createEvaluator(back).evaluate(all)).toEqual(createEvaluator(graph).evaluate(all));
      }),
      { numRuns: 200 },
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

function endOf(rule: Rule | undefined): string {
  return rule === undefined ? 'none' : `${rule.route} ${rule.kind} ${rule.canary ?? ''}`;
}

/** Ends of all ways through the drawing that ask these facts in this order. */
function leadsTo(nodes: readonly GraphNode[], from: number, asked: readonly string[]): string[] {
  const node = nodes[from];
  if (node === undefined) return [];
  if (node.kind !== 'test') {
    const end = node.kind === 'outcome' ? `${node.route} ${node.answer} ${node.canary ?? ''}` : node.kind;
    return asked.length === 0 ? [end] : [];
  }
  if (node.fact !== asked[0]) return [];
  return node.edges.flatMap((edge) => leadsTo(nodes, edge.to, asked.slice(1)));
}
