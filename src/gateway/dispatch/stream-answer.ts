/**
 * Receives a stream. Until its first content event nothing leaves and any failure may still be healed elsewhere; from
 * then on the caller gets the upstream's own bytes, and a truncated answer never ends like a whole one.
 * Knows no plan.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Fault, ReportedUsage, StreamReader } from '../dialects/dialect.ts';
import { createSseSplitter, type Piece, readSseFields, type Verdict } from '../dialects/sse-events.ts';
import type { AnswerReceiver, AttemptCall } from './attempt-call.ts';
import type { Deadline } from './attempt-deadlines.ts';
import type { Ending } from './outcome.ts';
import { passHeaders } from './pass-headers.ts';
import { StreamRelay } from './stream-relay.ts';

export interface StreamOptions {
  /** Otherwise the usage event that llmr asked for is kept from the caller. */
  readonly usageAsked: boolean;
  /** Commit only when the answer is whole. */
  readonly hold: boolean;
}

export class StreamAnswer implements AnswerReceiver {
  readonly #call: AttemptCall;
  readonly #options: StreamOptions;
  readonly #reader: StreamReader;
  readonly #relay: StreamRelay;
  readonly #splitter = createSseSplitter();
  readonly #judge = (event: Buffer): Verdict => this.#judgeEvent(event);
  readonly #pass = (piece: Piece): void => this.#relay.write(piece);
  #state: 'before' | 'committed' | 'over' = 'before';
  #headers: IncomingHttpHeaders = {};
  /** A JSON body that came instead of a stream. */
  #json: Buffer[] | undefined;
  #jsonBytes = 0;
  #content = false;
  #done = false;
  #fault: Fault | undefined;

