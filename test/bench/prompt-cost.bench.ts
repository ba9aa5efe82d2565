// What `good enough … by prompt` costs on a request's path: `npm run bench:prompt-cost -- OUTCOMES`.
// OUTCOMES is a file as `llmr learn` reads it. Plans are made in this process for prompts of three lengths, put together
// from those of the file, with and without `by prompt`; then for texts that are long and odd. Milliseconds.

import { lower } from '../../src/language/graph/lower.ts';
import { fitByPrompt, promptModelOf } from '../../src/language/learning/fit-prompt-model.ts';
import { readOutcomes } from '../../src/language/learning/read-outcomes.ts';
import { makePlan } from '../../src/language/planning/make-plan.ts';
import type { PlanWorld } from '../../src/language/planning/plan.ts';
import { qualityIn } from '../../src/language/planning/plan-quality.ts';
import { promptIn } from '../../src/language/planning/prompt-quality.ts';
import { writePromptModel } from '../../src/language/quality/prompt-model.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { readOutcomeFile } from '../../src/meaning/read-outcome-file.ts';
import { policyOf } from '../language/semantics/policies.ts';

const [file] = process.argv.slice(2);
const read = file === undefined ? undefined : await readOutcomeFile(file);
if (read === undefined) {
  console.error('usage: node test/bench/prompt-cost.bench.ts OUTCOMES');
  process.exit(2);
}
const { rows, scale } = readOutcomes(read);
const learned = rows.flatMap(({ prompt, quality }) =>
  prompt === undefined
    ? []
    : [{ prompt, quality: new Map([...quality].map(([name, score]) => [name, (100 * score) / scale])) }],
);
const run = promptModelOf(fitByPrompt(learned), learned);
if (run === undefined) throw new Error('too few prompts');
const models = run.models.map((model, at) => ({ ...model, name: `m${at}` }));
const prompts = writePromptModel({ runs: [{ ...run, models }] });
const declared = models.map(
  ({ name }, at) =>
    `model ${name} { is "${name}" on own window 200k output 8k price $${(at + 1) / 10} in, $${at + 1} out }`,
);

const joined = (from: number, length: number) => {
  let text = '';
  for (let at = from; text.length < length; at++) text += `${learned[at % learned.length]?.prompt ?? ''}\n`;
  return text.slice(0, length);
};
for (const members of [2, models.length])
  for (const clause of ['', ' by prompt']) {
    const policy = policyWith(members, clause);
    const graph = lower(policy);
    console.log(`${members} members${clause}: first decision ${timed(policy, graph, 'hello').toFixed(1)} ms`);
    for (const [name, length, times] of [
      ['30 tokens', 120, 2000],
      ['1,000 tokens', 4000, 2000],
      ['100,000 characters', 100_000, 300],
    ] as const) {
      for (let at = 0; at < 200; at++) timed(policy, graph, joined(at, length));
      const took = Array.from({ length: times }, (_, at) => timed(policy, graph, joined(at, length)));
      const sorted = took.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(share * (times - 1))]?.toFixed(3);
      console.log(`  ${name}: median ${at(0.5)}, 99 % ${at(0.99)}`);
    }
    if (clause === '') continue;
    const odd = ['a', '1', ' ', 'a,', '\n', '漢', 'if ', '1.'].map((part) => part.repeat(1e6 / part.length));
    console.log(
      `  odd texts of a million characters: at most ${Math.max(...odd.map((text) => timed(policy, graph, text))).toFixed(1)}`,
    );
  }

function policyWith(members: number, clause: string): Policy {
  const pool = models.slice(0, members).map(({ name }) => name);
  return policyOf(
    `provider own { speaks simulated }\n${declared.join('\n')}\nquality "./q.csv" by prompt "./q.prompt.json"
route r { use cheapest of ${pool.join(', ')} good enough at 70%${clause} }`,
    { 'q.csv': 'model,quality\nm0,80\n', 'q.prompt.json': prompts },
  );
}

function timed(policy: Policy, graph: ReturnType<typeof lower>, text: string): number {
  const world: PlanWorld = {
    needs: { inputTokens: 100, tools: false, images: false, json: false, audio: false },
    share: () => 0,
    state: () => 'ready',
    turn: () => 0,
    latency: () => 1,
    load: () => 0,
    rolloutShare: () => 100,
    quality: qualityIn(policy, () => undefined),
    prompt: promptIn(policy, () => text),
  };
  const began = performance.now();
  makePlan(policy, graph, 0, world);
  return performance.now() - began;
}
