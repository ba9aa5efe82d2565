/**
 * Where the CPU time of `llmr serve` goes: `npm run bench:profile [-- --policy realistic --at-once 64 --seconds 8]`.
 * Prints self time by file, then by function, of the main thread under load, 1 KB bodies.
 */
import type { Profiler } from 'node:inspector';
import { parseArgs } from 'node:util';
import { chatBody, startUpstream } from './load.ts';
import { sendLoad } from './service/load-proxy.ts';
import type { PolicyName } from './service/policies.ts';
import { startLlmr } from './service/proxies.ts';

const { values } = parseArgs({
  options: {
    policy: { type: 'string', default: 'realistic' },
    'at-once': { type: 'string', default: '64' },
    seconds: { type: 'string', default: '8' },
  },
});
const TOP = 30;
const ROOT = new URL('../../', import.meta.url).href;

const upstream = await startUpstream(0, 0);
const llmr = await startLlmr(values.policy as PolicyName, upstream.url);
const load = { body: chatBody(1_024, false), stream: false, atOnce: Number(values['at-once']) };
await sendLoad(llmr, { ...load, ms: 4_000 });
await llmr.probe?.('start cpu');
const { requests } = await sendLoad(llmr, { ...load, ms: Number(values.seconds) * 1_000 });
const { profile } = (await llmr.probe?.('stop cpu')) ?? {};
await llmr.stop();
upstream.close();
if (profile === undefined) throw new Error('no profile came back');

console.log(`policy ${values.policy}, ${load.atOnce} at once, 1 KB: ${requests} requests`);
print('file', profile, (frame) => placeOf(frame.url) || frame.functionName);
print('function', profile, (frame) => `${frame.functionName || '(anonymous)'} ${placeOf(frame.url)}`);

function print(
  by: string,
  of: Profiler.Profile,
  nameOf: (frame: Profiler.ProfileNode['callFrame']) => string,
) {
  const names = new Map(of.nodes.map((node) => [node.id, nameOf(node.callFrame)]));
  const self = new Map<string, number>();
  let total = 0;
  of.samples?.forEach((id, at) => {
    const name = names.get(id) ?? '';
    const delta = of.timeDeltas?.[at] ?? 0;
    if (name.includes('(idle)')) return;
    total += delta;
    self.set(name, (self.get(name) ?? 0) + delta);
  });
  console.log(`\nself time by ${by}: share, microseconds per request`);
  for (const [name, time] of [...self].sort(([, a], [, b]) => b - a).slice(0, TOP))
    console.log(
      `${((100 * time) / total).toFixed(1).padStart(5)} % ${(time / requests).toFixed(1).padStart(7)}  ${name}`,
    );
}

/** Relative to the checkout. */
function placeOf(url: string): string {
  return url.replace(ROOT, '').replace(/^.*node_modules\//, '');
}
