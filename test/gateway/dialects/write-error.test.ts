import { expect, test } from 'vitest';
import { errorBody } from '../../../src/gateway/dialects/openai-chat/write-error.ts';

test.each([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [402, 'insufficient_quota'],
  [403, 'permission_error'],
  [404, 'invalid_request_error'],
  [409, 'invalid_request_error'],
  [429, 'rate_limit_error'],
  [431, 'invalid_request_error'],
  [451, 'invalid_request_error'],
  [503, 'server_error'],
])('an error of status %i has the type that OpenAI’s clients know: %s', (status, type) => {
  const body = errorBody({ status, code: 'policy_refused', message: 'No.', param: null });
  expect(body.error).toMatchObject({ type });
});
