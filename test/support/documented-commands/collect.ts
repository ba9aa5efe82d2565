/**
 * Finds the commands that the pages show: lines of fences that a shell would run, `run:` and list items of YAML fences,
 * and code in running text. Must not know which of them can be run.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const COMMAND = /^(npx |llmr |llmr-lint( |$)|npm |curl |source |sqlite3 |node |git )/;
const SHELL = ['', 'sh', 'bash', 'console', 'yaml'];
/** Pages of the reader; decision records say what was so when they were written. */
const PAGES = ['README.md', 'docs/**/*.md', 'grammar/README.md', 'policies/README.md', 'src/**/*.md'];

export interface Documented {
  readonly page: string;
  readonly command: string;
}

export function documentedCommands(): readonly Documented[] {
  const pages = globSync(PAGES, { cwd: ROOT }).filter((page) => !page.startsWith(join('docs', 'adr')));
  return pages
    .toSorted()
    .flatMap((page) =>
      commandsOf(readFileSync(join(ROOT, page), 'utf8')).map((command) => ({ page, command })),
    );
}

/** Each command once. A line that ends with `\` goes on; a comment at its end is no part of it. */
export function commandsOf(markdown: string): readonly string[] {
  const shown: string[] = [];
  let prose = '';
  let fence: string | undefined;
  for (const line of markdown.replaceAll(/ \\\n\s*/g, ' ').split('\n')) {
    const [, language] = /^\s*```(\w*)/.exec(line) ?? [];
    if (language !== undefined) {
      fence = fence === undefined ? language : undefined;
      prose += '\n';
    } else if (fence === undefined) prose += `${line}\n`;
    else if (SHELL.includes(fence)) shown.push(withoutDecoration(line));
  }
  for (const [, code = ''] of prose.matchAll(/`([^`]+)`/g)) shown.push(code.replaceAll(/\s+/g, ' '));
  return [...new Set(shown.filter((each) => COMMAND.test(each)))];
}

function withoutDecoration(line: string): string {
  return line
    .trim()
    .replace(/^(\$ |- run: |run: |- )/, '')
    .replace(/\s+# .*$/, '');
}
