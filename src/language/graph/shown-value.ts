/**
 * What may be shown of a value in public places: response headers, explanations and paths. Values that identify the
 * caller or the prompt are described by how they compare with the policy's own words, never shown.
 */
import { factValueWords } from '../vocabulary/fact-json.ts';
import { FACTS, type FactKind } from '../vocabulary/facts.ts';
import type { FactSpec, FactValue } from '../vocabulary/value-set.ts';

/** Shown for a known value that must not be revealed. */
export const WITHHELD = 'withheld';

export function isPrivate(spec: FactSpec): boolean {
  const row: { readonly privacy: string } | undefined = FACTS[spec.fact as FactKind];
  return row === undefined || row.privacy !== 'open';
}

/** Unknown reveals nothing. */
export function shownValue(spec: FactSpec, value: FactValue): FactValue {
  return value !== null && isPrivate(spec) ? WITHHELD : value;
}

/**
 * For explanations; undefined where the value is not shown. A team may be shown to its own callers, but not in every
 * log of headers.
 */
export function saidValue(spec: FactSpec, value: FactValue): string | undefined {
  if (value !== null && (isPrivate(spec) || spec.fact === 'team')) return undefined;
  return plainWords(factValueWords(spec, value));
}

const NOT_PLAIN = /[^\x20-\x7e]| {2}/;

/** One line without control characters; headers replace what they cannot contain. */
export function plainWords(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '?');
}

/** `no user in this request`: for a share whose key is not known. */
export function noKeyWords({ key, id, of: taker }: FactSpec): string {
  const of = key === undefined ? id : 'name' in key ? `${key.kind} "${key.name}"` : key.kind;
  return plainWords(`no ${of} in this request${taker === 'canary' ? ' for the canary' : ''}`);
}
