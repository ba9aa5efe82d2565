/**
 * The OpenAI chat dialect seen as a RequestView. Bodies are checked by a JSON schema first, so that a mistake is
 * named with its place; whatever the schema does not mention is the upstream's business and passes.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type RequestView, TOKENS_A_MESSAGE, TOKENS_AN_IMAGE } from './request-view.ts';

type Json = Readonly<Record<string, unknown>>;

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
            anyOf: [{ type: 'string' }, { type: 'null' }, { type: 'array', items: { type: 'object' } }],
          },
          tool_calls: { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'object' } }] },
        },
      },
    },
    stream: { type: ['boolean', 'null'] },
    stream_options: { type: ['object', 'null'] },
    max_tokens: { type: ['integer', 'null'], minimum: 1 },
    max_completion_tokens: { type: ['integer', 'null'], minimum: 1 },
    tools: { type: ['array', 'null'], items: { type: 'object' } },
    response_format: { type: ['object', 'null'] },
    metadata: { type: ['object', 'null'] },
    llmr: { type: ['object', 'null'] },
  },
} as const;

const validate = new Ajv2020({ strict: false }).compile(CHAT_SCHEMA);

/** What is wrong with a chat body, and which member; undefined when nothing is. */
export function chatBodyFault(body: Json): { readonly message: string; readonly param: string } | undefined {
  if (validate(body)) return undefined;
  const fault = validate.errors?.[0];
  const missing = fault?.params?.['missingProperty'];
  const place = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const param = typeof missing === 'string' ? [place, missing].filter(Boolean).join('.') : place;
  return {
    param,
    message:
      typeof missing === 'string' ? `"${param}" is missing.` : `"${param}" ${fault?.message ?? 'is wrong'}.`,
  };
}

/** Reads a body that `chatBodyFault` has passed. */
export function viewChat(body: Json): RequestView {
  const messages = body['messages'] as readonly Json[];
  const texts: string[] = [];
  let imageCount = 0;
  let audio = Array.isArray(body['modalities']) && body['modalities'].includes('audio');
  const userTexts: string[] = [];
  for (const message of messages) {
    const parts = contentTexts(message['content']);
    imageCount += parts.images;
    audio ||= parts.audio;
    texts.push(...parts.texts);
    if (message['role'] === 'user') userTexts.push(parts.texts.join('\n'));
    if (Array.isArray(message['tool_calls'])) texts.push(JSON.stringify(message['tool_calls']));
  }
  const tools = Array.isArray(body['tools']) && body['tools'].length > 0;
  if (tools) texts.push(JSON.stringify(body['tools']));
  const format = (body['response_format'] as Json | null | undefined)?.['type'];
  const outputTokens = body['max_completion_tokens'] ?? body['max_tokens'];
  return {
    endpoint: 'chat',
    model: body['model'] as string,
    stream: body['stream'] === true,
    ...(typeof outputTokens === 'number' ? { outputTokens } : {}),
    messageCount: messages.length,
    imageCount,
    tools,
    json: format === 'json_object' || format === 'json_schema',
    audio,
    lastUserText: userTexts.at(-1) ?? '',
    earlierUserTexts: userTexts.slice(0, -1).filter((text) => text !== ''),
    texts,
    extraTokens: messages.length * TOKENS_A_MESSAGE + imageCount * TOKENS_AN_IMAGE,
    metadata: metadataOf(body['metadata']),
  };
}

function contentTexts(content: unknown): { texts: string[]; images: number; audio: boolean } {
  if (typeof content === 'string') return { texts: [content], images: 0, audio: false };
  const found = { texts: [] as string[], images: 0, audio: false };
  if (!Array.isArray(content)) return found;
  for (const part of content as readonly Json[]) {
    if (typeof part['text'] === 'string') found.texts.push(part['text']);
    else if (typeof part['refusal'] === 'string') found.texts.push(part['refusal']);
    else if (part['type'] === 'image_url' || part['type'] === 'image') found.images += 1;
    else if (part['type'] === 'input_audio') found.audio = true;
  }
  return found;
}

function metadataOf(value: unknown): Record<string, string> {
  const metadata: Record<string, string> = Object.create(null) as Record<string, string>;
  if (typeof value !== 'object' || value === null) return metadata;
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean') {
      metadata[name] = String(entry);
    }
  }
  return metadata;
}
