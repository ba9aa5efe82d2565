// The scores of a file as they are written, and the one scale they are on. A file that mixes scales is refused: read as
// one, 0.7 of 1 would count as 0.7 of 100. Must not know: rows, file formats.

/** How a score is written: as a number, with a percent sign, or as a word for right and wrong. */
export interface WrittenScore {
  readonly value: number;
  readonly form: 'number' | 'percent' | 'word';
}

export interface SeenScore extends WrittenScore {
  readonly line: number;
  readonly model: string;
}

const RIGHT = /^(?:true|pass|passed|yes|correct)$/i;
const WRONG = /^(?:false|fail|failed|no|incorrect|wrong)$/i;
const ABSENT = /^(?:|null|none|n\/?a|-)$/i;

/** Undefined for an empty cell: the model gave no answer. A string is the reason why it is not a score. */
export function writtenScore(text: string): WrittenScore | string | undefined {
  const plain = text.trim();
  if (ABSENT.test(plain)) return undefined;
  if (RIGHT.test(plain)) return { value: 1, form: 'word' };
  if (WRONG.test(plain)) return { value: 0, form: 'word' };
  const percent = /^(.*\d)\s*%$/.exec(plain)?.[1];
  const digits = percent ?? plain;
  if (/^nan$/i.test(digits))
    return 'is NaN: leave it out if the model gave no answer, or write 0 if it failed';
  if (/^-?\d+,\d+$/.test(digits)) return `has a decimal comma: write ${digits.replace(',', '.')}`;
  const value = Number(digits);
  const of = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+)$/.exec(digits);
  if (of !== null) return `is written as a fraction: write ${of[1]} and pass --scale ${of[2]}`;
  if (!Number.isFinite(value)) return 'is not a number, nor true, false, pass or fail';
  if (value < 0) return 'is negative: scores begin at 0, and a missing answer is left out';
  return { value, form: percent === undefined ? 'number' : 'percent' };
}

/** For messages: answers and prompts may be in the place of a score, and are long. */
export function shownScore(text: string): string {
  return JSON.stringify(text.length > 24 ? `${text.slice(0, 24)}…` : text);
}

/** As a number; on the scale that the caller asked for, where the form itself says which part of it a score is. */
export function scoreOn({ value, form }: WrittenScore, asked: number | undefined): number {
  if (asked === undefined || form === 'number') return value;
  return form === 'word' ? value * asked : (value * asked) / 100;
}

export interface ScaleFault {
  readonly line: number;
  readonly why: string;
}

/** The highest value that a score can have. `asked` is what the caller says it is. */
export function scaleOf(seen: readonly SeenScore[], asked?: number): number | ScaleFault {
  if (asked !== undefined) {
    const above = seen.find(
      ({ form, value }) => value > (form === 'number' ? asked : form === 'word' ? 1 : 100),
    );
    return above === undefined
      ? asked
      : fault(
          above,
          `${named(above)} is above ${above.form === 'percent' ? '100%' : `the scale of ${asked}`}`,
        );
  }
  const numbers = seen.filter(({ form }) => form === 'number');
  const percent = seen.find(({ form }) => form === 'percent');
  const first = seen.find(({ form }) => form !== 'percent');
  if (percent !== undefined && first !== undefined) {
    const [early, late] = percent.line <= first.line ? [percent, first] : [first, percent];
    return fault(
      late,
      `${named(late)} and ${named(early)} in line ${early.line} are written differently: write all scores of a file with a percent sign, or none`,
    );
  }
  const highest = seen.reduce((most, one) => (one.value > most.value ? one : most), { value: 0, line: 0 });
  if (percent !== undefined)
    return highest.value > 100 ? fault(highest, `the score ${highest.value}% is above 100%`) : 100;
  if (highest.value <= 1) return 1;
  if (highest.value > 100)
    return fault(
      highest,
      `the score ${highest.value} is above 100: pass --scale with the highest score there can be`,
    );
  return mixedScales(numbers, seen) ?? plainScale(highest);
}

/** A guess only where the scores leave no doubt: up to 5 may be of 5 or of 10, up to 40 of 40 or of 100. */
function plainScale(highest: { readonly value: number; readonly line: number }): number | ScaleFault {
  const scale = highest.value <= 10 ? 10 : 100;
  return highest.value > scale / 2
    ? scale
    : fault(
        highest,
        `the highest score of the file is ${highest.value}: pass --scale ${Math.ceil(highest.value)} or --scale ${scale}, whichever is the highest there can be`,
      );
}

/** Enough scores of a model to expect one in the upper part of its scale. */
const ENOUGH = 5;

function mixedScales(numbers: readonly SeenScore[], seen: readonly SeenScore[]): ScaleFault | undefined {
  const highest = numbers.reduce((most, one) => (one.value > most.value ? one : most));
  const word = seen.find(({ form }) => form === 'word');
  if (word !== undefined)
    return fault(
      highest,
      `${named(highest)} is a number above 1, and line ${word.line} says only right or wrong: write all scores on one scale`,
    );
  // Half points are usual in grades from 1 to 10.
  const isShare = ({ value }: SeenScore) => value > 0 && value < 1 && (highest.value > 10 || value !== 0.5);
  for (const [, own] of Map.groupBy(numbers, ({ model }) => model)) {
    const [shares, others] = [own.filter(isShare), own.filter(({ value }) => value > 1)];
    const [share, other] = [shares[0], others[0]];
    if (share === undefined) continue;
    const against = other ?? highest;
    const [odd, usual] =
      shares.length <= others.length || against.line < share.line ? [share, against] : [against, share];
    return fault(
      odd,
      `${named(odd)} and ${named(usual)} in line ${usual.line} cannot be on one scale: write all scores on one scale, or pass --scale ${highest.value > 10 ? 100 : 10} if they are`,
    );
  }
  for (const [model, own] of Map.groupBy(numbers, (one) => one.model)) {
    const top = own.reduce((most, one) => (one.value > most.value ? one : most));
    const limit = highest.value > 10 ? 10 : 1;
    if (own.length < ENOUGH || top.value === 0 || top.value > limit) continue;
    return fault(
      top,
      `no score of "${model}" is above ${top.value}, and "${highest.model}" has ${highest.value} in line ${highest.line}: write all scores on one scale, or pass --scale ${highest.value > 10 ? 100 : 10} if they are`,
    );
  }
  return undefined;
}

function named({ value, form, model }: SeenScore): string {
  return `the score ${form === 'word' ? (value === 1 ? 'true' : 'false') : value}${form === 'percent' ? '%' : ''} of "${model}"`;
}

function fault({ line }: { readonly line: number }, why: string): ScaleFault {
  return { line, why };
}
