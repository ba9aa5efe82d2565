/**
 * One condition → terms: which fact, which values. The result is in disjunctive form, because `request has tools or
 * images` reads two facts. Guards are put together here too. Must not know routes.
 */
import type * as Ast from '../syntax/ast.ts';
import { factSpec } from '../vocabulary/fact-spec.ts';
import { FEATURES, factRow } from '../vocabulary/facts.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import type { FactSpec, KeySpec, ValueSet } from '../vocabulary/value-set.ts';
import { rangeOf } from '../vocabulary/value-sets.ts';
import { checkQuantity } from './check-quantity.ts';
import { checkTest, wrongTest } from './check-test.ts';
import { checkHeader } from './check-text-value.ts';
import { type Context, fault, oneOf, place, sayNotYet, wordsOf } from './context.ts';
import { factOfCondition } from './fact-of-condition.ts';
import type { AnyTerm, Guard, Term } from './model.ts';
import { derivedSalt } from './salts.ts';

/** Facts that guards of a policy mention, by id; filled while guards are checked. */
export type FactTable = Map<string, FactSpec>;

/** `salt` is the policy's part of the salt hashed with the key of `user in first 5%`. */
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

/**
 * `and` over disjunctive forms; a part with errors (no alternative) is left out. Only features have more than one
 * alternative, and there are few of them: repeated ones add nothing, so the product stays small.
 */
function joined(parts: readonly (readonly (readonly Term[])[])[]): (readonly Term[])[] {
  let done: readonly (readonly Term[])[] = [[]];
  for (const alternatives of parts) {
    if (alternatives.length === 0) continue;
    const product = done.flatMap((terms) => alternatives.map((more) => withoutRepeats([...terms, ...more])));
    done = [...new Map(product.map((terms) => [terms.map((one) => one.words).join('\n'), terms])).values()];
  }
  return done.filter((terms) => terms.length > 0);
}

function withoutRepeats(terms: readonly Term[]): readonly Term[] {
  return terms.filter((one, index) => terms.findIndex((other) => other.words === one.words) === index);
}

/** Alternatives of terms; none after an error. */
export function checkCondition(context: ConditionContext, condition: Ast.Condition): (readonly Term[])[] {
  const { test } = condition;
  if (test.kind === 'first') return one(checkFirst(context, condition, test));
  if (condition.fact.words === 'request') return checkFeatures(context, condition);
  const asked = factOfCondition(context, condition);
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

/** `request has tools or images` holds when one of them is there, `has no tools or images` when none is. */
function checkFeatures(context: ConditionContext, condition: Ast.Condition): (readonly Term[])[] {
  const { test } = condition;
  if (test.kind !== 'has') {
    wrongTest(context, test.span, 'request', '`request` is asked what it has', 'request has tools');
    return [];
  }
  const terms = test.features.flatMap((feature) => {
    const known = oneOf(context, feature, 'something a request can have', FEATURES);
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
  const spec = factSpec('share', { key, salt: derivedSalt(context.salt, 'first') }, context.declared);
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
  fault(context, fact.span, 'L1303', `\`in first\` does not work with \`${wordsOf(context, fact.span)}\``, {
    because: `a share is taken of ${SHARED.join(', ')}, a header or metadata`,
    help: `for example \`user in first ${formatQuantity('percent', 5)}\``,
  });
  return undefined;
}
