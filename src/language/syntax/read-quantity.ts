/**
 * What a mistyped quantity was meant to be: `20sec` is `20s`, `8K` is `8k`, `9:00` is `09:00`.
 * Guesses only where one reading is left; knows nothing of where the quantity is.
 */
import type { TokenType } from 'chevrotain';
import { Clock, DateLiteral, Duration, Money, NumberLiteral, Percent } from './tokens.ts';

export interface MeantQuantity {
  readonly why: string;
  readonly meant?: string;
  readonly type?: TokenType;
  /** `8k and 16k`, where a range was written as one word. */
  readonly range?: string;
}

const UNITS: Readonly<Record<string, string>> = {
  ...{ sec: 's', secs: 's', second: 's', seconds: 's', S: 's' },
  ...{ mins: 'min', minute: 'min', minutes: 'min', Min: 'min' },
  ...{ hr: 'h', hrs: 'h', hour: 'h', hours: 'h', H: 'h' },
  ...{ day: 'd', days: 'd', D: 'd', msec: 'ms', millis: 'ms', MS: 'ms' },
};

export function meantQuantity(image: string): MeantQuantity {
  const clock = /^(\d):(\d{2})$/.exec(image);
  if (clock !== null) {
    return { why: 'a time has two digits for the hour', meant: `0${image}`, type: Clock };
  }
  const range = /^(\d{2}:\d{2})-(\d{2}:\d{2})$/.exec(image);
  if (range !== null)
    return {
      why: `a range is written \`between ${range[1]} and ${range[2]}\``,
      range: `${range[1]} and ${range[2]}`,
    };
  const between = /^([\d.]+[a-zA-Z%]*)(?:-|\.\.)([\d.]+[a-zA-Z%]*)$/.exec(image);
  if (between !== null && (between[1] ?? '').length > 0 && !/^\d{4}$/.test(between[1] ?? ''))
    return {
      why: `a range is written \`between ${between[1]} and ${between[2]}\``,
      range: `${between[1]} and ${between[2]}`,
    };
  const date = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(image);
  if (date !== null) {
    const [, year = '', month = '', day = ''] = date;
    const meant = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return { why: 'a date is written year-month-day with two digits each', meant, type: DateLiteral };
  }
  const twelve = /^(\d{1,2})(?::(\d{2}))?(am|pm)$/i.exec(image);
  if (twelve !== null && Number(twelve[1]) >= 1 && Number(twelve[1]) <= 12) {
    const hour = (Number(twelve[1]) % 12) + (twelve[3]?.toLowerCase() === 'pm' ? 12 : 0);
    const meant = `${String(hour).padStart(2, '0')}:${twelve[2] ?? '00'}`;
    return { why: 'times have 24 hours', meant, type: Clock };
  }
  const day = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(image);
  if (day !== null && Number(day[2]) <= 12) {
    const meant = `${day[3]}-${day[2]?.padStart(2, '0')}-${day[1]?.padStart(2, '0')}`;
    return { why: 'a date is written year-month-day', meant, type: DateLiteral };
  }
  const after = /^(\d+(?:\.\d+)?[kM]?)\$$/.exec(image);
  if (after !== null) return { why: 'the dollar sign comes first', meant: `$${after[1]}`, type: Money };
  const [, dollar = '', digits = '', unit = ''] = /^-?(\$?)(\d+(?:[._]\d+)*)([A-Za-z%]*)$/.exec(image) ?? [];
  const amount = `${dollar}${digits.replaceAll('_', '')}`;
  if (digits === '' || (amount.match(/\./g) ?? []).length > 1) {
    return {
      why: image.startsWith('$') ? 'digits follow the dollar sign' : 'no quantity is written like this',
    };
  }
  if (unit === 'K' || unit === 'm' || unit === 'mio' || unit === 'mln') {
    if (unit === 'm') return { why: '`M` is a million and `min` a minute; `m` is neither' };
    const meant = `${amount}${unit === 'K' ? 'k' : 'M'}`;
    const why = '`k` is a thousand and `M` a million';
    return { why, meant, type: dollar === '' ? NumberLiteral : Money };
  }
  if (unit === '') {
    const why = 'a number has no `_`';
    return { why, meant: amount, type: dollar === '' ? NumberLiteral : Money };
  }
  if (dollar !== '') return { why: 'an amount of dollars is written `$50`' };
  if (unit === '%') return { why: 'a number has no `_`', meant: `${amount}%`, type: Percent };
  const power = { ki: 'k', kb: 'k', tok: '', mi: 'M', gi: undefined }[unit.toLowerCase()];
  if (power !== undefined)
    return { why: '`k` is a thousand and `M` a million', meant: `${amount}${power}`, type: NumberLiteral };
  const short = UNITS[unit];
  if (short !== undefined) {
    return {
      why: 'durations are written `200ms`, `20s`, `5min`, `2h`, `1d`',
      meant: `${amount}${short}`,
      type: Duration,
    };
  }
  return { why: `no quantity ends with \`${unit}\`, and a name begins with a letter` };
}
