/**
 * What a comparison accepts: from its words to a set of values in the fact's domain. Negation is resolved where the
 * domain is closed; only the set `unknown` contains unknown. An empty set is an error here.
 */
import type * as Ast from '../syntax/ast.ts';
import type { Span } from '../text/span.ts';
import { type FactKind, factRow, type TestKind } from '../vocabulary/facts.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import type { Domain, FactSpec, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import { everyValue, holdsNothing } from '../vocabulary/value-sets.ts';
import { checkLanguages } from './check-language.ts';
import { checkPattern } from './check-text-value.ts';
import { type Context, fault, wordsOf } from './context.ts';
import { type Asked, numberSet } from './number-set.ts';
import { either, replacement } from './report.ts';
import { choiceSet, rankSet, textSet } from './word-set.ts';

/** The accepted values, or undefined after an error. */
export function checkTest(
  context: Context,
  condition: Ast.Condition,
  spec: FactSpec,
  kind: FactKind,
  test: Ast.TestPhrase,
): ValueSet | undefined {
  const row = factRow(kind);
  const fact = row.subject === 'budget' ? spec.id : wordsOf(context, condition.fact.span);
  const unknown = unknownTest(context, spec, fact, row.doc, test);
  if (unknown !== undefined) return unknown === 'said' ? undefined : unknown;
  if (!allows(row.tests, spec.domain, test)) {
    wrongTest(
      context,
      test.span,
      fact,
      `\`${fact}\` ${ANSWERS[spec.domain.kind]}: ${row.doc}`,
      row.example,
      meantTest(row.tests, test),
    );
    return undefined;
  }
  const set = setOf(context, spec, { fact, doc: row.doc, example: ownExample(fact, row.example) }, test);
  if (set !== undefined && holdsNothing(set, spec.domain)) {
    never(context, condition, spec, test);
    return undefined;
  }
  return set;
}

/** The row's example about the user's own fact: `budget cap used at least 95%`. */
function ownExample(fact: string, example: string): string {
  const test = / ((?:over|under|at least|up to|between|is|like|matches|contains|in first) .*)$/.exec(
    example,
  )?.[1];
  return test === undefined ? example : `${fact} ${test}`;
}

/** `contains "a"` where only globs are known is `like "*a*"`; `is "a"` and `like "*a*"` of the prompt are `contains "a"`. */
function meantTest(tests: readonly TestKind[], test: Ast.TestPhrase): string | undefined {
  const not = 'negated' in test && test.negated ? 'not ' : '';
  const join = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(' or ');
  if (test.kind === 'contains' && tests.includes('like'))
    return `${not}like ${join(test.texts.map(({ text }) => `*${text}*`))}`;
  if (!tests.includes('contains')) return undefined;
  if (test.kind === 'like') {
    const inner = test.globs.map(({ text }) => text.replace(/^\*+|\*+$/g, ''));
    return inner.some((text) => text === '' || /[*?]/.test(text))
      ? undefined
      : `${not}contains ${join(inner)}`;
  }
  const values =
    test.kind === 'is' ? test.values.flatMap((value) => ('text' in value ? [value.text] : [])) : [];
  return values.length === 0 || test.kind !== 'is' || values.length < test.values.length
    ? undefined
    : `${not}contains ${join(values)}`;
}

const ANSWERS: Readonly<Record<Domain['kind'], string>> = {
  number: 'is a number',
  choice: 'is one of a list',
  text: 'is a text',
  flag: 'is yes or no',
};

export function wrongTest(
  context: Context,
  span: Span,
  fact: string,
  because: string,
  example: string,
  write?: string,
): void {
  const words = wordsOf(context, span);
  fault(context, span, 'L1303', `\`${fact}\` cannot be tested with \`${words}\``, {
    because,
    help: write === undefined ? `for example \`${example}\`` : `write \`${write}\``,
    ...(write === undefined ? {} : { fix: replacement(context.file, span, write) }),
  });
}

/** A name where a number belongs is reported as a wrong unit, which gives a better message. */
function allows(tests: readonly TestKind[], domain: Domain, test: Ast.TestPhrase): boolean {
  if (test.kind === 'spend') return false;
  if (test.kind === 'rank')
    return tests.includes('rank') || (domain.kind === 'number' && tests.includes('compare'));
  if (test.kind === 'compare' && domain.kind === 'choice') return tests.includes('rank');
  if (test.kind === 'is' && domain.kind === 'number') return tests.includes('compare');
  if (test.kind === 'is' && tests.includes('down')) return true;
  return tests.includes(test.kind);
}

