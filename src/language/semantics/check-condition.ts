/**
 * One condition → terms: which fact, which values. The answer is in disjunctive form, because `request has tools or
 * images` asks two facts. Guards are put together here too. Must not know routes.
 */
import type * as Ast from '../syntax/ast.ts';
import { type FactAbout, factSpec } from '../vocabulary/fact-spec.ts';
import { type FactKind, FEATURES, factRow } from '../vocabulary/facts.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import type { FactSpec, KeySpec, ValueSet } from '../vocabulary/value-set.ts';
import { rangeOf } from '../vocabulary/value-sets.ts';
import { checkQuantity } from './check-quantity.ts';
import { checkTest, wrongTest } from './check-test.ts';
import { checkHeader, checkZone } from './check-text-value.ts';
import { type Context, fault, oneOf, place, sayNotYet, wordsOf } from './context.ts';
import type { AnyTerm, Guard, Term } from './model.ts';
import { unknownName } from './report.ts';

/** Facts that guards of a policy mention, by id; filled while guards are checked. */
export type FactTable = Map<string, FactSpec>;

/** `salt` is hashed with the key of `user in first 5%`: the policy's name. */
export interface ConditionContext extends Context {
  readonly facts: FactTable;
  readonly salt: string;
}

/** Conditions with errors are left out, so that the guard is usable for nothing but further checks. */
export function checkWhen(context: ConditionContext, when: Ast.When | undefined): Guard {
  const all: (Term | AnyTerm)[] = [];
  for (const part of when?.all ?? []) {
    const alternatives =
      part.kind === 'any'
        ? part.alternatives.flatMap((conditions) =>
            joined(conditions.map((one) => checkCondition(context, one))),
          )
        : checkCondition(context, part);
    const only = alternatives[0];
    if (alternatives.length === 1 && only !== undefined) all.push(...only);
    else if (alternatives.length > 1) all.push({ kind: 'any', at: place(context, part.span), alternatives });
  }
  return { all };
}

/** `and` over disjunctive forms; a part with errors (no alternative) is left out. */
function joined(parts: readonly (readonly (readonly Term[])[])[]): (readonly Term[])[] {
  return parts
    .filter((alternatives) => alternatives.length > 0)
    .reduce<readonly (readonly Term[])[]>(
      (done, alternatives) => done.flatMap((terms) => alternatives.map((more) => [...terms, ...more])),
      [[]],
    )
    .filter((terms) => terms.length > 0);
}

/** Alternatives of terms; none after an error. */
export function checkCondition(context: ConditionContext, condition: Ast.Condition): (readonly Term[])[] {
  const { test } = condition;
  if (test.kind === 'first') return one(checkFirst(context, condition, test));
  if (condition.fact.words === 'request') return checkFeatures(context, condition);
  const asked = factOf(context, condition);
  if (asked === undefined) return [];
  const inner = test.kind === 'spend' ? test.test : test;
  const spec = factSpec(asked.kind, asked.about, context.declared);
  if (factRow(asked.kind).source !== 'clock' && condition.zone !== undefined) {
    fault(context, condition.zone.span, 'L1303', `\`${spec.id}\` has no time zone`, {
      because: 'only `time`, `day` and `date` differ from zone to zone',
      help: 'leave the zone out',
    });
    return [];
  }
  sayNotYet(context, asked.kind, condition.span);
  const set = checkTest(context, condition, spec, asked.kind, inner);
  return set === undefined ? [] : one(term(context, condition, spec, set));
}

function one(term: Term | undefined): Term[][] {
  return term === undefined ? [] : [[term]];
}

function term(
  context: ConditionContext,
  condition: Ast.Condition,
  spec: FactSpec,
  set: ValueSet,
  words = wordsOf(context, condition.span),
): Term {
  context.facts.set(spec.id, spec);
  return { kind: 'term', fact: spec.id, set, at: place(context, condition.span), words };
}

// ---- which fact -------------------------------------------------------------------------------

function factOf(
  context: Context,
  condition: Ast.Condition,
): { readonly kind: FactKind; readonly about: FactAbout } | undefined {
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
  if (!context.scope.broken.has('tier')) {
    fault(context, fact.span, 'L1108', 'no tiers are declared', {
      because: 'a condition on `tier` needs to know which tiers there are, and in which order',
      help: 'declare them, `tier free, pro, enterprise`, or import `tier` from a file that does',
    });
  }
  return false;
}

