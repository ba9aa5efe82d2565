/**
 * A provider that bills by its own rules and tells them as it likes: the accountant's side. It counts words, knows its
 * own prices and shares nothing with llmr's ledger, prices or usage reader. Each request says in its prompt how it is to
 * be treated: `how=HONEST case=17`.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Dollars for one word or image; the policy of the test says the same for a million. */
const PRICE = { input: 2e-6, cached: 2e-7, written: 2.5e-6, output: 10e-6, image: 0.002 };
const WORDS =
  'the of and to in is it you that he was for on are with as his they be at one have this from'.split(' ');
const MOST_WORDS = 400;

export const TREATMENTS = [
  'honest', 'cached', 'written', 'thinks-within', 'thinks-beside', 'thinks-in-total',
  'says-nothing', 'says-zero', 'says-little', 'says-absurd', 'late', 'early', 'fails', 'silent', 'cuts',
] as const; // biome-ignore format: a list
export type Treatment = (typeof TREATMENTS)[number];
/** What reports its bill as it is. */
export const HONEST: ReadonlySet<Treatment> = new Set([
  'honest', 'cached', 'written', 'thinks-within', 'thinks-beside', 'thinks-in-total', 'late', 'early',
]); // biome-ignore format: a list

export interface Bill {
  readonly treatment: Treatment;
  /** Dollars, for this call. */
  dollars: number;
  /** What the request's team is called. */
  readonly team: string;
}

