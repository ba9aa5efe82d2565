import { expect, it } from 'vitest';
import { renderReplay } from '../../../src/cli/render/render-replay.ts';

it('prints costs of a group only where they differ', () => {
  const group = {
    policy: 'p',
    before: { route: 'hard', model: 'mini' },
    after: { route: 'otherwise', model: 'mini' },
    decisions: 2,
  };
  const printed = (before: number, after: number) =>
    renderReplay({
      groups: [{ ...group, costUsd: { before, after } }],
      reasons: [],
      decisions: 2,
      moved: 2,
      undetermined: 0,
      unexplained: 0,
    } as unknown as Parameters<typeof renderReplay>[0]);
  expect(printed(0.1, 0.1)).not.toMatch(/cost|undefined {2}/);
  expect(printed(0.1, 0.2)).toContain('  cost    $0.1000 → $0.2000 in all');
});
