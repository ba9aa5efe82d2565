import { expect, it } from 'vitest';
import { parse } from '../../../src/language/syntax/parse.ts';
import { noPolicy } from '../../../src/language/testing/bind/bind-tests.ts';
import { createSource } from '../../../src/language/text/source.ts';

it.each([
  ['the only policy of its folder', ['policies/main.route'], './main.route'],
  ['a file where there are several', ['policies/main.route', 'policies/other.route'], './FILE.route'],
  ['a file where the only policy is elsewhere', ['other/main.route'], './FILE.route'],
])('a test file without a policy is advised to name %s', (_, policies, name) => {
  const file = parse(createSource('policies/main.test.route', 'test "t" {\n  expect route r\n}\n'));
  expect(noPolicy(file, policies).help).toBe(`write \`tests for "${name}"\` as its first line`);
});