function setOf(context: Context, spec: FactSpec, asked: Asked, test: Ast.TestPhrase): ValueSet | undefined {
  const { domain } = spec;
  switch (test.kind) {
    case 'compare':
    case 'rank':
      if (domain.kind === 'number') return numberSet(context, domain, asked, test);
      return domain.kind === 'choice' ? rankSet(context, domain, asked.fact, test) : undefined;
    case 'between':
      return domain.kind === 'number' ? numberSet(context, domain, asked, test) : undefined;
    case 'is':
      return isSet(context, domain, asked, test, spec.fact === 'language');
    case 'like':
      return texts(
        test.globs.map((glob) => ({ kind: 'glob', glob: glob.text })),
        test.negated,
      );
    case 'contains':
      return texts(
        test.texts.map((text) => ({ kind: 'contains', text: text.text })),
        test.negated,
      );
    case 'matches': {
      const sources = test.patterns.map((pattern) => checkPattern(context, pattern));
      const known = sources.filter((source) => source !== undefined);
      return known.length < sources.length
        ? undefined
        : texts(
            known.map((source) => ({ kind: 'regular', source })),
            test.negated,
          );
    }
    case 'flag':
      return { kind: 'flag', value: !test.negated };
    case 'has':
    case 'first':
    case 'spend':
      return undefined;
  }
}

function isSet(
  context: Context,
  domain: Domain,
  asked: Asked,
  test: Extract<Ast.TestPhrase, { kind: 'is' }>,
  isLanguage: boolean,
): ValueSet | undefined {
  if (isLanguage && !checkLanguages(context, test)) return undefined;
  switch (domain.kind) {
    case 'flag': // `sonnet is down`
      return { kind: 'flag', value: !test.negated };
    case 'number':
      return numberSet(context, domain, asked, test);
    case 'choice':
      return choiceSet(context, domain, asked.fact, test);
    case 'text':
      return textSet(context, asked.fact, test);
  }
}

function texts(any: readonly TextPattern[], negated: boolean): ValueSet {
  return { kind: 'texts', any, negated };
}

// ---- unknown, never ---------------------------------------------------------------------------

/** The set of an `is unknown` or `is not unknown` test; `said` after an error; undefined for any other test. */
function unknownTest(
  context: Context,
  spec: FactSpec,
  fact: string,
  doc: string,
  test: Ast.TestPhrase,
): ValueSet | 'said' | undefined {
  if (test.kind !== 'is') return undefined;
  const written = test.values.find(
    (value) => value.kind === 'name' && !value.quoted && value.text === 'unknown',
  );
  if (written === undefined) return undefined;
  if (test.values.length > 1) {
    fault(context, written.span, 'L1308', '`unknown` cannot be joined with values by `or`', {
      because: 'conditions on values are false while the fact is unknown',
      help: `write an \`any { }\` group, with \`${fact} is unknown\` on a line of its own`,
    });
    return 'said';
  }
  if (!spec.canBeUnknown) {
    fault(context, written.span, 'L1308', `\`${fact}\` is never unknown`, {
      because:
        spec.fact === 'predicate'
          ? 'without an answer, its `when unknown` applies'
          : `it can always be read: ${doc}`,
      help: 'delete this condition',
    });
    return 'said';
  }
  return test.negated ? (everyValue(spec.domain) ?? 'said') : { kind: 'unknown' };
}

function never(context: Context, condition: Ast.Condition, spec: FactSpec, test: Ast.TestPhrase): void {
  const { domain } = spec;
  const all =
    domain.kind === 'choice'
      ? `\`${spec.id}\` is ${either(domain.values)}${spec.canBeUnknown ? ', and conditions on values are false while it is unknown' : ''}`
      : domain.kind === 'number'
        ? `\`${spec.id}\` is ${rangeOfDomain(domain)}`
        : 'no value of the fact satisfies this condition';
  fault(context, condition.span, 'L1702', `\`${wordsOf(context, condition.span)}\` never holds`, {
    because: all,
    help:
      test.kind === 'rank'
        ? 'name a tier with others on that side of it'
        : 'correct the value, or delete the condition',
  });
}

function rangeOfDomain(domain: Extract<Domain, { kind: 'number' }>): string {
  const low = formatQuantity(domain.unit, domain.low);
  return Number.isFinite(domain.high)
    ? `between ${low} and ${formatQuantity(domain.unit, domain.high)}`
    : `at least ${low}`;
}
