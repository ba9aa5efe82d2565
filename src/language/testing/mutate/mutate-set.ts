/**
 * Sets of values close to a given one, as a typing mistake would produce. Numbers move by one in their last written
 * digit (`100k` to `101k`, `95%` to `96%`) and have their bound included or excluded. Knows no term.
 */
import type {
  Domain,
  FactSpec,
  NumberRange,
  NumberUnit,
  TextPattern,
  ValueSet,
} from '../../vocabulary/value-set.ts';
import { everyValue, holdsNothing } from '../../vocabulary/value-sets.ts';

/** Never the set itself, and never an empty one. */
export function mutateSet(spec: FactSpec, set: ValueSet): readonly ValueSet[] {
  const { domain } = spec;
  return mutated(domain, set).filter((other) => !holdsNothing(other, domain));
}

function mutated(domain: Domain, set: ValueSet): readonly ValueSet[] {
  switch (set.kind) {
    case 'numbers':
      return domain.kind === 'number' ? mutateNumbers(domain, set.ranges) : [];
    case 'choices':
      return domain.kind === 'choice' ? mutateChoices(domain.values, set.values) : [];
    case 'texts':
      return [
        { ...set, negated: !set.negated },
        ...(set.any.length > 1
          ? set.any.map((pattern): ValueSet => ({ ...set, any: set.any.filter((one) => one !== pattern) }))
          : []),
        ...set.any.flatMap((pattern, index) =>
          otherPatterns(pattern).map((other): ValueSet => ({ ...set, any: set.any.with(index, other) })),
        ),
      ];
    case 'flag':
      return [{ kind: 'flag', value: !set.value }];
    case 'unknown':
      return [everyValue(domain) ?? { kind: 'flag', value: true }];
  }
}

/** One letter less; a glob with another end; a removed anchor. */
function otherPatterns(pattern: TextPattern): TextPattern[] {
  switch (pattern.kind) {
    case 'equals':
    case 'contains':
      return pattern.text.length < 2 ? [] : [{ ...pattern, text: pattern.text.slice(0, -1) }];
    case 'glob': {
      const { glob } = pattern;
      const wider = glob.replace(/[^*?]\*|\*[^*?]/, '*');
      const open = glob.replace(/\*$/, '');
      return [...new Set([wider, open, `${glob}*`, `*${glob}`])]
        .filter((other) => other !== glob && other !== '' && !other.includes('**'))
        .map((other) => ({ kind: 'glob', glob: other }));
    }
    case 'regular': {
      const { source } = pattern;
      return [source.replace(/^\^/, ''), source.replace(/(?<!\\)\$$/, '')]
        .filter((other) => other !== source && other !== '')
        .map((other) => ({ kind: 'regular', source: other }));
    }
  }
}

/** Negated; each value left out; the first value replaced by another. */
function mutateChoices(all: readonly string[], values: readonly string[]): ValueSet[] {
  const others = all.filter((value) => !values.includes(value));
  const [other] = others;
  const sets = [
    others,
    ...(values.length > 1 ? values.map((value) => values.filter((one) => one !== value)) : []),
    ...(other !== undefined && others.length > 1 ? [[other, ...values.slice(1)]] : []),
  ];
  return sets.map((chosen) => ({ kind: 'choices', values: chosen }));
}

type NumberDomain = Extract<Domain, { kind: 'number' }>;

function mutateNumbers(domain: NumberDomain, ranges: readonly NumberRange[]): ValueSet[] {
  return ranges.flatMap((range, index) =>
    mutateRange(domain, range).map(
      (other): ValueSet => ({
        kind: 'numbers',
        ranges: ranges.map((one, at) => (at === index ? other : one)),
      }),
    ),
  );
}

function mutateRange(domain: NumberDomain, range: NumberRange): NumberRange[] {
  const { low, high, lowOpen, highOpen } = range;
  const fits = (value: number): boolean => value >= domain.low && value <= domain.high;
  if (low === high) {
    const step = lastPlace(domain.unit, low);
    return [low + step, low - step].filter(fits).map((at) => ({ ...range, low: at, high: at }));
  }
  const found: NumberRange[] = [];
  if (low > domain.low || lowOpen) {
    const step = lastPlace(domain.unit, low);
    found.push({ ...range, lowOpen: !lowOpen });
    for (const at of [low + step, low - step]) if (fits(at)) found.push({ ...range, low: tidy(at) });
  }
  if (Number.isFinite(high) && (high < domain.high || highOpen)) {
    const step = lastPlace(domain.unit, high);
    found.push({ ...range, highOpen: !highOpen });
    for (const at of [high + step, high - step]) if (fits(at)) found.push({ ...range, high: tidy(at) });
  }
  return found;
}

/** Units in which a number of each kind is written, largest first. */
const WRITTEN: Readonly<Record<NumberUnit, readonly number[]>> = {
  tokens: [1_000_000, 1_000, 1],
  count: [1_000_000, 1_000, 1],
  percent: [1, 0.1, 0.01],
  usd: [1, 0.1, 0.01],
  ms: [86_400_000, 3_600_000, 60_000, 1_000, 1],
  score: [0.1, 0.01, 0.001],
  clock: [60, 1],
  date: [1],
};

function lastPlace(unit: NumberUnit, value: number): number {
  const units = WRITTEN[unit];
  if (value === 0) return unit === 'clock' ? 60 : (units.find((each) => each <= 1) ?? 1);
  return units.find((each) => Number.isInteger(tidy(value / each))) ?? units.at(-1) ?? 1;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
