/**
 * The whole gateway in a process of its own, with a policy as text, or `folder:PATH` of a set that the benchmark changes.
 * Sends its address, and answers each message with the CPU time, memory and resources that it uses. Must not know what is
 * measured.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const [upstream = '', policy = ''] = process.argv.slice(2);
const collect = globalThis.gc;
const started = await startLlmr(policy.replaceAll('UPSTREAM', upstream));
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