  constructor(call: AttemptCall, options: StreamOptions) {
    this.#call = call;
    this.#options = options;
    this.#reader = call.parts.route.dialect.readStream(call.parts.request.json);
    this.#relay = new StreamRelay({
      pause: () => call.pause(),
      resume: () => call.resume(),
      left: () => this.#left(),
      unread: call.parts.limits.unread,
    });
  }

  begin(headers: IncomingHttpHeaders): Fault | undefined {
    this.#headers = headers;
    const type = headers['content-type'] ?? 'text/event-stream';
    if (/^application\/json/i.test(type)) this.#json = [];
    return /^text\/html/i.test(type)
      ? { class: 'malformed', message: `answered with ${type} instead of a stream` }
      : undefined;
  }

  data(chunk: Buffer): void {
    const { deadlines, parts } = this.#call;
    if (this.#json !== undefined) {
      this.#json.push(chunk);
      this.#jsonBytes += chunk.length;
      if (this.#jsonBytes > parts.limits.errorBody) this.#failJson(this.#json);
      return;
    }
    deadlines.activity();
    this.#splitter.push(chunk, this.#judge, this.#pass);
    if (this.#splitter.held > parts.limits.event) this.#tooLarge();
    this.#consider();
  }

  end(): void {
    if (this.#json !== undefined) {
      this.#failJson(this.#json);
      return;
    }
    // A last event may lack its blank line.
    if (this.#splitter.held > 0) this.data(Buffer.from('\n\n'));
    this.#stop('the stream ended before the answer did', false);
  }

  cut(message: string): void {
    this.#stop(message, false);
  }

  timedOut(which: Deadline, message: string): void {
    if (which === 'ending') this.#stop(message, true);
    else if (this.#state === 'before') this.#call.fail({ class: 'timeout', message }, this.produced());
    else this.#break({ class: 'broken-stream', message }, true);
  }

  gone(): void {
    this.#state = 'over';
    this.#relay.gone({ kind: 'caller-gone', record: this.#call.account.record });
  }

  produced(): { usage: ReportedUsage | undefined; characters: number } {
    return { usage: this.#reader.usage, characters: this.#reader.characters };
  }

  #judgeEvent(event: Buffer): Verdict {
    if (this.#done || this.#fault !== undefined) return 'drop';
    if (event.length > this.#call.parts.limits.event) return this.#tooLarge();
    const { data, name } = readSseFields(event);
    // Comments keep a connection warm; before there is an answer there is nothing to keep warm.
    if (data === undefined) return this.#state === 'before' ? 'drop' : 'pass';
    switch (this.#reader.read(data, name)) {
      case 'content':
        return this.#takeContent();
      case 'quiet':
        // openai's clients take any named event for a chunk.
        return name === '' ? 'pass' : 'drop';
      case 'usage':
        return this.#options.usageAsked ? () => this.#usageEvent(data) : 'drop';
      case 'done':
        this.#done = true;
        return 'pass';
      case 'fault':
        this.#fault = this.#reader.fault;
        return 'drop';
      case 'malformed':
        // Skipped when later events parse; if none does, the stream has no end and is broken.
        return 'drop';
    }
  }

  #tooLarge(): Verdict {
    const message = `an event is over ${this.#call.parts.limits.event} bytes`;
    this.#fault ??= { class: 'malformed', message };
    return 'drop';
  }

  #takeContent(): Verdict {
    const { account, deadlines, parts } = this.#call;
    if (!this.#content) {
      if (this.#reader.filtered) {
        this.#fault = { class: 'content-filter', message: "the provider's filter withheld the answer" };
        return 'drop';
      }
      this.#content = true;
      account.firstChunk();
      deadlines.content();
    }
    if (this.#reader.finished) deadlines.ending(parts.limits.ending);
    return 'pass';
  }

  /** Made when it is written: by then the caller's side knows all that the member tells. */
  #usageEvent(data: string): Buffer {
    const { account, parts } = this.#call;
    account.used(this.#reader.usage, this.#reader.characters);
    account.answered();
    const member = parts.request.decisionMember({ kind: 'complete', record: account.record });
    return member === undefined
      ? Buffer.from(`data: ${data}\n\n`)
      : parts.route.dialect.withMember(data, member);
  }

  /** After each chunk: has it decided anything? */
  #consider(): void {
    if (this.#state === 'over') return;
    if (this.#fault !== undefined) this.#break(this.#fault, true);
    else if (this.#done) this.#complete(false);
    else if (this.#state === 'before') {
      if (this.#content && !this.#options.hold) this.#commit();
      else this.#bound();
    }
  }

  #bound(): void {
    const { answer, event } = this.#call.parts.limits;
    if (this.#relay.keptBytes <= (this.#content ? answer : event)) return;
    const message = this.#content ? 'the answer is too long to be held' : 'much was sent, and no content';
    this.#break({ class: 'malformed', message }, true);
  }

  #commit(): void {
    this.#state = 'committed';
    this.#relay.commit();
    const headers = passHeaders(this.#headers);
    headers['content-type'] = 'text/event-stream; charset=utf-8';
    headers['cache-control'] = 'no-cache';
    this.#call.answered({ headers, relay: (res) => this.#relayTo(res) });
  }

  async #relayTo(res: ServerResponse): Promise<Ending> {
    const ending = await this.#relay.relay(res);
    await this.#call.account.settled;
    return ending;
  }

  /** The upstream has come to an end without saying so in the dialect. */
  #stop(why: string, abort: boolean): void {
    if (this.#state === 'over') return;
    // After the model's last word nothing of the answer can be missing.
    if (this.#reader.finished) this.#complete(abort);
    else this.#break({ class: 'broken-stream', message: why }, abort);
  }

  #complete(abort: boolean): void {
    if (!this.#content) {
      this.#break({ class: 'malformed', message: 'the stream held no answer' }, true);
      return;
    }
    const { account, parts } = this.#call;
    account.used(this.#reader.usage, this.#reader.characters);
    account.complete();
    if (this.#state === 'before') this.#commit();
    if (!this.#done) this.#relay.write(parts.route.dialect.doneEvent);
    this.#finish({ kind: 'complete', record: account.record }, abort);
  }

  /** Before the commit another attempt heals it; after it the caller is told in the stream. */
  #break(fault: Fault, abort: boolean): void {
    const { account, parts } = this.#call;
    if (this.#state === 'before') {
      this.#state = 'over';
      this.#call.fail(fault, this.produced());
      return;
    }
    account.failed({ ...fault, class: 'broken-stream' }, this.produced());
    this.#relay.write(parts.route.dialect.brokenEvent(`The stream broke: ${account.record.message ?? ''}`));
    this.#finish({ kind: 'broken', record: account.record }, abort);
  }

  #finish(ending: Ending, abort: boolean): void {
    this.#state = 'over';
    this.#call.leave(abort);
    this.#relay.end(ending);
  }

  /** The caller's socket closed, whatever the signal says. */
  #left(): Ending {
    if (this.#state !== 'over') {
      this.#state = 'over';
      const { usage, characters } = this.produced();
      this.#call.account.aborted(usage, characters);
      this.#call.leave(true);
    }
    return { kind: 'caller-gone', record: this.#call.account.record };
  }

  /** Errors come as JSON even where a stream was asked for. */
  #failJson(body: readonly Buffer[]): void {
    const sign = this.#call.parts.route.dialect.readAnswer(Buffer.concat(body));
    const message = 'answered with JSON instead of a stream';
    this.#call.fail(sign.kind === 'fault' ? sign.fault : { class: 'malformed', message });
  }
}
