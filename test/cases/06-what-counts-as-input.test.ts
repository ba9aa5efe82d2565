// Everything that a provider counts as input counts in `tokens`, and every spelling of tools, images, audio and JSON is
// seen. Sources: LiteLLM PRs 32899, 36604, 39910 and issue 4664; the request types of vLLM, Ollama, Gemini and Bedrock.
import { describe, expect, test } from 'vitest';
import { viewChat } from '../../src/gateway/dialects/openai-chat/view-chat.ts';
import { countTokens } from '../../src/gateway/facts/count-tokens.ts';

const LONG = 'lorem ipsum dolor '.repeat(3000);
const user = { role: 'user', content: 'hi' };
const say = (...messages: object[]) => ({ messages: [user, ...messages] });
const content = (...parts: unknown[]) => ({ messages: [{ role: 'user', content: parts }] });
const read = (body: object) => viewChat({ model: 'm', messages: [user], ...body });
const tokens = (body: object) => {
  const { texts, extraTokens } = read(body);
  return countTokens(texts, extraTokens, []).tokens;
};

const COUNTED: Readonly<Record<string, object>> = {
  content: say({ role: 'user', content: LONG }),
  'bare strings among parts': content(LONG),
  tools: { tools: [{ type: 'function', function: { name: 'f', description: LONG } }] },
  functions: { functions: [{ name: 'f', description: LONG }] },
  'response_format schema': { response_format: { type: 'json_schema', json_schema: { description: LONG } } },
  guided_json: { guided_json: { description: LONG } },
  'structured_outputs (vLLM)': { structured_outputs: { json: { description: LONG } } },
  'format (Ollama)': { format: { description: LONG } },
  'tool_calls in history': say({
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: LONG } }],
  }),
  'function_call in history': say({ role: 'assistant', function_call: { name: 'f', arguments: LONG } }),
  'tool result': say({ role: 'tool', tool_call_id: 'a', content: LONG }),
  'tool result in parts': say({ role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: LONG }] }),
  'tool_result (Anthropic)': content({ type: 'tool_result', content: [{ type: 'text', text: LONG }] }),
  'tool_use (Anthropic)': content({ type: 'tool_use', input: { q: LONG } }),
  reasoning_content: say({ role: 'assistant', content: '', reasoning_content: LONG }),
  reasoning: say({ role: 'assistant', content: '', reasoning: LONG }),
  reasoning_details: say({ role: 'assistant', reasoning_details: [{ type: 'reasoning.text', text: LONG }] }),
  'thinking block': content({ type: 'thinking', thinking: LONG, signature: 'x' }),
  refusal: content({ type: 'refusal', refusal: LONG }),
  name: say({ role: 'user', name: LONG, content: 'x' }),
  prediction: { prediction: { type: 'content', content: LONG } },
  documents: { documents: [{ title: 'x', text: LONG }] },
  'text document': content({ type: 'document', source: { type: 'text', data: LONG } }),
  'text file': content({ type: 'file', file: { file_data: `data:text/plain;base64,${btoa(LONG)}` } }),
  'pdf file': content({
    type: 'file',
    file: { file_data: `data:application/pdf;base64,${'A'.repeat(500_000)}` },
  }),
  'unknown part': content({ type: 'novelty', blob: { deep: [LONG] } }),
  'unknown member': { novelty: LONG },
  'unknown member of a message': say({ role: 'user', content: 'x', novelty: [LONG] }),
  web_search_options: { web_search_options: { note: LONG } },
};

