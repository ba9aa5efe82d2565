/**
 * A simulated upstream: answers in process and deterministically, streams, counts tokens, and can be slow or fail as
 * a policy's `on lab { first token 200ms  fails 5% with overload }` declares. For dispatch it is an upstream of the
 * OpenAI format, or of another, like any other. Knows no policy.
 */
import type { FailureClass } from '../../language/semantics/failures.ts';
import type { Clock, Timer } from './clock.ts';
import {
  completionBody,
  completionEvents,
  hashOf,
  type SimulatedAnswer,
  simulateAnswer,
} from './simulated-answer.ts';
import { messageAsked, messageBody, messageEvents } from './simulated-message.ts';
import type { Upstream, UpstreamCall, UpstreamListener, UpstreamRequest } from './upstream.ts';

export interface Simulation {
  readonly firstTokenMs?: number;
  readonly fails?: { readonly percent: number; readonly with: FailureClass };
}

type Json = Readonly<Record<string, unknown>>;

/** The wire format of a simulated provider. */
export interface SimulatedForm {
  /** The request as a chat completions body. */
  asked(json: Json): Json;
  body(answer: SimulatedAnswer): Buffer;
  events(answer: SimulatedAnswer, json: Json): Iterator<Buffer>;
}

const COMPLETION: SimulatedForm = {
  asked: (json) => json,
  body: completionBody,
  events: (answer, json) => completionEvents(answer, wantsUsage(json)),
};

export const SIMULATED_MESSAGES: SimulatedForm = {
  asked: messageAsked,
  body: messageBody,
  events: messageEvents,
};

export interface SimulatedOptions {
  readonly clock: Clock;
  /** Chat completions unless given. */
  readonly form?: SimulatedForm;
  readonly simulation?: Simulation;
  readonly countTokens?: (text: string) => number;
}

export function simulatedUpstream(options: SimulatedOptions): Upstream {
  return {
    send(request, listener) {
      const call = new SimulatedCall(request, listener, options);
      call.start();
      return call;
    },
  };
}

/** Error statuses and bodies as OpenAI sends them; failure classes without a status are simulated below. */
const REFUSALS: Partial<
  Record<FailureClass, { status: number; type: string; code: string; message: string }>
> = {
  'rate-limit': {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Simulated rate limit.',
  },
  overload: { status: 503, type: 'server_error', code: 'overloaded', message: 'Simulated overload.' },
  'server-error': {
    status: 500,
    type: 'server_error',
    code: 'server_error',
    message: 'Simulated server error.',
  },
  'too-long': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: 'Simulated: the prompt exceeds the maximum context length.',
  },
  'content-filter': {
    status: 400,
    type: 'invalid_request_error',
    code: 'content_filter',
    message: 'Simulated content filter.',
  },
  'bad-request': {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_request',
    message: 'Simulated bad request.',
  },
  auth: {
    status: 401,
    type: 'authentication_error',
    code: 'invalid_api_key',
    message: 'Simulated: no such key.',
  },
};

const ROUGH_TOKEN = 4;

class SimulatedCall implements UpstreamCall {
  maybeSent = false;
  readonly #request: UpstreamRequest;
  readonly #listener: UpstreamListener;
  readonly #options: SimulatedOptions;
  #over = false;
  #paused = false;
  #timer: Timer | undefined;
  #turn: NodeJS.Immediate | undefined;
  #scheduled = false;
  /** The remaining chunks, sent one per turn of the event loop. */
  #chunks: Iterator<Buffer> | undefined;
  /** The number of chunks after which the connection breaks. */
  #breakAfter = Number.POSITIVE_INFINITY;

  constructor(request: UpstreamRequest, listener: UpstreamListener, options: SimulatedOptions) {
    this.#request = request;
    this.#listener = listener;
    this.#options = options;
  }

