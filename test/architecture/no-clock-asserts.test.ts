/**
 * What `npm test` asserts holds on a busy machine: no upper bound of elapsed time, no measured loop delay. Such tests
 * are in `test/long/`. Reads the tests' text: a variable that was given the time counts as the time.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TESTS = new URL('..', import.meta.url).pathname;
const CLOCK = String.raw`(?:performance|Date)\.now\(\)|process\.hrtime|monitorEventLoopDelay`;

/** Lines that bound elapsed time from above. */
function clockAsserts(text: string): string[] {
  const given = [...text.matchAll(/(?:const|let) (\w+) = (?:performance|Date)\.now\(\);/g)];
  const names = given.map(([, name]) => String.raw`\b${name}\b`);
  const time = new RegExp([CLOCK, ...names].join('|'));
  const bounded = /expect\(([^;]*?)\)\s*\.(?:toBeLessThan|toBeLessThanOrEqual|toBeCloseTo)\(/gs;
  const asserts = [...text.matchAll(bounded)].flatMap(([whole, subject = '']) =>
    time.test(subject) ? [whole] : [],
  );
  return text.includes('monitorEventLoopDelay(') ? [...asserts, 'monitorEventLoopDelay('] : asserts;
}

test('an upper bound of elapsed time is seen, however it is spelt', () => {
  expect(clockAsserts('expect(performance.now() - began).toBeLessThan(5)')).toHaveLength(1);
  expect(clockAsserts('const left = Date.now();\nexpect(left - 3).toBeLessThanOrEqual(5)')).toHaveLength(1);
  expect(clockAsserts('const delay = monitorEventLoopDelay({});')).toHaveLength(1);
  expect(clockAsserts('const at = performance.now();\nexpect(size).toBeLessThan(5)')).toEqual([]);
  expect(clockAsserts('expect(performance.now() - began).toBeGreaterThan(5)')).toEqual([]);
});

test('no test of `npm test` bounds elapsed time', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.ts') && !/^(?:long|bench|architecture)\b/.test(file),
  );
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    clockAsserts(readFileSync(join(TESTS, file), 'utf8')).map((assert) => `${file}: ${assert}`),
  );
  expect(found).toEqual([]);
});
