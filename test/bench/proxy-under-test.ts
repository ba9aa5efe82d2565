/**
 * One proxy in a process of its own, so that its CPU time is nobody else's: `bare` is node:http and undici's
 * `Pool.dispatch` with raw bytes, the least a proxy in Node can do; `llmr` is the whole gateway, with a policy as text, or
 * `folder:PATH` of a set that the benchmark changes. Tells its address and answers each message with the CPU time and
 * memory it has used. Started by the benchmarks beside it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { openKeyStore } from '../../src/gateway/callers/key-store.ts';
import { readConfig } from '../../src/gateway/config/config.ts';
import { startGateway } from '../../src/gateway/main.ts';

export interface Reading {
  /** Microseconds since the process began, all threads. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
  /** Bytes in use on the heap. */
  readonly heap: number;
  /** How many of each kind hold the event loop: sockets, timers. */
  readonly resources: Readonly<Record<string, number>>;
}

const [kind = '', upstream = '', policy = ''] = process.argv.slice(2);
const collect = globalThis.gc;
const started =
  kind === 'bare' ? await startBare(upstream) : await startLlmr(policy.replaceAll('UPSTREAM', upstream));
process.on('disconnect', () => process.exit());
process.send?.(started);
process.on('message', (message) => {
  if (message === 'collect') collect?.();
  const { user, system } = process.cpuUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  process.send?.({ cpu: user + system, ...memory(), resources } satisfies Reading);
});

function memory(): { rss: number; heap: number } {
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

async function startBare(to: string): Promise<{ url: string; key: string }> {
  const pool = new Pool(to, { connections: 64, pipelining: 1 });
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      pool.dispatch(
        {
          method: 'POST',
          path: req.url ?? '/',
          headers: { 'content-type': 'application/json' },
          body: Buffer.concat(chunks),
        },
        {
          onRequestStart: () => undefined,
          onResponseStart(_, status, headers) {
            const { 'content-type': type, 'content-length': length } = headers;
            res.writeHead(status, {
              'content-type': String(type),
              ...(length === undefined ? {} : { 'content-length': String(length) }),
            });
          },
          onResponseData: (_, chunk) => void res.write(chunk),
          onResponseEnd: () => void res.end(),
          onResponseError: () => void res.destroy(),
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: '' };
}

async function startLlmr(text: string): Promise<{ url: string; key: string }> {
  const root = mkdtempSync(join(tmpdir(), 'llmr-bench-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const isFolder = text.startsWith('folder:');
  const policies = isFolder ? text.slice('folder:'.length) : join(root, 'policies');
  const data = join(root, 'data');
  mkdirSync(data);
  if (!isFolder) {
    mkdirSync(policies);
    writeFileSync(join(policies, 'bench.route'), text);
  }
  const keys = openKeyStore(join(data, 'keys.sqlite'));
  const { key } = keys.add({ tier: 'pro', team: 'bench' }, Date.now());
  keys.close();
  const read = readConfig({ variables: {}, flags: { port: 0, logLevel: 'error', policies, data } });
  if (!read.ok) throw new Error(read.faults.join('; '));
  const { url } = await startGateway(read.config, {});
  return { url, key };
}
