/**
 * Streams for minutes, some of them failing, and what is left of them afterwards: `node test/bench/soak.bench.ts
 * [--streams 500] [--minutes 5] [--faults 10%]`. Loopback only; ends by itself. Exits 1 when sockets or timers stay
 * behind, when a caller was left without an honest end, or when /metrics does not account for every attempt.
 */
import type { ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { chatBody, createClient, speak, startProxy, startUpstream } from './load.ts';
import type { Reading } from './proxy-under-test.ts';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '5' },
    faults: { type: 'string', default: '10%' },
  },
});
const STREAMS = Number(values.streams);
const SHARE = Number.parseFloat(values.faults) / 100;

const POLICY = `policy soak edition 1 {
  serves "*"
  defaults { connect within 1s first token within 2s idle within 1s attempt within 5s whole within 20s }
}
provider one { speaks openai at "UPSTREAM/v1" }
model first { is "first" on one window 200k output 4k price $1 in, $5 out }
model second { is "second" on one window 200k output 4k price $3 in, $15 out }
chain both { try first retry 1 then second }
otherwise { use both on broken stream restart }
`;

let seed = 7;
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

const told: Record<string, number> = {};
let asked = 0;
const FAULTS: readonly (readonly [string, (res: ServerResponse) => void])[] = [
  [
    '503',
    (res) =>
      void res.writeHead(503, { 'content-type': 'application/json' }).end('{"error":{"message":"busy"}}'),
  ],
  ['reset', (res) => void res.socket?.resetAndDestroy()],
  ['silence', () => undefined],
  [
    'cut',
    (res) => {
      speak(res, 40, 20);
      setTimeout(() => res.socket?.resetAndDestroy(), 300);
    },
  ],
  ['web page', (res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
];

const upstream = await startUpstream(40, 20, (res) => {
  asked += 1;
  if (random() >= SHARE) return false;
  const [name, fault] = FAULTS[Math.floor(random() * FAULTS.length)] ?? FAULTS[0] ?? ['', () => undefined];
  told[name] = (told[name] ?? 0) + 1;
  fault(res);
  return true;
});
const llmr = await startProxy(upstream.url, POLICY);
const client = createClient(llmr, STREAMS);
const until = performance.now() + Math.min(60, Number(values.minutes)) * 60_000;
const body = chatBody(2_048, true);

const ends = { whole: 0, 'told to have broken': 0, 'told to have failed': 0, 'left without an end': 0 };
async function caller(): Promise<void> {
  while (performance.now() < until) {
    const { status, tail } = await client.ask(body);
    if (status === 200 && tail.endsWith('data: [DONE]\n\n')) ends.whole += 1;
    else if (status === 200 && tail.includes('broken_stream')) ends['told to have broken'] += 1;
    else if (status >= 400 && tail !== '') ends['told to have failed'] += 1;
    else ends['left without an end'] += 1;
  }
}

await client.ask(body);
const before = await llmr.read(true);
const seen: number[] = [];
const watch = setInterval(() => void llmr.read().then(({ rss }) => seen.push(rss)), 1_000);
const began = performance.now();
await Promise.all(Array.from({ length: STREAMS }, caller));
const seconds = (performance.now() - began) / 1_000;
clearInterval(watch);
const counted = await attempts();
await client.close();
// Lingering calls and kept connections come to their end; the collector has its turn.
await new Promise((resolve) => setTimeout(resolve, 3_000));
await llmr.read(true);
const after = await llmr.read(true);
llmr.stop();
upstream.close();

const mb = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;
const total = Object.values(ends).reduce((sum, count) => sum + count, 0);
const attempted = Object.values(counted).reduce((sum, count) => sum + count, 0);
console.log(
  `${STREAMS} streams at once for ${seconds.toFixed(0)} s, ${values.faults} faults: ${total} streams`,
);
console.log(`callers: ${words(ends)}`);
console.log(`faults of the provider: ${words(told)}`);
console.log(`calls at the provider: ${asked}; by /metrics: ${attempted} (${words(counted)})`);
const quarters = [1, 2, 3, 4].map((quarter) => seen[Math.floor((seen.length * quarter) / 4) - 1] ?? 0);
console.log(
  `memory: ${mb(before.rss)} before, by quarters ${quarters.map(mb).join(', ')}, ${mb(after.rss)} after`,
);
console.log(`heap after a collection: ${mb(before.heap)} before, ${mb(after.heap)} after`);
console.log(`before: ${resources(before)}`);
console.log(`after:  ${resources(after)}`);
const leftSockets = (after.resources['TCPSocketWrap'] ?? 0) - (before.resources['TCPSocketWrap'] ?? 0);
// Providers' connections are kept for a while; callers' must be gone. A few timers are the service's own.
const leftTimers = (after.resources['Timeout'] ?? 0) - (before.resources['Timeout'] ?? 0);
const honest = ends['left without an end'] === 0 && attempted === asked;
console.log(`left behind: ${leftSockets} sockets (kept to the provider), ${leftTimers} timers`);
process.exitCode = honest && leftTimers <= 8 ? 0 : 1;

/** Calls by outcome or class of failure of their attempt, and those that an attempt sent once more. */
async function attempts(): Promise<Record<string, number>> {
  const text = await (await fetch(`${llmr.url}/metrics`)).text();
  const counts: Record<string, number> = {};
  const families = /^llmr_(attempts|resends)_total\{(.*)\} (\d+)$/gm;
  for (const [, family, labels = '', count] of text.matchAll(families)) {
    const label = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
    const kind = family === 'resends' ? 'sent once more' : label('class') || label('outcome');
    counts[kind] = (counts[kind] ?? 0) + Number(count);
  }
  return counts;
}

function words(counts: Readonly<Record<string, number>>): string {
  const said = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return said.length === 0 ? 'none' : said.join(', ');
}

function resources({ resources: kinds }: Reading): string {
  return words(kinds);
}