export interface BillingProvider {
  readonly url: string;
  /** By the id of the request at the router; every call it made is in the list. */
  readonly bills: ReadonlyMap<string, readonly Bill[]>;
  close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

export async function startBillingProvider(): Promise<BillingProvider> {
  const bills = new Map<string, Bill[]>();
  const server = createServer(async (req, res) => {
    res.on('error', () => undefined);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of req) chunks.push(chunk);
    } catch {
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
    const bill = billFor(body);
    const id = String(req.headers['x-request-id']);
    bills.set(id, [...(bills.get(id) ?? []), bill]);
    await serve(body, bill, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bills,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function billFor(body: Json): Bill {
  const prompt = JSON.stringify(body['messages']);
  const treatment = /how=([a-z-]+)/.exec(prompt)?.[1] as Treatment;
  return { treatment, team: /team=(\w+)/.exec(prompt)?.[1] ?? '', dollars: 0 };
}

interface Work {
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly images: number;
  /** Words of each choice that are seen. */
  readonly seen: number;
  /** Words of each choice that are not. */
  readonly hidden: number;
  readonly choices: number;
  readonly rejected: number;
}

function workFor(body: Json, treatment: Treatment): Work {
  const prompt = JSON.stringify(body['messages']);
  const input = (prompt.match(/[a-z]+/gi) ?? []).length;
  const images = (prompt.match(/"image_url":\{/g) ?? []).length;
  const limit =
    Math.max(Number(body['max_completion_tokens'] ?? 0), Number(body['max_tokens'] ?? 0)) || MOST_WORDS;
  const wanted = Number(/words=(\d+)/.exec(prompt)?.[1] ?? 20);
  const all = Math.max(1, Math.min(wanted, limit, MOST_WORDS));
  const thinks = treatment.startsWith('thinks');
  const prediction = JSON.stringify(body['prediction'] ?? '');
  return {
    input,
    images,
    cached: treatment === 'cached' ? Math.floor(input / 2) : 0,
    written: treatment === 'written' ? Math.floor(input / 2) : 0,
    seen: thinks ? Math.ceil(all / 4) : all,
    hidden: thinks ? all - Math.ceil(all / 4) : 0,
    choices: Number(body['n'] ?? 1),
    rejected: (prediction.match(/\bpredicted\b/g) ?? []).length,
  };
}

function dollarsOf(work: Work, seen = work.seen * work.choices): number {
  const plain = work.input - work.cached - work.written;
  const output = seen + work.hidden * work.choices + work.rejected;
  return (
    plain * PRICE.input +
    work.cached * PRICE.cached +
    work.written * PRICE.written +
    output * PRICE.output +
    work.images * PRICE.image
  );
}

function usageOf(work: Work, treatment: Treatment): object | undefined {
  const hidden = work.hidden * work.choices;
  const seen = work.seen * work.choices + work.rejected;
  const input = work.input;
  const within = {
    prompt_tokens: input,
    completion_tokens: seen + hidden,
    total_tokens: input + seen + hidden,
  };
  switch (treatment) {
    case 'cached':
      return { ...within, prompt_tokens_details: { cached_tokens: work.cached } };
    case 'written':
      return { ...within, cache_creation_input_tokens: work.written };
    case 'thinks-within':
      return { ...within, completion_tokens_details: { reasoning_tokens: hidden } };
    case 'thinks-beside':
      return { ...within, completion_tokens: seen, completion_tokens_details: { reasoning_tokens: hidden } };
    case 'thinks-in-total':
      return { ...within, completion_tokens: seen };
    case 'says-nothing':
      return undefined;
    case 'says-zero':
      return { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    case 'says-little':
      return {
        prompt_tokens: input,
        completion_tokens: Math.floor(seen / 4),
        total_tokens: input + Math.floor(seen / 4),
      };
    case 'says-absurd':
      return { prompt_tokens: input, completion_tokens: 7e8, total_tokens: 7e8 + input };
    default:
      return within;
  }
}

/** The caller of this one will not wait. */
function isSlow(body: Json): boolean {
  return /words=\d+ slow/.test(JSON.stringify(body['messages']));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const text = (words: number, from: number): string =>
  Array.from({ length: words }, (_, index) => ` ${WORDS[(from + index) % WORDS.length]}`).join('');

async function serve(body: Json, bill: Bill, res: ServerResponse): Promise<void> {
  const { treatment } = bill;
  if (treatment === 'fails') {
    res.writeHead(500, { 'content-type': 'application/json' });
    res.end('{"error":{"message":"no"}}');
    return;
  }
  const work = workFor(body, treatment);
  if (body['stream'] === true) await serveStream(body, bill, work, res);
  else await serveWhole(body, bill, work, res);
}

/** All of it is written, and billed, before a byte is sent; whoever waits for it or not. */
async function serveWhole(body: Json, bill: Bill, work: Work, res: ServerResponse): Promise<void> {
  bill.dollars = dollarsOf(work);
  if (bill.treatment === 'silent') return;
  await pause(isSlow(body) ? 400 : 1);
  if (bill.treatment === 'cuts') {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 });
    res.write('{"choices":[');
    await pause(5);
    res.destroy();
    return;
  }
  const choices = Array.from({ length: work.choices }, (_, index) => ({
    index,
    message: { role: 'assistant', content: text(work.seen, index) },
    finish_reason: 'stop',
  }));
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ choices, usage: usageOf(work, bill.treatment) }));
}

const PIECE = 10;

/** What has been written is billed, piece by piece, and all hidden thoughts with the first. */
async function serveStream(body: Json, bill: Bill, work: Work, res: ServerResponse): Promise<void> {
  const { treatment } = bill;
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (chunk: object): void => void res.write(`data: ${JSON.stringify(chunk)}\n\n`);
  bill.dollars = dollarsOf(work, 0);
  if (treatment === 'silent') {
    res.write(': accepted\n\n');
    return;
  }
  const usage = usageOf(work, treatment);
  if (treatment === 'early')
    send({ choices: [], usage: { prompt_tokens: work.input, completion_tokens: 0 } });
  let written = 0;
  const slow = isSlow(body);
  for (let index = 0; index < work.choices; index++) {
    for (let done = 0; done < work.seen; done += PIECE) {
      if (res.destroyed) return;
      const words = Math.min(PIECE, work.seen - done);
      send({ choices: [{ index, delta: { content: text(words, done + index) } }] });
      written += words;
      bill.dollars = dollarsOf(work, written);
      if (slow) await pause(15);
      if (treatment === 'cuts' && written >= work.seen / 2) {
        await pause(5);
        res.destroy();
        return;
      }
    }
    send({ choices: [{ index, delta: {}, finish_reason: 'stop' }] });
  }
  if (treatment === 'late') await pause(60);
  if (usage !== undefined) send({ choices: [], usage });
  res.end('data: [DONE]\n\n');
}
