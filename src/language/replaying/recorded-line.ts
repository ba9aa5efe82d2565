/**
 * A line of the decision log as far as replaying reads it. For lines of other versions or other programs reading
 * returns the reason. Knows no file.
 */
import type { DecisionDocument } from '../explaining/decision-document.ts';
import { plannedAttempt, type RecordedAttempt } from '../explaining/recorded-plan.ts';
import { type RecordedInputs, wholeInputs } from './recorded-inputs.ts';

export type RecordedLine = Pick<
  DecisionDocument,
  'id' | 'policy' | 'route' | 'model' | 'reason' | 'plan' | 'propensity' | 'attempts' | 'budgets' | 'refused'
> & {
  /** ISO instant at which the request came in. */
  readonly time: string;
  /** The number of decisions that the line represents; absent: 1. */
  readonly weight?: number;
  readonly inputs: RecordedInputs;
};

export type ReadLine =
  | { readonly ok: true; readonly line: RecordedLine }
  | { readonly ok: false; readonly because: string };

export function readLine(text: string): ReadLine {
  const json = parsed(text);
  if (!isObject(json)) return no('the line is not a JSON object');
  const { policy, route, plan, time, inputs } = json;
  if (!isObject(policy) || typeof policy['name'] !== 'string' || typeof route !== 'string')
    return no('the line is not a decision');
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time)) || !Array.isArray(plan))
    return no('the line is not a decision of this version');
  if (!isObject(inputs) || !isObject(inputs['facts']) || !isObject(inputs['needs']))
    return no('the line does not contain the inputs of the decision: it is from an older version');
  const budgets = Array.isArray(json['budgets']) ? json['budgets'] : [];
  const line = { ...json, budgets } as unknown as RecordedLine;
  // Lines of version 3 leave out what is usual.
  if (json['version'] !== 3) return { ok: true, line };
  const plans = plan as readonly RecordedAttempt[];
  return {
    ok: true,
    line: { ...line, plan: plans.map(plannedAttempt), inputs: wholeInputs(3, line.inputs) },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function no(because: string): ReadLine {
  return { ok: false, because };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
