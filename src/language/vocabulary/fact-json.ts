/**
 * Values of facts as people and files write them: facts files, test givens, `--facts`, explanations. `null` is
 * unknown. `parseFactValue` reads back what `formatFactValue` writes. Knows policies only through the spec.
 */
import { didYouMean } from '../diagnostics/suggest.ts';
import { formatQuantity, readQuantity } from './format-quantity.ts';
import type { Domain, FactSpec, FactValue, NumberUnit } from './value-set.ts';

export type ParsedFactValue =
  | { readonly ok: true; readonly value: FactValue }
  /** One sentence: what is wrong, what was expected and how to write it. */
  | { readonly ok: false; readonly error: string };

/** Numbers are plain or in the policy's spelling: 96 or "96%", 8000 or "8k", 6000 or "6s", "09:30". */
export function parseFactValue(spec: FactSpec, json: unknown): ParsedFactValue {
  if (json === null) {
    return spec.canBeUnknown ? known(null) : wrong(spec, 'can never be unknown');
  }
  const domain = spec.domain;
  switch (domain.kind) {
    case 'flag':
      if (typeof json === 'boolean') return known(json);
      if (json === 'true' || json === 'false') return known(json === 'true');
      return wrong(spec, `is true or false, not ${shown(json)}`);
    case 'text':
      return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
        ? known(String(json))
        : wrong(spec, `is a text, not ${shown(json)}`);
    case 'choice':
      if (typeof json === 'string' && domain.values.includes(json)) return known(json);
      return wrong(
        spec,
        `is one of ${domain.values.join(', ')}, not ${shown(json)}${hint(json, domain.values)}`,
      );
    case 'number':
      return parseNumber(spec, domain, json);
  }
}

function parseNumber(
  spec: FactSpec,
  domain: Extract<Domain, { kind: 'number' }>,
  json: unknown,
): ParsedFactValue {
  const value =
    typeof json === 'number'
      ? json
      : typeof json === 'string'
        ? readQuantity(domain.unit, json.trim())
        : undefined;
  if (value === undefined || !Number.isFinite(value)) {
    return wrong(spec, `is ${UNIT_WORDS[domain.unit]}, not ${shown(json)}`);
  }
  if (domain.integer && !Number.isInteger(value)) return wrong(spec, `is a whole number, not ${shown(json)}`);
  if (value < domain.low || value > domain.high || (domain.highOpen === true && value === domain.high)) {
    const low = formatQuantity(domain.unit, domain.low);
    const range = Number.isFinite(domain.high)
      ? `between ${low} and ${domain.highOpen ? 'less than ' : ''}${formatQuantity(domain.unit, domain.high)}`
      : `at least ${low}`;
    return wrong(spec, `is ${range}, not ${shown(json)}`);
  }
  return known(value);
}

/** A readable JSON value that `parseFactValue` reads back: 900, "96%", "$2", "6s", "09:30", true, null. */
export function formatFactValue(spec: FactSpec, value: FactValue): string | number | boolean | null {
  if (typeof value !== 'number' || spec.domain.kind !== 'number') return value;
  const unit = spec.domain.unit;
  return unit === 'tokens' || unit === 'count' || unit === 'score' ? value : formatQuantity(unit, value);
}

const SCORE_DECIMALS = 4;

/** For sentences: `900`, `96%`, `pro`, `"triage-1"`, `yes`, `unknown`. */
export function factValueWords(spec: FactSpec, value: FactValue): string {
  if (value === null) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (spec.domain.kind !== 'number') return String(value);
    // A confidence has fifteen decimals; a few are enough.
    const told = spec.domain.unit === 'score' ? Number(value.toFixed(SCORE_DECIMALS)) : value;
    return formatQuantity(spec.domain.unit, told);
  }
  return spec.domain.kind === 'text' ? JSON.stringify(value) : value;
}

/** What a unit is and how it is written. */
export const UNIT_WORDS: Readonly<Record<NumberUnit, string>> = {
  tokens: 'a number of tokens such as `8k`',
  count: 'a whole number such as `3`',
  percent: 'a percentage such as `95%`',
  usd: 'an amount of money such as `$2`',
  ms: 'a duration such as `20s`',
  score: 'a score between 0 and 1 such as `0.8`',
  clock: 'a time such as `09:30`',
  date: 'a date such as `2026-12-31`',
};

function known(value: FactValue): ParsedFactValue {
  return { ok: true, value };
}

function wrong(spec: FactSpec, what: string): ParsedFactValue {
  return { ok: false, error: `\`${spec.id}\` ${what}` };
}

function shown(json: unknown): string {
  return JSON.stringify(json) ?? String(json);
}

function hint(json: unknown, values: readonly string[]): string {
  const near = typeof json === 'string' ? didYouMean(json, values) : undefined;
  return near === undefined ? '' : `; did you mean ${near}?`;
}
