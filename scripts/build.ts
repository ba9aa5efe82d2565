/**
 * Builds `dist/`, which is published: declarations from `src/`, its code joined into few files, and every other file in
 * `src/` that is read at run time (rule pages, tables; the word table compressed). Hundreds of modules, resolved and read
 * one by one, take longer than all else of a start. Cases of lint rules are for tests and are left out.
 * `node scripts/build.ts [FOLDER] [--no-check]`: into another folder; without checking types, where `tsc` did that before.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
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
const options = ['-p', join(root, 'tsconfig.build.json'), '--emitDeclarationOnly', '--outDir', target];
if (values['no-check']) options.push('--noCheck');
const compiled = spawnSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(source, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .sort();

await joinModules(files.filter((file) => /^(?:index|cli\/llmr|cli\/llmr-lint|.*-worker)\.ts$/.test(file)));
const others = files.filter((file) => !/\.(?:ts|cases\.txt)$/.test(file));
for (const file of others) {
  const to = join(target, file);
  mkdirSync(dirname(to), { recursive: true });
  if (file.endsWith('words-en.bin')) writeFileSync(`${to}.zst`, packTable(readFileSync(join(source, file))));
  else copyFileSync(join(source, file), to);
}
writeFileSync(join(target, 'build-id'), `${buildId()}\n`);
console.error(`${relative(root, target)}: compiled, and ${others.length} other files copied`);

/** Packages stay packages. An entry keeps its place; what entries share is in `shared/`. */
async function joinModules(entries: readonly string[]): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), join(source, file)])),
    external: (id) => !/^[./]/.test(id),
    platform: 'node',
    plugins: [ownPlaces()],
  });
  const { output } = await bundle.write({
    dir: target,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name]-[hash].js',
    minify: false,
  });
  console.error(`${entries.length} entries, ${output.length} files of code`);
}

/** A module that finds files by `import.meta.url` finds them from the place it had in `src/`. */
function ownPlaces() {
  return {
    name: 'own-places',
    transform(code: string, id: string) {
      if (!code.includes('import.meta.url')) return null;
      const place = relative(source, id).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      return code.replaceAll('import.meta.url', `LLMR_PLACE(${JSON.stringify(place)})`);
    },
    renderChunk(code: string, chunk: { readonly fileName: string }) {
      return code.replaceAll(/LLMR_PLACE\("([^"]+)"\)/g, (_, place: string) => {
        const path = posix.relative(posix.dirname(chunk.fileName), place);
        return `new URL(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)}, import.meta.url).href`;
      });
    },
  };
}

/** A hash of all sources: what one build keeps for its next start, another does not read. */
function buildId(): string {
  const hash = createHash('sha256');
  for (const file of files.filter((each) => !each.endsWith('.bin')))
    hash.update(`${file}\0`).update(readFileSync(join(source, file)));
  return hash.digest('hex').slice(0, 32);
}
