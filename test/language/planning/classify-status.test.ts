import { expect, it } from 'vitest';
import { classifyStatus, failureNamed } from '../../../src/language/planning/classify-status.ts';

it.each([
  [400, 'bad-request'],
  [401, 'auth'],
  [402, 'rate-limit'],
  [403, 'auth'],
  [404, 'bad-request'],
  [408, 'timeout'],
  [413, 'too-long'],
  [422, 'bad-request'],
  [429, 'rate-limit'],
  [500, 'server-error'],
  [502, 'server-error'],
  [503, 'overload'],
  [504, 'timeout'],
  [529, 'overload'],
  [302, 'server-error'],
] as const)('status %i is %s', (status, failure) => {
  expect(classifyStatus({ status })).toBe(failure);
});

it.each([
  [{ status: 400, code: 'context_length_exceeded', type: 'invalid_request_error' }, 'too-long'],
  [
    {
      status: 400,
      type: 'invalid_request_error',
      message: 'prompt is too long: 210000 tokens > 200000 maximum',
    },
    'too-long',
  ],
  [{ status: 400, message: "This model's maximum context length is 8192 tokens." }, 'too-long'],
  [{ status: 400, code: 'content_filter' }, 'content-filter'],
  [{ status: 400, code: 'ResponsibleAIPolicyViolation' }, 'content-filter'],
  [{ status: 429, code: 'insufficient_quota' }, 'rate-limit'],
  [
    { status: 429, message: 'Requests exceed the context window quota; maximum context length' },
    'rate-limit',
  ],
  [{ status: 500, message: 'maximum context length' }, 'server-error'],
  [{ status: 200, type: 'overloaded_error' }, 'overload'],
  [{ type: 'overloaded_error', message: 'Overloaded' }, 'overload'],
  [{ type: 'invalid_request_error' }, 'bad-request'],
  [{ status: 503, type: 'server_error' }, 'overload'],
  [{ message: 'something broke' }, 'server-error'],
] as const)('%j is %s', (error, failure) => {
  expect(classifyStatus(error)).toBe(failure);
});

it('reads what a test script names', () => {
  expect(failureNamed('broken-stream')).toBe('broken-stream');
  expect(failureNamed(503)).toBe('overload');
  expect(failureNamed(200)).toBeUndefined();
  expect(failureNamed('tiemout')).toBeUndefined();
});
