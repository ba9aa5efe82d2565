/**
 * The referee: every misbehaviour of the table, asked for with OpenAI's own client once directly and once through the
 * gateway, alone and with a healthy model after it. What the bare client got whole is whole here; what is not whole is
 * one clean error; nothing that is cut passes for whole.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_BREAKER } from '../../src/gateway/health/circuit-breaker.ts';
import { type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';
import { ERRORS_TOLD_LATE } from './referee/errors-told-late.ts';
import { FINISHES } from './referee/finishes.ts';
import {
  completion,
  GOOD,
  json,
  type Misbehaviour,
  type Played,
  play,
  type Seen,
  sse,
  TEXT,
} from './referee/misbehaviour.ts';
import { SHAPES } from './referee/shapes.ts';
import { TRANSPORT } from './referee/transport.ts';

const TABLE: readonly Misbehaviour[] = [...FINISHES, ...ERRORS_TOLD_LATE, ...SHAPES, ...TRANSPORT];
const KINDS = new Set(TABLE.map(({ name }) => name));

/** Never open, and never cooling: every row meets a gateway without a memory. */
const NO_BREAKER = {
  ...DEFAULT_BREAKER,
  failures: 1e9,
  percent: 101,
  longestCooling: 0,
  untold: 0,
  longestUntold: 0,
};

const policy = (at: string): string => `policy referee edition 1 {
  serves "*"
  defaults { first token within 3s idle within 500ms ending within 250ms attempt within 3s whole within 8s }
}
provider up { speaks openai at "${at}" }
model healthy { is "healthy" on up window 100k output 4k can tools, json, images }
${TABLE.map((_, at) => `model m${at} { is "row-${at}" on up window 100k output 4k can tools, json, images }`).join('\n')}
${TABLE.map((_, at) => `chain c${at} { try m${at} then healthy }`).join('\n')}
${TABLE.map((_, at) => `route alone-${at} { when asked for "alone-${at}" use m${at} }\nroute chain-${at} { when asked for "chain-${at}" use c${at} }`).join('\n')}
otherwise { use healthy }
`;

let provider: Server;
let llmr: RunningGateway;
let bare: OpenAI;
let through: OpenAI;

beforeAll(async () => {
  provider = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part);
    const { model, stream } = JSON.parse(Buffer.concat(parts).toString());
    const row = TABLE[Number(/^row-(\d+)$/.exec(model)?.[1] ?? -1)];
    const way = stream === true ? row?.stream : row?.whole;
    const good: Played = stream === true ? sse(...GOOD) : json(completion({ content: TEXT }));
    await play(way?.played ?? good, res);
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  const at = `http://127.0.0.1:${port}/v1`;
  llmr = await runGateway({ 'referee.route': policy(at) }, {}, undefined, { breaker: NO_BREAKER });
  bare = new OpenAI({ baseURL: at, apiKey: 'x', maxRetries: 0 });
  through = new OpenAI({ baseURL: `${llmr.url}/v1`, apiKey: 'x', maxRetries: 0 });
}, 60_000);
afterAll(async () => {
  await llmr.close();
  provider.closeAllConnections();
  provider.close();
});

interface Received {
  text: string;
  calls: string[];
  error: string | undefined;
  status: number | undefined;
  decision: string | null;
}

/** As much of a delta or a message as is looked at. */
interface Part {
  readonly content?: unknown;
  readonly tool_calls?: readonly { readonly function?: { readonly name?: string } }[];
}

/** A client without llmr waits for ever where a server neither says nor ends anything: it is stopped. */
const PATIENCE = 800;

async function ask(client: OpenAI, model: string, stream: boolean, asked: object = {}): Promise<Received> {
  const received: Received = { text: '', calls: [], error: undefined, status: undefined, decision: null };
  const take = (part: unknown): void => {
    const delta = part as Part | undefined;
    if (typeof delta?.content === 'string') received.text += delta.content;
    for (const call of delta?.tool_calls ?? []) {
      if (call.function?.name) received.calls.push(call.function.name);
    }
  };
  const messages = [{ role: 'user' as const, content: 'Hello' }];
  const options = client === bare ? { signal: AbortSignal.timeout(PATIENCE) } : {};
  try {
    if (stream) {
      const { data, response } = await client.chat.completions
        .create({ model, messages, stream, ...asked }, options)
        .withResponse();
      received.decision = response.headers.get('llmr-decision-id');
      for await (const { choices } of data) take(choices?.[0]?.delta);
    } else {
      const { data, response } = await client.chat.completions
        .create({ model, messages, ...asked }, options)
        .withResponse();
      received.decision = response.headers.get('llmr-decision-id');
      if (typeof data !== 'object') throw new TypeError('not an answer');
      take(data?.choices?.[0]?.message);
    }
  } catch (error) {
    received.error = String(error instanceof Error ? error.message : error);
    if (error instanceof OpenAI.APIError) {
      received.status = error.status;
      received.decision ??= error.headers?.get('llmr-decision-id') ?? null;
    }
  }
  return received;
}

/** Complete, as far as the row says what the model had to say. */
function isWhole(received: Received, row: Misbehaviour): boolean {
  const { text = TEXT, calls = [] } = row;
  return received.error === undefined && received.text === text && received.calls.join() === calls.join();
}

async function classOf(received: Received): Promise<string | undefined> {
  const { attempts } = await readJson<{ attempts: { class?: string }[] }>(
    await fetch(`${llmr.url}/v1/decisions/${received.decision}`),
  );
  return attempts[0]?.class;
}

test('the table holds at least 75 kinds, each once, each with its source', () => {
  expect(KINDS.size).toBeGreaterThanOrEqual(75);
  for (const { name, server, source } of TABLE)
    expect([name, server, source].every(Boolean) && source.startsWith('https://')).toBe(true);
});

const cases = TABLE.flatMap((row, at) =>
  (['stream', 'whole'] as const).flatMap((way) => {
    const seen = row[way]?.seen;
    return seen === undefined ? [] : [{ name: `${row.name} (${row.server})`, way, row, at, seen }];
  }),
);

describe.concurrent.each(cases)(
  '$name, $way',
  ({ way, row, at, seen }: (typeof cases)[number] & { seen: Seen }) => {
    const stream = way === 'stream';

    test('alone: the whole answer, or one clean error', async () => {
      const direct = await ask(bare, `row-${at}`, stream, row.asked);
      const received = await ask(through, `alone-${at}`, stream, row.asked);
      expect(isWhole(received, row)).toBe(seen === 'whole');
      if (isWhole(direct, row))
        expect(seen === 'whole' || seen === 'empty' || seen === 'content-filter').toBe(true);
      if (seen === 'whole') return;
      expect(received.error).toMatch(/^(?:\d{3} )?(?:Every attempt failed|The stream broke|m\d+)/);
      expect(received.error).not.toMatch(/[<\ufffd\u0000-\u001f]/);
      expect(await classOf(received)).toBe(seen);
    });

    test('with a healthy model after it: whole, unless words had left', async () => {
      const received = await ask(through, `chain-${at}`, stream, row.asked);
      const own = seen === 'whole';
      if (own) expect(isWhole(received, row)).toBe(true);
      else if (received.error === undefined) expect(received.text).toBe(TEXT);
      else
        expect(stream && received.text !== TEXT ? 'had left' : received.error).toMatch(
          /had left|broke|content_filter|filter|too long|context/i,
        );
    });
  },
);
