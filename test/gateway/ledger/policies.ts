/** Typed policies as the gate sees them: only what budgets need is filled in. */
import type { Needs } from '../../../src/language/planning/plan.ts';
import {
  type Budget,
  type BudgetLine,
  DEFAULT_DEADLINES,
  type Model,
  type Policy,
  type Route,
} from '../../../src/language/semantics/model.ts';

export const PLACE = { path: 'support.route', span: { start: 0, end: 1 }, line: 1 };
export const NEEDS: Needs = {
  inputTokens: 1_000,
  outputTokens: 200,
  tools: false,
  images: false,
  json: false,
  audio: false,
};

export function line(
  unit: BudgetLine['unit'],
  amount: number,
  per: BudgetLine['per'],
  window: BudgetLine['window'] = 'day',
): BudgetLine {
  return { unit, amount, window, per };
}

export function budget(name: string, lines: readonly BudgetLine[], more: Partial<Budget> = {}): Budget {
  return { name, at: PLACE, lines, zone: 'UTC', whenUnknown: 'refuse', ...more };
}

/** $1 in, $5 out: a call of `NEEDS` is estimated at $0.002. */
export function model(name: string, more: Partial<Model> = {}): Model {
  return { name, at: PLACE, deployments: [], can: [], price: { input: 1, output: 5 }, ...more };
}

export function route(name: string, label?: string): Route {
  return {
    name,
    at: PLACE,
    guard: { all: [] },
    action: {
      canaries: [],
      mirrors: [],
      expects: [],
      onBrokenStream: 'error',
      holdUntilComplete: false,
      ...(label === undefined ? {} : { label }),
    },
  };
}

export function policy(
  budgets: readonly Budget[],
  models: readonly Model[] = [model('haiku'), model('sonnet')],
): Policy {
  return {
    name: 'support',
    at: PLACE,
    serves: ['support'],
    exactlyOne: false,
    deadlines: DEFAULT_DEADLINES,
    facts: new Map(),
    tiers: [],
    providers: new Map(),
    models: new Map(models.map((one) => [one.name, one])),
    targets: new Map(),
    intentGroups: new Map(),
    budgets: new Map(budgets.map((one) => [one.name, one])),
    limits: new Map(),
    transforms: new Map(),
    checks: new Map(),
    routes: [route('refunds'), route('trial', 'EXP-31')],
    otherwise: route('otherwise'),
  };
}
