// Every refusal is counted; the log gets a line a reason now and then, with how many there were.
import { expect, test } from 'vitest';
import { createRefusedCallers } from '../../../src/gateway/callers/refused-callers.ts';

test('a flood of wrong keys is one line in ten seconds, and none is forgotten', () => {
  let now = 0;
  let counted = 0;
  const lines: object[] = [];
  const refused = createRefusedCallers({
    count: () => {
      counted += 1;
    },
    warn: (details) => lines.push(details),
    elapsed: () => now,
  });
  for (let at = 0; at < 1_000; at += 1) refused.note('unknown', '203.0.113.9');
  refused.note('expired', '203.0.113.9', 'k1');
  now = 10_000;
  refused.note('unknown', '203.0.113.7');
  expect(counted).toBe(1_002);
  expect(lines).toEqual([
    { because: 'unknown', refused: 1, from: '203.0.113.9' },
    { because: 'expired', refused: 1, from: '203.0.113.9', keyId: 'k1' },
    { because: 'unknown', refused: 1_000, from: '203.0.113.7' },
  ]);
});
