/**
 * Builds `dist/`, which is published: JavaScript and declarations from `src/`, and every other file in `src/` that is read
 * at run time (rule pages, tables; the word table compressed). Cases of lint rules are for tests and are left out.
 * `node scripts/build.ts [FOLDER] [--no-check]`: into another folder; without checking types, where `tsc` did that before.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packTable } from '../src/meaning/packed-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');
const { values, positionals } = parseArgs({
  options: { 'no-check': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const target = resolve(positionals[0] ?? join(root, 'dist'));

rmSync(target, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const options = ['-p', join(root, 'tsconfig.build.json'), '--outDir', target];
if (values['no-check']) options.push('--noCheck');
const compiled = spawnSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

let copied = 0;
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || /\.(?:ts|cases\.txt)$/.test(entry.name)) continue;
  const from = join(entry.parentPath, entry.name);
  const to = join(target, relative(source, from));
  mkdirSync(dirname(to), { recursive: true });
  if (entry.name === 'words-en.bin') writeFileSync(`${to}.zst`, packTable(readFileSync(from)));
  else copyFileSync(from, to);
  copied += 1;
}
console.error(`${relative(root, target)}: compiled, and ${copied} other files copied`);
