/**
 * What may be said of a value where everybody can read it: in answer headers, sentences and paths. Values that say who
 * asked or what was asked are told by how they compare with the policy's own words, never as they are.
 */
import { factValueWords } from '../vocabulary/fact-json.ts';
import { FACTS, type FactKind } from '../vocabulary/facts.ts';
import type { FactSpec, FactValue } from '../vocabulary/value-set.ts';

/** Stands for a value that is known and not told. */
export const WITHHELD = 'withheld';

export function isPrivate(spec: FactSpec): boolean {
  const row: { readonly privacy: string } | undefined = FACTS[spec.fact as FactKind];
  return row === undefined || row.privacy !== 'open';
}

/** Unknown tells nothing about anybody. */
export function shownValue(spec: FactSpec, value: FactValue): FactValue {
  return value !== null && isPrivate(spec) ? WITHHELD : value;
}

/** For sentences; undefined where the value is not told. A team is open to its own callers, but not to every log of headers. */
export function saidValue(spec: FactSpec, value: FactValue): string | undefined {
  if (value !== null && (isPrivate(spec) || spec.fact === 'team')) return undefined;
  return plainWords(factValueWords(spec, value));
}

const NOT_PLAIN = /[^\x20-\x7e]| {2}/;

/** One line without control characters; what headers cannot hold is theirs to replace. */
export function plainWords(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '?');
}

/** `no user to go by`: of a share whose key is not known. */
export function noKeyWords({ key, id, of: taker }: FactSpec): string {
  const of = key === undefined ? id : 'name' in key ? `${key.kind} "${key.name}"` : key.kind;
  return plainWords(`no ${of} to go by${taker === 'canary' ? ' for the canary' : ''}`);
}
