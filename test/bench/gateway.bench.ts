/**
 * The whole gateway against the least a proxy in Node can do, in one interleaved run: `node test/bench/gateway.bench.ts
 * [--rounds 5]`. CPU is of the proxy's process, threads included. Exits 1 when a target is missed: CPU a request at
 * most 2x bare at 1 KB and at 32 KB with 64 at once, CPU a chunk at most 1.3x with 100 streams, and at most 0.5 ms
 * added to the median at one at a time.
 */
import { parseArgs } from 'node:util';
import { chatBody, createClient, median, type ProxyUnderTest, startProxy, startUpstream } from './load.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const ROUNDS = Number(values.rounds);
const CHUNKS = 50;
const STREAMS = 100;
const POLICY = `policy bench edition 1 {
  serves "*"
}
tier free, pro, enterprise
provider one { speaks openai at "UPSTREAM/v1" }
model small { is "bench-small" on one window 200k output 4k price $1 in, $5 out }
model large { is "bench-large" on one window 400k output 8k price $3 in, $15 out }
chain careful { try large within 20s first token within 5s retry 1 then small }
route long { when tokens over 100k use large }
route beta { when header "x-beta" is "yes" use large }
route pictures { when request has images use large }
route tools { when request has tools and tier at least pro use careful }
route many { when messages over 40 use large }
route night { when time between 01:00 and 01:01 in "Europe/Berlin" use small }
route free { when tier is free use small }
route pro { because "Paying callers get the careful chain." when tier is pro or enterprise use careful label "bench" }
otherwise { use small }
`;

const upstream = await startUpstream(CHUNKS, 10);
const direct = { url: upstream.url, key: '' };
const bare = await startProxy('bare', upstream.url);
const llmr = await startProxy('llmr', upstream.url, POLICY);
const bodies = { '1 KB': chatBody(1_024, false), '32 KB': chatBody(32_768, false) };
const stream = chatBody(1_024, true);
const streamWithUsage = Buffer.from(
  `${stream.toString('utf8').slice(0, -1)},"stream_options":{"include_usage":true}}`,
);

/** CPU microseconds a request. */
async function cpuPerRequest(proxy: ProxyUnderTest, body: Buffer, requests: number): Promise<number> {
  const client = createClient(proxy, 64);
  let left = requests;
  const before = await proxy.read();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (left-- > 0) {
        const { status } = await client.ask(body);
        if (status !== 200) throw new Error(`answered ${status}`);
      }
    }),
  );
  const after = await proxy.read();
  await client.close();
  return (after.cpu - before.cpu) / requests;
}

/** CPU microseconds a chunk, the stream's beginning included. */
async function cpuPerChunk(proxy: ProxyUnderTest): Promise<number> {
  const client = createClient(proxy, STREAMS);
  const before = await proxy.read();
  const ended = await Promise.all(Array.from({ length: STREAMS }, () => client.ask(streamWithUsage)));
  const after = await proxy.read();
  await client.close();
  if (!ended.every(({ tail }) => tail.endsWith('[DONE]\n\n'))) throw new Error('a stream broke');
  return (after.cpu - before.cpu) / (STREAMS * CHUNKS);
}

/** Milliseconds. */
async function medianLatency(at: { url: string; key: string }): Promise<number> {
  const client = createClient(at, 1);
  const times: number[] = [];
  for (let i = 0; i < 400; i += 1) times.push((await client.ask(bodies['1 KB'])).ms);
  await client.close();
  return median(times);
}

const proxies = { bare, llmr };
const seen = new Map<string, number[]>();
const note = (what: string, value: number): void => {
  seen.set(what, [...(seen.get(what) ?? []), value]);
};
for (const proxy of [bare, llmr]) await cpuPerRequest(proxy, bodies['1 KB'], 6_000);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [size, body] of Object.entries(bodies)) {
    for (const [name, proxy] of Object.entries(proxies))
      note(`${size} ${name}`, await cpuPerRequest(proxy, body, 3_000));
  }
  for (const [name, proxy] of Object.entries(proxies)) note(`chunk ${name}`, await cpuPerChunk(proxy));
  note('p50 direct', await medianLatency(direct));
  for (const [name, proxy] of Object.entries(proxies)) note(`p50 ${name}`, await medianLatency(proxy));
}
bare.stop();
llmr.stop();
upstream.close();

const of = (what: string): number => median(seen.get(what) ?? []);
let missed = false;
function tell(what: string, unit: string, digits: number, target: number): void {
  const [base, ours] = [of(`${what} bare`), of(`${what} llmr`)];
  const ratio = ours / base;
  missed ||= ratio > target;
  console.log(
    `${what.padEnd(8)} bare ${base.toFixed(digits)} ${unit}, llmr ${ours.toFixed(digits)} ${unit}: ${ratio.toFixed(2)}x (target ${target}x)`,
  );
}
console.log(`medians of ${ROUNDS} interleaved rounds, CPU of the proxy's process`);
tell('1 KB', 'us/request', 0, 2);
tell('32 KB', 'us/request', 0, 2);
tell('chunk', 'us', 1, 1.3);
const added = of('p50 llmr') - of('p50 direct');
missed ||= added > 0.5;
console.log(
  `p50      direct ${of('p50 direct').toFixed(2)} ms, bare +${(of('p50 bare') - of('p50 direct')).toFixed(2)} ms, llmr +${added.toFixed(2)} ms (target 0.5 ms)`,
);
process.exitCode = missed ? 1 : 0;
