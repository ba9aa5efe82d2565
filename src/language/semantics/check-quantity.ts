/**
 * Quantities against what they measure: the unit, then the range. One message for every wrong unit of the language:
 * what was expected, what was found, an example, and a fix where only the unit is wrong.
 */
import type { Fix } from '../diagnostics/diagnostic.ts';
import type * as Ast from '../syntax/ast.ts';
import { sliceOf } from '../text/source.ts';
import { UNIT_WORDS } from '../vocabulary/fact-json.ts';
import { daysOfDate, formatQuantity, formatTime } from '../vocabulary/format-quantity.ts';
import type { NumberUnit } from '../vocabulary/value-set.ts';
import { type Context, fault } from './context.ts';
import { replacement } from './report.ts';

/** The meaning of a quantity at its position. */
export interface Measure {
  readonly unit: NumberUnit;
  /** Subject of the sentence: `` `tokens` ``, `the window`. */
  readonly what: string;
  /** What is measured, as a sentence. */
  readonly because?: string;
  /** In correct spelling: `tokens over 8k`. */
  readonly example: string;
  /** Least and greatest value allowed, in the unit; both included. */
  readonly low?: number;
  readonly high?: number;
  /** The value must be over `low`. */
  readonly over?: boolean;
  readonly integer?: boolean;
}

const ACCEPTED: Readonly<Record<NumberUnit, Ast.Quantity['kind']>> = {
  tokens: 'number',
  count: 'number',
  percent: 'percent',
  usd: 'money',
  ms: 'duration',
  score: 'number',
  clock: 'time',
  date: 'date',
};

/** The number in the measure's unit, or undefined after a report. */
export function checkQuantity(
  context: Context,
  quantity: Ast.Quantity,
  measure: Measure,
): number | undefined {
  if (ACCEPTED[measure.unit] !== quantity.kind) {
    wrongUnit(context, quantity, measure);
    return undefined;
  }
  if (quantity.kind === 'date') return checkDate(context, quantity);
  const value = quantity.value;
  if (quantity.kind === 'time' && value > 1440) {
    outOfRange(context, quantity, 'a day ends at `24:00`', measure);
    return undefined;
  }
  return inRange(context, quantity, value, measure) ? value : undefined;
}

/** Any literal where a quantity belongs: names and texts are wrong units too. */
export function checkLiteralQuantity(
  context: Context,
  literal: Ast.Literal,
  measure: Measure,
): number | undefined {
  if (literal.kind === 'name' || literal.kind === 'text' || literal.kind === 'pattern') {
    wrongUnit(context, literal, measure);
    return undefined;
  }
  return checkQuantity(context, literal, measure);
}

/**
 * In every unit. In any unit. Beyond it adjacent numbers become equal, so a number and the next one cannot be
 * distinguished.
 */
const GREATEST = 1e15;

function inRange(context: Context, quantity: Ast.Quantity, value: number, measure: Measure): boolean {
  const low = measure.low ?? 0;
  const high = measure.high ?? Infinity;
  if (measure.integer === true && !Number.isInteger(value)) {
    outOfRange(context, quantity, 'it is a whole number', measure);
    return false;
  }
  if (value > GREATEST && high > GREATEST) {
    const most = formatQuantity(measure.unit, GREATEST);
    outOfRange(context, quantity, `numbers go up to ${most}`, measure);
    return false;
  }
  if (value > high || value < low || (measure.over === true && value === low)) {
    const least = `${measure.over === true ? 'over' : 'at least'} ${formatQuantity(measure.unit, low)}`;
    const most = Number.isFinite(high) ? ` and at most ${formatQuantity(measure.unit, high)}` : '';
    outOfRange(context, quantity, `it is ${least}${most}`, measure);
    return false;
  }
  return true;
}

function checkDate(context: Context, date: Extract<Ast.Quantity, { kind: 'date' }>): number | undefined {
  const days = daysOfDate(date.value);
  if (days === undefined) {
    fault(context, date.span, 'L1306', `there is no day \`${date.value}\``, {
      because: 'dates are written year-month-day, and the day must exist in that month',
      help: 'write a day of the calendar, such as `2026-12-31`',
    });
  }
  return days;
}

function outOfRange(context: Context, quantity: Ast.Quantity, because: string, measure: Measure): void {
  fault(
    context,
    quantity.span,
    'L1302',
    `${measure.what} cannot be \`${sliceOf(context.file.source, quantity.span)}\``,
    {
      because,
      help: `for example \`${measure.example}\``,
    },
  );
}

function wrongUnit(context: Context, literal: Ast.Literal, measure: Measure): void {
  const written = sliceOf(context.file.source, literal.span);
  const right = inRightUnit(literal, measure.unit);
  const share =
    literal.kind === 'number' && measure.unit === 'percent' && literal.value > 0 && literal.value < 1;
  const percent = share ? formatQuantity('percent', Number((literal.value * 100).toPrecision(6))) : undefined;
  const meant = right ?? percent;
  const fix: Fix | undefined =
    meant === undefined
      ? undefined
      : {
          ...replacement(context.file, literal.span, meant),
          ...(right === undefined ? { guess: true } : {}),
        };
  fault(
    context,
    literal.span,
    'L1301',
    `${measure.what} takes ${UNIT_WORDS[measure.unit]}, not ${LITERAL_WORDS[literal.kind]} \`${written}\``,
    {
      because: measure.because ?? 'quantities carry their unit, so that none can be mistaken for another',
      help:
        meant === undefined
          ? `for example \`${measure.example}\``
          : `write \`${meant}\`, as in \`${measure.example}\``,
      ...(fix === undefined ? {} : { fix }),
    },
  );
}

export const LITERAL_WORDS: Readonly<Record<Ast.Literal['kind'], string>> = {
  number: 'the bare number',
  percent: 'the percentage',
  money: 'the amount of money',
  duration: 'the duration',
  time: 'the time',
  date: 'the date',
  name: 'the word',
  text: 'the text',
  pattern: 'the pattern',
};

/** The same number with the right unit, where the meaning is unambiguous. */
function inRightUnit(literal: Ast.Literal, unit: NumberUnit): string | undefined {
  switch (unit) {
    case 'tokens':
    case 'count':
      return literal.kind === 'money' && Number.isInteger(literal.value)
        ? formatQuantity(unit, literal.value)
        : undefined;
    case 'percent':
      return literal.kind === 'number' && literal.value >= 1 && literal.value <= 100
        ? formatQuantity(unit, literal.value)
        : undefined;
    case 'usd':
      return literal.kind === 'number' ? formatQuantity(unit, literal.value) : undefined;
    case 'score':
      return literal.kind === 'percent' && literal.value <= 100
        ? formatQuantity(unit, Number((literal.value / 100).toPrecision(12)))
        : undefined;
    case 'clock':
      return literal.kind === 'number' && Number.isInteger(literal.value) && literal.value < 24
        ? formatTime(literal.value * 60)
        : undefined;
    case 'ms':
    case 'date':
      return undefined;
  }
}
