// Candidates that were taken out, in few words; and which of them an explanation speaks of.
import { describe, expect, test } from 'vitest';
import { planWords, skippedOf } from '../../../src/language/explaining/plan-words.ts';
import type { Plan, Removed } from '../../../src/language/planning/plan.ts';
import { removedWords } from '../../../src/language/planning/removed-words.ts';
import { policyOf } from '../semantics/policies.ts';

const removed = (model: string, because: string, kind: Removed['kind'] = 'no-key'): Removed => ({
  model,
  kind,
  because,
});
const names = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

describe('candidates of one reason', () => {
  test.each([
    [1, 'm0: x'],
    [4, 'm0, m1, m2, m3: x'],
    [5, 'm0, m1, m2 and 2 more: x'],
    [500, 'm0, m1, m2 and 497 more: x'],
  ])('%i of them', (count, words) =>
    expect(removedWords(names(count).map((name) => removed(name, 'x')))).toBe(words),
  );

  test('are told once, and reasons are four at most', () => {
    const all = names(40).map((name, index) => removed(name, `reason ${index % 7}`));
    const words = removedWords([...all, ...all]);
    expect(words).toContain('m0, m7, m14 and 3 more: reason 0; ');
    expect(words).toMatch(/reason 3; and \d+ more for other reasons$/);
    expect(words.length).toBeLessThan(200);
  });
});

describe('who mattered', () => {
  const policy = policyOf('split halves by user { 50% sonnet 50% haiku }');
  const plan: Plan = {
    route: 'otherwise',
    reason: 'matched',
    attempts: [],
    removed: [
      removed('first', 'its breaker', 'breaker'),
      removed('second', 'its key'),
      removed('last', 'its key'),
    ],
    inOrder: ['first', 'second', 'answered', 'last'],
    transforms: [],
    onBrokenStream: 'error',
    holdUntilComplete: false,
    whole: 1,
    worstCase: { attempts: 1, ms: 1 },
  };
  const told = (answered: string | undefined, over: Partial<Plan> = {}) =>
    skippedOf({ ...plan, ...over }, answered).map(({ model }) => model);

  test('those before the model that answered', () => {
    expect(told('answered')).toEqual(['first', 'second']);
    expect(planWords(policy, plan, 'answered')).toEqual(['skipped first: its breaker; second: its key']);
  });

  test('all, where nobody answered or no order decides', () => {
    expect(told(undefined)).toEqual(['first', 'second', 'last']);
    const { inOrder: _, ...unordered } = plan;
    expect(skippedOf(unordered, 'answered')).toHaveLength(3);
  });

  test('other deployments of the model that answered only while they rest', () => {
    expect(told('second')).toEqual(['first']);
    expect(told('first')).toEqual(['first']);
  });

  test('nobody beside a refusal that names them', () => {
    const refusal = { status: 503, message: 'No candidate', code: 'no_deployment' } as const;
    expect(planWords(policy, { ...plan, refusal }, undefined)).toEqual([]);
  });

  test('splits without a key say which', () => {
    const unkeyed = [{ target: 'halves', by: { kind: 'header', name: 'x-tenant' } }] as const;
    expect(planWords(policy, { ...plan, removed: [], unkeyed }, 'haiku')).toEqual([
      'split halves: no header "x-tenant" in this request, so its first arm is used',
    ]);
  });
});
