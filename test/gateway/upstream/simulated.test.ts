import { describe, expect, test } from 'vitest';
import { sampleJson } from '../../../src/gateway/upstream/sample-json.ts';
import { type SimulatedOptions, simulatedUpstream } from '../../../src/gateway/upstream/simulated.ts';
import type { UpstreamCall } from '../../../src/gateway/upstream/upstream.ts';
import { manualClock } from '../dispatch/manual-clock.ts';

interface Heard {
  readonly log: string[];
  body: string;
  call: UpstreamCall;
  ended: Promise<void>;
}

function send(json: object, options: Partial<SimulatedOptions> = {}, id = 'r1', attempt = 1): Heard {
  const upstream = simulatedUpstream({ clock: manualClock(), ...options });
  const { promise, resolve } = Promise.withResolvers<void>();
  const heard: Omit<Heard, 'call'> = { log: [], body: '', ended: promise };
  const call = upstream.send(
    {
      path: '/chat/completions',
      body: Buffer.from(JSON.stringify(json)),
      stream: 'stream' in json,
      headers: {},
      id,
      attempt,
    },
    {
      onSending: () => heard.log.push('sending'),
      onSentAgain: () => heard.log.push('again'),
      onHead: (status, headers) => heard.log.push(`${status} ${headers['content-type']}`),
      onData: (chunk) => {
        heard.body += chunk.toString();
      },
      onEnd: () => {
        heard.log.push('end');
        resolve();
      },
      onError: (message) => {
        heard.log.push(message);
        resolve();
      },
    },
  );
  return Object.assign(heard, { call });
}

const ASK = { model: 'echo', messages: [{ role: 'user', content: 'What is the capital of France?' }] };

async function answer(
  json: object,
): Promise<{ choices: { message: Record<string, unknown>; finish_reason: string }[] }> {
  const heard = send(json);
  await heard.ended;
  return JSON.parse(heard.body);
}

