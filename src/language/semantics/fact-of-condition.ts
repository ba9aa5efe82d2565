/**
 * Which fact a condition reads: from its words and subject to a row of the vocabulary and its subject. Must not know
 * what values the test accepts.
 */
import type * as Ast from '../syntax/ast.ts';
import type { FactAbout } from '../vocabulary/fact-spec.ts';
import type { FactKind } from '../vocabulary/facts.ts';
import { wrongTest } from './check-test.ts';
import { checkHeader, checkZone } from './check-text-value.ts';
import { type Context, fault } from './context.ts';
import { label, replacement, unknownName } from './report.ts';

export interface ConditionFact {
  readonly kind: FactKind;
  readonly about: FactAbout;
}

/** Undefined after an error has been reported, here or in binding. */
export function factOfCondition(context: Context, condition: Ast.Condition): ConditionFact | undefined {
  const { fact, test } = condition;
  const { subject } = fact;
  const written = subject?.text ?? '';
  switch (fact.words) {
    case 'tokens':
    case 'output tokens':
    case 'messages':
    case 'images':
    case 'asked for':
    case 'endpoint':
    case 'team':
    case 'user':
    case 'key':
    case 'text':
    case 'complexity':
    case 'language':
      return { kind: fact.words, about: {} };
    case 'tier':
      return tiersAreDeclared(context, fact) ? { kind: 'tier', about: {} } : undefined;
    case 'time':
    case 'day':
    case 'date': {
      const zone = condition.zone === undefined ? 'UTC' : checkZone(context, condition.zone);
      return zone === undefined ? undefined : { kind: fact.words, about: { zone } };
    }
    case 'header': {
      const name = subject?.kind === 'text' ? checkHeader(context, subject) : undefined;
      return name === undefined ? undefined : { kind: 'header', about: { subject: name } };
    }
    case 'metadata':
      return { kind: 'metadata', about: { subject: written } };
    case 'rules':
      return { kind: 'rules', about: { subject: written } };
    case 'budget':
      return budgetFact(context, condition);
    case 'limit':
      return isReferred(context, subject)
        ? { kind: 'limit reached', about: { subject: written } }
        : undefined;
    case 'predicate':
    case 'similarity to':
      return isReferred(context, subject) ? { kind: fact.words, about: { subject: written } } : undefined;
    case 'p95 latency':
    case 'error rate':
    case 'load':
      return isModel(context, subject) ? { kind: fact.words, about: { subject: written } } : undefined;
    case 'intent':
    case 'group':
      return groupFact(context, fact, test);
    default:
      context.report(
        unknownName(context.file, fact.span, 'L1106', { kind: 'fact', many: 'facts', name: fact.words }, []),
      );
      return undefined;
  }
}

function tiersAreDeclared(context: Context, fact: Ast.FactPhrase): boolean {
  if (context.scope.tiers !== undefined) return true;
  if (!context.scope.broken.has('tier') && context.file.ast.testsFor === undefined) {
    fault(context, fact.span, 'L1108', 'no tiers are declared', {
      because: 'a condition on `tier` needs the declared tiers and their order',
      help: 'declare them, `tier free, pro, enterprise`, or import `tier` from a file that does',
    });
  }
  return false;
}

function budgetFact(context: Context, condition: Ast.Condition): ConditionFact | undefined {
  const { subject } = condition.fact;
  const { test } = condition;
  if (!isReferred(context, subject)) return undefined;
  const about = { subject: subject?.text ?? '' };
  if (test.kind === 'spend' && test.side === 'used') return { kind: 'budget used', about };
  if (test.kind === 'spend') return hasDollars(context, subject) ? { kind: 'budget left', about } : undefined;
  if (test.kind === 'is' && test.values.some((value) => value.kind === 'name' && value.text === 'unknown')) {
    return { kind: 'budget used', about };
  }
  const state = test.kind === 'is' ? spentState(test) : undefined;
  const meant = `budget ${about.subject} ${state ?? ''}`;
  fault(context, condition.span, 'L1303', `add \`used\` or \`left\` to \`budget ${about.subject}\``, {
    because: 'a budget can be tested by the share that is spent, or by the dollars that remain',
    ...(state === undefined ? {} : { fix: replacement(context.file, condition.span, meant) }),
    help:
      state === undefined
        ? `for example \`budget ${about.subject} used at least 95%\` or \`budget ${about.subject} left under $2\``
        : `write \`${meant}\``,
  });
  return undefined;
}

