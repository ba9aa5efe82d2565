/**
 * The parts of a configured value that its key does not accept: the same verdict as `config-schema.ts`, without the
 * compiler of schemas, which every start of the service would load. Knows no key.
 */
import { FILE_NAME, type KeySpec, VARIABLE } from './config-keys.ts';

/** Entries where only these are wrong, otherwise the whole value; empty where nothing is. */
export function wrongValues(spec: KeySpec, value: unknown): readonly unknown[] {
  switch (spec.kind) {
    case 'text':
      return wrongUnless(isText(value) && (spec.pattern === undefined || fits(value, spec.pattern)), value);
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
      const isWhole =
        isRecord(value) &&
        Object.entries(value).every(
          ([name, list]) => fits(name, VARIABLE) && wrongEntries(list, spec.pattern).length === 0,
        );
      return wrongUnless(isWhole, value);
    }
    case 'files': {
      const isWhole =
        isRecord(value) &&
        Object.entries(value).every(([name, file]) => fits(name, FILE_NAME) && isText(file));
      return wrongUnless(isWhole, value);
    }
  }
}

function wrongUnless(accepted: boolean, value: unknown): readonly unknown[] {
  return accepted ? [] : [value];
}

function wrongEntries(value: unknown, pattern: string): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const wrong = value.filter((entry) => typeof entry !== 'string' || !fits(entry, pattern));
  // Entries must differ, too.
  return new Set(value).size === value.length ? wrong : [...wrong, value];
}

function fits(text: string, pattern: string): boolean {
  return new RegExp(pattern, 'u').test(text);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