const MEDIA: Readonly<Record<string, { body: object; needs?: 'image' | 'audio' }>> = {
  image_url: { body: content({ type: 'image_url', image_url: { url: 'https://x/a.png' } }), needs: 'image' },
  'image_url as text': {
    body: content({ type: 'image_url', image_url: 'data:image/png;base64,AA' }),
    needs: 'image',
  },
  'without a type (vLLM)': { body: content({ image_url: { url: 'https://x' } }), needs: 'image' },
  image_embeds: { body: content({ type: 'image_embeds', image_embeds: 'AAAA' }), needs: 'image' },
  input_image: { body: content({ type: 'input_image', image_url: 'https://x' }), needs: 'image' },
  'image (Anthropic)': {
    body: content({ type: 'image', source: { type: 'base64', data: 'AA' } }),
    needs: 'image',
  },
  'inline_data (Gemini)': {
    body: content({ inline_data: { mime_type: 'image/png', data: 'AA' } }),
    needs: 'image',
  },
  'file with media type (AI SDK)': {
    body: content({ type: 'file', mediaType: 'image/png', data: 'AA' }),
    needs: 'image',
  },
  'source_type (LangChain)': {
    body: content({ type: 'image', source_type: 'base64', mime_type: 'image/png', data: 'AA' }),
    needs: 'image',
  },
  'file_data with an image': {
    body: content({ type: 'file', file: { file_data: 'data:image/png;base64,AA' } }),
    needs: 'image',
  },
  'image (Bedrock)': { body: content({ image: { format: 'png', source: { bytes: 'AA' } } }), needs: 'image' },
  'in the answer of a tool': {
    body: content({ type: 'tool_result', content: [{ type: 'image', source: { data: 'AA' } }] }),
    needs: 'image',
  },
  'images (Ollama)': { body: say({ role: 'user', content: 'x', images: ['AAAA'] }), needs: 'image' },
  input_audio: {
    body: content({ type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }),
    needs: 'audio',
  },
  audio_url: { body: content({ type: 'audio_url', audio_url: { url: 'https://x' } }), needs: 'audio' },
  'file with an audio type': {
    body: content({ type: 'file', mediaType: 'audio/wav', data: 'AA' }),
    needs: 'audio',
  },
  'an earlier answer in audio': { body: say({ role: 'assistant', audio: { id: 'a' } }), needs: 'audio' },
  video_url: { body: content({ type: 'video_url', video_url: { url: 'https://x' } }) },
  file_id: { body: content({ type: 'file', file: { file_id: 'file-1' } }) },
  input_file: { body: content({ type: 'input_file', file_url: 'https://x/a.pdf' }) },
};

test.each(Object.entries(COUNTED))('%s counts', (_, body) => {
  expect(tokens(body)).toBeGreaterThan(6_000);
});

test('settings do not count, however long', () => {
  expect(tokens({ metadata: { a: LONG }, user: LONG, logit_bias: { 1: 1 }, stop: [LONG], seed: 1 })).toBe(
    tokens({}),
  );
});

test.each(Object.entries(MEDIA))('%s is not nothing, and needs a model that can', (_, { body, needs }) => {
  const view = read(body);
  expect(tokens(body)).toBeGreaterThan(100);
  expect([view.imageCount > 0, view.audio]).toEqual([needs === 'image', needs === 'audio']);
});

describe('what a model must be able to do', () => {
  const call = { role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'f' } }] };
  test.each<[string, object, boolean]>([
    ['tools', { tools: [{ type: 'function' }] }, true],
    ['functions', { functions: [{ name: 'f' }] }, true],
    ['calls without tools', say(call, { role: 'tool', tool_call_id: 'a', content: 'x' }), true],
    ['function_call', say({ role: 'assistant', function_call: { name: 'f' } }), true],
    ['a function’s answer', say({ role: 'function', name: 'f', content: 'x' }), true],
    ['tool_use parts', content({ type: 'tool_use', input: {} }), true],
    ['empty lists', { tools: [], ...say({ role: 'assistant', content: 'x', tool_calls: [] }) }, false],
    ['a schema that only speaks of pictures', { tool_choice: 'none' }, false],
  ])('tools: %s', (_, body, needed) => {
    expect(read(body).tools).toBe(needed);
  });

  test('a tool that takes a picture’s address is no picture', () => {
    const properties = {
      image_url: { type: 'string' },
      image: { type: 'object' },
      content_type: { const: 'image/png' },
    };
    expect(
      read({ tools: [{ type: 'function', function: { name: 'f', parameters: { properties } } }] }).imageCount,
    ).toBe(0);
  });

  test.each<[object, boolean]>([
    [{ response_format: { type: 'json_object' } }, true],
    [{ response_format: { type: 'json_schema', json_schema: {} } }, true],
    [{ response_format: { type: 'text' } }, false],
    [{ guided_json: { type: 'object' } }, true],
    [{ structured_outputs: { json: { type: 'object' } } }, true],
    [{ structured_outputs: { regex: 'a+' } }, false],
    [{ format: 'json' }, true],
    [{ format: { type: 'object' } }, true],
    [{ json_schema: { type: 'object' } }, true],
    [{ text: { format: { type: 'json_schema' } } }, true],
  ])('json: %j', (body, needed) => {
    expect(read(body).json).toBe(needed);
  });

  test.each<[object, boolean]>([
    [{ modalities: ['text', 'audio'], audio: { voice: 'x' } }, true],
    [{ modalities: ['text'] }, false],
    [{ audio: { voice: 'x' } }, true],
  ])('audio: %j', (body, needed) => {
    expect(read(body).audio).toBe(needed);
  });
});
