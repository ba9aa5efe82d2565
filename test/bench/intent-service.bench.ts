/**
 * What a service pays for 150 intents: `npm run bench:intent-service [-- EXAMPLES.jsonl]`. Without a file (one {text,
 * intent} a line) 150 intents of 10 made-up examples. Exits 1 when a target is missed: compiled cold within 10 s and from
 * the cache within 300 ms, at most 150 MB of memory above the same service without intents after 200 requests and at rest, no
 * request that fails or waits longer than 250 ms while a changed example is trained and swapped in under load.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLabelledRows } from '../../src/language/heads/labelled-rows.ts';
import { createClient, median, type ProxyUnderTest, startProxy, startUpstream } from './load.ts';

const VERBS = 'order cancel change find pay print share open lock rent';
const THINGS = 'card lamp room song door boat desk coat tree book coin ring shoe tent wall';
const FRAMES = [
  ...['please V the T', 'can you V a T for me?', 'I want to V my T today', 'how do I V this T', 'V T'],
  ...['is there a way to V the T again', 'my wife would like to V another T', 'help me V that old T'],
  ...['who can V the T at the weekend?', 'I tried to V a T and it failed'],
];
const place = mkdtempSync(join(tmpdir(), 'intent-service-'));
const policies = join(place, 'policies');
mkdirSync(policies);
const path = join(policies, 'bench.route');
const examples = readExamples(process.argv[2]);
const texts = [...examples.values()].flat();
let missed = false;
const tell = (what: string, value: number, unit: string, target: number): void => {
  missed ||= !(value <= target);
  console.log(`${what.padEnd(48)} ${value.toFixed(0).padStart(6)} ${unit} (target ${target} ${unit})`);
};

console.log(`${examples.size} intents, ${texts.length} examples`);
const upstream = await startUpstream(0, 0);
try {
  writePolicy(examples);
  measureCompiling();
  await measureService();
} finally {
  upstream.close();
  rmSync(place, { recursive: true, force: true });
}
process.exitCode = missed ? 1 : 0;

/** In processes of their own, because a running one has compiled the compiler before. */
function measureCompiling(): void {
  const module = (name: string) => JSON.stringify(new URL(`../../src/${name}`, import.meta.url).href);
  const script = `import { compile } from ${module('language/compile.ts')};
    import { createSource } from ${module('language/text/source.ts')};
    import { trainHeads } from ${module('meaning/train-heads.ts')};
    import { readFileSync } from 'node:fs';
    const loading = performance.now();
    compile([createSource('small.route', 'policy p edition 1 { serves "x" }')], new Map());
    const began = performance.now();
    const sources = [createSource('bench.route', readFileSync(${JSON.stringify(path)}, 'utf8'))];
    const { jobs } = compile(sources, new Map());
    const done = compile(sources, await trainHeads(jobs, { cacheDir: ${JSON.stringify(join(place, 'heads'))} }));
    if (done.jobs.length > 0 || done.policies[0].heads.size !== 1) throw new Error('no head');
    console.log(JSON.stringify([performance.now() - began, began - loading]));`;
  const run = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as [ms: number, loading: number];
  };
  tell('compiled cold', run()[0], 'ms', 10_000);
  const cached = Array.from({ length: 5 }, run);
  tell('compiled from the cache, median of 5', median(cached.map(([ms]) => ms)), 'ms', 300);
  const loading = median(cached.map(([, ms]) => ms));
  console.log(`the compiler's first use in a process takes ${loading.toFixed(0)} ms more`);
}

async function measureService(): Promise<void> {
  const without = await startProxy(upstream.url, policyOf(new Map()).replaceAll(upstream.url, 'UPSTREAM'));
  const llmr = await startProxy(upstream.url, `folder:${policies}`);
  const [bare, own] = [await memoryAfter(without, 200), await memoryAfter(llmr, 200)];
  console.log(
    `after 200 requests: ${mb(bare).toFixed(0)} MB without intents, ${mb(own).toFixed(0)} MB with them`,
  );
  tell('memory above the same service without intents', mb(own - bare), 'MB', 150);
  await swap(llmr, 'please');
  // The compiler's thread is let go after 120 s, and its memory goes back to the machine some seconds later.
  await new Promise((resolve) => setTimeout(resolve, 150_000));
  const [idleBare, idle] = [(await without.read(true)).rss, (await llmr.read(true)).rss];
  tell('the same, 150 s after a changed example', mb(idle - idleBare), 'MB', 150);
  await measureReload(llmr);
  without.stop();
  llmr.stop();
}

