/**
 * A well-behaved OpenAI server on a real socket, for tests: answers as the simulated upstream does and remembers what
 * it was asked. What it must not know: anything of llmr's gateway.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  completionBody,
  completionEvents,
  simulateAnswer,
} from '../../src/gateway/upstream/simulated-answer.ts';

export interface Arrived {
  /** Milliseconds, `performance.now`. */
  readonly at: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
  /** Set once the connection has closed before the answer was whole. */
  left: boolean;
}

export type Behaviour = (arrived: Arrived, res: ServerResponse, req: IncomingMessage) => void | Promise<void>;

export interface FakeServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  readonly requests: Arrived[];
  close(): Promise<void>;
}

/** `behave` answers every request; the default answers well. */
export async function startFakeOpenAi(behave: Behaviour = answerWell): Promise<FakeServer> {
  const requests: Arrived[] = [];
  const server = createServer((req, res) => {
    void receive(req, res, requests, behave);
  });
  return listen(server, requests);
}

async function receive(
  req: IncomingMessage,
  res: ServerResponse,
  requests: Arrived[],
  behave: Behaviour,
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of req) chunks.push(chunk);
  } catch {
    return;
  }
  const bytes = Buffer.concat(chunks);
  const arrived: Arrived = {
    at: performance.now(),
    path: req.url ?? '',
    headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
    bytes,
    json: JSON.parse(bytes.toString('utf8')),
    left: false,
  };
  requests.push(arrived);
  res.on('error', () => undefined);
  res.on('close', () => {
    arrived.left = !res.writableFinished;
  });
  await behave(arrived, res, req);
}

export async function listen(server: Server, requests: Arrived[]): Promise<FakeServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const answerWell: Behaviour = ({ json }, res) => {
  const answer = simulateAnswer(String(json['model']), json, (text) => Math.ceil(text.length / 4));
  if (json['stream'] === true) {
    const options = json['stream_options'] as { include_usage?: boolean } | undefined;
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const event of completionEvents(answer, options?.include_usage === true)) res.write(event);
    res.end();
    return;
  }
  const body = completionBody(answer);
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  res.end(body);
};

/** One streamed chunk with these choices' delta. */
export function chunkEvent(delta: object, finish: string | null = null, more: object = {}): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more })}\n\n`;
}

export const ROLE = chunkEvent({ role: 'assistant', content: '' });
export const FINISH = chunkEvent({}, 'stop');
export const USAGE = `data: ${JSON.stringify({
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
})}\n\n`;
export const DONE = 'data: [DONE]\n\n';
export const says = (text: string): string => chunkEvent({ content: text });
