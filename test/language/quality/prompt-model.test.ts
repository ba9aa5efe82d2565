import { describe, expect, it } from 'vitest';
import {
  fitByPrompt,
  type PromptOutcome,
  promptModelOf,
} from '../../../src/language/learning/fit-prompt-model.ts';
import { qualityLevels } from '../../../src/language/learning/quality-levels.ts';
import { generator } from '../../../src/language/learning/routing-curve.ts';
import { canBeGoodEnough, judgePrompt, verdictWords } from '../../../src/language/quality/judge-prompt.ts';
import {
  addPrior,
  type PromptModel,
  readPromptModel,
  writePromptModel,
} from '../../../src/language/quality/prompt-model.ts';
import { scaleOf, sparseRow } from '../../../src/language/quality/prompt-ngrams.ts';

/** Sums are beyond the small model; longer prompts are a little harder for all. */
function outcomes(count: number, seed: number): PromptOutcome[] {
  const random = generator(seed);
  const names = ['crates', 'ships', 'loaves', 'bricks', 'letters', 'pears'];
  return Array.from({ length: count }, (_, at) => {
    const name = names[Math.floor(random() * names.length)] ?? '';
    const sum = random() < 0.5;
    const prompt = sum
      ? `How many ${name} are left if ${at} of them are lost each day and a third is sold?`
      : `Who wrote the poem about ${name} and number ${at}?`;
    const right = (chance: number) => (random() < chance ? 100 : 0);
    return {
      prompt,
      quality: new Map([
        ['small', right(sum ? 0.3 : 0.97)],
        ['large', right(0.98)],
      ]),
    };
  });
}

function modelFrom(rows: readonly PromptOutcome[]): PromptModel {
  const made = promptModelOf(fitByPrompt(rows), rows);
  const model = made === undefined ? 'none' : readPromptModel(writePromptModel({ runs: [made] }));
  if (typeof model === 'string') throw new Error(model);
  return model;
}

const rows = outcomes(800, 1);
const model = modelFrom(rows);

