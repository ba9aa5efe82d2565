/** Mutates one clause of a transform or check. Must not know routes. */
import type { Check, Policy, Transform, TransformStep } from '../../semantics/model.ts';
import { formatCount } from '../../vocabulary/format-quantity.ts';
import { onFailureWords, ruleWords, transformWords } from '../bind/clause-words.ts';
import {
  dropItems,
  type Edit,
  instead,
  KIND,
  type Members,
  mutateItems,
  mutateMembers,
  NAME,
  PLACE,
  scaled,
  shortened,
} from './mutate-members.ts';

type Step<K extends TransformStep['kind']> = Extract<TransformStep, { kind: K }>;
type Rule<K extends Check['rules'][number]['kind']> = Extract<Check['rules'][number], { kind: K }>;

const STEPS = {
  system: {
    kind: KIND,
    how: (value, _policy, step) =>
      instead(value, ['prepend', 'append', 'replace'], (how) => transformWords({ ...step, how })).slice(0, 1),
    text: (value, _policy, step) => shortened(value, (text) => transformWords({ ...step, text })),
  },
  set: {
    kind: KIND,
    parameter: NAME,
    value: (value, _policy, step) => {
      const words = (other: typeof value): string => transformWords({ ...step, value: other });
      if (typeof value === 'number')
        return value === 0 ? [{ from: words(0), to: words(1), value: 1 }] : scaled(value, words);
      if (typeof value === 'boolean') return [{ from: words(value), to: words(!value), value: !value }];
      return shortened(value, words);
    },
  },
  'cap-output': { kind: KIND, tokens: (value) => scaled(value, (each) => `cap output ${formatCount(each)}`) },
  'trim-history': {
    kind: KIND,
    tokens: (value) => scaled(value, (each) => `trim history to ${formatCount(each)}`),
  },
  drop: {
    kind: KIND,
    what: (value) => instead(value, ['images', 'audio', 'tools'], (what) => `drop ${what}`),
  },
} as const satisfies { readonly [K in TransformStep['kind']]: Members<Step<K>> };

const TRANSFORM = {
  name: NAME,
  at: PLACE,
  steps: (value, policy) => [
    ...dropItems(value, transformWords),
    ...mutateItems(value, (step) => mutateStep(policy, step)),
  ],
} as const satisfies Members<Transform>;

/** Written out, so that each kind uses its own table. */
function mutateStep(policy: Policy, step: TransformStep): readonly Edit<TransformStep>[] {
  switch (step.kind) {
    case 'system':
      return mutateMembers(step, STEPS.system, policy);
    case 'set':
      return mutateMembers(step, STEPS.set, policy);
    case 'cap-output':
      return mutateMembers(step, STEPS['cap-output'], policy);
    case 'trim-history':
      return mutateMembers(step, STEPS['trim-history'], policy);
    case 'drop':
      return mutateMembers(step, STEPS.drop, policy);
  }
}

const turned = (value: boolean, words: (negated: boolean) => string): Edit<boolean>[] => [
  { from: words(value), to: words(!value), value: !value },
];

const RULES = {
  'json-schema': {
    kind: KIND,
    file: NAME,
    schema: { leftAlone: 'a separate file; the check itself is mutated' },
    at: PLACE,
  },
  contains: {
    kind: KIND,
    text: (value, _policy, rule) => shortened(value, (text) => ruleWords({ ...rule, text })),
    negated: (value, _policy, rule) => turned(value, (negated) => ruleWords({ ...rule, negated })),
  },
  matches: {
    kind: KIND,
    source: { leftAlone: 'half a pattern may be invalid; negating the check shows whether it is tested' },
    negated: (value, _policy, rule) => turned(value, (negated) => ruleWords({ ...rule, negated })),
  },
  length: { kind: KIND, upTo: (value) => scaled(value, (upTo) => `length up to ${formatCount(upTo)}`) },
} as const satisfies { readonly [K in Check['rules'][number]['kind']]: Members<Rule<K>> };

const ON_FAILURE = {
  action: (value, _policy, failure) =>
    instead(value, ['try next', 'refuse'], (action) => onFailureWords({ ...failure, action })),
  times: (value, _policy, { action }) =>
    action !== 'retry'
      ? []
      : [
          {
            from: `on failure retry ${value}`,
            to: `on failure retry ${value + 1}`,
            value: value + 1,
          },
        ],
} as const satisfies Members<Check['onFailure']>;

const CHECK = {
  name: NAME,
  at: PLACE,
  rules: (value, policy) => [
    ...dropItems(value, ruleWords, 1),
    ...mutateItems(value, (rule) => mutateRule(policy, rule)),
  ],
  onFailure: (value, policy) => mutateMembers(value, ON_FAILURE, policy),
} as const satisfies Members<Check>;

function mutateRule(policy: Policy, rule: Check['rules'][number]): readonly Edit<Check['rules'][number]>[] {
  switch (rule.kind) {
    case 'json-schema':
      return mutateMembers(rule, RULES['json-schema'], policy);
    case 'contains':
      return mutateMembers(rule, RULES.contains, policy);
    case 'matches':
      return mutateMembers(rule, RULES.matches, policy);
    case 'length':
      return mutateMembers(rule, RULES.length, policy);
  }
}

export function mutateTransform(policy: Policy, transform: Transform): readonly Edit<Transform>[] {
  return mutateMembers(transform, TRANSFORM, policy);
}

export function mutateCheck(policy: Policy, check: Check): readonly Edit<Check>[] {
  return mutateMembers(check, CHECK, policy);
}
