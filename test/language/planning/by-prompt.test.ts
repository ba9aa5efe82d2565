// `good enough at 90% by prompt`: which model a prompt gets, what is said of it, where the table decides, what is logged.
import { describe, expect, it } from 'vitest';
import { lower } from '../../../src/language/graph/lower.ts';
import { fitByPrompt, promptModelOf } from '../../../src/language/learning/fit-prompt-model.ts';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import type { Plan, PlanWorld } from '../../../src/language/planning/plan.ts';
import { qualityIn, qualityWords } from '../../../src/language/planning/plan-quality.ts';
import { promptIn } from '../../../src/language/planning/prompt-quality.ts';
import { writePromptModel } from '../../../src/language/quality/prompt-model.ts';
import { recordInputs } from '../../../src/language/replaying/recorded-inputs.ts';
import { WatchedWorld } from '../../../src/language/replaying/watched-world.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import { EASY, HARD, promptFile } from '../../support/prompt-file.ts';
import { policyOf } from '../semantics/policies.ts';

const TABLE = 'model,intent,rows,quality,low,high\nhaiku,*,100,80,75,85\nsonnet,*,100,97,95,99\n';
const MODELS = `provider own { speaks simulated }
model tiny { is "t" on own  price $0.01 in, $0.01 out }
`;
const policyWith = (pool: string, file = promptFile(['haiku', 'sonnet'])) =>
  policyOf(`${MODELS}quality "./q.csv" by prompt "./q.prompt.json"\nroute r { use ${pool} }`, {
    'q.csv': TABLE,
    'q.prompt.json': file,
  });
const POOL = 'cheapest of sonnet, haiku good enough at 90% by prompt';

function worldOf(policy: Policy, text: string | null): PlanWorld {
  return {
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
}
function decide(policy: Policy, text: string | null): Plan & { readonly told: string | undefined } {
  const plan = makePlan(policy, lower(policy), 0, worldOf(policy, text));
  return { ...plan, told: qualityWords(policy, plan, () => undefined) };
}
const chosen = (plan: Plan) => plan.attempts[0]?.model;

/** Sums are beyond haiku, riddles beyond both. */
function learnedFile(): string {
  const rows = Array.from({ length: 300 }, (_, at) => {
    const [sum, riddle] = [at % 3 === 0, at % 3 === 1];
    const prompt = sum
      ? `How many crates are left of ${at}?`
      : riddle
        ? `Solve riddle ${at}`
        : `Who wrote poem ${at}?`;
    return {
      prompt,
      quality: new Map([
        ['haiku', sum || riddle ? 0 : 100],
        ['sonnet', riddle ? 0 : 100],
      ]),
    };
  });
  const run = promptModelOf(fitByPrompt(rows), rows);
  return run === undefined ? '' : writePromptModel({ runs: [run] });
}

describe('a pool that judges prompts', () => {
  it('pays for a better answer, not for a prompt that is hard for all its members', () => {
    const policy = policyWith('cheapest of sonnet, haiku good enough at 60% by prompt', learnedFile());
    const told = (text: string) => decide(policy, text).told ?? '';
    expect(
      ['Who wrote poem 7?', 'Solve riddle 7', 'How many crates are left of 7?'].map((text) =>
        chosen(decide(policy, text)),
      ),
    ).toEqual(['haiku', 'haiku', 'sonnet']);
    expect(told('Solve riddle 7')).toMatch(
      /^haiku is good enough for this prompt: .* held-out prompts routed so had 66\.\d%/,
    );
    expect(told('How many crates are left of 7?')).toMatch(
      /haiku is not good enough for this prompt: expected \d+\.?\d?%, sonnet \d+\.?\d?%$/,
    );
  });

  it('gives an easy prompt to the cheap model and a hard one to the good one, and says why', () => {
    const policy = policyWith(POOL);
    const easy = decide(policy, EASY);
    expect([chosen(easy), easy.told]).toEqual([
      'haiku',
      'haiku is good enough for this prompt: expected 97% (required 90%); 200 held-out prompts like it had 97%, at least 94%',
    ]);
    const hard = decide(policy, HARD);
    expect([chosen(hard), hard.told]).toEqual([
      'sonnet',
      'sonnet is good enough for this prompt: expected 98% (required 90%); 400 held-out prompts like it had 98%, at least 96%; haiku is not good enough for this prompt: expected 50% (required 90%)',
    ]);
    expect(hard.attempts[0]?.judged?.map(({ model, verdict }) => [model, verdict.goodEnough])).toEqual([
      ['sonnet', true],
      ['haiku', false],
    ]);
  });

  it('uses the first that can serve where none is good enough, and says what was expected', () => {
    const plan = decide(policyWith(POOL.replace('90%', '99%')), EASY);
    expect([chosen(plan), plan.told]).toEqual([
      'sonnet',
      'sonnet is not known to reach 99% on any prompt: expected 98%, but it is the first that can serve; haiku is not known to reach 99% on any prompt: expected 97%',
    ]);
  });

  it('falls to the table for a request without text, and for a model that the file does not know', () => {
    for (const text of [null, '']) {
      const plan = decide(policyWith(POOL), text);
      expect([chosen(plan), plan.told, plan.attempts[0]?.judged]).toEqual([
        'sonnet',
        'sonnet is good enough: 97%, at least 95% (required 90%)',
        undefined,
      ]);
    }
    const unknown = decide(policyWith(POOL, promptFile(['haiku', 'other'])), HARD);
    expect([chosen(unknown), unknown.told]).toEqual([
      'sonnet',
      'sonnet is good enough: 97%, at least 95% (required 90%); haiku is not good enough for this prompt: expected 50% (required 90%)',
    ]);
    const tiny = 'cheapest of sonnet, haiku, tiny good enough at 90% by prompt';
    expect(chosen(decide(policyWith(tiny), EASY))).toBe('haiku');
  });

  it('knows models by their name at a provider, too', () => {
    expect(chosen(decide(policyWith(POOL, promptFile(['h', 's'])), EASY))).toBe('haiku');
  });

  it('reads the prompt once, and not at all where no pool asks', () => {
    for (const [pool, times] of [
      [POOL, 1],
      [POOL.replace(' by prompt', ''), 0],
      ['haiku', 0],
    ] as const) {
      const policy = policyWith(pool);
      let read = 0;
      const prompt = promptIn(policy, () => {
        read += 1;
        return EASY;
      });
      makePlan(policy, lower(policy), 0, { ...worldOf(policy, EASY), prompt });
      expect(read).toBe(times);
    }
  });
});

it('the log holds scores and the file they are from, and no word of the prompt', () => {
  const policy = policyWith(POOL);
  const record = (text: string) => {
    const world = new WatchedWorld(worldOf(policy, text));
    makePlan(policy, lower(policy), 0, world);
    return recordInputs([], new Map(), world);
  };
  expect(record(HARD).prompt).toEqual({
    file: policy.quality?.prompts?.hash,
    scores: { haiku: expect.any(Number), sonnet: 90 },
  });
  expect(JSON.stringify(record(HARD))).not.toContain('draft');
  expect(record('').prompt).toEqual({ file: policy.quality?.prompts?.hash, scores: {} });
});
