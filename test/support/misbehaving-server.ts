/**
 * Everything a provider has been seen to do wrong, one behaviour each, on a real socket. Behaviours are queued; when
 * the queue is empty the server answers well. Knows nothing of llmr's gateway.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  answerWell,
  type Behaviour,
  DONE,
  type FakeServer,
  FINISH,
  ROLE,
  says,
  startFakeOpenAi,
  USAGE,
} from './fake-openai-server.ts';

export interface MisbehavingServer extends FakeServer {
  /** The next requests, in order. */
  next(...behaviours: Behaviour[]): void;
  /** Every request from now on; undefined: well. */
  always(behaviour: Behaviour | undefined): void;
}

export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  const queue: Behaviour[] = [];
  let standing: Behaviour = answerWell;
  const server = await startFakeOpenAi((arrived, res, req) => (queue.shift() ?? standing)(arrived, res, req));
  return {
    ...server,
    next: (...behaviours) => {
      queue.push(...behaviours);
    },
    always: (behaviour) => {
      standing = behaviour ?? answerWell;
    },
  };
}

function sse(res: ServerResponse, headers: Record<string, string> = {}): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
}

export function errorStatus(status: number, error: object, headers: Record<string, string> = {}): Behaviour {
  return (_, res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify({ error }));
  };
}

export const rateLimited = (headers: Record<string, string> = {}): Behaviour =>
  errorStatus(429, { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' }, headers);
export const serverError: Behaviour = errorStatus(500, {
  message: 'The server had an error',
  type: 'server_error',
});
export const unavailable: Behaviour = errorStatus(503, { message: 'Overloaded', type: 'server_error' });
export const tooLong: Behaviour = errorStatus(400, {
  message: "This model's maximum context length is 8192 tokens.",
  type: 'invalid_request_error',
  code: 'context_length_exceeded',
});
export const contentFiltered: Behaviour = errorStatus(400, {
  message: 'The response was filtered',
  type: 'invalid_request_error',
  code: 'content_filter',
});
export const unauthorized: Behaviour = errorStatus(401, {
  message: 'Incorrect API key provided: sk-test-1234567890abcdef.',
  type: 'invalid_request_error',
  code: 'invalid_api_key',
});

export const resetBeforeHeaders: Behaviour = (_, res) => {
  res.socket?.resetAndDestroy();
};
export const silent: Behaviour = () => undefined;

/** Sends headers at once and the first token only after a while. */
export const slowFirstToken =
  (ms: number): Behaviour =>
  async (arrived, res, req) => {
    sse(res);
    res.write(ROLE);
    for (let waited = 0; waited < ms && !res.destroyed; waited += 10) {
      await sleep(10);
      res.write(': still thinking\n\n');
    }
    if (!res.destroyed) await finishStream(arrived, res, req);
  };
const finishStream: Behaviour = (_, res) => {
  res.write(says('late'));
  res.end(FINISH + DONE);
};

export const cutStream: Behaviour = async (_, res) => {
  sse(res);
  res.write(ROLE + says('One') + says(' two'));
  await sleep(15);
  res.write('data: {"choices":[{"delta":{"con');
  await sleep(5);
  res.socket?.resetAndDestroy();
};
/** Ends the HTTP body cleanly in the middle of the answer. */
export const endsEarly: Behaviour = (_, res) => {
  sse(res);
  res.end(ROLE + says('One') + says(' two'));
};
export const cutBeforeContent: Behaviour = async (_, res) => {
  sse(res);
  res.write(ROLE);
  await sleep(10);
  res.socket?.resetAndDestroy();
};
export const stallsMidStream: Behaviour = (_, res) => {
  sse(res);
  res.write(ROLE + says('One'));
};
export const malformedThenFine: Behaviour = (_, res) => {
  sse(res);
  res.end(`${ROLE}${says('One')}data: {"choices":[{"del\n\n${says(' two')}${FINISH}${USAGE}${DONE}`);
};
export const malformedForGood: Behaviour = (_, res) => {
  sse(res);
  res.end(`${ROLE}${says('One')}data: {"choices":[{"del\n\n`);
};
export const noDone: Behaviour = (_, res) => {
  sse(res);
  res.end(ROLE + says('One') + FINISH + USAGE);
};
/** Says that it has finished, and then neither usage nor an end. */
export const neverEnds: Behaviour = (_, res) => {
  sse(res);
  res.write(ROLE + says('One') + FINISH);
};
/** A byte at a time. */
export const slowDrip =
  (ms: number): Behaviour =>
  async (_, res) => {
    sse(res);
    for (const piece of (ROLE + says('drip') + FINISH + USAGE + DONE).match(/[\s\S]{1,60}/g) ?? []) {
      res.write(piece);
      await sleep(ms);
    }
    res.end();
  };
export const webPage: Behaviour = (_, res) => {
  res.writeHead(200, { 'content-type': 'text/html' });
  res.end('<html><body>Sign in to the network</body></html>');
};
export const truncatedJson: Behaviour = (_, res) => {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end('{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hel');
};
/** Promises more bytes than it sends. */
export const shortBody: Behaviour = async (_, res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
  res.write('{"id":"c","choices":[{"index":0,');
  await sleep(5);
  res.socket?.end();
};
export const okWithError: Behaviour = (_, res) => {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ error: { message: 'engine overloaded', type: 'overloaded_error' } }));
};
export const errorBeforeContent: Behaviour = (_, res) => {
  sse(res);
  res.end(
    `${ROLE}data: ${JSON.stringify({ error: { message: 'Overloaded', type: 'overloaded_error' } })}\n\n`,
  );
};
export const errorAfterContent: Behaviour = (_, res) => {
  sse(res);
  res.write(ROLE + says('One'));
  res.end(`data: ${JSON.stringify({ error: { message: 'GPU lost', type: 'server_error' } })}\n\n${DONE}`);
};
export const oversizedEvent =
  (bytes: number): Behaviour =>
  (_, res) => {
    sse(res);
    res.end(ROLE + says('x'.repeat(bytes)) + FINISH + DONE);
  };
/** Far more than any socket buffers, as fast as it is read. */
export const flood =
  (events: number): Behaviour =>
  async (arrived, res) => {
    sse(res);
    res.write(ROLE);
    const event = says('y'.repeat(4_096));
    let goOn: () => void = () => undefined;
    res.on('drain', () => goOn());
    res.on('close', () => goOn());
    for (let sent = 0; sent < events && !arrived.left; sent += 1) {
      if (res.write(event)) continue;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
    res.end(FINISH + USAGE + DONE);
  };
