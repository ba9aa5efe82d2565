/**
 * From the givens of a test to a scenario: each name looked up, each value checked against its fact as a condition on
 * that fact would be. A column of a table is a given without its value. Must not know how a policy decides.
 */
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { FOREIGN_FACTS } from '../../diagnostics/foreign-words.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { failureNamed } from '../../planning/classify-status.ts';
import { isExploring } from '../../planning/explore.ts';
import { promptNameOf } from '../../planning/prompt-quality.ts';
import { modelsUnder } from '../../planning/targets-under.ts';
import { FAILURE_CLASSES } from '../../semantics/failures.ts';
import { languageError, listed, replacement, unknownValue } from '../../semantics/report.ts';
import type * as Ast from '../../syntax/ast.ts';
import { FACT_KINDS, FACTS, FEATURES, factRow } from '../../vocabulary/facts.ts';
import { bindBudget } from './bind-budget.ts';
import { declaredName, modelNamed } from './bind-names.ts';
import { bindFact, flagOf, wrongValue } from './bind-value.ts';
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
        : wrongValue(binding, given, 'a message is a text such as `"hello"`', 'L1309', {
            because: 'it is what the caller says last',
            help: 'write it in double quotes: `given message "hello"`',
          });
    case 'request': {
      const feature = value?.kind === 'name' ? value.text : '';
      if (!FEATURES.some((each) => each === feature)) {
        const { span } = value ?? given;
        const what = { kind: 'something a request can have', name: feature };
        binding.report(unknownValue(binding.file, span, what, FEATURES));
        return undefined;
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
    case 'explored':
      return subject && bindExplored(binding, subject, flagged, given);
    case 'predicted':
      return subject && value && bindPredicted(binding, subject, value, given);
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
      return wrongValue(binding, given, `a test cannot give \`${given.what}\``, 'L1106', {
        because: 'a test gives facts, intents, and the state of budgets, models and rollouts',
        help: 'give one of these, for example `given tier pro`',
      });
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
  const because =
    groups.size === 0 ? 'the policy declares no intents' : `intent groups: ${listed([...groups.keys()])}`;
  report(
    languageError(
      file,
      (given.subject ?? given).span,
      'L1106',
      `\`${group}\` is neither a fact nor an intent group${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      { because, ...helpFor(binding, given, group, near) },
    ),
  );
  return undefined;
}

/** `given sonnet down`, `desk-team` as a heading, `plan pro`: what of the policy has the name, or what it is called here. */
function helpFor(
  { policy, file }: Binding,
  given: Ast.Given,
  name: string,
  near: string | undefined,
): { readonly help: string; readonly fix?: Fix } {
  const { span } = given.subject ?? given;
  const written = (text: string): { readonly help: string; readonly fix: Fix } => ({
    help: `write \`${text}\``,
    fix: replacement(file, span, text),
  });
  const foreign = FOREIGN_FACTS[name]?.write;
  if (foreign === 'text') return written('message');
  if (foreign !== undefined && !foreign.includes(' ')) return written(foreign);
  if (policy.budgets.has(name)) return written(`budget ${name}`);
  if (policy.limits.has(name)) return written(`limit ${name}`);
  if (policy.targets.get(name)?.kind === 'rollout') return written(`rollout ${name}`);
  if (policy.models.has(name))
    return {
      help: `what happens to a model is given like \`${name} is down\`, \`${name} fails twice with timeout\` or \`${name} p95 latency 6s\``,
    };
  if (NAMED.has(name)) return { help: `say which: \`given ${name} NAME …\`` };
  if (near !== undefined) return written(near);
  return { help: 'for example `given tier pro, tokens 900`, or `given header "x-beta" "1"` for a header' };
}
const NAMED = new Set(['budget', 'limit', 'rollout', 'predicate', 'header', 'metadata', 'model']);

function bindExplored(
  binding: Binding,
  subject: Ast.Name | Ast.Text,
  value: Ast.Literal | boolean,
  given: Ast.Given,
): Scenario | undefined {
  const model = modelNamed(binding, subject);
  if (model === undefined) return undefined;
  const { policy } = binding;
  const pools = [...policy.targets.values()].filter(isExploring);
  if (!pools.some(({ name }) => modelsUnder(policy, name).has(model))) {
    return wrongValue(binding, given, `no pool explores \`${model}\``, 'L1309', {
      because:
        pools.length === 0
          ? 'the policy has no pool with `explore`'
          : `pools that explore: ${pools.map(({ name }) => name).join(', ')}`,
      help: 'delete it, or name a member of a pool with `explore 2%`',
    });
  }
  const explored = typeof value === 'boolean' ? value : flagOf(value);
  if (explored === undefined)
    return wrongValue(binding, given, `\`${model} is explored\` is \`yes\` or \`no\``, 'L1309', {
      because: 'the pool explores the model for this request, or it chooses by itself',
      help: 'write `yes` or `no`',
    });
  return explored ? { ...EMPTY_SCENARIO, explored: new Set([model]) } : EMPTY_SCENARIO;
}

function bindPredicted(
  binding: Binding,
  subject: Ast.Name | Ast.Text,
  value: Ast.Literal,
  given: Ast.Given,
): Scenario | undefined {
  const model = modelNamed(binding, subject);
  if (model === undefined) return undefined;
  const { policy } = binding;
  const pools = [...policy.targets.values()].filter((each) => each.kind === 'pool' && each.byPrompt);
  const isMember = pools.some(({ name }) => modelsUnder(policy, name).has(model));
  if (!isMember || promptNameOf(policy, model) === undefined)
    return wrongValue(binding, given, `no quality of \`${model}\` is predicted from a prompt`, 'L1309', {
      because: isMember
        ? 'the prompt file of the policy does not know the model, so the quality table decides'
        : 'no pool with `good enough at … by prompt` has it',
      help: 'delete it, or name a model that is judged by the prompt',
    });
  if (value.kind !== 'percent' || value.value > 100)
    return wrongValue(binding, given, 'a predicted quality is a percentage such as `95%`', 'L1301', {
      because: 'what is given is the quality that the prompt file expects of the model',
      help: `for example \`given ${model} predicted 95%\``,
    });
  return { ...EMPTY_SCENARIO, predicted: new Map([[model, value.value]]) };
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
    return wrongValue(binding, given, 'a rollout is given as a percentage such as `25%`', 'L1301', {
      because: 'what is given is the share that the new target has',
      help: `for example \`given rollout ${rollout} 25%\``,
    });
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
    if (word !== undefined) {
      const what = { kind: 'a class of failures', name: word };
      binding.report(unknownValue(binding.file, value.span, what, FAILURE_CLASSES));
      return undefined;
    }
    return wrongValue(
      binding,
      value,
      'a model fails with a class of failures or a status from 400 to 599',
      'L1105',
      {
        because: `the classes are ${FAILURE_CLASSES.join(', ')}`,
        help: `for example \`given ${model} fails twice with timeout\``,
      },
    );
  }
  if (given.times !== undefined && !(Number.isInteger(given.times) && given.times >= 1)) {
    return wrongValue(
      binding,
      given,
      'a model fails a whole number of times, such as `3 times`, or always, without a count',
      'L1302',
      {
        because: 'an attempt fails or it does not',
        help: `for example \`given ${model} fails twice with timeout\``,
      },
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
    const what = { kind: 'what shares are taken of', name: subject.text };
    binding.report(unknownValue(binding.file, subject.span, what, KEYS));
    return undefined;
  }
  const value = given.values[0];
  if (value?.kind !== 'percent')
    return wrongValue(binding, given, 'a share is a percentage such as `5%`', 'L1301', {
      because: 'a share is a part of all users, teams, keys, tiers or requests',
      help: 'for example `given user in first 5%`',
    });
  return { ...EMPTY_SCENARIO, firstShares: new Set([subject.text]) };
}
