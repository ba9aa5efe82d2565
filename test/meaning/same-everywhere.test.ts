import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const MESSAGES = [
  'please refund my last order',
  'the app crashes at login',
  'tell me a joke',
  'money back or I sue',
];
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** One process after the other, each with the cache the first has filled. */
async function decideWithColdCache() {
  const data = await mkdtemp(join(tmpdir(), 'same-'));
  folders.push(data);
  const decisions: unknown[] = [];
  for (const message of MESSAGES) {
    const asked = [
      'explain',
      '--policies',
      'policies/support',
      '--model',
      'support',
      '--tier',
      'pro',
      '--json',
    ];
    decisions.push(JSON.parse(await llmr(...asked, '--data', data, '--message', message)));
  }
  const names = (await readdir(join(data, 'heads'))).sort();
  const heads = await Promise.all(names.map((name) => readFile(join(data, 'heads', name))));
  return { decisions, names, heads };
}

function llmr(...argv: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/llmr.ts'), ...argv], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`llmr ended with ${code}`))));
  });
}

it('one policy compiled in two processes with cold caches is the same bytes and the same decisions', async () => {
  const [one, other] = await Promise.all([decideWithColdCache(), decideWithColdCache()]);
  expect(one.names.length).toBeGreaterThan(0);
  expect(other.names).toEqual(one.names);
  one.heads.forEach((bytes, at) => {
    expect(Buffer.compare(bytes, other.heads[at] ?? Buffer.alloc(0))).toBe(0);
  });
  expect(other.decisions).toEqual(one.decisions);
  // Not the same because nothing was read: the messages go to different places.
  expect(new Set(one.decisions.map((decision) => JSON.stringify(decision))).size).toBe(MESSAGES.length);
});
