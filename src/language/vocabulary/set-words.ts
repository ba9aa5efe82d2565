/**
 * Value sets in the policy's own words: `over 100k`, `pro or enterprise`, `not like "triage-*"`, `unknown`. Used by
 * traces, explanations and messages for conditions that are not written in this form.
 */
import { formatQuantity } from './format-quantity.ts';
import type { Domain, FactSpec, NumberRange, TextPattern, ValueSet } from './value-set.ts';

export function setWords(spec: Pick<FactSpec, 'domain'>, set: ValueSet): string {
  switch (set.kind) {
    case 'unknown':
      return 'unknown';
    case 'flag':
      return set.value ? 'yes' : 'no';
    case 'choices':
      return choiceWords(spec.domain, set.values);
    case 'texts':
      return set.any.length === 0
        ? set.negated
          ? 'anything'
          : 'nothing'
        : `${set.negated ? 'not ' : ''}${set.any.map(patternWords).join(' or ')}`;
    case 'numbers':
      return set.ranges.length === 0
        ? 'nothing'
        : set.ranges.map((range) => rangeWords(spec.domain, range)).join(' or ');
  }
}

function choiceWords(domain: Domain, values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  if (domain.kind === 'choice' && values.length === domain.values.length) return 'anything';
  if (domain.kind === 'choice' && domain.values.length - values.length === 1 && values.length > 2) {
    return `not ${domain.values.find((value) => !values.includes(value)) ?? ''}`;
  }
  return values.join(' or ');
}

export function rangeWords(domain: Domain, range: NumberRange): string {
  if (domain.kind !== 'number') return 'nothing';
  const { low, high } = range;
  const write = (value: number): string => formatQuantity(domain.unit, value);
  const fromStart = low <= domain.low && !range.lowOpen;
  const toEnd = high >= domain.high || high === Infinity;
  if (fromStart && toEnd && !(range.highOpen && Number.isFinite(high) && domain.highOpen !== true))
    return 'anything';
  if (low === high) return write(low);
  if (fromStart) return `${range.highOpen ? 'under' : 'up to'} ${write(high)}`;
  const floor = `${range.lowOpen ? 'over' : 'at least'} ${write(low)}`;
  if (toEnd) return floor;
  return `${floor} and ${range.highOpen ? 'under' : 'up to'} ${write(high)}`;
}

export function patternWords(pattern: TextPattern): string {
  switch (pattern.kind) {
    case 'equals':
      return JSON.stringify(pattern.text);
    case 'glob':
      return `like ${JSON.stringify(pattern.glob)}`;
    case 'regular':
      return `matches /${pattern.source}/`;
    case 'contains':
      return `contains ${JSON.stringify(pattern.text)}`;
  }
}
