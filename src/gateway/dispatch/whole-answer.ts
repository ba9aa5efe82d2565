/**
 * Receives an unstreamed answer: all of it, checked, before the caller sees a byte. It is then sent in one write.
 * Knows no plan.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { ByteCollector } from '../bounds/byte-collector.ts';
import { bodyKind } from '../dialects/body-kind.ts';
import type { Produced } from '../dialects/dialect.ts';
import type { AnswerReceiver, AttemptCall } from './attempt-call.ts';
import type { Deadline } from './attempt-deadlines.ts';
import { checkAnswer } from './check-answer.ts';
import type { Ending } from './outcome.ts';
import { passHeaders } from './pass-headers.ts';

export class WholeAnswer implements AnswerReceiver {
  readonly #call: AttemptCall;
  /** The only piece so far: most answers come in one, and it is kept without a copy. */
  #only: Buffer | undefined;
  #pieces: ByteCollector | undefined;
  /** Also valid after the body has been taken or dropped: it describes what was produced. */
  #bytes = 0;
  #headers: IncomingHttpHeaders = {};

  constructor(call: AttemptCall) {
    this.#call = call;
  }

  begin(headers: IncomingHttpHeaders): undefined {
    this.#headers = headers;
  }

  data(chunk: Buffer): void {
    if (this.#bytes === 0) this.#only = chunk;
    else this.#collect(chunk);
    this.#bytes += chunk.length;
    const { answer } = this.#call.parts.limits;
    if (this.#bytes > answer) {
      this.#call.fail({ class: 'malformed', message: `the answer is over ${answer} bytes` });
    }
  }

  end(): void {
    const call = this.#call;
    const body = withoutMark(this.#only ?? this.#pieces?.take() ?? NOTHING);
    // A web page with status 200 comes from a proxy, not from the model.
    if (bodyKind(body) === 'page') {
      call.fail({ class: 'malformed', message: 'answered with a web page instead of JSON' }, this.produced());
      return;
    }
    const sign = call.parts.route.dialect.readAnswer(body, call.parts.request.json);
    if (sign.kind === 'fault') {
      call.fail(sign.fault, sign.burnt ?? (sign.fault.class === 'malformed' ? this.produced() : undefined));
      return;
    }
    call.account.firstChunk();
    const failure = checkAnswer(call.parts.request, call.account.record, sign.text, sign.callsTools);
    if (failure !== undefined) {
      call.fail(failure, sign);
      return;
    }
    call.account.used(sign.usage, sign.characters);
    call.account.complete();
    call.leave(false);
    const headers: Record<string, string> = passHeaders(this.#headers, call.parts.route.dialect.passesBack);
    const type = headers['content-type'];
    if (type !== JSON_TYPE && !IS_JSON.test(type ?? '')) headers['content-type'] = JSON_TYPE;
    // Only where nothing will be added to the body.
    if (call.parts.request.json['llmr'] === undefined) headers['content-length'] = String(body.length);
    call.answered({ headers, relay: (res) => relay(call, body, res) });
  }

  cut(message: string): void {
    this.#call.fail({ class: 'connection', message }, this.produced());
  }

  unreadable(message: string): void {
    this.#call.fail({ class: 'malformed', message }, this.produced());
  }

  timedOut(_: Deadline, message: string): void {
    this.#call.fail({ class: 'timeout', message }, this.produced());
  }

  gone(): void {
    this.#only = undefined;
    this.#pieces = undefined;
  }

  #collect(chunk: Buffer): void {
    if (this.#pieces === undefined) {
      this.#pieces = new ByteCollector();
      if (this.#only !== undefined) this.#pieces.add(this.#only);
      this.#only = undefined;
    }
    this.#pieces.add(chunk);
  }

  /** A provider has generated and bills all of an unstreamed answer before its first byte arrives. */
  produced(): Produced {
    return { usage: undefined, characters: undefined };
  }
}

const NOTHING = Buffer.alloc(0);
const JSON_TYPE = 'application/json';
const IS_JSON = /^application\/(?:[\w.-]+\+)?json\b/i;

/** Without a byte order mark, which JSON must not have. */
function withoutMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

async function relay(call: AttemptCall, body: Buffer, res: ServerResponse): Promise<Ending> {
  const { account, parts } = call;
  const { request } = parts;
  const ending: Ending = { kind: 'complete', record: account.record };
  const member = request.json['llmr'] === undefined ? undefined : request.decisionMember(ending);
  const bytes = member === undefined ? body : request.dialect.bodyWithMember(body, member);
  const arrived = await written(res, bytes);
  await account.settled;
  return arrived ? ending : { kind: 'caller-gone', record: account.record };
}

/** False when the caller left before all of it was handed to the socket. */
function written(res: ServerResponse, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (res.destroyed) {
      resolve(false);
      return;
    }
    res.on('error', ignore);
    // Comes once: after the last byte was handed to the socket, or when the caller leaves before that.
    res.once('close', () => resolve(res.writableFinished));
    res.end(bytes);
  });
}

function ignore(): void {}