describe('a prompt model', () => {
  it('accepts prompts of the kind that was answered well, and no others', () => {
    const easy = judgePrompt(model, 'Who wrote the poem about pears and number 9999?').of('small', 90);
    const hard = judgePrompt(model, 'How many pears are left if 9999 of them are lost each day?').of(
      'small',
      90,
    );
    expect(easy).toMatchObject({ goodEnough: true, required: 90 });
    expect(easy?.held?.low).toBeGreaterThan(90);
    expect(hard?.goodEnough).toBe(false);
    expect(hard?.expected).toBeLessThan(60);
    expect(easy && verdictWords('small', easy)).toMatch(
      /^small is good enough for this prompt: expected 9\d\.?\d?% \(required 90%\); \d{3} held-out prompts like it had 9\d\.?\d?%, at least 9\d\.?\d?%$/,
    );
    expect(hard && verdictWords('small', hard)).toMatch(
      /^small is not good enough for this prompt: expected \d+\.?\d?% \(required 90%\)$/,
    );
  });

  it('keeps what it promises on prompts that it was not made from', () => {
    const judged = outcomes(1500, 2).filter(
      ({ prompt }) => judgePrompt(model, prompt).of('small', 90)?.goodEnough,
    );
    const mean = judged.reduce((sum, { quality }) => sum + (quality.get('small') ?? 0), 0) / judged.length;
    expect(judged.length).toBeGreaterThan(600);
    expect(mean).toBeGreaterThan(90);
  });

  it('knows which bounds no prompt can reach, and nothing of other models', () => {
    expect(canBeGoodEnough(model, 'small', 90)).toBe(true);
    expect(canBeGoodEnough(model, 'small', 99.9)).toBe(false);
    expect(canBeGoodEnough(model, 'huge', 10)).toBeUndefined();
    expect(judgePrompt(model, 'x').of('huge', 10)).toBeUndefined();
    const verdict = judgePrompt(model, 'x').of('small', 99.9);
    expect(verdict && verdictWords('small', verdict)).toContain('is not known to reach 99.9% on any prompt');
  });

  it('sends prompts of a pool to an expensive member only where it is better by enough for its price', () => {
    const pool = [
      { name: 'small', price: 1 },
      { name: 'large', price: 20 },
    ];
    const [easy, hard] = [
      'Who wrote the poem about pears and number 9999?',
      'How many pears are left if 9999 of them are lost each day and a third is sold?',
    ];
    const of = (prompt: string, bound: number) => {
      const judgement = judgePrompt(model, prompt, pool);
      return [judgement.of('small', bound), judgement.of('large', bound)].map(
        (verdict) => verdict?.goodEnough,
      );
    };
    expect(of(easy, 90)[0]).toBe(true);
    expect(of(hard, 90)).toEqual([false, true]);
    // Half of the answers would be enough: sums may fail.
    expect(of(hard, 50)[0]).toBe(true);
    expect(of(hard, 99.9)).toEqual([false, false]);
    const verdict = judgePrompt(model, hard, pool).of('small', 90);
    expect(verdict && verdictWords('small', verdict)).toMatch(
      /^small is not good enough for this prompt: expected \d+\.?\d?%, large 9\d\.?\d?%$/,
    );
    // Routed over prompts that it was not made from: the quality asked for, mostly from the cheap member.
    const judged = outcomes(1000, 3);
    const chosen = judged.map(({ prompt }) => (of(prompt, 90)[0] === true ? 'small' : 'large'));
    const mean =
      judged.reduce((sum, { quality }, at) => sum + (quality.get(chosen[at] ?? '') ?? 0), 0) / 1000;
    expect(mean).toBeGreaterThan(90);
    expect(chosen.filter((name) => name === 'small').length).toBeGreaterThan(400);
  });

  it('judges members that were not learned together each by itself', () => {
    const run = { ...model.runs[0], models: model.runs[0]?.models.slice(0, 1) ?? [] };
    const other = { ...model.runs[0], models: model.runs[0]?.models.slice(1) ?? [] };
    const apart = { ...model, runs: [run, other] } as PromptModel;
    const pool = [
      { name: 'small', price: 1 },
      { name: 'large', price: 20 },
    ];
    const prompt = 'Who wrote the poem about pears and number 9999?';
    const [first, second] = [judgePrompt(apart, prompt, pool), judgePrompt(model, prompt)];
    for (const name of ['small', 'large']) expect(first.of(name, 90)).toEqual(second.of(name, 90));
  });

  it('is the same from the same rows, and a file that was changed is refused', () => {
    expect(modelFrom(rows).hash).toBe(model.hash);
    const text = writePromptModel(model);
    expect(text.length).toBeLessThan(100_000);
    expect(readPromptModel(text)).toEqual(model);
    expect(readPromptModel(text.replace('"rows":800', '"rows":900'))).toBe(
      'was changed after `llmr learn` wrote it',
    );
    expect(readPromptModel(text.replace('"version":1', '"version":9'))).toBe(
      'has the version 9; this llmr reads version 1',
    );
    expect(readPromptModel('{}')).toBe('is not a prompt model of `llmr learn`');
    expect(readPromptModel('null')).toBe('is not a prompt model of `llmr learn`');
    expect(readPromptModel('model,quality')).toBe('is not JSON');
  });

  it('keeps models of an earlier file that were not asked again', () => {
    const again = rows.map(({ prompt }) => ({
      prompt,
      quality: new Map([
        ['large', 0],
        ['new', 100],
      ]),
    }));
    const run = promptModelOf(fitByPrompt(again), again);
    const both = run && readPromptModel(writePromptModel(addPrior(run, model)));
    if (both === undefined || typeof both === 'string') throw new Error(both);
    const prompt = rows[0]?.prompt ?? '';
    const expected = (from: PromptModel, name: string) => judgePrompt(from, prompt).of(name, 90)?.expected;
    expect(expected(both, 'small')).toBe(expected(model, 'small'));
    expect(expected(both, 'large')).toBe(0);
    expect(expected(both, 'new')).toBe(100);
    expect(both.hash).not.toBe(model.hash);
  });

  it('is not made from a few prompts', () => {
    expect(promptModelOf(fitByPrompt(rows.slice(0, 99)), rows.slice(0, 99))).toBeUndefined();
  });

  /** The levels of 300 models without any signal, each right in 88 % of its prompts. */
  it('is not good enough at 90 % where every prompt is worth 88 %', () => {
    const random = generator(7);
    const claims = Array.from({ length: 300 }, () => {
      const prompts = Array.from({ length: 400 }, () => ({
        score: 80 + 16 * random(),
        quality: random() < 0.88 ? 100 : 0,
      }));
      const [run] = model.runs;
      if (run === undefined) throw new Error('no run');
      const only = { name: 'm', mean: 88, weights: new Int8Array(0), step: 1, surface: [] };
      const held = { scores: new Uint8Array(0), quality: new Uint8Array(0) };
      const models = [{ ...only, held, levels: qualityLevels(prompts, run.deviations) }];
      return canBeGoodEnough({ ...model, runs: [{ ...run, models }] }, 'm', 90);
    });
    expect(claims.filter(Boolean).length).toBeLessThanOrEqual(15);
  });
});

it('reads both ends of a long prompt', () => {
  const scale = scaleOf(['Translate it.', 'Summarise it.']);
  const middle = 'A line of a pasted log. '.repeat(2000);
  const row = (prompt: string) => [...sparseRow(prompt, scale).columns];
  expect(row(`${middle}Translate it.`)).not.toEqual(row(`${middle}Summarise it.`));
  expect(row(`Translate it. ${middle}`)).not.toEqual(row(`Summarise it. ${middle}`));
});
