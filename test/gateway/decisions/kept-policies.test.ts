/**
 * A decision is explained later by the policy that made it: on random policies and requests, with other policies
 * active in between and after a restart, the derived document says what the headers said.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { decisionHeaders } from '../../../src/gateway/decisions/decision-headers.ts';
import { wholeDocument } from '../../../src/gateway/decisions/decision-log.ts';
import { openKeptPolicies } from '../../../src/gateway/decisions/kept-policies.ts';
import { LLMR_VERSION } from '../../../src/gateway/decisions/llmr-version.ts';
import { shownFacts } from '../../../src/language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../../src/language/explaining/decision-record.ts';
import { plannedAttempt, recordedAttempt } from '../../../src/language/explaining/recorded-plan.ts';
import type { Decided, DecisionGraph } from '../../../src/language/graph/decision-graph.ts';
import { evaluate } from '../../../src/language/graph/evaluate.ts';
import { explainDecision } from '../../../src/language/graph/explain.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import { prepareLines } from '../../../src/language/graph/prepared-lines.ts';
import { isPrivate } from '../../../src/language/graph/shown-value.ts';
import { routeNamed } from '../../../src/language/planning/make-plan.ts';
import type { PlannedAttempt } from '../../../src/language/planning/plan.ts';
import { recordInputs } from '../../../src/language/replaying/recorded-inputs.ts';
import { WatchedWorld } from '../../../src/language/replaying/watched-world.ts';
import { DEFAULT_TRIGGERS } from '../../../src/language/semantics/failures.ts';
import { DEFAULT_DEADLINES, type Policy } from '../../../src/language/semantics/model.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { atTime, randomFacts, randomPolicy } from '../../support/random-policy.ts';
import { lineAt, record } from './decisions.ts';

const data = mkdtempSync(join(tmpdir(), 'llmr-kept-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));
const onTrouble = (message: string): void => {
  throw new Error(message);
};

interface Version {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
  readonly hash: string;
}

function decide(graph: DecisionGraph, facts: ReadonlyMap<string, FactValue>) {
  const known = new Map<string, FactValue>();
  for (;;) {
    const decision = evaluate(graph, known);
    if (decision.kind !== 'need') return { known, decision };
    known.set(decision.fact.id, facts.get(decision.fact.id) ?? null);
  }
}

/** A first attempt with the usual triggers, and one deadline of its own. */
const ATTEMPT: PlannedAttempt = {
  model: 'first',
  deployments: ['first-eu'],
  deadlines: { ...DEFAULT_DEADLINES, firstToken: 1_000 },
  retries: 1,
  moves: Object.fromEntries(DEFAULT_TRIGGERS.map((name) => [name, 1])),
};

/** The line of the log. */
function recordOf(
  { policy, graph, hash }: Version,
  { rule, asked }: Decided,
  known: Map<string, FactValue>,
): DecisionRecord {
  const seen = new WatchedWorld({
    needs: { inputTokens: 1, tools: false, images: false, json: false, audio: false },
    share: () => null,
    state: () => 'ready',
    turn: () => 0,
    latency: () => undefined,
    load: () => 0,
    rolloutShare: () => 0,
  });
  const inputs = recordInputs(graph.facts, known, seen);
  const route = graph.rules[rule]?.route ?? '';
  const line = record('01M82NMWP9HN7BXKWD768FG2Z3', {
    ...{ policy: { name: policy.name, hash }, llmr: LLMR_VERSION, route, rule, asked, inputs },
    plan: [recordedAttempt(ATTEMPT), recordedAttempt({ ...ATTEMPT, model: 'last', moves: {} })],
  });
  return JSON.parse(JSON.stringify(line)) as DecisionRecord;
}

/** As version 2 wrote it: nothing is left out. */
function olderLine(line: DecisionRecord, { graph }: Version, known: Map<string, FactValue>): DecisionRecord {
  const facts = Object.fromEntries(
    graph.facts.flatMap((spec) => {
      const value = known.get(spec.id);
      const open = value === null || !isPrivate(spec);
      return value !== undefined && open && spec.fact !== 'share' ? [[spec.id, value]] : [];
    }),
  );
  const plan = line.plan.map(plannedAttempt);
  return { ...line, version: 2, plan, inputs: { ...line.inputs, facts } };
}

