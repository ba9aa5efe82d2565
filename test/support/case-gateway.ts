/**
 * For the tests in `test/cases/`: one fake provider whose models behave as a test says, and a gateway in this process
 * over a policy that names them. A route is asked for by its own name.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayConfig } from '../../src/gateway/config/config.ts';
import { type Arrived, answerWell, startFakeOpenAi } from './fake-openai-server.ts';
import { type RunningGateway, runGateway } from './running-gateway.ts';

export type Model = (res: ServerResponse, arrived: Arrived, req: IncomingMessage) => void | Promise<void>;

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly model: string | null;
  readonly explain: string | null;
  readonly id: string;
  readonly headers: Headers;
}

export interface CaseGateway {
  readonly gateway: RunningGateway;
  /** Every request that reached the provider, in order. */
  readonly seen: readonly Arrived[];
  /** How often the provider was asked for a model, by the provider's own name for it. */
  count(upstreamId: string): number;
  chat(route: string, more?: object): Promise<Answer>;
  /** The attempts of a decision, once it is complete. */
  attempts(answer: Answer): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

const CARD = ['window 128k output 16k', 'price $1 in, $10 out', 'can tools, images, json'];

/** A model of the provider `up`; `id` is the provider's name for it. */
export function model(name: string, clauses: readonly string[] = CARD, id = name, on = 'up'): string {
  return `model ${name} {\n  is "${id}" on ${on}\n${clauses.map((clause) => `  ${clause}\n`).join('')}}\n`;
}

export function route(name: string, use: string): string {
  return `route ${name} {\n  because "case"\n  when asked for "${name}"\n  use ${use}\n}\n`;
}

export function chain(name: string, steps: readonly string[], on?: string): string {
  const lines = steps.map((step, index) => `  ${index === 0 ? 'try' : 'then'} ${step}\n`).join('');
  return `chain ${name} {\n${lines}${on === undefined ? '' : `  on ${on}\n`}}\n`;
}

/** `behaviours` by the provider's own name for a model; the others answer well. `head` are clauses of the policy. */
export async function startCase(
  behaviours: Readonly<Record<string, Model>>,
  text: string,
  otherwise: string,
  options: {
    readonly head?: string;
    readonly provider?: string;
    readonly config?: Partial<GatewayConfig>;
  } = {},
): Promise<CaseGateway> {
  const fake = await startFakeOpenAi((arrived, res, req) => {
    const behave = behaviours[String(arrived.json['model'])];
    return behave === undefined ? answerWell(arrived, res, req) : behave(res, arrived, req);
  });
  const policy =
    `policy c edition 1 {\n  serves "*"\n${options.head ?? ''}}\n` +
    `provider up {\n  speaks openai\n  at "${fake.url}"\n${options.provider ?? ''}}\n` +
    `${text}otherwise {\n  because "case"\n  use ${otherwise}\n}\n`;
  const gateway = await runGateway({ 'case.route': policy }, options.config).catch(async (error: unknown) => {
    await fake.close();
    throw error;
  });
  return {
    gateway,
    seen: fake.requests,
    count: (id) => fake.requests.filter(({ json }) => json['model'] === id).length,
    async chat(name, more = {}) {
      const response = await gateway.chat({
        model: name,
        messages: [{ role: 'user', content: 'hello' }],
        ...more,
      });
      const { status, headers } = response;
      return {
        status,
        headers,
        text: await response.text(),
        model: headers.get('llmr-model'),
        explain: headers.get('llmr-explain'),
        id: headers.get('llmr-decision-id') ?? '',
      };
    },
    async attempts({ id }) {
      const response = await fetch(`${gateway.url}/v1/decisions/${id}`);
      const document = (await response.json()) as { attempts: readonly Readonly<Record<string, unknown>>[] };
      return document.attempts;
    },
    async close() {
      await gateway.close();
      await fake.close();
    },
  };
}

export function json(res: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function events(res: ServerResponse, ...chunks: readonly object[]): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.end(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join(''));
}