  start(): void {
    const failure = this.#failure();
    if (failure === 'connection') {
      this.#turn = setImmediate(() =>
        this.#end(() => this.#listener.onError('simulated: connection refused')),
      );
      return;
    }
    this.#turn = setImmediate(() => {
      this.maybeSent = true;
      this.#listener.onSending();
      if (this.#over || failure === 'timeout') return;
      const wait = this.#options.simulation?.firstTokenMs ?? 0;
      if (wait === 0 || (failure !== undefined && REFUSALS[failure] !== undefined)) this.#answer(failure);
      else this.#timer = this.#options.clock.after(wait, () => this.#answer(failure));
    });
  }

  abort(): void {
    this.#over = true;
    this.#timer?.cancel();
    clearImmediate(this.#turn);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#chunks !== undefined && !this.#over) this.#next();
  }

  /** Pseudo-random, but the same for the same request and attempt. */
  #failure(): FailureClass | undefined {
    const fails = this.#options.simulation?.fails;
    if (fails === undefined) return undefined;
    const draw = hashOf(`${this.#request.id}/${this.#request.attempt}`) % 10_000;
    return draw < fails.percent * 100 ? fails.with : undefined;
  }

  #answer(failure: FailureClass | undefined): void {
    if (this.#over) return;
    const refusal = failure === undefined ? undefined : REFUSALS[failure];
    if (refusal !== undefined) {
      const { status, ...error } = refusal;
      this.#refuse(status, error);
      return;
    }
    let json: Record<string, unknown>;
    try {
      json = JSON.parse(this.#request.body.toString('utf8'));
    } catch {
      this.#refuse(400, {
        type: 'invalid_request_error',
        code: 'invalid_json',
        message: 'The body is not JSON.',
      });
      return;
    }
    const count = this.#options.countTokens ?? ((text: string) => Math.ceil(text.length / ROUGH_TOKEN));
    const { form = COMPLETION } = this.#options;
    const simulated = simulateAnswer(String(json['model']), form.asked(json), count);
    const answer = failure === 'failed-check' ? wrong(simulated) : simulated;
    const chunks = this.#request.stream ? form.events(answer, json) : [form.body(answer)][Symbol.iterator]();
    this.#say(
      200,
      this.#request.stream ? 'text/event-stream; charset=utf-8' : 'application/json',
      chunks,
      failure,
    );
  }

  #refuse(status: number, error: object): void {
    const body = Buffer.from(JSON.stringify({ error: { ...error, param: null } }));
    this.#say(status, 'application/json', [body][Symbol.iterator](), undefined);
  }

  #say(status: number, type: string, chunks: Iterator<Buffer>, failure: FailureClass | undefined): void {
    this.#chunks = chunks;
    if (failure === 'broken-stream') {
      this.#breakAfter = this.#request.stream ? 4 : 0;
    } else if (failure === 'malformed') {
      this.#chunks = [Buffer.from(this.#request.stream ? 'data: {"choices":[\n\n' : '{"choices":[')][
        Symbol.iterator
      ]();
    }
    this.#listener.onHead(status, { 'content-type': type });
    this.#next();
  }

  /** One chunk per turn of the event loop, so that it behaves like a stream. */
  #next(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#turn = setImmediate(() => {
      this.#scheduled = false;
      if (this.#over || this.#paused) return;
      if (this.#breakAfter === 0) {
        this.#end(() => this.#listener.onError('simulated: connection reset'));
        return;
      }
      this.#breakAfter -= 1;
      const next = this.#chunks?.next();
      if (next === undefined || next.done === true) {
        this.#end(() => this.#listener.onEnd());
        return;
      }
      this.#listener.onData(next.value);
      if (!this.#over && !this.#paused) this.#next();
    });
  }

  #end(tell: () => void): void {
    if (this.#over) return;
    this.#over = true;
    tell();
  }
}

function wantsUsage(json: Readonly<Record<string, unknown>>): boolean {
  const options = json['stream_options'];
  return (
    typeof options === 'object' &&
    options !== null &&
    'include_usage' in options &&
    options.include_usage === true
  );
}

/** Neither words nor JSON: a check that requires something fails, but it is still an answer. */
function wrong(answer: SimulatedAnswer): SimulatedAnswer {
  const choices = answer.choices.map((choice) =>
    choice.pieces.length === 0 ? choice : { ...choice, pieces: ['✗'] },
  );
  return { ...answer, choices };
}
