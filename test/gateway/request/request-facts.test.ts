import { expect, test } from 'vitest';
import { RequestFacts } from '../../../src/gateway/request/request-facts.ts';
import type { GraphFact } from '../../../src/language/graph/decision-graph.ts';
import { knownMatch, LONG_TEXT } from '../../../src/language/vocabulary/text-patterns.ts';
import type { TextPattern } from '../../../src/language/vocabulary/value-set.ts';

test('a long text is also matched off the event loop with the patterns that only its record needs', async () => {
  const unused = {} as never;
  const facts = new RequestFacts({} as never, unused, unused, unused, unused);
  const asked: TextPattern = { kind: 'contains', text: 'invoice' };
  const recorded: TextPattern = { kind: 'regular', source: 'x+y' };
  const fact = { patterns: [asked], unreached: [recorded] } as unknown as GraphFact;
  const text = `${'x'.repeat(LONG_TEXT)}y`;
  await facts.prepare(fact, text);
  expect([asked, recorded].map((pattern) => knownMatch(pattern, text))).toEqual([false, true]);
  facts.forget();
  expect(knownMatch(recorded, text)).toBeUndefined();
});
