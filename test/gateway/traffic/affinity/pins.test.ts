import { expect, test } from 'vitest';
import { conversationOf } from '../../../../src/gateway/request/conversation.ts';
import { createPins } from '../../../../src/gateway/traffic/affinity/pins.ts';

const SCOPE = ['support', 'key-1', null];
const user = (content: string) => ({ role: 'user', content });
const said = (content: string) => ({ role: 'assistant', content });
const of = (messages: object[], scope: readonly (string | null)[] = SCOPE) => {
  const found = conversationOf({ messages }, scope);
  if (found === undefined) throw new Error('no conversation');
  return found;
};

test('every later turn finds the first; another caller, policy or beginning does not', () => {
  const first = of([user('hi')]);
  const later = of([user('hi'), said('hello'), user('more'), said('x'), user('y')]);
  expect(first.whole).toBeUndefined();
  expect(later.beginning).toBe(first.beginning);
  expect(of([user('hi'), said('hello'), user('other')]).whole).toBe(later.whole);
  expect(of([user('hi'), said('good day'), user('more')]).whole).not.toBe(later.whole);
  expect(of([user('hi')], ['support', 'key-2', null]).beginning).not.toBe(first.beginning);
  expect(of([{ role: 'system', content: 's' }, user('hi')]).beginning).not.toBe(first.beginning);
});

test('a tool loop is told by its last message, in the dialects of both', () => {
  expect(of([user('hi'), said('call'), { role: 'tool', content: '{}' }]).toolLoop).toBe(true);
  const result = { role: 'user', content: [{ type: 'tool_result', content: 'x' }] };
  expect(of([user('hi'), said('call'), result]).toolLoop).toBe(true);
  expect(of([user('hi'), said('hello'), user('more')]).toolLoop).toBe(false);
});

test('the model that began it is kept, and only for requests that go on', () => {
  let now = 0;
  const pins = createPins({ elapsed: () => now, conversations: true, kept: 1_000 });
  const first = of([user('hi')]);
  const second = of([user('hi'), said('hello'), user('more')]);
  pins.keep(first, 'sonnet');
  expect(pins.find(first)).toBeUndefined();
  expect(pins.find(second)).toBe('sonnet');
  // Another conversation with the same first words begins elsewhere; the one that goes on stays.
  pins.keep(second, 'sonnet');
  pins.keep(first, 'haiku');
  expect(pins.find(second)).toBe('sonnet');
  expect(pins.find(of([user('hi'), said('good day'), user('more')]))).toBe('haiku');
  now = 5_000;
  expect(pins.find(second)).toBeUndefined();
});

test('bounded; and where conversations need not stay, tool loops do', () => {
  const pins = createPins({ elapsed: () => 0, conversations: false, most: 2 });
  for (const word of ['a', 'b', 'c']) pins.keep(of([user(word)]), 'sonnet');
  expect(pins.size).toBe(2);
  expect(pins.find(of([user('c'), said('x'), user('y')]))).toBeUndefined();
  expect(pins.find(of([user('c'), said('x'), { role: 'tool', content: '{}' }]))).toBe('sonnet');
  expect(pins.find(of([user('a'), said('x'), { role: 'tool', content: '{}' }]))).toBeUndefined();
});
