/**
 * A service in a process of its own that answers ordinary requests and ends: `node serve-requests.ts FOLDER COUNT`.
 * Simulated; its policies are in FOLDER/policies.
 */
import { join } from 'node:path';
import { readConfig } from '../../src/gateway/config/config.ts';
import { startGateway } from '../../src/gateway/main.ts';

const [folder = '.', count = '1'] = process.argv.slice(2);
const read = readConfig({
  variables: {},
  flags: {
    policies: join(folder, 'policies'),
    data: join(folder, 'data'),
    port: 0,
    simulate: true,
    logLevel: 'silent',
  },
});
if (!read.ok) throw new Error(read.faults.join('; '));
const gateway = await startGateway(read.config, {});
const body = (index: number) =>
  JSON.stringify({
    model: 'demo',
    messages: [{ role: 'user', content: `Question ${index}: ${'how do I do this? '.repeat(index % 40)}` }],
  });
let next = 0;
async function caller(): Promise<void> {
  while (next < Number(count)) {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body(next++),
    });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  }
}
await Promise.all(Array.from({ length: 16 }, caller));
await gateway.close(0);
process.exit(0);
