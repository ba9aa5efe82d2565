// What exploring is worth: `npm run bench:explored -- [REQUESTS]`.
// A service with simulated models gives easy requests to a small model and hard ones to a large one, and explores 20 %.
// Every answer gets feedback by a known truth. Then the commands that a user runs: export, learn and replay. Next to what
// they print is the truth, and what the outcomes would say without weights.

import { folder } from '../cli/run-in-folder.ts';
import { runGateway } from '../support/running-gateway.ts';

const REQUESTS = Number(process.argv[2] ?? 3000);
const AT_ONCE = 20;
const EASY = 0.7;
/** Chances of a right answer. */
const CHANCE: Readonly<Record<string, { readonly easy: number; readonly hard: number }>> = {
  mini: { easy: 0.9, hard: 0.5 },
  mid: { easy: 0.92, hard: 0.7 },
  large: { easy: 0.95, hard: 0.9 },
};
const POLICY = (own: string) => `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model mini { is "mini" on lab  window 8k output 1k  price $0.1 in, $0.4 out }
model mid { is "mid" on lab  window 8k output 1k  price $1 in, $4 out }
model large { is "large" on lab  window 8k output 1k  price $10 in, $40 out }
quality "./quality.csv"
${own}otherwise { use cheapest of mini, mid, large explore 20% }
`;
const HARD =
  'route hard { when text contains "hard" use cheapest of mini, mid, large good enough at 95% explore 20% }\n';
const TABLE = 'model,quality\nmini,80\nmid,85\nlarge,97\n';

const llmr = await runGateway({ 'p.route': POLICY(HARD), 'quality.csv': TABLE });
const place = folder();
const right = new Map<string, { all: number; right: number }>();
for (let from = 0; from < REQUESTS; from += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, ask));
await new Promise((resolve) => setTimeout(resolve, 1000));

for (const [model, { easy, hard }] of Object.entries(CHANCE)) {
  const own = right.get(model) ?? { all: 0, right: 0 };
  console.log(
    `${model}: truth ${percent(EASY * easy + (1 - EASY) * hard)}, plain mean ${percent(own.right / own.all)} of ${own.all} outcomes`,
  );
}
console.log(`this policy: truth ${percent(EASY * 0.9 + (1 - EASY) * 0.9)}\n`);
await show('export', '--to', 'outcomes', '--data', llmr.data, '--out', 'outcomes.jsonl');
await show('learn', 'outcomes.jsonl');
const replay = ['replay', llmr.data, '--outcomes', 'outcomes.jsonl', '--policies'];
await show(...replay, llmr.policies);
place.write('always-cheapest/p.route', POLICY(''));
place.write('always-cheapest/quality.csv', TABLE);
await show(...replay, 'always-cheapest');
place.remove();
await llmr.close();
process.exit(0);

async function ask(): Promise<void> {
  const kind = Math.random() < EASY ? 'easy' : 'hard';
  const content = `a ${kind} question`;
  const answer = await llmr.chat({ model: 'p', max_tokens: 20, messages: [{ role: 'user', content }] });
  await answer.arrayBuffer();
  const model = answer.headers.get('llmr-model') ?? '';
  const score = Math.random() < (CHANCE[model]?.[kind] ?? 0) ? 1 : 0;
  const own = right.get(model) ?? { all: 0, right: 0 };
  right.set(model, { all: own.all + 1, right: own.right + score });
  await fetch(`${llmr.url}/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ decision: answer.headers.get('llmr-decision-id'), score }),
  });
}

async function show(...words: string[]): Promise<void> {
  const { out, err } = await place.run(...words);
  console.log(
    `$ llmr ${words.map((word) => word.replace(/^.*llmr-test-\w+\//, '')).join(' ')}\n${out}${err}`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