function budgetFact(context: Context, condition: Ast.Condition) {
  const { subject } = condition.fact;
  const { test } = condition;
  if (!isReferred(context, subject)) return undefined;
  const about = { subject: subject?.text ?? '' };
  if (test.kind === 'spend')
    return { kind: test.side === 'used' ? 'budget used' : 'budget left', about } as const;
  if (test.kind === 'is' && test.values.some((value) => value.kind === 'name' && value.text === 'unknown')) {
    return { kind: 'budget used', about } as const;
  }
  fault(
    context,
    condition.span,
    'L1303',
    `this does not say whether \`budget ${about.subject}\` is used or left`,
    {
      because: 'a budget can be tested by the share that is spent, or by the dollars that remain',
      help: `for example \`budget ${about.subject} used at least 95%\` or \`budget ${about.subject} left under $2\``,
    },
  );
  return undefined;
}

function groupFact(context: Context, fact: Ast.FactPhrase, test: Ast.TestPhrase) {
  const name = fact.words === 'intent' ? undefined : fact.subject;
  if (name === undefined || name.kind === 'text')
    return { kind: 'intent', about: { subject: 'intent' } } as const;
  const entry = context.references.get(name);
  if (entry === undefined) {
    // A name that binding has reported, or an intent group.
    return context.declared.groups.has(name.text)
      ? ({ kind: 'intent', about: { subject: name.text } } as const)
      : undefined;
  }
  if (!isModel(context, name)) return undefined;
  if (!isDownTest(test)) {
    wrongTest(
      context,
      test.span,
      `\`${name.text}\` is a model: what can be asked of it is its health`,
      `${name.text} is down`,
    );
    return undefined;
  }
  return { kind: 'is down', about: { subject: name.text } } as const;
}

export function isDownTest(test: Ast.TestPhrase): boolean {
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

// ---- facts of their own form ------------------------------------------------------------------

/** `request has tools or images` holds when one of them is there, `has no tools or images` when none is. */
function checkFeatures(context: ConditionContext, condition: Ast.Condition): (readonly Term[])[] {
  const { test } = condition;
  if (test.kind !== 'has') {
    wrongTest(context, test.span, '`request` is asked what it has', 'request has tools');
    return [];
  }
  const terms = test.features.flatMap((feature) => {
    const known = oneOf(context, feature, 'feature of a request', 'features', FEATURES);
    if (known === undefined) return [];
    const spec = factSpec('request has', { subject: known }, context.declared);
    const words = `request has ${test.negated ? 'no ' : ''}${known}`;
    return [term(context, condition, spec, { kind: 'flag', value: !test.negated }, words)];
  });
  if (terms.length < test.features.length) return [];
  return test.negated ? [terms] : terms.map((each) => [each]);
}

const SHARED = ['user', 'team', 'key', 'tier', 'request'] as const;

function checkFirst(
  context: ConditionContext,
  condition: Ast.Condition,
  test: Extract<Ast.TestPhrase, { kind: 'first' }>,
): Term | undefined {
  const key = keyOf(context, condition.fact);
  const share = checkQuantity(context, test.share, {
    unit: 'percent',
    what: 'a share',
    example: 'user in first 5%',
    high: 100,
    over: true,
  });
  if (key === undefined || share === undefined) return undefined;
  const spec = factSpec('share', { key, salt: context.salt }, context.declared);
  return term(context, condition, spec, { kind: 'numbers', ranges: [rangeOf(0, share, false, true)] });
}

function keyOf(context: Context, fact: Ast.FactPhrase): KeySpec | undefined {
  const kind = SHARED.find((word) => word === fact.words);
  if (kind !== undefined) return { kind };
  if (fact.words === 'metadata') return { kind: 'metadata', name: fact.subject?.text ?? '' };
  if (fact.words === 'header') {
    const name = fact.subject?.kind === 'text' ? checkHeader(context, fact.subject) : undefined;
    return name === undefined ? undefined : { kind: 'header', name };
  }
  fault(context, fact.span, 'L1303', `\`${wordsOf(context, fact.span)}\` cannot be shared out`, {
    because: `a share is taken of ${SHARED.join(', ')}, a header or metadata`,
    help: `for example \`user in first ${formatQuantity('percent', 5)}\``,
  });
  return undefined;
}
