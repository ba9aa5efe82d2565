/** Every command that the pages show, in a project that has only the packed package, built with its types checked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPackedProject, type PackedProject } from '../support/documented-commands/packed-project.ts';
import { runRows } from '../support/documented-commands/run-table.ts';
import { RUN } from '../support/documented-commands/table.ts';

let project: PackedProject;
beforeAll(() => {
  project = createPackedProject(true);
}, 300_000);
afterAll(() => project.remove());

it('ends as the table says', async () => {
  const outcomes = await runRows(project, RUN);
  expect(outcomes).toHaveLength(RUN.length);
  for (const { row, command, ended, says } of outcomes) {
    expect
      .soft([command, ended.said, ended.code])
      .toEqual([command, expect.stringContaining(says), row.exits]);
  }
}, 600_000);
