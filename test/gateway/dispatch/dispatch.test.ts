import { afterEach, describe, expect, test } from 'vitest';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { systemClock } from '../../../src/gateway/upstream/clock.ts';
import { type Simulation, simulatedUpstream } from '../../../src/gateway/upstream/simulated.ts';
import { type FakeServer, startFakeOpenAi } from '../../support/fake-openai-server.ts';
import { answerOf, ask, chainPlan, type Gateway, startGateway } from './harness.ts';

const open: { close(): Promise<void> }[] = [];
async function keep<T extends { close(): Promise<void> }>(made: Promise<T>): Promise<T> {
  const one = await made;
  open.push(one);
  return one;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function ready(options: { key?: string } = {}): Promise<{ fake: FakeServer; gateway: Gateway }> {
  const fake = await keep(startFakeOpenAi());
  const gateway = await keep(startGateway({ a: fake.url }, chainPlan(['a']), options));
  return { fake, gateway };
}

describe('an OpenAI upstream', () => {
  test('answers unstreamed, with the bytes it sent and their length', async () => {
    const { fake, gateway } = await ready({ key: 'secret' });
    const response = await ask(gateway);
    const json = await answerOf(response);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('content-length')).not.toBeNull();
    expect(json.choices[0]?.message.content).toContain('This is up-a, simulated.');
    const [seen] = fake.requests;
    expect(seen?.path).toBe('/v1/chat/completions');
    expect(seen?.headers['authorization']).toBe('Bearer secret');
    expect(seen?.headers['x-request-id']).toBe('request-1');
    expect(seen?.bytes.toString()).toBe(
      '{"model":"up-a","messages":[{"role":"user","content":"Hello there"}]}',
    );
    expect(gateway.settled).toEqual([
      expect.objectContaining({
        model: 'a',
        outcome: 'answered',
        status: 200,
        maybeSent: true,
        usage: expect.objectContaining({ inputTokens: 10, outputTokens: 16, reported: true }),
        costUsd: 26 / 1e6,
      }),
    ]);
  });

  test('gets no credentials where the provider has no key', async () => {
    const { fake, gateway } = await ready();
    await (await ask(gateway)).json();
    expect(fake.requests[0]?.headers['authorization']).toBeUndefined();
  });

  test('streams; the usage event that nobody asked for is kept back', async () => {
    const { fake, gateway } = await ready();
    const response = await ask(gateway, { stream: true });
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(fake.requests[0]?.json['stream_options']).toEqual({ include_usage: true });
    expect(text).toContain('"content":"This"');
    expect(text).not.toContain('prompt_tokens');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(gateway.settled[0]?.usage).toMatchObject({ inputTokens: 10, outputTokens: 16, reported: true });
    expect(gateway.endings[0]?.kind).toBe('complete');
  });

  test('passes the usage event on to who asked, with the decision in it', async () => {
    const { gateway } = await ready();
    const response = await ask(gateway, {
      stream: true,
      stream_options: { include_usage: true },
      llmr: { decision: true },
    });
    const events = (await response.text()).split('\n\n').filter((event) => event.includes('prompt_tokens'));
    expect(events).toHaveLength(1);
    const usage = JSON.parse(events[0]?.slice(6) ?? '');
    expect(usage.llmr).toEqual({ ending: 'complete', costUsd: 26 / 1e6 });
    expect(usage.usage.total_tokens).toBe(26);
  });

  test('adds the decision to a JSON body where it is asked for, and never forwards the wish', async () => {
    const { fake, gateway } = await ready();
    const json = await answerOf(await ask(gateway, { llmr: { decision: true } }));
    expect(json.llmr).toEqual({ ending: 'complete', costUsd: 26 / 1e6 });
    expect(fake.requests[0]?.bytes.toString()).not.toContain('llmr');
  });

  test('never brings its own llmr headers or cookies back', async () => {
    const fake = await keep(
      startFakeOpenAi((_, res) => {
        res.writeHead(200, {
          'content-type': 'application/json',
          'llmr-route': 'forged',
          'set-cookie': 'a=b',
          'openai-processing-ms': '12',
          'x-ratelimit-remaining-tokens': '5',
        });
        res.end('{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}');
      }),
    );
    const gateway = await keep(startGateway({ a: fake.url }, chainPlan(['a'])));
    const { headers } = await ask(gateway);
    const names = [...headers.keys()];
    expect(names).not.toContain('llmr-route');
    expect(names).not.toContain('set-cookie');
    expect(names).not.toContain('x-ratelimit-remaining-tokens');
    expect(headers.get('openai-processing-ms')).toBe('12');
    expect(gateway.outcomes[0]).toMatchObject({
      record: { usage: { inputTokens: 17, outputTokens: 1, reported: false } },
    });
  });
});

describe('a simulated upstream', () => {
  async function simulated(simulation: Simulation): Promise<Gateway> {
    const lab = { upstream: simulatedUpstream({ clock: systemClock, simulation }), dialect: openAiChat };
    const sure = { upstream: simulatedUpstream({ clock: systemClock }), dialect: openAiChat };
    return keep(startGateway({ lab, sure }, chainPlan(['lab', 'sure'])));
  }

  test('answers and streams alike', async () => {
    const gateway = await simulated({});
    const whole = await answerOf(await ask(gateway));
    const text = await (await ask(gateway, { stream: true })).text();
    const pieces = [...text.matchAll(/"delta":\{"content":("(?:[^"\\]|\\.)*")\}/g)].map(([, piece]) =>
      JSON.parse(piece ?? '""'),
    );
    expect(pieces.join('')).toBe(whole.choices[0]?.message.content);
    expect(whole.choices[0]?.message.content).toContain('up-lab, simulated');
  });

  test.each([
    'rate-limit',
    'overload',
    'server-error',
    'timeout',
    'connection',
    'broken-stream',
    'malformed',
  ] as const)('fails with %s and the next target answers', async (failure) => {
    const gateway = await simulated({ fails: { percent: 100, with: failure } });
    const json = await answerOf(await ask(gateway));
    expect(json.choices[0]?.message.content).toContain('up-sure');
    expect(gateway.settled.map(({ outcome, class: of }) => of ?? outcome)).toEqual([
      failure === 'broken-stream' ? 'connection' : failure,
      'answered',
    ]);
    expect(gateway.settled[0]?.maybeSent).toBe(failure !== 'connection');
  });

  test('is slow as told', async () => {
    const gateway = await simulated({ firstTokenMs: 80 });
    const began = performance.now();
    await (await ask(gateway, { stream: true })).text();
    expect(performance.now() - began).toBeGreaterThan(75);
    expect(gateway.settled[0]?.firstChunkMs).toBeGreaterThan(75);
  });
});
