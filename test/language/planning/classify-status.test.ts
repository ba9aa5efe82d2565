import { expect, it } from 'vitest';
import { classifyStatus, failureNamed } from '../../../src/language/planning/classify-status.ts';

it.each([
  [400, 'bad-request'],
  [401, 'auth'],
  [402, 'rate-limit'],
  [403, 'auth'],
  [404, 'gone'],
  [405, 'gone'],
  [410, 'gone'],
  [408, 'timeout'],
  [413, 'too-long'],
  [422, 'bad-request'],
  [429, 'rate-limit'],
  [500, 'server-error'],
  [502, 'server-error'],
  [503, 'overload'],
  [504, 'timeout'],
  [529, 'overload'],
  [307, 'gone'],
  [424, 'server-error'],
] as const)('status %i is %s', (status, failure) => {
  expect(classifyStatus({ status })).toBe(failure);
});

it.each([
  [{ status: 400, codes: ['context_length_exceeded', 'invalid_request_error'] }, 'too-long'],
  [
    {
      status: 400,
      codes: ['invalid_request_error'],
      messages: ['prompt is too long: 210000 tokens > 200000 maximum'],
    },
    'too-long',
  ],
  [{ status: 400, messages: ["This model's maximum context length is 8192 tokens."] }, 'too-long'],
  [{ status: 400, codes: ['content_filter'] }, 'content-filter'],
  [{ status: 400, codes: ['ResponsibleAIPolicyViolation'] }, 'content-filter'],
  [{ status: 429, codes: ['insufficient_quota'] }, 'rate-limit'],
  [{ status: 403, codes: ['AllocationQuota.FreeTierOnly'] }, 'rate-limit'],
  [{ status: 400, codes: ['engine_overloaded_error'] }, 'overload'],
  [{ status: 400, codes: ['ContextLengthExceeded'] }, 'too-long'],
  [{ status: 404, codes: ['quota_of_words', 'model_not_found'] }, 'gone'],
  [
    { status: 429, messages: ['Requests exceed the context window quota; maximum context length'] },
    'rate-limit',
  ],
  // Xinference and old llama.cpp report an overflow with 500.
  [{ status: 500, messages: ['maximum context length'] }, 'too-long'],
  [{ status: 200, codes: ['overloaded_error'] }, 'overload'],
  [{ codes: ['overloaded_error'], messages: ['Overloaded'] }, 'overload'],
  [{ codes: ['invalid_request_error'] }, 'bad-request'],
  [{ status: 503, codes: ['server_error'] }, 'overload'],
  [{ messages: ['something broke'] }, 'server-error'],
  [{ status: 404, param: 'file_id', messages: ['No such File object'] }, 'bad-request'],
  [{ status: 404, param: 'model', messages: ['x'] }, 'gone'],
] as const)('%j is %s', (error, failure) => {
  expect(classifyStatus(error)).toBe(failure);
});

it('reads what a test script names', () => {
  expect(failureNamed('broken-stream')).toBe('broken-stream');
  expect(failureNamed(503)).toBe('overload');
  expect(failureNamed(200)).toBeUndefined();
  expect(failureNamed('tiemout')).toBeUndefined();
});
