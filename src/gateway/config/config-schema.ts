/** The JSON Schema of `llmr.json`, made from the table of keys; `llmr.schema.json` in this folder is its text. */
import { CONFIG_KEYS, type ConfigKey, FILE_NAME, type KeySpec, VARIABLE, variableOf } from './config-keys.ts';

export function configSchema(): Record<string, unknown> {
  const properties = Object.entries(CONFIG_KEYS).map(([key, spec]) => [
    key,
    {
      ...valueSchema(spec),
      default: spec.default,
      description: `${spec.doc} Environment: ${variableOf(key as ConfigKey)}.`,
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'llmr.json',
    description: 'Configuration of the llmr service.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Path of this schema, for editors; llmr ignores it.' },
      ...Object.fromEntries(properties),
    },
  };
}

function valueSchema(spec: KeySpec): Record<string, unknown> {
  switch (spec.kind) {
    case 'text':
      return spec.pattern === undefined
        ? { type: 'string', minLength: 1 }
        : { type: 'string', pattern: spec.pattern };
    case 'choice':
      return { enum: spec.choices };
    case 'number':
      return { type: 'integer', minimum: spec.least, maximum: spec.most };
    case 'flag':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: { type: 'string', pattern: spec.pattern }, uniqueItems: true };
    case 'lists':
      return {
        type: 'object',
        propertyNames: { type: 'string', pattern: VARIABLE },
        additionalProperties: {
          type: 'array',
          items: { type: 'string', pattern: spec.pattern },
          uniqueItems: true,
        },
      };
    case 'files':
      return {
        type: 'object',
        propertyNames: { type: 'string', pattern: FILE_NAME },
        additionalProperties: { type: 'string', minLength: 1 },
      };
  }
}
