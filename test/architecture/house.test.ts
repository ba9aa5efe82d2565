/**
 * The house is as its pages describe it: ARCHITECTURE.md and CONTRIBUTING.md name folders and files that exist, and every
 * folder; each source file begins with what it is; files and functions are short. `LONG_FILES` and `LONG_FUNCTIONS` are
 * what is still too long: they may only shrink.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { LONG_FILES, LONG_FUNCTIONS } from './too-long.ts';

const ROOT = join(import.meta.dirname, '../..');
const MOST_LINES_OF_A_FILE = 400;
const MOST_LINES_OF_A_FUNCTION = 60;

const page = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
/** Folders directly in a folder, as `name/`. */
const foldersIn = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${entry.name}/`)
    .sort();
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Every path of the project's own files and folders; folders end in `/`. */
function paths(): string[] {
  const roots = ['bin', 'docs', 'grammar', 'policies', 'scripts', 'src', 'test'];
  const below = roots.flatMap((root) => [
    `${root}/`,
    ...readdirSync(join(ROOT, root), { recursive: true, withFileTypes: true }).map(
      (entry) =>
        `${join(entry.parentPath, entry.name).slice(ROOT.length + 1)}${entry.isDirectory() ? '/' : ''}`,
    ),
  ]);
  return [...readdirSync(ROOT), ...below];
}

/** The rows of ARCHITECTURE.md's folders: `src/language/text/` and what it contains. An indented row is in the row above. */
function folderRows(text: string): Map<string, string> {
  const rows = new Map<string, string>();
  let above = '';
  for (const [, indent = '', folder = '', content = ''] of text.matchAll(
    /^\| `( *)([\w/-]+\/)` \| (.*) \|$/gm,
  )) {
    if (indent === '') above = folder;
    rows.set(indent === '' ? folder : `${above}${folder}`, content);
  }
  return rows;
}

/** Code in a page that is a path: it has a slash, or ends like a source file. */
const pathsNamedIn = (text: string): string[] =>
  codeIn(text)
    .map((code) => code.trim())
    .filter(
      (code) => /^\.?[\w-][\w./-]*$/.test(code) && (/\w\//.test(code) || /\.(?:ts|mjs|md)$/.test(code)),
    );

/** Without the drawings between fences. */
const prose = (name: string): string => page(name).replaceAll(/^```[\s\S]*?^```/gm, '');

const architecture = prose('ARCHITECTURE.md');
const rows = folderRows(architecture);
const tree = paths();
const sources = tree.filter((path) => path.startsWith('src/') && path.endsWith('.ts'));

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s names only files and folders that exist', (name) => {
  const named = pathsNamedIn(prose(name));
  expect(named.length).toBeGreaterThan(10);
  // Paths are given from the root or from any folder below: `graph/lower.ts`.
  const missing = named.filter((path) => {
    const wanted = path.replace(/\/$/, '');
    return !tree.some((each) => `/${each.replace(/\/$/, '')}`.endsWith(`/${wanted}`));
  });
  expect(missing).toEqual([]);
});

test('ARCHITECTURE.md names every folder of src, language, gateway, cli and test', () => {
  const named = (parent: string): string[] =>
    [...rows.keys()]
      .filter((path) => path.startsWith(parent) && path !== parent)
      .map((path) => `${path.slice(parent.length).split('/')[0]}/`);
  const listed = (row: string): string[] =>
    codeIn(rows.get(row) ?? '').flatMap((code) => code.split(' ').filter((word) => /^[\w-]+\/$/.test(word)));
  expect([...new Set(named('src/'))].sort()).toEqual(foldersIn('src'));
  expect([...new Set(named('src/language/'))].sort()).toEqual(foldersIn('src/language'));
  for (const row of ['src/gateway/', 'src/cli/', 'src/language/analysis/', 'src/language/testing/'])
    expect([...new Set(listed(row))].sort(), row).toEqual(foldersIn(row));
  const inSource = new Set([...foldersIn('src'), ...foldersIn('src/language')]);
  const others = foldersIn('test').filter((folder) => !inSource.has(folder));
  expect(
    listed('test/')
      .filter((folder) => folder !== 'src/')
      .sort(),
  ).toEqual(others);
});

test('every source file begins with what it is', () => {
  const silent = sources.filter((path) => {
    const [, comment = ''] = /^(?:#!.*\n)?(\/\*\*?[\s\S]*?\*\/|(?:\/\/.*\n)+)/.exec(page(path)) ?? [];
    return comment.replaceAll(/[^\w ]/g, '').trim().length < 20;
  });
  expect(silent).toEqual([]);
});

/** Lines of each function of a file by its name; functions in a function count for both. */
function functionsOf(path: string, text: string): Map<string, number> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const lengths = new Map<string, number>();
  const visit = (node: ts.Node, name: string): void => {
    const own =
      'name' in node && node.name !== undefined && ts.isIdentifier(node.name as ts.Node)
        ? (node.name as ts.Identifier).text
        : name;
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const from = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const lines = file.getLineAndCharacterOfPosition(node.end).line - from + 1;
      lengths.set(own, Math.max(lines, lengths.get(own) ?? 0));
    }
    ts.forEachChild(node, (child) => visit(child, own));
  };
  visit(file, '');
  return lengths;
}

const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

test('a function is measured by its lines, under the name of what holds it', () => {
  const text = 'function a() {\n  return 1;\n}\nconst b = (): number => {\n\n  return 2;\n};\n';
  expect([...functionsOf('x.ts', text)]).toEqual([
    ['a', 3],
    ['b', 4],
  ]);
});

test('files and functions are short, except for the ones listed, which do not grow', () => {
  const files: Record<string, number> = {};
  const functions: Record<string, number> = {};
  for (const path of sources) {
    const text = page(path);
    const lines = lineCount(text);
    if (lines > MOST_LINES_OF_A_FILE && !path.endsWith('.generated.ts')) files[path] = lines;
    if (lines <= MOST_LINES_OF_A_FUNCTION || path.endsWith('.generated.ts')) continue;
    for (const [name, length] of functionsOf(path, text))
      if (length > MOST_LINES_OF_A_FUNCTION) functions[`${path} ${name}`] = length;
  }
  // Shorter than listed is fine until it is short enough: then its line is removed.
  const tooLong = (found: Record<string, number>, listed: Readonly<Record<string, number>>) => ({
    new: Object.entries(found).filter(([name, lines]) => lines > (listed[name] ?? 0)),
    noLonger: Object.keys(listed).filter((name) => found[name] === undefined),
  });
  expect(tooLong(files, LONG_FILES)).toEqual({ new: [], noLonger: [] });
  expect(tooLong(functions, LONG_FUNCTIONS)).toEqual({ new: [], noLonger: [] });
});
