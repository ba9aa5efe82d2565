/**
 * Finds what is wrong with a chat completions body, and where. Members that are not checked here are passed to the
 * upstream; members that affect cost must mean the same to every server, so they are checked.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';

type Json = Readonly<Record<string, unknown>>;

/** -1 is LM Studio's and llama.cpp's "no limit". */
const LIMIT = { type: ['integer', 'null'], minimum: -1, not: { const: 0 } } as const;
/** Some servers accept `"128"` as 128; here only a number is accepted. */
const COUNT = { type: ['integer', 'null'], minimum: 1 } as const;

const CHAT_SCHEMA = {
  type: 'object',
  required: ['model', 'messages'],
  properties: {
    model: { type: 'string', minLength: 1, maxLength: 256 },
    messages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['role'],
        properties: {
          role: { type: 'string' },
          content: {
            anyOf: [
              { type: 'string' },
              { type: 'null' },
              { type: 'array', items: { type: ['object', 'string'] } },
            ],
          },
          tool_calls: { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'object' } }] },
        },
      },
    },
    stream: { type: ['boolean', 'null'] },
    stream_options: { type: ['object', 'null'] },
    max_tokens: LIMIT,
    max_completion_tokens: LIMIT,
    n: COUNT,
    best_of: COUNT,
    tools: { type: ['array', 'null'], items: { type: 'object' } },
    functions: { type: ['array', 'null'], items: { type: 'object' } },
    response_format: { type: ['object', 'null'] },
    metadata: { type: ['object', 'null'] },
    llmr: { type: ['object', 'null'] },
  },
} as const;

const validate = new Ajv2020({ strict: false }).compile(CHAT_SCHEMA);

export interface RequestFault {
  readonly message: string;
  /** The member. */
  readonly param: string;
}

/** Undefined when nothing is wrong. */
export function requestFault(body: Json): RequestFault | undefined {
  if (validate(body)) return undefined;
  const fault = validate.errors?.[0];
  const missing = fault?.params?.['missingProperty'];
  const place = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const param = typeof missing === 'string' ? [place, missing].filter(Boolean).join('.') : place;
  if (param === 'messages' && body['input'] !== undefined) {
    return {
      param,
      message:
        '"messages" is missing: the body has "input", as requests to /v1/responses have. Set your client to chat completions.',
    };
  }
  if (typeof missing === 'string') return { param, message: `"${param}" is missing.` };
  const words =
    fault?.keyword === 'not' ? 'must be >= 1, or -1 for no limit' : (fault?.message ?? 'is wrong');
  return { param, message: `"${param}" ${words}.` };
}
