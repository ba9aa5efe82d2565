/**
 * Which further headers of an Anthropic answer reach the caller, because its client reads them: only with a value of
 * the expected form, which no key and no prompt has. Must not know: who reads them.
 */

/** A number, a time, or a word such as `allowed_warning`. */
const LIMIT = /^(?:\d{1,15}(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT[\d:.]{1,16}(?:Z|[+-]\d\d:\d\d)|[a-z_]{1,32})$/;

const PASSED: Readonly<Record<string, RegExp>> = {
  'request-id': /^req_\w{1,64}$/,
  'retry-after': /^\d{1,7}$/,
  'x-should-retry': /^(?:true|false)$/,
};

export function passesBack(name: string, value: string): boolean {
  if (name.startsWith('anthropic-ratelimit-')) return LIMIT.test(value);
  return Object.hasOwn(PASSED, name) && PASSED[name]?.test(value) === true;
}
