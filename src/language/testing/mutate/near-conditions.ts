/**
 * Givens close to a condition, on either side of it: its numbers and their neighbours, texts that fit and texts that
 * just do not, each of its choices. Only text; it is bound elsewhere.
 */
import type { Policy, Term } from '../../semantics/model.ts';
import { formatQuantity } from '../../vocabulary/format-quantity.ts';
import type { FactSpec, NumberUnit, TextPattern } from '../../vocabulary/value-set.ts';
import { quoted } from '../bind/clause-words.ts';

export function nearConditions(policy: Policy): readonly string[] {
  const parts = policy.routes.flatMap(({ guard }) => guard.all);
  const terms = parts.flatMap((part) => (part.kind === 'any' ? part.alternatives.flat() : [part]));
  const words = terms.flatMap((term) => {
    const spec = policy.facts.get(term.fact);
    return spec === undefined ? [] : near(spec, term);
  });
  return [...new Set(words)];
}

function near(spec: FactSpec, { set }: Term): readonly string[] {
  const head = headOf(spec);
  if (head === undefined) return [];
  const { domain } = spec;
  switch (set.kind) {
    case 'numbers': {
      if (domain.kind !== 'number') return [];
      const { unit, low, high } = domain;
      const step = STEPS[unit];
      return set.ranges
        .flatMap((range) => [range.low, range.high])
        .filter(Number.isFinite)
        .flatMap((at) => [at - step, at, at + step])
        .filter((value) => value >= low && value <= high)
        .map((value) => `${head} ${formatQuantity(unit, Number(value.toPrecision(12)))}`);
    }
    case 'texts':
      return set.any.flatMap(textsNear).map((text) => `${head} ${quoted(text)}`);
    case 'choices':
      return domain.kind === 'choice' ? domain.values.map((value) => `${head} ${value}`) : [];
    default:
      return [];
  }
}

/** Smaller than any mutant's step. */
const STEPS: Readonly<Record<NumberUnit, number>> = {
  tokens: 1,
  count: 1,
  percent: 0.5,
  usd: 0.005,
  ms: 1,
  score: 0.005,
  clock: 1,
  date: 1,
};

/** The words before the value; undefined for facts that are not given by a value. */
function headOf({ fact, id, subject = '' }: FactSpec): string | undefined {
  switch (fact) {
    case 'budget used':
    case 'budget left':
      return `budget ${subject}`;
    case 'share':
    case 'text':
      return undefined;
    default:
      return id.replace(/ in ".*"$/, '');
  }
}

function textsNear(pattern: TextPattern): readonly string[] {
  if (pattern.kind === 'regular') return [];
  const text = pattern.kind === 'glob' ? pattern.glob.replaceAll(/[*?]/g, 'x') : pattern.text;
  const others =
    pattern.kind === 'glob'
      ? [pattern.glob.replaceAll(/[^*?]\*/g, ''), pattern.glob.replaceAll('*', '')]
      : [];
  return [text, text.slice(0, -1), `${text}x`, `x${text}`, ...others].filter((one) => one !== '');
}
