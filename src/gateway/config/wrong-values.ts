/**
 * The parts of a configured value that its key does not accept: the same verdict as `config-schema.ts`, without the
 * compiler of schemas, which every start of the service would load. Knows no key.
 */
import type { KeySpec } from './config-keys.ts';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/u;
const FILE_NAME = /^[A-Za-z_][A-Za-z0-9_]*([-.][A-Za-z0-9_]+)*$/u;

/** Entries where only these are wrong, otherwise the whole value; empty where nothing is. */
export function wrongValues(spec: KeySpec, value: unknown): readonly unknown[] {
  switch (spec.kind) {
    case 'text':
      return wrongUnless(isText(value), value);
    case 'choice':
      return wrongUnless(typeof value === 'string' && spec.choices.includes(value), value);
    case 'number':
      return wrongUnless(
        Number.isInteger(value) && Number(value) >= spec.least && Number(value) <= spec.most,
        value,
      );
    case 'flag':
      return wrongUnless(typeof value === 'boolean', value);
    case 'list':
      return wrongEntries(value, spec.pattern);
    case 'lists': {
      const fits =
        isRecord(value) &&
        Object.entries(value).every(
          ([name, list]) => VARIABLE.test(name) && wrongEntries(list, spec.pattern).length === 0,
        );
      return wrongUnless(fits, value);
    }
    case 'files': {
      const fits =
        isRecord(value) &&
        Object.entries(value).every(([name, file]) => FILE_NAME.test(name) && isText(file));
      return wrongUnless(fits, value);
    }
  }
}

function wrongUnless(fits: boolean, value: unknown): readonly unknown[] {
  return fits ? [] : [value];
}

function wrongEntries(value: unknown, pattern: string): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const fits = new RegExp(pattern, 'u');
  const wrong = value.filter((entry) => typeof entry !== 'string' || !fits.test(entry));
  // Entries must differ, too.
  return new Set(value).size === value.length ? wrong : [...wrong, value];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