async function memoryAfter(proxy: ProxyUnderTest, requests: number): Promise<number> {
  const client = createClient(proxy, 8);
  for (let at = 0; at < requests; at += 8)
    await Promise.all(Array.from({ length: 8 }, (_, one) => ask(client, at + one)));
  await client.close();
  return (await proxy.read(true)).rss;
}

/** Every text another one, so that no cache answers for the heads. */
async function ask(client: ReturnType<typeof createClient>, at: number): Promise<number> {
  const content = `${texts[(at * 37) % texts.length]} ${at}`;
  const body = Buffer.from(JSON.stringify({ model: 'bench', messages: [{ role: 'user', content }] }));
  const { status, ms } = await client.ask(body);
  if (status !== 200) throw new Error(`a request was answered with ${status}`);
  return ms;
}

async function measureReload(proxy: ProxyUnderTest): Promise<void> {
  const client = createClient(proxy, 4);
  let running = true;
  const times: number[] = [];
  const load = Promise.all(
    Array.from({ length: 4 }, async (_, worker) => {
      for (let at = worker; running; at += 4) {
        times.push(await ask(client, at));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const calm = times.splice(0);
  const took = await swap(proxy, 'today');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  running = false;
  await load;
  await client.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
  console.log(
    `a changed example went live in ${(took / 1000).toFixed(1)} s; ${times.length} requests meanwhile, none failed: ` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (before: p50 ${median(calm).toFixed(1)} ms, slowest ${Math.max(...calm).toFixed(1)} ms)`,
  );
  tell('the slowest request while it did', times.at(-1) ?? Number.NaN, 'ms', 250);
}

/** Milliseconds until a set is in force in which the first intent has one more example: its first and another word. */
async function swap(proxy: ProxyUnderTest, word: string): Promise<number> {
  const before = await hashOf(proxy);
  const began = performance.now();
  const [first, ...rest] = examples;
  writePolicy(new Map([...rest, [first?.[0] ?? '', [...(first?.[1] ?? []), `${first?.[1][0]} ${word}`]]]));
  while ((await hashOf(proxy)) === before) {
    if (performance.now() - began > 60_000) throw new Error('the changed policy did not go live');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now() - began;
}

async function hashOf({ url, key }: ProxyUnderTest): Promise<string> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'hello' }] }),
  });
  await answer.arrayBuffer();
  return /v="([0-9a-f]+)"/.exec(answer.headers.get('llmr-decision') ?? '')?.[1] ?? 'none';
}

function mb(bytes: number): number {
  return bytes / 1e6;
}

function writePolicy(of: ReadonlyMap<string, readonly string[]>): void {
  writeFileSync(path, policyOf(of));
}

function policyOf(of: ReadonlyMap<string, readonly string[]>): string {
  const intents = [...of].map(
    ([name, like]) =>
      `intent ${name} {\n${like.map((text) => `  like ${JSON.stringify(text)}\n`).join('')}}\n`,
  );
  const routes = [...of.keys()].map((name) => `route r-${name} { when intent is ${name} use small }\n`);
  return `policy bench edition 1 { serves "*" }
provider one { speaks openai at "${upstream.url}/v1" }
model small { is "bench-small" on one window 200k output 4k price $1 in, $5 out }
${intents.join('')}${routes.join('')}otherwise { use small }
`;
}

function readExamples(file: string | undefined): Map<string, string[]> {
  const made = new Map<string, string[]>();
  if (file === undefined) {
    const [verbs, things] = [VERBS.split(' '), THINGS.split(' ')];
    for (const verb of verbs)
      for (const thing of things)
        made.set(
          `i-${verb}-${thing}`,
          FRAMES.map((frame) => frame.replace('V', verb).replace('T', thing)),
        );
    return made;
  }
  for (const { text, intent } of readLabelledRows(readFileSync(file, 'utf8')).rows) {
    if (intent === null) continue;
    const name = `i-${intent.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    made.set(name, [...(made.get(name) ?? []), text]);
  }
  return made;
}
