/**
 * A fact and a set of its values in the policy's own words: the conditions of a `when`, which all have to hold.
 * Knows no engine.
 */

import { derivedSalt } from '../../language/semantics/salts.ts';
import { keyWords } from '../../language/vocabulary/fact-spec.ts';
import { type FactKind, factRow } from '../../language/vocabulary/facts.ts';
import { formatQuantity } from '../../language/vocabulary/format-quantity.ts';
import type { FactSpec, NumberRange, TextPattern } from '../../language/vocabulary/value-set.ts';
import { quoted } from '../draft-policy.ts';
import { type Test, Untranslatable } from './test-alternatives.ts';

/** Conditions that all hold when the test does; none where it always does. @throws Untranslatable */
export function testWords({ spec, set }: Test, policy: string): readonly string[] {
  const kind = spec.fact as FactKind;
  const { subject = '' } = spec;
  const zone = spec.zone === undefined || spec.zone === 'UTC' ? '' : ` in ${quoted(spec.zone)}`;
  switch (set.kind) {
    case 'known':
    case 'unknown':
      if (['share', 'request has', 'is down', 'rules', 'predicate', 'limit reached', 'text'].includes(kind)) {
        throw new Untranslatable(`a route cannot ask whether "${spec.id}" is known`);
      }
      if (set.kind === 'known' && !spec.canBeUnknown) return [];
      if (kind === 'budget used' || kind === 'budget left')
        return [`budget ${subject} is ${set.kind === 'known' ? 'not ' : ''}unknown`];
      return [`${phrase(spec)} is ${set.kind === 'known' ? 'not ' : ''}unknown`];
    case 'flag':
      return [flagWords(kind, subject, set.value)];
    case 'choices':
      return [`${phrase(spec)} is ${set.values.map((value) => valueWord(kind, value)).join(' or ')}${zone}`];
    case 'numbers': {
      const [range, ...more] = set.ranges;
      if (range === undefined || more.length > 0)
        throw new Untranslatable(`several ranges of "${spec.id}" at once`);
      return kind === 'share'
        ? [shareWords(spec, range, policy)]
        : rangeWords(spec, range).map((words) => `${words}${zone}`);
    }
    case 'texts':
      return textWords(spec, set.any, set.negated);
  }
}

function phrase(spec: FactSpec): string {
  if (spec.zone !== undefined) return spec.fact;
  return spec.id;
}

function flagWords(kind: FactKind, subject: string, value: boolean): string {
  const not = value ? '' : 'not ';
  switch (kind) {
    case 'request has':
      return `request has ${value ? '' : 'no '}${subject}`;
    case 'is down':
      return `${subject} is ${not}down`;
    case 'rules':
      return `rules ${quoted(subject)} ${not}match`;
    case 'predicate':
      return `predicate ${subject} ${not}holds`;
    default:
      return `limit ${subject} ${not}reached`;
  }
}

/** `none` and `unknown` are words of the language, and so is `is`; anything else that is not a name is quoted. */
function valueWord(kind: FactKind, value: string): string {
  if (value === 'none' && kind === 'intent') return value;
  const plain = /^[A-Za-z_][A-Za-z0-9_]*([-.][A-Za-z0-9_]+)*$/.test(value);
  return plain && !['none', 'unknown', 'is', 'not', 'or', 'and', 'in'].includes(value)
    ? value
    : quoted(value);
}

function rangeWords(spec: FactSpec, { low, lowOpen, high, highOpen }: NumberRange): readonly string[] {
  const { domain } = spec;
  if (domain.kind !== 'number') throw new Untranslatable(`"${spec.id}" is not a number`);
  const { unit, integer } = domain;
  const said = (word: string, value: number): string =>
    `${phrase(spec)} ${word} ${formatQuantity(unit, value)}`;
  const words: string[] = [];
  const tests: readonly string[] = factRow(spec.fact as FactKind).tests;
  if (low === high && !lowOpen && !highOpen && tests.includes('is')) return [said('is', low)];
  if (low > domain.low || (low === domain.low && lowOpen)) {
    words.push(
      integer && !Number.isInteger(low)
        ? said('at least', Math.ceil(low))
        : said(lowOpen ? 'over' : 'at least', low),
    );
  }
  if (high < domain.high || (high === domain.high && highOpen && Number.isFinite(high))) {
    words.push(
      integer && !Number.isInteger(high)
        ? said('up to', Math.floor(high))
        : said(highOpen ? 'under' : 'up to', high),
    );
  }
  if (words.length === 0 && spec.canBeUnknown) return testWords({ spec, set: { kind: 'known' } }, '');
  return words;
}

function shareWords(spec: FactSpec, { low, high, highOpen }: NumberRange, policy: string): string {
  if (low > 0 || !highOpen || spec.key === undefined || spec.salt !== derivedSalt(policy, 'first')) {
    throw new Untranslatable(`"${spec.id}" is a share that only a canary can take`);
  }
  return `${keyWords(spec.key)} in first ${formatQuantity('percent', high)}`;
}

/** @throws Untranslatable for several kinds of pattern of which one must fit: those are alternatives */
function textWords(spec: FactSpec, any: readonly TextPattern[], negated: boolean): readonly string[] {
  const kinds = [...new Set(any.map(({ kind }) => kind))];
  if (kinds.length > 1 && !negated)
    throw new Untranslatable(`several kinds of pattern for "${spec.id}" at once`);
  const not = negated ? 'not ' : '';
  return kinds.map((kind) => {
    if (spec.fact === 'text' && (kind === 'equals' || kind === 'glob')) {
      throw new Untranslatable('the text of a message is asked with "containsText" or "matchesRe2" only');
    }
    if (spec.fact !== 'text' && kind === 'contains') {
      throw new Untranslatable(`"containsText" is for the text of the message, not for "${spec.id}"`);
    }
    const values = any.filter((pattern) => pattern.kind === kind).map(patternWords);
    const word = {
      equals: `is ${not}`,
      glob: `${not}like `,
      regular: `${not}matches `,
      contains: `${not}contains `,
    }[kind];
    return `${phrase(spec)} ${word}${values.join(' or ')}`;
  });
}

function patternWords(pattern: TextPattern): string {
  switch (pattern.kind) {
    case 'equals':
      return quoted(pattern.text);
    case 'glob':
      return quoted(pattern.glob);
    case 'contains':
      return quoted(pattern.text);
    case 'regular':
      if (/[\r\n]/.test(pattern.source)) throw new Untranslatable('its pattern has a line break');
      return `/${pattern.source.replace(/\\[\s\S]|\//g, (sign) => (sign === '/' ? '\\/' : sign))}/`;
  }
}
