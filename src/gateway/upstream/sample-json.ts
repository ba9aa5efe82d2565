/**
 * A small value that matches a JSON schema, for a simulated model's tool arguments and structured answers. Covers
 * what providers accept in strict mode (types, properties, enum, const, anyOf, items, local references). Knows
 * nothing else.
 */

type Schema = Readonly<Record<string, unknown>>;

/** Schemas may refer to themselves; deeper than this a value is left out or null. */
const DEEPEST = 8;

export function sampleJson(schema: unknown): unknown {
  return sample(schema, schema, 0);
}

function sample(schema: unknown, root: unknown, depth: number): unknown {
  if (!isRecord(schema) || depth > DEEPEST) return null;
  const reference = schema['$ref'];
  if (typeof reference === 'string') return sample(follow(root, reference), root, depth + 1);
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0];
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    const choices = schema[word];
    if (Array.isArray(choices) && choices.length > 0) return sample(choices[0], root, depth + 1);
  }
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type ?? (isRecord(schema['properties']) ? 'object' : undefined)) {
    case 'object':
      return sampleObject(schema, root, depth);
    case 'array':
      return Array.from({ length: Math.min(number(schema['minItems']) ?? 1, 8) }, () =>
        sample(schema['items'], root, depth + 1),
      );
    case 'string':
      return sampleString(schema);
    case 'integer':
    case 'number':
      return number(schema['minimum']) ?? (number(schema['exclusiveMinimum']) ?? 0) + 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleObject(schema: Schema, root: unknown, depth: number): object {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : Object.keys(properties);
  const names = required.filter((name) => typeof name === 'string');
  return Object.fromEntries(names.map((name) => [name, sample(properties[name], root, depth + 1)]));
}

const STRINGS: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '00:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function sampleString(schema: Schema): string {
  const text = STRINGS[String(schema['format'])] ?? 'simulated';
  const shortest = Math.min(number(schema['minLength']) ?? 0, 1_000);
  return text.padEnd(shortest, 'x').slice(0, number(schema['maxLength']) ?? undefined);
}

function follow(root: unknown, reference: string): unknown {
  let at: unknown = root;
  for (const step of reference.replace(/^#\/?/, '').split('/')) {
    if (step !== '' && isRecord(at)) at = at[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at === root && reference !== '#' ? undefined : at;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
