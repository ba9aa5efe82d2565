/**
 * The commands of README.md, each run as it is written, in a folder that holds the example policies. A command that is
 * neither run nor listed here with a reason fails the test, so that the page cannot go out of date.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, ROOT } from './run-in-folder.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Lines of fences without a language, and code in running text and tables, that begin with a command. */
function commandsOf(text: string): string[] {
  const fences = [...text.matchAll(/^```\n([^`]*)^```/gm)].flatMap(([, body = '']) => body.split('\n'));
  const inline = [...text.replace(/^```[^`]*^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  const found = [...fences, ...inline].filter((each) =>
    /^(npx |npm |llmr(-lint)? |source |sqlite3 )/.test(each),
  );
  return [...new Set(found)];
}

/** Exit codes; the words after `npx` are run in this process. */
const RUN: Readonly<Record<string, number>> = {
  'npx llmr init openai anthropic ollama --out mine': 0,
  'npx llmr-lint policies': 0,
  'npx llmr test policies': 0,
  'npx llmr fmt --check policies': 0,
  'npx llmr test --coverage policies': 0,
  'npx llmr explain --policies policies --message "refund order 77" --tier pro': 0,
  'npx llmr graph policies': 0,
  'npx llmr keys add --tier pro --team acme': 0,
  'npx llmr rollouts': 0,
};
/** Not run here, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'npx llmr init openai anthropic ollama': 'run with --out: here policies/ holds the examples',
};
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^npm (ci|run|install)/, 'needs a registry, or is the suite itself'],
  [/^npx llmr serve/, 'runs until it is stopped: test/cli/launcher.test.ts'],
  [/^npx llmr (tail|doctor|replay|import|diff)/, 'needs a service, a log, a file or git: tests of its own'],
  [/^npx llmr install-node|^source /, 'test/cli/launcher.test.ts and completion.test.ts'],
  [/^llmr (learn|export|doctor|explain|keys|diff|intents)/, 'named in prose, with placeholders'],
  [/^sqlite3 /, 'another program'],
];

describe('the commands of the README', () => {
  it('are all classified', () => {
    const commands = commandsOf(README);
    expect(commands.length).toBeGreaterThan(15);
    const unknown = commands.filter(
      (each) =>
        RUN[each] === undefined && NOT_RUN[each] === undefined && !REASONS.some(([like]) => like.test(each)),
    );
    expect(unknown).toEqual([]);
  });

  it.each(Object.entries(RUN))(
    '%s ends with %i',
    async (command, code) => {
      const words = [...command.replace(/^npx /, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
        (m) => m[1] ?? m[2] ?? '',
      );
      if (!command.includes('--out')) expect(commandsOf(README)).toContain(command);
      const from = folder('policies');
      const at = folder();
      cpSync(from.path, join(at.path, 'policies'), { recursive: true });
      from.remove();
      const ran = await at.run(...(words[0] === 'llmr' ? words.slice(1) : words));
      at.remove();
      expect([ran.code, ran.err]).toEqual([code, expect.any(String)]);
    },
    60_000,
  );
});
