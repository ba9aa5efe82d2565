/**
 * What a recorded line holds about one fact of any policy: its value, or only which patterns it fitted, or nothing.
 * Values that were not recorded are never guessed. Knows no graph.
 */
import { patternKey } from '../graph/set-algebra.ts';
import { shareOf } from '../planning/share.ts';
import { factId } from '../vocabulary/fact-spec.ts';
import type { FactSpec, FactValue, KeySpec, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import { holds } from '../vocabulary/value-sets.ts';
import { derivedFact, type Fits, type RecordedInputs } from './recorded-inputs.ts';
import type { RecordedLine } from './recorded-line.ts';

/** `true` and `false` are certain; undefined: not recorded. */
export type Certain = boolean | undefined;

/** Whether a fact of the recorded request lies in a set. */
export function factIsIn(line: RecordedLine, spec: FactSpec, set: ValueSet): Certain {
  const value = recordedValue(line, spec);
  if (value !== undefined) return holds(set, value);
  const fits = line.inputs.fits?.[spec.id];
  if (fits === undefined) return undefined;
  // A text that was recorded by its patterns was known.
  return set.kind === 'texts' ? textsHold(fits, set.any, set.negated) : false;
}

function textsHold(fits: Fits, any: readonly TextPattern[], negated: boolean): Certain {
  const named = fits.yes.find((key) => key.startsWith('equals '))?.slice('equals '.length);
  if (named !== undefined) return holds({ kind: 'texts', any, negated }, named);
  const keys = any.map(patternKey);
  if (keys.some((key) => fits.yes.includes(key))) return !negated;
  return keys.every((key) => fits.no.includes(key)) ? negated : undefined;
}

/** The value, where it was recorded or follows from recorded ones. */
export function recordedValue(line: RecordedLine, spec: FactSpec): FactValue | undefined {
  const { facts, needs } = line.inputs;
  const own = facts[spec.id];
  if (own !== undefined) return inDomain(spec, own);
  switch (spec.fact) {
    case 'share':
      return spec.key === undefined ? undefined : recordedShare(line, spec.key, spec.salt ?? '');
    case 'budget used':
      return line.budgets.find(({ name }) => name === spec.subject)?.usedPercent;
    default:
      return derivedFact(spec, needs, line.time);
  }
}

/**
 * A tier that is no longer declared does not count; an intent that was removed would be read as something else today.
 */
function inDomain(spec: FactSpec, value: FactValue): FactValue | undefined {
  if (value === null || spec.domain.kind !== 'choice' || spec.domain.values.includes(String(value)))
    return value;
  return spec.fact === 'tier' ? null : undefined;
}

/** Undefined: the key is private, and its share under this salt was not recorded. */
export function recordedShare(line: RecordedLine, key: KeySpec, salt: string): number | null | undefined {
  const { shares = {}, facts } = line.inputs;
  const own = shares[factId('share', { key, salt })];
  if (own !== undefined) return own;
  const value = openKey(line, key, facts);
  return typeof value === 'string' ? shareOf(value, salt) : value;
}

function openKey(
  line: RecordedLine,
  key: KeySpec,
  facts: RecordedInputs['facts'],
): string | null | undefined {
  if (key.kind === 'request') return line.id;
  const id =
    key.kind === 'header' || key.kind === 'metadata' ? factId(key.kind, { subject: key.name }) : key.kind;
  const value = facts[id];
  return value === null || value === undefined ? value : String(value);
}
