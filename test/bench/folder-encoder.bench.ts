// Runs the real `@huggingface/transformers` on a tiny encoder made on the spot, in a temporary folder of its own:
// `npm run bench:folder-encoder [VERSION]`. The package is half a gigabyte and its runtime's install script reaches outside the
// registry, so that it is installed here, without scripts, and nowhere else. Exits 1 when anything is not as it should.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFolder } from '../../src/meaning/folder-encoding.ts';
import { openEncodingAside } from '../../src/meaning/open-encoding.ts';
import { BUG_REPORT, REFUND } from '../language/heads/intent-examples.ts';
import { tinyEncoder, writeTinyEncoder } from '../support/tiny-encoder.ts';

const version = process.argv[2] ?? '4.3.2';
const place = mkdtempSync(join(tmpdir(), 'folder-encoder-'));
let missed = false;
function tell(what: string, holds: boolean): void {
  missed ||= !holds;
  console.log(`${holds ? 'yes' : 'NO '}  ${what}`);
}

const EXAMPLES = [REFUND, BUG_REPORT].flatMap(({ name, like }) =>
  like.map((text) => ({ text, intent: name })),
);
const TINY = tinyEncoder([...EXAMPLES.map(({ text }) => text), '.']);

try {
  install();
  process.chdir(place);
  const path = join(place, 'models/tiny');
  writeTinyEncoder(path, TINY, { maxTokens: 22 });
  const encoding = await openFolder(path);
  const [two, blank, unknown] = await encoding.encode(['Refund MY', '', 'qqq zzz']);
  tell('a text is the mean of its words, of unit length', isNear(two, meanOf('refund', 'my')));
  tell('a blank text is read as a full stop', isNear(blank, meanOf('.')));
  tell('unknown words are zeros', unknown?.every((value) => value === 0) === true);
  const [long] = await encoding.encode([`refund ${'qqq '.repeat(5000)}crashes`]);
  tell('both ends of a text of 5,000 words are read', isNear(long, meanOf('refund', 'crashes')));
  await encoding.encode(['x'.repeat(1_000_000), '. '.repeat(3000)]);
  tell('a million letters and three thousand tokens are taken', true);
  const aside = await openEncodingAside('folder:models/tiny');
  const [again] = await aside.encode(['Refund MY']);
  await aside.close?.();
  tell('a thread gives the same numbers', aside.id === encoding.id && again?.join() === two?.join());
  await checkQuantized(path);
  checkCommand();
} finally {
  process.chdir(tmpdir());
  rmSync(place, { recursive: true, force: true });
}
process.exitCode = missed ? 1 : 0;

function install(): void {
  writeFileSync(join(place, 'package.json'), '{"private": true}');
  const began = performance.now();
  const ran = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@huggingface/transformers@${version}`],
    { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (ran.status !== 0) throw new Error('npm install failed');
  const seconds = (performance.now() - began) / 1000;
  const megabytes = sizeOf(join(place, 'node_modules')) / 1e6;
  console.log(
    `@huggingface/transformers ${version}: installed in ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`,
  );
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? lstatSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  );
}

async function checkQuantized(path: string): Promise<void> {
  rmSync(path, { recursive: true });
  writeTinyEncoder(path, TINY, { quantized: true });
  const [vector] = await (await openFolder(path)).encode(['crashes']);
  tell('onnx/model_quantized.onnx is read where it is the only one', isNear(vector, meanOf('crashes')));
  writeFileSync(join(path, 'onnx/model_quantized.onnx'), 'cut off');
  const said = await openFolder(path).catch((cause: Error) => cause.message);
  tell(
    `a damaged model is refused: ${String(said)}`,
    typeof said === 'string' && said.includes('tiny cannot be loaded'),
  );
  writeTinyEncoder(path, TINY, { quantized: true, output: 'scores' });
  const other = await (await openFolder(path)).encode(['a']).catch((cause: Error) => cause.message);
  tell(`a model of something else is refused: ${String(other)}`, String(other).includes('last_hidden_state'));
  rmSync(path, { recursive: true });
  writeTinyEncoder(path, TINY);
}

function checkCommand(): void {
  const rows = (list: readonly object[]) => list.map((row) => JSON.stringify(row)).join('\n');
  writeFileSync('examples.jsonl', rows(EXAMPLES));
  writeFileSync('judged.jsonl', rows([...EXAMPLES, { text: 'tell me a joke', intent: null }]));
  const llmr = fileURLToPath(new URL('../../src/cli/llmr.ts', import.meta.url));
  const asked = ['intents', 'eval', 'judged.jsonl', '--examples', 'examples.jsonl', '--json'];
  const ran = spawnSync(process.execPath, [llmr, ...asked, '--encoder', 'folder:models/tiny'], {
    encoding: 'utf8',
  });
  const figures =
    ran.status === 0 ? (JSON.parse(ran.stdout) as { encoder: string; accuracy: number }) : undefined;
  const said = figures === undefined ? ran.stderr : `${figures.encoder}, accuracy ${figures.accuracy}`;
  tell(
    `llmr intents eval --encoder folder:models/tiny: ${said}`,
    (figures?.accuracy ?? 0) > 0.8 && existsSync('.llmr/heads'),
  );
}

function meanOf(...words: string[]): number[] {
  const sum = Array.from({ length: TINY.dimensions }, (_, at) =>
    words.reduce((total, word) => total + (TINY.words.get(word)?.[at] ?? Number.NaN), 0),
  );
  return sum.map((value) => value / Math.hypot(...sum));
}

function isNear(vector: Float32Array | undefined, wanted: readonly number[]): boolean {
  return (
    vector?.length === wanted.length &&
    wanted.every((value, at) => Math.abs(value - (vector[at] ?? 9)) < 1e-5)
  );
}
