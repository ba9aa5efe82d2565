/** Completion: read from the commands themselves, and run by a real shell. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildCommand, COMMANDS, overview } from '../../../src/cli/command-table.ts';
import { completeWords, placeholderOf, VALUES } from '../../../src/cli/commands/completion/complete-words.ts';
import { SCRIPTS } from '../../../src/cli/commands/completion/scripts.ts';
import { folder, ROOT } from '../run-in-folder.ts';

const place = folder('policies/tiers');
afterAll(() => place.remove());

const tree = await Promise.all(
  Object.entries(COMMANDS).map(([name, entry]) => buildCommand(entry, `llmr ${name}`, () => async () => {})),
);
const commands = tree.flatMap((command) => [command, ...command.commands]);

const complete = async (...words: readonly string[]): Promise<string> => {
  const { out } = await place.run('completion', 'words', '--', ...words);
  return out
    .split('\n')
    .map((line) => line.split('\t')[0])
    .join(' ')
    .trim();
};

it('knows every placeholder of every command', () => {
  for (const command of commands) {
    const options = command.options.filter(
      (option) => option.required && !option.hidden && !option.argChoices,
    );
    const names = [...options.map(placeholderOf), ...command.registeredArguments.map((each) => each.name())];
    for (const name of names) expect(Object.keys(VALUES), `${command.name()}: ${name}`).toContain(name);
  }
});

it('help is in one style: a capital first, no full stop, nothing that does not exist', () => {
  for (const command of commands) {
    const help = command.createHelp();
    const texts = [
      ...help.visibleOptions(command).map(({ description }) => description),
      ...help.visibleArguments(command).map(({ description }) => description),
      ...command.commands.map((inner) => inner.summary()),
    ];
    for (const text of texts) expect(text, command.name()).toMatch(/^[A-Z].*[^.\s]$/s);
    expect(help.formatHelp(command, help)).not.toMatch(/comes later|default: \[\]/);
  }
  expect(overview()).not.toContain('undefined');
});

it.each([
  [['llmr', 'in'], 'init intents install-node'],
  [['llmr', 'lint', '--fo'], '--format'],
  [['llmr', 'lint', '--format', ''], 'text json sarif github junit'],
  [['llmr', 'lint', '--format', '=', 'js'], 'json'],
  [['llmr', 'lint', ''], ':files'],
  [['llmr', 'lint', '--fix', '--fi'], ''],
  [['llmr', 'serve', '--policies', ''], ':folders'],
  [['llmr', 'serve', '--work'], '--workers'],
  [['llmr', 'keys', ''], 'add list revoke'],
  [['llmr', 'keys', 'add', '--te'], '--team'],
  [['llmr', 'explain', 'unpinned-a'], 'unpinned-alias'],
  [['llmr', 'explain', '--model', ''], 'tiered'],
  [['llmr', 'init', 'openai', 'anth'], 'anthropic'],
  [['llmr', 'help', 'di'], 'diff'],
  [['/usr/bin/llmr-lint', '--max'], '--max-warnings'],
  [['llmr', 'nothing', ''], ''],
])('%j', async (words, expected) => {
  expect(await complete(...words)).toBe(expected);
});

it('policies that cannot be read complete to nothing', async () => {
  const broken = folder();
  broken.write('x.route', 'polcy');
  expect((await broken.run('completion', 'words', '--', 'llmr', 'explain', '--model', '')).out).toBe('');
  broken.remove();
  expect(await completeWords(['llmr', 'lint', '--format', 'x'])).toEqual([]);
});

/** What each shell offers after `llmr keys add --te`, without a terminal. */
const ASK: Readonly<Record<string, string>> = {
  bash: 'COMP_WORDS=(llmr keys add --te); COMP_CWORD=3; _llmr; echo "$COMPREPLY"',
  zsh: 'compdef() { }; _describe() { print -l -- "$values"; }; words=(llmr keys add --te); CURRENT=4; eval "$SCRIPT"; _llmr',
  fish: 'complete -C "llmr keys add --te"',
};

it.each(Object.keys(SCRIPTS))('%s runs its script', (shell) => {
  if (spawnSync(shell, ['-c', 'true']).error !== undefined) return;
  place.write('bin/llmr', `#!/bin/sh\nexec ${process.execPath} ${join(ROOT, 'bin/llmr.js')} "$@"\n`);
  chmodSync(join(place.path, 'bin/llmr'), 0o755);
  const load = shell === 'zsh' ? '' : `${SCRIPTS[shell]}\n`;
  const ran = spawnSync(shell, ['-c', `${load}${ASK[shell]}`], {
    cwd: place.path,
    encoding: 'utf8',
    env: { PATH: `${place.path}/bin:/usr/bin:/bin`, HOME: place.path, SCRIPT: SCRIPTS[shell] },
  });
  expect(ran.stdout, ran.stderr).toMatch(/^--team/);
});
