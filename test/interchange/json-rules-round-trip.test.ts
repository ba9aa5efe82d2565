/**
 * Export, import, compile: on random policies of what rules can say, the imported policy answers every random request
 * by the same route. Facts that rules cannot carry (budgets, what is not available yet) are left out of the policies.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportPolicy } from '../../src/interchange/json-rules/export-policy.ts';
import { fromJsonRules } from '../../src/interchange/json-rules/from-json-rules.ts';
import { compile } from '../../src/language/compile.ts';
import { hasErrors } from '../../src/language/diagnostics/diagnostic.ts';
import type { DecisionGraph } from '../../src/language/graph/decision-graph.ts';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import { lower } from '../../src/language/graph/lower.ts';
import { runLint } from '../../src/language/lint/run-lint.ts';
import type { Guard, Policy, Route, Term } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import { randomFacts, randomPolicy } from '../support/random-policy.ts';

const LEFT_OUT = ['budget cap used', 'complexity', 'user share "canary"', 'text'];

/** Whether a route can say it in words. */
function sayable({ fact, set }: Term): boolean {
  if (LEFT_OUT.includes(fact)) return false;
  if (['predicate vip holds', 'haiku is down', 'request has tools'].includes(fact))
    return set.kind === 'flag';
  return set.kind !== 'texts' || set.any.every((pattern) => pattern.kind !== 'contains');
}
function exportable(policy: Policy): Policy {
  const trimmed = (route: Route): Route => ({
    ...route,
    guard: {
      all: route.guard.all.flatMap((item): Guard['all'] => {
        if (item.kind === 'term') return sayable(item) ? [item] : [];
        const alternatives = item.alternatives.filter((terms) => terms.every(sayable));
        return alternatives.length === 0 ? [] : [{ ...item, alternatives }];
      }),
    },
  });
  const intents = {
    name: 'intent',
    intents: ['refund', 'bug-report', 'sales'].map((name) => ({ name, at: policy.at, like: [], not: [] })),
  };
  return { ...policy, routes: policy.routes.map(trimmed), intentGroups: new Map([['intent', intents]]) };
}

/** What only the user can know: an address, and the provider's names of the models. */
function filled(text: string): string {
  return text.replaceAll('at ""', 'at "https://llm.example/v1"').replaceAll('is "" on llm', 'is "m" on llm');
}

function answer(graph: DecisionGraph, known: ReadonlyMap<string, FactValue>): string {
  const decision = createEvaluator(graph).evaluate(known);
  if (decision.kind === 'need') throw new Error(`needs ${decision.fact.id}`);
  const rule = decision.kind === 'none' ? undefined : graph.rules[decision.rule];
  if (rule === undefined) return 'nothing';
  return rule.kind === 'canary' ? `${rule.route} canary ${rule.canary}` : `${rule.route} ${rule.kind}`;
}

describe('json-rules there and back', () => {
  it('decides the same', () => {
    let routes = 0;
    fc.assert(
      fc.property(
        randomPolicy({ maxRoutes: 6 }),
        fc.array(randomFacts, { minLength: 20, maxLength: 20 }),
        (random, requests) => {
          const policy = exportable(random);
          const document = JSON.parse(JSON.stringify(exportPolicy(policy).document));
          const imported = fromJsonRules(document, 'fallback');
          if (!imported.ok) {
            expect(imported.message).toContain('no rule that a route can express');
            return;
          }
          const sources = [createSource('imported.route', filled(imported.text))];
          const compilation = compile(sources, new Map());
          const findings = runLint(compilation, sources, { today: '2026-11-22' });
          const errors = findings.filter(({ severity }) => severity === 'error');
          // Random routes may be out of reach: what lint says of the original too.
          const own = errors.filter(
            ({ rule }) => !['unreachable-route', 'impossible-condition'].includes(rule),
          );
          expect(
            own.map(({ rule, message }) => `${rule}: ${message}`),
            imported.text,
          ).toEqual([]);
          expect(
            hasErrors(compilation.diagnostics),
            JSON.stringify(compilation.diagnostics.map(({ message }) => message)) + imported.text,
          ).toBe(false);
          const back = compilation.policies[0];
          if (back?.graph === undefined) throw new Error('no graph');
          const graph = lower(policy);
          routes += back.policy.routes.length;
          for (const known of requests) {
            const there = new Map(known);
            for (const spec of back.policy.facts.values()) {
              if (spec.fact === 'share') there.set(spec.id, known.get('user share "canary"') ?? null);
            }
            const expected = answer(graph, known);
            const got = answer(back.graph, there);
            const renamed = imported.lost.some(
              ({ what }) => what === `the name of route ${expected.split(' ')[0]}`,
            );
            if (renamed)
              expect(got, imported.text + JSON.stringify(document.rules)).toBe(
                expected.replace(/^\S+/, 'otherwise'),
              );
            else if (expected === 'nothing') expect(got).toBe('otherwise refuse');
            else expect(got, `${imported.text}\n${JSON.stringify(document.rules, null, 1)}`).toBe(expected);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(routes).toBeGreaterThan(100);
  }, 30_000);
});
