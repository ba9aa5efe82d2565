/**
 * Prose uses none of the wording that CONTRIBUTING.md lists under "do not say". The list is read from that page, so
 * adding a row there is enough.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { avoidedWords, readWordList } from '../support/plain-words.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const CHECKED = /^(?:src|docs|grammar|policies|scripts|bin|action|\.github)\/|^[^/]+\.(?:md|json)$/;
const PROSE = /\.(?:md|ts|js|json|route|ya?ml)$/;
/** Data, licences and generated files: their text is not the project's prose. */
const DATA =
  /^package-lock\.json$|^grammar\/.*\.json$|^src\/language\/languages\/language-samples\.ts$|^src\/language\/heads\/(?:background\/|follow-up-cues\.ts$)|^src\/language\/library\/(?!index|library-intent)|^src\/meaning\/assets\/README\.md$/;

const list = readWordList(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'));
const found = (name: string, text: string) =>
  avoidedWords(name, text, list).map(({ line, found }) => `${line} ${found}`);

test('comments, strings and templates are read, names and code are not', () => {
  expect(found('a.ts', "// is told\n// anew\nconst told = 'told';\n")).toEqual(['1 told', '2 anew']);
  expect(found('a.ts', "import told from './a told.ts';\nfail('`stand` is', 'it stands here');")).toEqual([
    '1 told',
    '2 stands',
  ]);
  expect(found('a.ts', ['say(`\\`$', '{told("anew")}\\` stands twice in \\`mend\\``);'].join(''))).toEqual([
    '1 stands',
  ]);
  expect(found('a.ts', 'const url = "http://x.test/a mend"; // dear')).toEqual(['1 mend', '1 dear']);
  expect(found('a.ts', 'const word = /it stands \\/\\/ told/; /* one\n * line of ours */')).toEqual([
    '2 of ours',
  ]);
});

test('phrases match across lines, whole words only, and not inside what is fine', () => {
  expect(found('a.md', 'Trained\nanew. Standard, `told`, [a](told.md).')).toEqual(['2 anew']);
  expect(found('a.md', 'It is\nno fact. There is no fact. It is no longer.')).toEqual(['1 is no']);
  expect(found('a.md', 'The letter stands for a word. It stands.')).toEqual(['1 stands']);
  expect(found('a.md', 'It is answered otherwise: 3 tokens a page, two tokens a page needs.')).toEqual([
    '1 answered otherwise',
    '1 tokens a page',
  ]);
});

test('the word list is followed', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => CHECKED.test(file) && PROSE.test(file) && !DATA.test(file));
  expect(files).toContain('CONTRIBUTING.md');
  const findings = files.flatMap((file) =>
    avoidedWords(file, readFileSync(join(ROOT, file), 'utf8'), list).map(
      ({ line, found, say }) => `${file}:${line} "${found}": say ${say}`,
    ),
  );
  expect(findings).toEqual([]);
});