let versions = 0;

test('an explanation derived later is the one of the headers', async () => {
  const requests = fc.array(randomFacts, { minLength: 1, maxLength: 6 });
  let explained = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(randomPolicy(), requests), { minLength: 2, maxLength: 3 }),
      async (sets) => {
        const running = openKeptPolicies(data, onTrouble);
        const expected: {
          line: DecisionRecord;
          older: DecisionRecord;
          headers: object;
          skipped: object;
          path: object;
          facts: object;
        }[] = [];
        for (const [policy, asked] of sets) {
          const version = { policy, graph: lower(policy), hash: `v${++versions}` };
          running.keep([version]);
          const lines = prepareLines(policy, version.graph);
          for (const drawn of [...asked, ...asked]) {
            const facts = atTime(drawn, record('').time);
            const { known, decision } = decide(version.graph, facts);
            if (decision.kind !== 'decided') continue;
            const told = explainDecision(policy, version.graph, decision, known);
            const explain = lines.line(decision, known, new Map());
            expect(explain).toBe(told.explain);
            const line = recordOf(version, decision, known);
            const at = routeNamed(policy, line.route)?.at;
            const seen = { ...line, at: { file: at?.path ?? '', line: at?.line ?? 0 }, explain };
            const headers = decisionHeaders(seen, { timing: {}, trace: told });
            const { skipped, path } = told;
            const older = olderLine(line, version, known);
            expected.push({ line, older, headers, skipped, path, facts: shownFacts(policy.facts, known) });
          }
        }
        await running.close();
        const restarted = openKeptPolicies(data, onTrouble);
        for (const kept of [running, restarted])
          for (const { line, older, headers, ...parts } of expected) {
            const document = await wholeDocument(line, kept);
            expect(decisionHeaders(document, { timing: {}, trace: document })).toEqual(headers);
            expect(document).toMatchObject(parts);
            expect(await wholeDocument(older, kept)).toEqual(document);
            explained += 1;
          }
      },
    ),
    { numRuns: 40 },
  );
  expect(explained).toBeGreaterThan(200);
});

test('a policy that is not kept any more costs the path, not the decision', async () => {
  const kept = openKeptPolicies(data, onTrouble);
  const document = await wholeDocument(record('a', { policy: { name: 'p', hash: '../../x' } }), kept);
  expect(document).toMatchObject({ route: 'refunds', model: 'haiku', path: [], skipped: [] });
  expect(document.explain).toContain('no longer kept');
});

test('a line of an older version is the document itself', async () => {
  const line = lineAt(Date.UTC(2026, 10, 22), { explain: 'refunds: tier pro' });
  const { time, owner, status, ending, ...document } = line;
  expect(await wholeDocument(line, { find: onTrouble as never })).toEqual(document);
});

test('files are readable by their user only, one for each version', () => {
  const names = readdirSync(join(data, 'policies'));
  expect(names).toHaveLength(versions);
  for (const name of names) {
    expect(name).toContain(`-${LLMR_VERSION}.policy`);
    expect(statSync(join(data, 'policies', name)).mode & 0o077).toBe(0);
  }
});

test('a plan in a line names only what is not usual, and is read as it was', () => {
  expect(JSON.parse(JSON.stringify(recordedAttempt(ATTEMPT)))).toEqual({
    model: 'first',
    deployment: 'first-eu',
    deadlines: { firstToken: 1_000 },
    on: 'usual and too-long',
    retries: 1,
  });
  const { 'too-long': _, ...moves } = ATTEMPT.moves;
  const others: PlannedAttempt['moves'][] = [moves, { timeout: 1, gone: 1 }, { 'rate-limit': 1 }, {}];
  for (const own of [ATTEMPT.moves, ...others])
    expect(plannedAttempt(recordedAttempt({ ...ATTEMPT, moves: own }))).toEqual({
      model: 'first',
      deployment: 'first-eu',
      deadlines: ATTEMPT.deadlines,
      on: Object.keys(own),
      retries: 1,
    });
});
