/** A thousand requests at once against a hundred a day: busy is not down, so exactly a hundred are admitted. */
import { afterEach, expect, test } from 'vitest';
import { isTried } from '../support/rounds.ts';
import { ask, type RunningGateway, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway | undefined;
afterEach(async () => {
  await llmr?.close();
  llmr = undefined;
});

const TEAM = { 'llmr-team': 'acme' };

function policy(declared: string): Record<string, string> {
  return {
    'cap.route': `policy cap edition 1 { serves "support" }
provider lab { speaks simulated }
model small { is "small" on lab  window 8k output 1k  price $1 in, $1 out }
${declared}
otherwise { use small }
`,
  };
}

const CASES: readonly (readonly [string, string, number])[] = [
  ['a budget that says allow', 'budget cap { limit 100 requests/day per team  when unknown allow }', 402],
  ['a budget that says refuse', 'budget cap { limit 100 requests/day per team  when unknown refuse }', 402],
  ['a limit', 'limit cap { 100 requests/day per team }', 429],
];

test.each(CASES.filter((_, index) => isTried(index, 2)))('%s', async (_, declared, refused) => {
  // Less than the store needs for a thousand.
  llmr = await runGateway(policy(declared), { storeWaitMs: 100 });
  const { chat } = llmr;
  const counts = new Map<number, number>();
  await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const answer = await chat(ask('hello'), TEAM);
      await answer.text();
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
    }),
  );
  expect(counts).toEqual(
    new Map([
      [200, 100],
      [refused, 900],
    ]),
  );
});
