// A refused member costs one attempt, one reservation and no retry; what was learned ends with time.
import { afterEach, expect, test } from 'vitest';
import { createLearnedWire } from '../../../src/gateway/dispatch/learned-wire.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../../support/fake-openai-server.ts';
import { ask, chainPlan, type Gateway, startGateway } from './harness.ts';
import { manualClock } from './manual-clock.ts';

let fake: FakeServer;
let gateway: Gateway;
afterEach(async () => {
  await gateway.close();
  await fake.close();
});

const REFUSAL = JSON.stringify({
  error: {
    message: "Unsupported parameter: 'max_tokens'.",
    param: 'max_tokens',
    code: 'unsupported_parameter',
  },
});

/** `also`: how a request without `max_tokens` is answered. */
async function start(also: 'well' | 'with 500', inBand = false): Promise<void> {
  fake = await startFakeOpenAi((arrived, res, req) => {
    if (arrived.json['max_tokens'] !== undefined) {
      res.writeHead(inBand ? 200 : 400, { 'content-type': 'application/json' }).end(REFUSAL);
    } else if (also === 'with 500') res.writeHead(500).end('{}');
    else return answerWell(arrived, res, req);
  });
  gateway = await startGateway({ a: fake.url }, chainPlan([{ model: 'a', retries: 0 }]));
}

test.each([false, true])(
  'one attempt, one reservation, one settlement; in a body with status 200: %s',
  async (inBand) => {
    await start('well', inBand);
    expect((await ask(gateway, { max_tokens: 9 })).status).toBe(200);
    expect(gateway.admitted).toEqual(['a']);
    expect(gateway.settled).toMatchObject([{ outcome: 'answered', status: 200 }]);
    expect(gateway.settled[0]?.repeats).toHaveLength(1);
    expect(fake.requests.map(({ json }) => [json['max_tokens'], json['max_completion_tokens']])).toEqual([
      [9, undefined],
      [undefined, 9],
    ]);
  },
);

test('what comes of the repeat is what comes of the attempt, and nothing is learned from a failure', async () => {
  await start('with 500');
  expect((await ask(gateway, { max_tokens: 9 })).status).toBe(502);
  expect(gateway.settled).toMatchObject([{ class: 'server-error', status: 500 }]);
  await ask(gateway, { max_tokens: 9 });
  expect(fake.requests).toHaveLength(4);
});

test('a hundred at once: all are answered', async () => {
  await start('well');
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(gateway, { max_tokens: 9 })));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(gateway.settled).toHaveLength(100);
});

test('what was learned goes over what is declared, by deployment, for an hour', () => {
  const clock = manualClock();
  const learned = createLearnedWire(clock);
  expect(learned.factsOf('a', { streamOptions: false })).toEqual({ streamOptions: false });
  learned.learn('a', { outputLimitAs: 'max_completion_tokens' });
  learned.learn('a', { fixedTemperature: true });
  expect(learned.factsOf('a', { outputLimitAs: 'max_tokens' })).toEqual({
    outputLimitAs: 'max_completion_tokens',
    fixedTemperature: true,
  });
  expect(learned.factsOf('b', {})).toEqual({});
  clock.pass(3_600_000);
  expect(learned.factsOf('a', {})).toEqual({});
});
