/**
 * The whole service next to other proxies in one interleaved run: `npm run bench [-- --quick] [--rounds 5] [--seconds 1]
 * [--no-peers] [--page FILE]`. Writes docs/benchmarks.md. With `--quick` (about 4 minutes on a machine that does nothing
 * else) it prints the page instead and starts no peers, Portkey and nginx, unless `--peers` is given.
 * Exits 1 when a target is missed.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { speak, startUpstream } from './load.ts';
import { allCells, type Cell, CHUNKS, cellOf, paceOf, quickCells } from './service/cells.ts';
import { createFigures } from './service/figures.ts';
import { type Load, loadProxy, sendLoad, type Target } from './service/load-proxy.ts';
import { renderPage, type StreamReport } from './service/page.ts';
import type { PolicyName } from './service/policies.ts';
import { type MeasuredProxy, startLlmr, startNginx, startPortkey, startSimple } from './service/proxies.ts';
import { countedRequests, readRecords } from './service/records.ts';
import { type Accounts, goalsOf, OURS, type ProxyReport } from './service/targets.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    peers: { type: 'boolean' },
    page: { type: 'string' },
  },
});
const QUICK = values.quick;
const ROUNDS = Number(values.rounds ?? (QUICK ? 3 : 5));
const MS = 1_000 * Number(values.seconds ?? (QUICK ? 0.6 : 1));
const WARM_MS = QUICK ? 1_500 : 4_000;
const POLICIES: readonly PolicyName[] = [
  'minimal',
  'realistic',
  'with budgets',
  'with intents',
  '1,000 routes',
];
const BUSY = { ...cellOf('1 KB', 64, false, WARM_MS).load, least: QUICK ? 3_000 : 10_000 };

const began = new Date();
const [loadBefore = 0] = loadavg();
const figures = createFigures();
let pace = 0;
const upstream = await startUpstream(0, 0, (res, stream) => {
  if (stream) speak(res, CHUNKS, pace);
  return stream;
});
const direct: Target = {
  name: 'direct',
  url: upstream.url,
  headers: { 'content-type': 'application/json' },
  sent: 0,
};

const proxies = await startAll();
const idle = new Map<string, number>();
for (const proxy of proxies) {
  idle.set(proxy.name, proxy.use().rss);
  await sendLoad(proxy, BUSY);
}
note(`${proxies.length} proxies are warm`);
await measureRounds(QUICK ? quickCells(MS) : allCells(MS));
const allocated = await measureAllocations();
const streams = await measureManyStreams();
const reports: ProxyReport[] = [];
for (const proxy of proxies) reports.push(await endOf(proxy));
upstream.close();

const rss = streams.find(({ name }) => name === OURS)?.rss;
const most = rss === undefined ? undefined : { median: rss / 1e6, low: rss / 1e6, high: rss / 1e6 };
const goals = goalsOf(figures, reports, most);
const page = renderPage(
  { date: began, rounds: ROUNDS, seconds: MS / 1_000, loadBefore, commit: commitOf() },
  figures,
  goals,
  reports,
  streams,
);
const path =
  values.page ?? (QUICK ? undefined : new URL('../../docs/benchmarks.md', import.meta.url).pathname);
if (path === undefined) console.log(page);
else writeFileSync(path, page);
for (const { what, most: target, found, reached } of goals)
  if (!reached) note(`missed: ${what}: ${found} (target ${target})`);
process.exitCode = goals.every(({ reached }) => reached) ? 0 : 1;

async function startAll(): Promise<MeasuredProxy[]> {
  const started: (MeasuredProxy | undefined)[] = [
    await startSimple('bare', upstream.url),
    await startSimple('koa', upstream.url),
  ];
  for (const policy of POLICIES) started.push(await startLlmr(policy, upstream.url));
  if (values.peers ?? !QUICK) {
    started.push(await startNginx(upstream.url), await startPortkey(upstream.url));
    if (started.includes(undefined)) note('nginx is not installed, or npm could not install Portkey');
  }
  return started.filter((proxy) => proxy !== undefined);
}

/** Each round begins with another proxy, so that none is always measured after the same one. */
async function measureRounds(cells: readonly Cell[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, load } of cells) {
      pace = paceOf(load);
      const times = await sendLoad(direct, load);
      figures.add(`p50 ${name}`, direct.name, times.p50);
      figures.add(`p99 ${name}`, direct.name, times.p99);
      const from = round % proxies.length;
      for (const proxy of [...proxies.slice(from), ...proxies.slice(0, from)])
        await measureCell(name, load, proxy).catch((error) => withoutPeer(proxy, error));
    }
    note(`round ${round + 1} of ${ROUNDS}, load average ${(loadavg()[0] ?? 0).toFixed(1)}`);
  }
}

async function measureCell(name: string, load: Load, proxy: MeasuredProxy): Promise<void> {
  const { cpu, p50, p99 } = await loadProxy(proxy, load);
  figures.add(`cpu ${name}`, proxy.name, load.stream ? cpu / CHUNKS : cpu);
  figures.add(`p50 ${name}`, proxy.name, p50);
  figures.add(`p99 ${name}`, proxy.name, p99);
}

/** A peer that fails a request is left out of the rest of the run; any other failure ends the benchmark. */
async function withoutPeer(proxy: MeasuredProxy, error: Error): Promise<void> {
  if (!/^(?:Portkey|nginx)/.test(proxy.name)) throw error;
  note(`left out: ${error.message}`);
  proxies.splice(proxies.indexOf(proxy), 1);
  await proxy.stop();
}

/** Bytes per request. Apart from the rounds, because sampling costs time. */
async function measureAllocations(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const proxy of proxies) {
    const { name, probe } = proxy;
    if (probe === undefined) continue;
    await probe('start allocations');
    const { requests } = await sendLoad(proxy, { ...BUSY, ms: MS, least: 1_000 });
    const { bytes = Number.NaN } = await probe('stop allocations');
    found.set(name, bytes / requests);
  }
  return found;
}

async function measureManyStreams(): Promise<StreamReport[]> {
  const found: StreamReport[] = [];
  const { load } = cellOf('1 KB', 1_000, true, 0);
  pace = paceOf(load);
  for (const proxy of proxies) {
    if (proxy.name !== 'bare' && proxy.name !== OURS) continue;
    const { cpu, rss: highest, slowest, requests } = await loadProxy(proxy, load);
    if (requests !== load.atOnce) throw new Error(`${proxy.name} ended ${requests} streams`);
    found.push({ name: proxy.name, cpu: cpu / CHUNKS, rss: highest, slowestMs: slowest });
  }
  return found;
}

async function endOf(proxy: MeasuredProxy): Promise<ProxyReport> {
  const { name, url, data, readyAfter, sent } = proxy;
  const after = proxy.use().rss;
  const counted = data === undefined ? 0 : await countedRequests(url, sent);
  await proxy.stop();
  const bytes = allocated.get(name);
  return {
    name,
    readyMs: readyAfter,
    idle: idle.get(name) ?? Number.NaN,
    after,
    requests: sent,
    ...(bytes === undefined ? {} : { allocated: bytes }),
    ...(data === undefined ? {} : { accounts: await accountsOf(data, sent, counted) }),
  };
}

async function accountsOf(data: string, sent: number, counted: number): Promise<Accounts> {
  const { records, incomplete, bytes } = await readRecords(data);
  return { records, incomplete, counted, bytesPerRequest: bytes / sent };
}

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function note(words: string): void {
  console.error(words);
}