const SPENT = new Set(['exceeded', 'exhausted', 'spent', 'empty', 'overspent', 'reached', 'full']);
const UNSPENT = new Set(['available', 'ok', 'fine']);

/** `budget b is exceeded` as other tools have it, in the words of this language. */
function spentState({ values, negated }: Extract<Ast.TestPhrase, { kind: 'is' }>): string | undefined {
  const [value, ...more] = values;
  if (value?.kind !== 'name' || more.length > 0) return undefined;
  const isSpent = SPENT.has(value.text);
  if (!isSpent && !UNSPENT.has(value.text)) return undefined;
  return isSpent !== negated ? 'used at least 100%' : 'used under 100%';
}

function hasDollars(context: Context, subject: Ast.Name | Ast.Text | undefined): boolean {
  const entry = subject === undefined ? undefined : context.references.get(subject);
  if (subject === undefined || entry?.node.kind !== 'budget') return false;
  if (entry.node.limits.length === 0 || entry.node.limits.some((line) => line.amount.kind === 'money'))
    return true;
  fault(context, subject.span, 'L1303', `budget \`${subject.text}\` has no limit in dollars`, {
    because: '`left` compares dollars',
    help: `test \`budget ${subject.text} used at least 95%\``,
    labels: [label(entry.at, 'the budget')],
  });
  return false;
}

function groupFact(context: Context, fact: Ast.FactPhrase, test: Ast.TestPhrase): ConditionFact | undefined {
  const name = fact.words === 'intent' ? undefined : fact.subject;
  if (name === undefined || name.kind === 'text') return { kind: 'intent', about: { subject: 'intent' } };
  const entry = context.references.get(name);
  if (entry === undefined) {
    // A name that binding has reported, or an intent group.
    return context.declared.groups.has(name.text)
      ? { kind: 'intent', about: { subject: name.text } }
      : undefined;
  }
  if (!isModel(context, name)) return undefined;
  if (!isDownTest(test)) {
    wrongTest(
      context,
      test.span,
      name.text,
      `\`${name.text}\` is a model; conditions on a model test its health`,
      `${name.text} is down`,
      healthWords(test),
    );
    return undefined;
  }
  return { kind: 'is down', about: { subject: name.text } };
}

/** `is up`, `is healthy`, `is unhealthy`: in the words for it here. */
function healthWords(test: Ast.TestPhrase): string | undefined {
  const value = test.kind === 'is' && test.values.length === 1 ? test.values[0] : undefined;
  if (test.kind !== 'is' || value === undefined || !('text' in value)) return undefined;
  const well = /^(?:up|healthy|available|alive|ok|online|ready|working)$/.test(value.text);
  const ill = /^(?:unhealthy|unavailable|dead|broken|offline|failing|failed|out)$/.test(value.text);
  if (!well && !ill) return undefined;
  return well === test.negated ? 'is down' : 'is not down';
}

function isDownTest(test: Ast.TestPhrase): boolean {
  const value = test.kind === 'is' && test.values.length === 1 ? test.values[0] : undefined;
  return value?.kind === 'name' && value.text === 'down';
}

function isReferred(context: Context, subject: Ast.Name | Ast.Text | undefined): boolean {
  return subject !== undefined && context.references.has(subject);
}

function isModel(context: Context, subject: Ast.Name | Ast.Text | undefined): boolean {
  const entry = subject === undefined ? undefined : context.references.get(subject);
  if (subject === undefined || entry === undefined) return false;
  if (entry.node.kind === 'model') return true;
  fault(context, subject.span, 'L1309', `\`${subject.text}\` is a ${entry.node.kind}, not a model`, {
    because: 'health is measured for each model',
    help: 'name one of its models',
  });
  return false;
}
