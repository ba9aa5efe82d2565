/**
 * The commands of README, docs, and the pages of grammar, policies and rules: each has a row in the table, and those that
 * matter most run here, as they are written, in a project that has only the packed package. `test/long/` runs all.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLlmr } from '../../src/cli/run-llmr.ts';
import { commandsOf, documentedCommands } from '../support/documented-commands/collect.ts';
import { createPackedProject, type PackedProject } from '../support/documented-commands/packed-project.ts';
import { runRows } from '../support/documented-commands/run-table.ts';
import { NAMED, NOT_RUN, RUN, SCRIPTS } from '../support/documented-commands/table.ts';
import { ROOT } from './run-in-folder.ts';

const documented = documentedCommands();

describe('the table of commands', () => {
  const rows = [
    ...new Set([...RUN.map((row) => row.command), ...NAMED, ...SCRIPTS, ...Object.keys(NOT_RUN)]),
  ];

  it('has every command of the pages', () => {
    expect(documented.length).toBeGreaterThan(60);
    expect(documented.filter(({ command }) => !rows.includes(command))).toEqual([]);
  });

  it('has no command that is on no page, and none in two lists', () => {
    const shown = new Set(documented.map(({ command }) => command));
    expect(rows.filter((each) => !shown.has(each))).toEqual([]);
    const lists = [new Set(RUN.map((row) => row.command)), NAMED, SCRIPTS, Object.keys(NOT_RUN)];
    expect(lists.flatMap((list) => [...list])).toHaveLength(rows.length);
  });

  it('names commands and options that exist', async () => {
    for (const command of NAMED) {
      const words = command.split(' ').filter((word) => !/^[A-Z]/.test(word));
      const [program, ...rest] = words;
      const path = rest.filter((word) => !word.startsWith('-'));
      let help = '';
      const hear = (text: string) => {
        help += text;
      };
      const argv = program === 'llmr-lint' ? ['lint'] : path;
      const terminal = { out: hear, err: hear, color: false, env: {}, today: '2026-11-22' };
      expect([command, await runLlmr([...argv, '--help'], terminal)]).toEqual([command, 0]);
      for (const option of rest.filter((word) => word.startsWith('-'))) expect(help).toContain(`${option} `);
    }
  });

  it('names scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    for (const each of SCRIPTS) {
      const name = /npm (?:run )?(\S+)$/.exec(each)?.[1] ?? '';
      expect(Object.keys(scripts)).toContain(name);
    }
  });

  it('is made from fences for a shell and from running text', () => {
    const page =
      'Run `llmr\ntest`.\n```sh\n$ llmr fmt a  # all\ncurl x \\\n  -d y\n```\n```json\nllmr no\n```\n';
    expect(commandsOf(page)).toEqual(['llmr fmt a', 'curl x -d y', 'llmr test']);
  });
});

describe('in a project that has only the packed package', () => {
  let project: PackedProject;
  beforeAll(() => {
    project = createPackedProject(false);
  }, 180_000);
  afterAll(() => project.remove());

  it('commands end as the table says', async () => {
    // Without npx, which takes as long as the command: the long test has it.
    const quick = RUN.filter((row) => row.quick === true).map((row) => ({
      ...row,
      as: (row.as ?? row.command).replace(/^npx /, ''),
    }));
    const outcomes = await runRows(project, quick);
    expect(outcomes).toHaveLength(quick.length);
    for (const { row, command, ended, says } of outcomes) {
      expect
        .soft([command, ended.said, ended.code])
        .toEqual([command, expect.stringContaining(says), row.exits]);
    }
  }, 180_000);
});
