/**
 * One stop by SIGTERM while many callers stream: what the provider was asked, what the callers got, and what the books
 * say afterwards. The provider's every answer costs the same, so that the books can be checked by counting.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createServedPlace, type Ended, type ServedPlace } from './served-process.ts';

/** Dollars for one whole answer at $1 for a token of output: 10 tokens in, 5 out. */
export const COST_OF_ONE = 5;

export interface CountingProvider {
  readonly port: number;
  /** Requests that came in, and answers whose last byte was handed to the socket. */
  readonly counts: { asked: number; whole: number };
  close(): void;
}

/** Streams for `ms`, then says what it used. */
export async function startCountingProvider(ms: number): Promise<CountingProvider> {
  const counts = { asked: 0, whole: 0 };
  const chunk = (delta: object, more: object = {}): string =>
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }], ...more })}\n\n`;
  const server: Server = createServer((req, res) => {
    req.resume();
    req.on('end', () => {
      counts.asked += 1;
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(chunk({ role: 'assistant', content: 'one' }));
      setTimeout(() => {
        if (res.destroyed) return;
        counts.whole += 1;
        const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
        const last = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
        res.end(`${chunk({}, last)}${chunk({}, { choices: [], usage })}data: [DONE]\n\n`);
      }, ms);
    });
    res.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `perToken`: dollars. */
export function placeFor(provider: CountingProvider, perToken = 1): ServedPlace {
  return createServedPlace({
    'p.route': `policy p edition 1 { serves "*" }
provider up { speaks openai at "http://127.0.0.1:${provider.port}/v1" key env UP_API_KEY }
model m { is "m" on up  window 8k output 16  price $0 in, $${perToken * 1e6} out }
budget purse { limit $900M/day per team }
otherwise { use m }
`,
  });
}

export interface Load {
  /** Answers that were whole for the caller, by caller's count. */
  readonly whole: () => number;
  stop(): Promise<void>;
}

/** `callers` ask one after the other without a pause, until they are stopped or the service is gone. */
export function load(url: string, callers: number): Load {
  let whole = 0;
  let going = true;
  const one = async (): Promise<void> => {
    while (going) {
      try {
        const answer = await fetch(`${url}/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'llmr-team': 'acme' },
          body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'hello' }] }),
        });
        const text = await answer.text();
        if (answer.status === 200 && text.includes('[DONE]')) whole += 1;
      } catch {
        return;
      }
    }
  };
  const all = Array.from({ length: callers }, one);
  return {
    whole: () => whole,
    async stop() {
      going = false;
      await Promise.all(all);
    },
  };
}

/** What the ledger's file says: dollars spent, and reservations that are still open. */
export function booksOf(data: string): { readonly dollars: number; readonly open: number } {
  const database = new DatabaseSync(join(data, 'ledger.sqlite'), { readOnly: true });
  const used = database.prepare(
    "SELECT coalesce(sum(used), 0) AS used FROM spend WHERE bucket LIKE 'purse@%'",
  );
  const open = database.prepare('SELECT open FROM state');
  const books = { dollars: Number(used.get()?.['used']) / 1e6, open: Number(open.get()?.['open']) };
  database.close();
  return books;
}

export interface Stopped extends Ended {
  readonly books: ReturnType<typeof booksOf>;
  /** In this round. */
  readonly asked: number;
  readonly whole: number;
}

/** Starts, lets 40 callers run until the provider has been asked that often, stops by SIGTERM. */
export async function stopUnderLoad(
  place: ServedPlace,
  provider: CountingProvider,
  asked: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Stopped> {
  const before = { ...provider.counts };
  const service = await place.start([], env);
  const callers = load(service.url, 40);
  while (provider.counts.asked - before.asked < asked) await new Promise((resolve) => setTimeout(resolve, 5));
  service.signal('SIGTERM');
  const ended = await service.ended;
  await callers.stop();
  return {
    ...ended,
    books: booksOf(place.data),
    asked: provider.counts.asked - before.asked,
    whole: provider.counts.whole - before.whole,
  };
}
