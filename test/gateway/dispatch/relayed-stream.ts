/**
 * One stream through the dispatcher without sockets: the chunks of an upstream as the test cuts them, and what the
 * caller and the record got. Knows no policy.
 */
import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import type { Dialect, StreamReader } from '../../../src/gateway/dialects/dialect.ts';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { createDispatcher } from '../../../src/gateway/dispatch/dispatch.ts';
import type { AttemptRecord } from '../../../src/gateway/dispatch/outcome.ts';
import { createCircuitBreakers } from '../../../src/gateway/health/circuit-breaker.ts';
import { createHealth } from '../../../src/gateway/health/deployment-health.ts';
import type { Clock } from '../../../src/gateway/upstream/clock.ts';
import { chainPlan } from './harness.ts';
import { manualClock } from './manual-clock.ts';

export interface Relayed {
  /** What the caller received; empty where the stream failed before its first content. */
  readonly bytes: Buffer;
  /** Writes to the caller. */
  readonly writes: number;
  readonly ending: 'complete' | 'broken' | 'caller-gone' | 'failed' | 'not-admitted';
  readonly record: AttemptRecord | undefined;
  /** Events that were parsed. */
  readonly parsed: number;
  /** Timers that were set for the stream. */
  readonly timers: number;
  /** At the end. */
  readonly reader: StreamReader | undefined;
}

export interface RelayOptions {
  /** The connection breaks after the last chunk. */
  readonly cut?: boolean;
  readonly request?: Readonly<Record<string, unknown>>;
  /** Keeps the text of the answer, for a check. */
  readonly checked?: boolean;
  /** Parses every event. */
  readonly parseAll?: boolean;
}

const HEADERS = { 'content-type': 'text/event-stream' };

export async function relayStream(chunks: readonly Buffer[], options: RelayOptions = {}): Promise<Relayed> {
  const manual = manualClock();
  let timers = 0;
  const clock: Clock = {
    now: manual.now,
    elapsed: manual.elapsed,
    after(ms, run) {
      timers += 1;
      return manual.after(ms, run);
    },
  };
  const dialect = countingDialect(options.parseAll === true);
  const dispatcher = createDispatcher({
    upstreamFor: () => ({
      dialect,
      upstreamId: 'up',
      path: '/',
      upstream: {
        send(_, listener) {
          listener.onSending();
          listener.onHead(200, HEADERS);
          let left = false;
          setImmediate(() => {
            // One tick for each chunk, as a socket has it: the caller's response is there after the first content.
            const next = (at: number): void => {
              const chunk = chunks[at];
              if (left) return;
              if (chunk !== undefined) {
                listener.onData(chunk);
                setImmediate(next, at + 1);
              } else if (options.cut === true) listener.onError('the connection was reset');
              else listener.onEnd();
            };
            next(0);
          });
          return {
            maybeSent: true,
            abort: () => {
              left = true;
            },
            pause: () => undefined,
            resume: () => undefined,
          };
        },
      },
    }),
    clock,
    random: () => 0.5,
    expected: () => ({
      reserve: { inputTokens: 9, outputTokens: 1_000 },
      most: 1e9,
      onlyText: true,
      predicted: 0,
    }),
    costOf: (_, { inputTokens, outputTokens }) => (inputTokens + 3 * outputTokens) / 1e6,
    breakers: createCircuitBreakers(clock),
    health: createHealth(clock),
  });
  const json = {
    model: 'any',
    stream: true,
    messages: [{ role: 'user', content: 'Hello' }],
    stream_options: { include_usage: true },
    ...options.request,
  };
  const outcome = await dispatcher.dispatch(
    chainPlan(['one']),
    {
      dialect: openAiChat,
      body: Buffer.from(JSON.stringify(json)),
      json,
      stream: true,
      headers: {},
      signal: new AbortController().signal,
      id: 'request-1',
      decisionMember: () => undefined,
      ...(options.checked === true ? { check: () => [] } : {}),
    },
    { admit: async () => ({ ok: true, settle: async () => undefined }) },
  );
  if (outcome.kind !== 'answered') {
    const record = 'attempts' in outcome ? outcome.attempts[0] : undefined;
    return { bytes: Buffer.alloc(0), writes: 0, ending: outcome.kind, record, timers, ...dialect.seen };
  }
  const received: Buffer[] = [];
  const caller = new Writable({
    write(chunk: Buffer, _, written) {
      received.push(chunk);
      written();
    },
  });
  const ending = await outcome.relay(caller as unknown as ServerResponse);
  return {
    bytes: Buffer.concat(received),
    writes: received.length,
    ending: ending.kind,
    record: ending.record,
    timers,
    ...dialect.seen,
  };
}

function countingDialect(parseAll: boolean): Dialect & { readonly seen: Pick<Relayed, 'parsed' | 'reader'> } {
  const seen = { parsed: 0, reader: undefined as StreamReader | undefined };
  return {
    ...openAiChat,
    seen,
    readStream(request, keepText) {
      const reader = openAiChat.readStream(request, keepText);
      const read = reader.read.bind(reader);
      seen.reader = reader;
      return Object.assign(reader, {
        read(data: string, name: string, event?: Buffer) {
          seen.parsed += 1;
          return read(data, name, event);
        },
        ...(parseAll ? { again: () => undefined } : {}),
      });
    },
  };
}
