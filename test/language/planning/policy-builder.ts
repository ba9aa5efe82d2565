/** A typed policy and a world from a few words each, so that a planning test says only what it is about. */
import type { DecisionGraph, Rule } from '../../../src/language/graph/decision-graph.ts';
import type { Needs, PlanWorld } from '../../../src/language/planning/plan.ts';
import { shareOf } from '../../../src/language/planning/share.ts';
import { DEFAULT_TRIGGERS, type FailureClass } from '../../../src/language/semantics/failures.ts';
import {
  type Action,
  type Chain,
  DEFAULT_DEADLINES,
  type Model,
  type Place,
  type Policy,
  type Target,
} from '../../../src/language/semantics/model.ts';

export const at: Place = { path: 'p.route', line: 1, span: { start: 0, end: 0 } };

export function model(name: string, more: Partial<Model> = {}): Model {
  return {
    name,
    at,
    deployments: [{ id: name, upstreamId: name, provider: 'lab' }],
    window: 100_000,
    output: 8_000,
    price: { input: 1, output: 5 },
    can: [],
    ...more,
  };
}

export function chain(
  name: string,
  steps: readonly (string | (Partial<Chain['steps'][number]> & { target: string }))[],
  on: readonly FailureClass[] = DEFAULT_TRIGGERS,
): Chain {
  return {
    kind: 'chain',
    name,
    at,
    on,
    steps: steps.map((step) => ({
      at,
      deadlines: {},
      retries: 0,
      ...(typeof step === 'string' ? { target: step } : step),
    })),
  };
}

export function action(more: Partial<Action> = {}): Action {
  return {
    canaries: [],
    mirrors: [],
    expects: [],
    onBrokenStream: 'error',
    holdUntilComplete: false,
    ...more,
  };
}

export interface Parts {
  readonly models: readonly Model[];
  readonly targets?: readonly Target[];
  /** Of the route `it`. */
  readonly action: Action;
  readonly more?: Partial<Policy>;
}

export function policyOf({ models, targets = [], action: does, more = {} }: Parts): Policy {
  return {
    name: 'p',
    at,
    serves: ['p'],
    exactlyOne: false,
    deadlines: DEFAULT_DEADLINES,
    facts: new Map(),
    tiers: [],
    providers: new Map([['lab', { name: 'lab', at, speaks: 'simulated', keyVariable: 'LAB_KEY' }]]),
    models: new Map(models.map((each) => [each.name, each])),
    targets: new Map(targets.map((each) => [each.name, each])),
    intentGroups: new Map(),
    budgets: new Map(),
    limits: new Map(),
    transforms: new Map(),
    checks: new Map(),
    routes: [{ name: 'it', at, guard: { all: [] }, action: does }],
    ...more,
  };
}

export function useOf(target: string, transforms: readonly string[] = []): Action {
  return action({ use: { target, transforms } });
}

export function graphOf(rule: Partial<Rule> = {}): DecisionGraph {
  return {
    version: 1,
    policy: 'p',
    facts: [],
    rules: [{ route: 'it', kind: 'use', boxes: [[]], ...rule }],
  };
}

export function needs(more: Partial<Needs> = {}): Needs {
  return { inputTokens: 1_000, tools: false, images: false, json: false, audio: false, ...more };
}

export function world(more: Partial<PlanWorld> & { user?: string | null } = {}): PlanWorld {
  const { user = 'ada', ...rest } = more;
  return {
    needs: needs(),
    share: (_key, salt) => (user === null ? null : shareOf(user, salt)),
    state: () => 'ready',
    turn: () => 0,
    latency: () => undefined,
    load: () => 0,
    rolloutShare: () => 1,
    ...rest,
  };
}
