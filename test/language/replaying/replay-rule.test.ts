/**
 * What a recorded decision says on replay, on random policies and requests: by its own policy exactly what was decided;
 * by any other policy what that policy would have decided, or that the line does not say enough. Never anything else.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate } from '../../../src/language/graph/evaluate.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import type { PlanWorld } from '../../../src/language/planning/plan.ts';
import { recordInputs } from '../../../src/language/replaying/recorded-inputs.ts';
import { readLine } from '../../../src/language/replaying/recorded-line.ts';
import { replayRule } from '../../../src/language/replaying/replay-decision.ts';
import { WatchedWorld } from '../../../src/language/replaying/watched-world.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { atTime, randomFacts, randomPolicy } from '../../support/random-policy.ts';

const TIME = '2026-11-22T10:15:30.000Z';

function decide(policy: Policy, facts: ReadonlyMap<string, FactValue>) {
  const graph = lower(policy);
  const known = new Map<string, FactValue>();
  for (;;) {
    const decision = evaluate(graph, known);
    if (decision.kind !== 'need')
      return { graph, known, rule: decision.kind === 'decided' ? decision.rule : 'none' };
    known.set(decision.fact.id, facts.get(decision.fact.id) ?? null);
  }
}

function lineOf(policy: Policy, facts: ReadonlyMap<string, FactValue>) {
  const { graph, known } = decide(policy, facts);
  const world: PlanWorld = {
    needs: {
      inputTokens: Number(facts.get('tokens') ?? 0),
      tools: facts.get('request has tools') === true,
      images: facts.get('request has images') === true,
      json: facts.get('request has json') === true,
      audio: false,
    },
    share: () => null,
    state: () => 'ready',
    turn: () => 0,
    latency: () => undefined,
    load: () => 0,
    rolloutShare: () => 0,
  };
  const inputs = recordInputs(graph.facts, known, new WatchedWorld(world));
  const document = {
    version: 3,
    policy: { name: 'p', hash: '', file: '' },
    route: 'r',
    plan: [],
    budgets: [],
    time: TIME,
    inputs,
  };
  const read = readLine(JSON.stringify(document));
  if (!read.ok) throw new Error(read.because);
  return read.line;
}

function replayed(policy: Policy, line: ReturnType<typeof lineOf>): number | string {
  const result = replayRule(lower(policy), line);
  return result.kind === 'rule' ? result.rule : result.kind;
}

it('decides by the same policy what was decided', () => {
  fc.assert(
    fc.property(randomPolicy(), randomFacts, (policy, drawn) => {
      const facts = atTime(drawn, TIME);
      expect(replayed(policy, lineOf(policy, facts))).toBe(decide(policy, facts).rule);
    }),
    { numRuns: 500 },
  );
});

it('decides by another policy what it would have decided, or says that it cannot tell', () => {
  let told = 0;
  fc.assert(
    fc.property(randomPolicy(), randomPolicy({ maxRoutes: 3 }), randomFacts, (before, after, drawn) => {
      const facts = atTime(drawn, TIME);
      const rule = replayed(after, lineOf(before, facts));
      if (rule === 'undetermined') return;
      told += 1;
      expect(rule).toBe(decide(after, facts).rule);
    }),
    { numRuns: 500 },
  );
  expect(told).toBeGreaterThan(20);
});

it('keeps private values out of a line', () => {
  fc.assert(
    fc.property(randomPolicy(), randomFacts, fc.stringMatching(/^[A-Z]{12}$/), (policy, drawn, secret) => {
      const facts = atTime(drawn, TIME).set('header "x-beta"', secret);
      expect(JSON.stringify(lineOf(policy, facts))).not.toContain(secret);
    }),
    { numRuns: 200 },
  );
});
