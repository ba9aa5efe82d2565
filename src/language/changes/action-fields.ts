/** The clauses of routes, transforms and checks as text, and where a difference in each is reported. */
import type { Action, Canary, Check, Refusal, Transform, TransformStep, Use } from '../semantics/model.ts';
import { formatDuration, formatQuantity } from '../vocabulary/format-quantity.ts';
import { changedEntries, type Fields, NONE, type Told, toldOf } from './field.ts';
import { listed, quoted } from './model-fields.ts';

export const REFUSAL_FIELDS: Fields<Refusal> = {
  status: { told: 'regions', clause: '', words: String },
  message: { told: 'regions', clause: '', words: quoted },
};

export function refusalWords({ status, message }: Refusal): string {
  return `${status} ${quoted(message)}`;
}

export const USE_FIELDS: Fields<Use> = {
  target: { told: 'regions', clause: 'use', words: (name) => name },
  transforms: { told: 'regions', clause: 'with', words: listed },
  orRefuse: { told: 'regions', clause: 'or refuse', words: refusalWords },
};

/** Which requests a canary takes depends on its share, which is a fact like others. */
export const CANARY_FIELDS: Fields<Canary> = {
  ...USE_FIELDS,
  at: 'place',
  from: 'derived',
  to: 'derived',
  fact: 'derived',
};

/** `until` is a condition, too, and compared as one; conditions, canaries and targets are compared as rules. */
export const ACTION_FIELDS: Fields<Action> = {
  use: 'derived',
  refuse: 'derived',
  canaries: 'derived',
  mirrors: {
    told: 'regions',
    clause: 'mirror',
    words: (mirrors) => listed(mirrors.map(({ share, model }) => `${share}% to ${model}`)) || NONE,
  },
  expects: { told: 'regions', clause: 'expect', words: (checks) => listed(checks) || NONE },
  label: { told: 'regions', clause: 'label', words: quoted },
  until: 'derived',
  onBrokenStream: { told: 'regions', clause: 'on broken stream', words: (action) => action },
  holdUntilComplete: {
    told: 'regions',
    clause: 'hold until complete',
    words: (held) => (held ? 'yes' : 'no'),
  },
  cache: {
    told: 'regions',
    clause: 'cache',
    words: ({ ms, per }) => `${formatDuration(ms)} per ${per}`,
  },
  region: { told: 'regions', clause: 'within region', words: (region) => region },
};

export const TRANSFORM_FIELDS: Fields<Transform> = {
  name: 'name',
  at: 'place',
  steps: { told: 'regions', clause: '', words: stepsWords, changes: stepChanges },
};

export function stepsWords(steps: readonly TransformStep[]): string {
  return steps.map((step) => `${stepHead(step)} ${stepValue(step)}`).join(', ') || NONE;
}

function stepHead(step: TransformStep): string {
  switch (step.kind) {
    case 'system':
      return `system ${step.how}`;
    case 'set':
      return `set ${step.parameter}`;
    case 'cap-output':
      return 'cap output';
    case 'trim-history':
      return 'trim history to';
    case 'drop':
      return 'drop';
  }
}

function stepValue(step: TransformStep): string {
  switch (step.kind) {
    case 'system':
      return quoted(step.text);
    case 'set':
      return typeof step.value === 'string' ? quoted(step.value) : String(step.value);
    case 'cap-output':
    case 'trim-history':
      return formatQuantity('tokens', step.tokens);
    case 'drop':
      return step.what;
  }
}

/** Step by step where both have the same steps; otherwise the whole list, because their order counts. */
export function stepChanges(
  head: string,
  before: readonly TransformStep[] = [],
  after: readonly TransformStep[] = [],
): readonly Told[] {
  const heads = (steps: readonly TransformStep[]): string => JSON.stringify(steps.map(stepHead));
  if (heads(before) !== heads(after)) return [toldOf(head, stepsWords(before), stepsWords(after))];
  return before.flatMap((step, index) => {
    const now = after[index] ?? step;
    const [was, is] = [stepValue(step), stepValue(now)];
    return was === is ? [] : [toldOf(`${head}, ${stepHead(step)}`, was, is)];
  });
}

export const CHECK_FIELDS: Fields<Check> = {
  name: 'name',
  at: 'place',
  rules: {
    told: 'regions',
    clause: '',
    words: (rules) => listed(rules.map(ruleWords)),
    changes: changedEntries(ruleWords),
  },
  onFailure: {
    told: 'regions',
    clause: 'on failure',
    words: ({ action, times }) => (action === 'retry' ? `retry ${times}` : action),
  },
};

function ruleWords(rule: Check['rules'][number]): string {
  switch (rule.kind) {
    case 'json-schema':
      return `json schema ${compact(rule.schema)}`;
    case 'contains':
      return `${rule.negated ? 'not ' : ''}contains ${quoted(rule.text)}`;
    case 'matches':
      return `${rule.negated ? 'not ' : ''}matches /${rule.source}/`;
    case 'length':
      return `length up to ${formatQuantity('tokens', rule.upTo)}`;
  }
}

function compact(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json.replace(/\s+/g, ' ');
  }
}
