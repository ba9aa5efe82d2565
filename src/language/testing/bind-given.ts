/**
 * From the givens of a test to a scenario: each name looked up, each value checked against its fact as a condition on
 * that fact would be. A column of a table is a given without its value. Must not know how a policy decides.
 */
import { didYouMean } from '../diagnostics/suggest.ts';
import { failureNamed } from '../planning/classify-status.ts';
import { FAILURE_CLASSES } from '../semantics/failures.ts';
import { languageError, listed } from '../semantics/report.ts';
import type * as Ast from '../syntax/ast.ts';
import { FACT_KINDS, FACTS, FEATURES, factRow } from '../vocabulary/facts.ts';
import { bindBudget } from './bind-budget.ts';
import { declaredName, modelNamed } from './bind-names.ts';
import { bindFact, wrongValue } from './bind-value.ts';
import { EMPTY_SCENARIO, type FailureScript, type Scenario } from './scenario.ts';
import type { Binding } from './tested-policy.ts';

/** Undefined where something was reported. */
export function bindGiven(binding: Binding, given: Ast.Given): Scenario | undefined {
  const { subject } = given;
  const value = given.values[0];
  const flagged = value ?? !given.negated;
  switch (given.what) {
    case 'message':
      return value?.kind === 'text'
        ? { ...EMPTY_SCENARIO, message: value.text }
        : wrongValue(binding, given, 'a message is a text such as `"hello"`');
    case 'request': {
      const feature = value?.kind === 'name' ? value.text : '';
      if (!FEATURES.some((each) => each === feature)) {
        return wrongValue(
          binding,
          given,
          `a request has ${FEATURES.join(', ')}, not \`${feature}\``,
          'L1105',
        );
      }
      return bindFact(binding, 'request has', { subject: feature }, !given.negated, given);
    }
    case 'header':
    case 'metadata':
      return subject && bindFact(binding, given.what, { subject: subject.text }, value, given);
    case 'budget':
      return subject && value && bindBudget(binding, subject, value);
    case 'limit': {
      const limit = subject && declaredName(binding, subject, 'limit');
      return limit === undefined
        ? undefined
        : bindFact(binding, 'limit reached', { subject: limit }, flagged, given);
    }
    case 'rollout':
      return subject && value && bindRollout(binding, subject, value, given);
    case 'similarity to': {
      const intent = subject && declaredName(binding, subject, 'intent');
      return intent === undefined
        ? undefined
        : bindFact(binding, 'similarity to', { subject: intent }, value, given);
    }
    case 'predicate':
    case 'rules':
      return subject && bindFact(binding, given.what, { subject: subject.text }, flagged, given);
    case 'fails':
      return subject && value && bindFailure(binding, subject, value, given);
    case 'down': {
      const model = subject && modelNamed(binding, subject);
      return model === undefined
        ? undefined
        : bindFact(binding, 'is down', { subject: model }, flagged, given);
    }
    case 'p95 latency':
    case 'error rate':
    case 'load': {
      const model = subject && modelNamed(binding, subject);
      return model === undefined
        ? undefined
        : bindFact(binding, given.what, { subject: model }, value, given);
    }
    case 'in first':
      return subject && bindFirstShare(binding, subject, given);
    case 'intent':
    case 'group':
      return bindGroup(binding, given);
    default: {
      const kind = FACT_KINDS.find(
        (each) => FACTS[each].words === given.what && factRow(each).subject === 'none',
      );
      if (kind) return bindFact(binding, kind, {}, value, given);
      return wrongValue(binding, given, `a test cannot give \`${given.what}\``, 'L1106');
    }
  }
}

function bindGroup(binding: Binding, given: Ast.Given): Scenario | undefined {
  const group = given.subject?.text ?? 'intent';
  const { groups } = binding.declared;
  if (groups.has(group)) return bindFact(binding, 'intent', { subject: group }, given.values[0], given);
  const facts = FACT_KINDS.filter((kind) => factRow(kind).subject === 'none').map(
    (kind) => FACTS[kind].words,
  );
  const near = didYouMean(group, [...facts, ...groups.keys()]);
  const { file, report } = binding;
  report(
    languageError(
      file,
      (given.subject ?? given).span,
      'L1106',
      `\`${group}\` is neither a fact nor an intent group${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      {
        because:
          groups.size === 0
            ? 'the policy declares no intents'
            : `intent groups: ${listed([...groups.keys()])}`,
      },
    ),
  );
  return undefined;
}

function bindRollout(
  binding: Binding,
  subject: Ast.Name | Ast.Text,
  value: Ast.Literal,
  given: Ast.Given,
): Scenario | undefined {
  const rollout = declaredName(binding, subject, 'rollout');
  if (rollout === undefined) return undefined;
  if (value.kind !== 'percent' || value.value > 100) {
    return wrongValue(binding, given, 'a rollout is given as a percentage such as `25%`', 'L1301');
  }
  return { ...EMPTY_SCENARIO, rollouts: new Map([[rollout, value.value]]) };
}

function bindFailure(
  binding: Binding,
  subject: Ast.Name | Ast.Text,
  value: Ast.Literal,
  given: Ast.Given,
): Scenario | undefined {
  const model = modelNamed(binding, subject);
  if (model === undefined) return undefined;
  // In a table, a row in which the model does not fail.
  if (value.kind === 'name' && !value.quoted && value.text === 'no') return EMPTY_SCENARIO;
  const word = value.kind === 'name' || value.kind === 'text' ? value.text : undefined;
  const failure = failureNamed(value.kind === 'number' ? value.value : (word ?? ''));
  if (failure === undefined) {
    const near = word === undefined ? undefined : didYouMean(word, FAILURE_CLASSES);
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    const classes = FAILURE_CLASSES.join(', ');
    return wrongValue(
      binding,
      given,
      `a model fails with a class (${classes}) or a status from 400 to 599${hint}`,
      'L1105',
    );
  }
  if (given.times !== undefined && !(Number.isInteger(given.times) && given.times >= 1)) {
    return wrongValue(
      binding,
      given,
      'a model fails a whole number of times, such as `3 times`, or always, without a count',
      'L1302',
    );
  }
  const script: FailureScript = {
    model,
    with: failure,
    ...(given.times === undefined ? {} : { times: given.times }),
  };
  return { ...EMPTY_SCENARIO, scripts: [script] };
}

const KEYS = ['user', 'team', 'key', 'tier', 'request'];

function bindFirstShare(
  binding: Binding,
  subject: Ast.Name | Ast.Text,
  given: Ast.Given,
): Scenario | undefined {
  if (!KEYS.includes(subject.text)) {
    return wrongValue(
      binding,
      given,
      `shares are of ${KEYS.join(', ')}, not of \`${subject.text}\``,
      'L1105',
    );
  }
  const value = given.values[0];
  if (value?.kind !== 'percent')
    return wrongValue(binding, given, 'a share is a percentage such as `5%`', 'L1301');
  return { ...EMPTY_SCENARIO, firstShares: new Set([subject.text]) };
}