describe('a simulated upstream', () => {
  test('answers the same to the same, and says who it is', async () => {
    const [one, two] = [send(ASK), send(ASK)];
    await Promise.all([one.ended, two.ended]);
    expect(one.log).toEqual(['sending', '200 application/json', 'end']);
    expect(one.body).toBe(two.body);
    expect(JSON.parse(one.body)).toMatchInlineSnapshot(`
      {
        "choices": [
          {
            "finish_reason": "stop",
            "index": 0,
            "logprobs": null,
            "message": {
              "content": "This is echo, simulated. Understood: "What is the capital of France?" A real model would say more.",
              "refusal": null,
              "role": "assistant",
            },
          },
        ],
        "created": 1767225600,
        "id": "chatcmpl-sim-cd497594",
        "model": "echo",
        "object": "chat.completion",
        "system_fingerprint": "fp_simulated",
        "usage": {
          "completion_tokens": 17,
          "completion_tokens_details": {
            "audio_tokens": 0,
            "reasoning_tokens": 0,
          },
          "prompt_tokens": 15,
          "prompt_tokens_details": {
            "audio_tokens": 0,
            "cached_tokens": 0,
          },
          "total_tokens": 32,
        },
      }
    `);
    const other = send({ ...ASK, model: 'other' });
    await other.ended;
    expect(JSON.parse(other.body).choices[0].message.content).toContain('This is other, simulated.');
  });

  test('streams as OpenAI does', async () => {
    const heard = send({ ...ASK, max_tokens: 3, stream: true, stream_options: { include_usage: true } });
    await heard.ended;
    expect(heard.log[1]).toBe('200 text/event-stream; charset=utf-8');
    expect(heard.body.split('\n\n')).toMatchInlineSnapshot(`
      [
        "data: {"id":"chatcmpl-sim-cd497594","object":"chat.completion.chunk","created":1767225600,"model":"echo","system_fingerprint":"fp_simulated","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}",
        "data: {"id":"chatcmpl-sim-cd497594","object":"chat.completion.chunk","created":1767225600,"model":"echo","system_fingerprint":"fp_simulated","choices":[{"index":0,"delta":{"content":"This"},"logprobs":null,"finish_reason":null}],"usage":null}",
        "data: {"id":"chatcmpl-sim-cd497594","object":"chat.completion.chunk","created":1767225600,"model":"echo","system_fingerprint":"fp_simulated","choices":[{"index":0,"delta":{"content":" is"},"logprobs":null,"finish_reason":null}],"usage":null}",
        "data: {"id":"chatcmpl-sim-cd497594","object":"chat.completion.chunk","created":1767225600,"model":"echo","system_fingerprint":"fp_simulated","choices":[{"index":0,"delta":{"content":" echo,"},"logprobs":null,"finish_reason":null}],"usage":null}",
        "data: {"id":"chatcmpl-sim-cd497594","object":"chat.completion.chunk","created":1767225600,"model":"echo","system_fingerprint":"fp_simulated","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}],"usage":null}",
        "data: {"id":"chatcmpl-sim-cd497594","object":"chat.completion.chunk","created":1767225600,"model":"echo","system_fingerprint":"fp_simulated","choices":[],"usage":{"prompt_tokens":15,"completion_tokens":3,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}}}",
        "data: [DONE]",
        "",
      ]
    `);
  });

  test('keeps to max_tokens', async () => {
    const { choices } = await answer({ ...ASK, max_tokens: 4 });
    expect(choices[0]).toMatchObject({
      message: { content: 'This is echo, simulated.' },
      finish_reason: 'length',
    });
  });

  test.each([{}, { stream: true, n: 2 }])(
    'answers what no check that asks for something lets pass: %j',
    async (more) => {
      const simulation = { fails: { percent: 100, with: 'failed-check' as const } };
      const heard = send({ ...ASK, ...more }, { simulation });
      await heard.ended;
      const said = [...heard.body.matchAll(/"content":"([^"]+)"/g)].map(([, text]) => text);
      expect(said).toEqual('stream' in more ? ['✗', '✗'] : ['✗']);
      expect(heard.body).toContain('"finish_reason":"stop"');
    },
  );

  test('goes on from a last message of the assistant', async () => {
    const whole = (await answer(ASK)).choices[0]?.message['content'] as string;
    const begun = { role: 'assistant', content: whole.slice(0, 20) };
    const { choices } = await answer({ ...ASK, messages: [...ASK.messages, begun] });
    expect(choices[0]?.message['content']).toBe(whole.slice(20));
    const other = { role: 'assistant', content: 'Paris' };
    const more = await answer({ ...ASK, messages: [...ASK.messages, other] });
    expect(more.choices[0]?.message['content']).toBe(' And echo goes on from there.');
  });

  test('calls the tool it is forced to', async () => {
    const tools = [
      { type: 'function', function: { name: 'a', parameters: {} } },
      {
        type: 'function',
        function: {
          name: 'b',
          parameters: { type: 'object', properties: { city: { type: 'string' }, n: { type: 'integer' } } },
        },
      },
    ];
    const forced = await answer({
      ...ASK,
      tools,
      tool_choice: { type: 'function', function: { name: 'b' } },
    });
    expect(forced.choices[0]).toMatchObject({
      message: {
        content: null,
        tool_calls: [{ function: { name: 'b', arguments: '{"city":"simulated","n":1}' } }],
      },
      finish_reason: 'tool_calls',
    });
    expect((await answer({ ...ASK, tools })).choices[0]?.finish_reason).toBe('stop');
  });

  test('answers in JSON where it is asked to', async () => {
    const loose = await answer({ ...ASK, response_format: { type: 'json_object' } });
    expect(JSON.parse(String(loose.choices[0]?.message['content']))).toMatchObject({ simulated: true });
    const schema = { type: 'object', properties: { kind: { enum: ['bug', 'wish'] } }, required: ['kind'] };
    const strict = await answer({
      ...ASK,
      response_format: { type: 'json_schema', json_schema: { schema } },
    });
    expect(strict.choices[0]?.message['content']).toBe('{"kind":"bug"}');
  });

  test('fails as often as told, the same request the same way', async () => {
    const simulation = { fails: { percent: 5, with: 'overload' as const } };
    const run = async (): Promise<string[]> => {
      const all = Array.from({ length: 1_000 }, (_, index) => send(ASK, { simulation }, `request-${index}`));
      await Promise.all(all.map(({ ended }) => ended));
      return all.map(({ log }) => log[1] ?? '');
    };
    const first = await run();
    const failed = first.filter((status) => status.startsWith('503')).length;
    expect(failed).toBeGreaterThan(25);
    expect(failed).toBeLessThan(80);
    expect(await run()).toEqual(first);
  });

  test('is slow as told, and silent once given up', async () => {
    const clock = manualClock();
    const heard = send(ASK, { clock, simulation: { firstTokenMs: 200 } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.pass(199);
    expect(heard.log).toEqual(['sending']);
    heard.call.abort();
    clock.pass(10);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard.log).toEqual(['sending']);
    expect(heard.call.maybeSent).toBe(true);
  });

  test('waits while it is paused', async () => {
    const heard = send({ ...ASK, stream: true });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    heard.call.pause();
    const { body } = heard;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard.body).toBe(body);
    heard.call.resume();
    heard.call.pause();
    heard.call.resume();
    await heard.ended;
    expect(heard.body.match(/\[DONE\]/g)).toHaveLength(1);
    expect(heard.body.match(/"content":"This"/g)).toHaveLength(1);
  });
});

test('sampleJson follows references, also to itself', () => {
  const schema = {
    $defs: {
      node: { type: 'object', properties: { next: { $ref: '#/$defs/node' }, name: { type: 'string' } } },
    },
    $ref: '#/$defs/node',
  };
  expect(JSON.stringify(sampleJson(schema)).length).toBeLessThan(400);
  expect(sampleJson({ type: ['string', 'null'], format: 'date' })).toBe('2026-01-01');
  expect(sampleJson({ type: 'array', items: { const: 7 }, minItems: 2 })).toEqual([7, 7]);
  expect(sampleJson(undefined)).toBeNull();
});
