/** Every mutant of the example policies: their tests notice 95 % at least, and all that a test can notice. */
import { describe, expect, it } from 'vitest';
import { folder } from '../cli/run-in-folder.ts';

describe('mutants of the example policies', () => {
  it('are noticed by their tests', { timeout: 600_000 }, async () => {
    const here = folder('policies');
    const { out } = await here.run('test', '.', '--mutate', '--format', 'json');
    const { mutation } = JSON.parse(out) as {
      readonly mutation: {
        readonly score: number;
        readonly killed: number;
        readonly survivors: readonly { readonly test?: string }[];
        readonly notRun: readonly unknown[];
      };
    };
    expect(mutation.notRun).toEqual([]);
    expect(mutation.killed).toBeGreaterThan(600);
    expect(mutation.score).toBeGreaterThanOrEqual(95);
    expect(mutation.survivors.filter(({ test }) => test !== undefined)).toEqual([]);
  });
});
