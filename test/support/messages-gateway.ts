/**
 * A gateway whose provider speaks Anthropic Messages, Anthropic's own client for it, and what that provider sends. Must
 * not know: what is tested.
 */
import type { ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { type MisbehavingServer, startMisbehavingServer } from './misbehaving-server.ts';
import { type RunningGateway, readJson, runGateway } from './running-gateway.ts';

const POLICY = (url: string): string => `policy claude edition 1 { serves "claude-main" }
provider anthropic { speaks anthropic at "${url}" key env ANTHROPIC_API_KEY }
provider openai { speaks openai at "${url}" key env OPENAI_API_KEY }
provider lab { speaks simulated }
model sonnet { is "claude-sonnet-4-5" on anthropic  window 200k output 64k  price $3 in, $15 out, $0.30 cached, $3.75 cache write }
model opus { is "claude-opus-4-5" on anthropic  window 200k output 64k  price $5 in, $25 out }
model gpt { is "gpt-4o" on openai  window 128k output 16k  price $2 in, $10 out }
model trial { is "trial" on lab  window 100k output 8k  price $1 in, $2 out }
model third { is "claude-3" on anthropic }
model fourth { is "claude-4" on anthropic }
chain fresh {
  try third
  then fourth
}
chain careful {
  try sonnet
  then opus
}
route translated {
  because "Asked for by tests."
  when metadata "user_id" is "gpt"
  use gpt
}
route going-on {
  because "Asked for by tests."
  when metadata "user_id" is "go on"
  use fresh
  on broken stream restart
}
route simulated {
  because "Asked for by tests."
  when metadata "user_id" is "trial"
  use trial
}
otherwise { use careful }
`;

interface Document {
  readonly attempts: { costUsd?: number; class?: string; changes?: string[] }[];
}

export class MessagesGateway {
  readonly provider: MisbehavingServer;
  readonly llmr: RunningGateway;
  readonly client: Anthropic;

  private constructor(provider: MisbehavingServer, llmr: RunningGateway) {
    this.provider = provider;
    this.llmr = llmr;
    this.client = new Anthropic({ baseURL: llmr.url, apiKey: 'sk-ant-whatever', maxRetries: 0 });
  }

  static async start(): Promise<MessagesGateway> {
    const provider = await startMisbehavingServer();
    return new MessagesGateway(provider, await runGateway({ 'p.route': POLICY(provider.url) }));
  }

  post(body: string, headers: Record<string, string> = {}, path = '/v1/messages'): Promise<Response> {
    return fetch(`${this.llmr.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
      body,
    });
  }

  async decisionOf(answer: { headers: Headers }): Promise<Document> {
    const id = answer.headers.get('llmr-decision-id');
    return readJson<Document>(await fetch(`${this.llmr.url}/v1/decisions/${id}`));
  }

  async close(): Promise<void> {
    await this.llmr.close();
    await this.provider.close();
  }
}

export const MESSAGE = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'Hello there.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: {
    input_tokens: 10,
    cache_creation_input_tokens: 200,
    cache_read_input_tokens: 1_000,
    output_tokens: 5,
  },
};

export const event = (data: { type: string } & Record<string, unknown>): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
export const delta = (text: string, index = 0): string =>
  event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
export const START = event({
  type: 'message_start',
  message: { ...MESSAGE, content: [], stop_reason: null, usage: { ...MESSAGE.usage, output_tokens: 1 } },
});
export const BLOCK = event({
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '' },
});
export const PING = event({ type: 'ping' });
export const BLOCK_END = event({ type: 'content_block_stop', index: 0 });
export const FINISH = event({
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 5 },
});
export const STOP = event({ type: 'message_stop' });
export const WHOLE = START + BLOCK + PING + delta('Hello') + delta(' there.') + BLOCK_END + FINISH + STOP;

export const answers =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  (_: unknown, res: ServerResponse): void => {
    const type = /^(?:event|data|:)/.test(body.toString()) ? 'text/event-stream' : 'application/json';
    res.writeHead(status, { 'content-type': type, ...headers });
    res.end(body);
  };
export const fails = (status: number, type: string, message: string, headers: Record<string, string> = {}) =>
  answers(JSON.stringify({ type: 'error', error: { type, message } }), headers, status);

export const QUESTION = {
  model: 'claude-main',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hi' }],
};
