import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createDrain } from '../../../src/gateway/http/drain.ts';

test.each([false, true])(
  'ends with the last answer, though clients keep their connections; headers sent before: %s',
  async (early) => {
    let answering: ServerResponse | undefined;
    const server = createServer((req, res) => {
      if (req.url === '/quick') {
        res.end();
        return;
      }
      if (early) res.write('a');
      answering = res;
    });
    server.keepAliveTimeout = 60_000;
    const drain = createDrain(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true });
    const ask = (path: string) =>
      new Promise<{ answer: IncomingMessage; text: string }>((resolve, reject) => {
        get({ host: '127.0.0.1', port, path, agent }, (answer) => {
          let text = '';
          answer.on('data', (chunk) => {
            text += chunk;
          });
          answer.on('end', () => resolve({ answer, text }));
        }).on('error', reject);
      });
    await ask('/quick');
    const slow = ask('/slow');
    while (answering === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    // Longer than a test may take: only an answer that ends can end it.
    const drained = drain(600_000);
    setTimeout(() => answering?.end('whole'), 50);
    const { answer, text } = await slow;
    expect(text).toBe(early ? 'awhole' : 'whole');
    expect(answer.headers.connection).toBe(early ? 'keep-alive' : 'close');
    await drained;
    agent.destroy();
  },
);

test('what does not end is cut when the time is up', async () => {
  const server = createServer((_, res) => res.write('a'));
  const drain = createDrain(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = new Promise<string>((resolve) => {
    get({ host: '127.0.0.1', port }, (answer) => {
      answer.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      answer.once('data', () => void drain(50));
    });
  });
  expect(await cut).toBe('ECONNRESET');
});
