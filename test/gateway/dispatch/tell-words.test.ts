import { expect, test } from 'vitest';
import type { Fault } from '../../../src/gateway/dialects/dialect.ts';
import { ProviderSaid } from '../../../src/gateway/dialects/provider-said.ts';
import { requestParameter } from '../../../src/gateway/dispatch/request-parameter.ts';
import { createTellWords } from '../../../src/gateway/dispatch/tell-words.ts';
import { createKnownSecrets } from '../../../src/gateway/secrets/known-secrets.ts';
import { createTextCleaner } from '../../../src/gateway/secrets/text-cleaner.ts';
import { FAILURE_CLASSES, type FailureClass } from '../../../src/language/semantics/failures.ts';

const KEY = 'sk-planted-7d1f0c22ab';
const cleaner = createTextCleaner(createKnownSecrets([KEY]), ['llm.internal', 'llm.internal:8443']);
const words = createTellWords(cleaner, false);
const ASKED = Buffer.from('{"model":"m","messages":[{"role":"user","content":"the swordfish_swims"}]}');

function fault(
  said: { code?: string; param?: string; prose?: string },
  of: FailureClass = 'bad-request',
): Fault {
  const provider = new ProviderSaid({ code: '', param: '', prose: '', ...said });
  return { class: of, message: 'answered with status 400', said: provider };
}

test('codes are words, and neither secrets nor the request', () => {
  const code = (text: string) => words.facts(fault({ code: text }), ASKED).code;
  for (const known of ['unsupported_value', 'InvalidParameter', '1113', 'invalid_request_error', 'E-42'])
    expect(code(known)).toBe(known);
  for (const other of [
    KEY,
    `x_${KEY}`,
    Buffer.from(KEY).toString('hex'),
    'a sentence',
    'swordfish_swims',
    '',
    'x'.repeat(65),
  ])
    expect(code(other), other).toBeUndefined();
});

test('parameters are names of a request', () => {
  for (const [said, name] of [
    ['messages[0].content', 'messages[0].content'],
    ['messages.[1].content', 'messages[1].content'],
    ['/messages/0/content/2/image_url', 'messages[0].content[2].image_url'],
    ['body.messages.0.content', 'messages[0].content'],
    ['stream_options.include_usage', 'stream_options.include_usage'],
    ['tools[0].function.parameters.properties.ssn', 'tools[0].function.parameters.properties'],
    ['max_tokens', 'max_tokens'],
  ])
    expect(requestParameter(said ?? '')).toBe(name);
  for (const other of ['', 'swordfish', KEY, 'Please tell me', '0', 'x'.repeat(300)])
    expect(requestParameter(other)).toBeUndefined();
});

test('prose is for the caller of a request that is at fault', () => {
  const told = FAILURE_CLASSES.filter((of) => words.prose(fault({ prose: 'too warm' }, of)) !== undefined);
  expect(told).toEqual(['too-long', 'content-filter', 'bad-request']);
  expect(words.kept(fault({ prose: 'too warm' }))).toBeUndefined();
  expect(createTellWords(cleaner, true).kept(fault({ prose: `bad ${KEY}` }, 'auth'))).toBe('bad [key]');
  expect(words.prose({ class: 'bad-request', message: 'm' })).toBeUndefined();
});

test.each([
  [`bad\r\nkey ${KEY} or Bearer xyz`, 'bad key [key] or [key]'],
  [
    'Incorrect API key provided: sk-pl***ab. See https://help.example',
    'Incorrect API key provided: [key]. See https://help.example',
  ],
  ['connect ECONNREFUSED 10.0.0.5:443', '[connection error]'],
  ['getaddrinfo ENOTFOUND vault.corp.example', '[connection error]'],
  [
    'upstream 10.1.2.3:8000, [fd00::1]:80, ::1 and fe80::1 failed',
    'upstream [address], [address], [address] and [address] failed',
  ],
  ['Post "https://llm.internal:8443/v1/x?key=1": EOF', 'Post "[host]": EOF'],
  ['LLM.INTERNAL. said no, xllm.internal did not', '[host] said no, xllm.internal did not'],
  ['version 1.2.3 at 12:30:00, ratio 1:2', 'version 1.2.3 at 12:30:00, ratio 1:2'],
  ['key llmr_0123456789abcdef and AIzaSyA1234567890abcdefghijklmnop', 'key [key] and [key]'],
])('%s', (prose, clean) => {
  expect(words.prose(fault({ prose }))).toBe(clean);
});

test('a long text is cut after it is cleaned', () => {
  expect(words.prose(fault({ prose: 'x '.repeat(900) }))).toHaveLength(300);
  const left = words.prose(fault({ prose: `${'.'.repeat(290)} ${KEY}` })) ?? '';
  expect(left).not.toContain('sk-pl');
});
