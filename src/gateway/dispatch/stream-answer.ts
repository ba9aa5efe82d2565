/**
 * Receives a stream. Until its first content event nothing leaves and any failure may still be healed elsewhere; from
 * then on the caller gets the upstream's own bytes, and a truncated answer never ends like a whole one.
 * Knows no plan.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Fault, Produced } from '../dialects/dialect.ts';
import { createSseSplitter, type Piece, type Verdict } from '../dialects/sse-events.ts';
import type { AnswerReceiver, AttemptCall } from './attempt-call.ts';
import type { Deadline } from './attempt-deadlines.ts';
import type { CarryOn } from './broken-stream.ts';
import { EventJudge } from './judge-events.ts';
import type { AttemptRecord, Ending } from './outcome.ts';
import { passHeaders } from './pass-headers.ts';
import { type Speaker, StreamRelay } from './stream-relay.ts';

export interface StreamOptions {
  /** Otherwise the usage event that llmr asked for is kept from the caller. */
  readonly usageAsked: boolean;
  /** Commit only when the answer is whole. */
  readonly hold: boolean;
  /** Asked when the stream breaks after its commit. */
  readonly carryOn?: CarryOn | undefined;
  /** The caller's stream that this one goes on with, what it has said, and how much of that is said again. */
  readonly onto?: { readonly relay: StreamRelay; readonly said: string; readonly skip: string };
}

export class StreamAnswer implements AnswerReceiver {
  readonly #call: AttemptCall;
  readonly #options: StreamOptions;
  readonly #judge: EventJudge;
  readonly #speaker: Speaker;
  readonly #relay: StreamRelay;
  readonly #splitter = createSseSplitter();
  readonly #judgeEvent = (event: Buffer): Verdict => this.#judge.judge(event);
  readonly #pass = (piece: Piece): void => this.#relay.write(piece);
  #state: 'before' | 'committed' | 'over' = 'before';
  #headers: IncomingHttpHeaders = {};
  /** A success status has come. */
  #accepted = false;
  /** A JSON body that came instead of a stream. */
  #json: Buffer[] | undefined;
  #jsonBytes = 0;

  constructor(call: AttemptCall, options: StreamOptions) {
    this.#call = call;
    this.#options = options;
    const speaker: Speaker = {
      pause: () => call.pause(),
      resume: () => call.resume(),
      left: () => this.#left(),
    };
    const { onto } = options;
    this.#speaker = speaker;
    this.#relay = onto?.relay ?? new StreamRelay(speaker, call.parts.limits, call.parts.settings.clock);
    this.#judge = new EventJudge(call, {
      usageAsked: options.usageAsked,
      goesOn: onto !== undefined,
      skip: onto?.skip ?? '',
      keepText: options.carryOn !== undefined || onto !== undefined || call.parts.request.check !== undefined,
      saidBefore: onto === undefined || onto.skip !== '' ? '' : onto.said,
    });
  }

  begin(headers: IncomingHttpHeaders): Fault | undefined {
    this.#headers = headers;
    this.#accepted = true;
    const type = headers['content-type'] ?? 'text/event-stream';
    if (/^application\/json/i.test(type)) this.#json = [];
    return /^text\/html/i.test(type)
      ? { class: 'malformed', message: 'answered with a web page instead of a stream' }
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
    this.#splitter.push(chunk, this.#judgeEvent, this.#pass);
    if (this.#splitter.held > parts.limits.event) this.#judge.tooLarge();
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
    else this.#break({ class: 'timeout', message }, true);
  }

  gone(): void {
    this.#state = 'over';
    this.#relay.gone({ kind: 'caller-gone', record: this.#call.account.record });
  }

  /** A stream that was accepted and has brought nothing yet may have been thinking all the while. */
  produced(): Produced {
    const { usage, characters } = this.#judge.reader;
    return { usage, characters: this.#accepted && characters === 0 ? undefined : characters };
  }

  /** After each chunk: has it decided anything? */
  #consider(): void {
    if (this.#state === 'over') return;
    // What goes on with a caller's stream has been written: there is no way back.
    if (this.#options.onto !== undefined && this.#judge.content && this.#state === 'before') this.#commit();
    if (this.#judge.fault !== undefined) this.#break(this.#judge.fault, true);
    else if (this.#judge.done) this.#complete(false);
    else if (this.#state === 'before') {
      if (this.#judge.content && !this.#options.hold) this.#commit();
      else this.#bound();
    }
  }

  #bound(): void {
    const { answer, event } = this.#call.parts.limits;
    if (this.#options.onto !== undefined || this.#relay.keptBytes <= (this.#judge.content ? answer : event))
      return;
    const message = this.#judge.content
      ? 'the answer is too long to be held'
      : 'much was sent, and no content';
    this.#break({ class: 'malformed', message }, true);
  }

  #commit(): void {
    this.#state = 'committed';
    if (this.#options.onto === undefined) this.#relay.commit();
    else this.#relay.handTo(this.#speaker);
    const headers = passHeaders(this.#headers);
    headers['content-type'] = 'text/event-stream; charset=utf-8';
    headers['cache-control'] = 'no-cache';
    // nginx in front would gather the stream otherwise.
    headers['x-accel-buffering'] = 'no';
    this.#call.answered({ headers, relay: (res, ended) => this.#relay.relay(res, ended) });
  }

  /** The upstream has come to an end without saying so in the dialect. */
  #stop(why: string, abort: boolean): void {
    if (this.#state === 'over') return;
    // After the model's last word nothing of the answer can be missing.
    if (this.#judge.reader.finished) this.#complete(abort);
    else this.#break({ class: 'broken-stream', message: why }, abort);
  }

  #complete(abort: boolean): void {
    if (!this.#judge.content) {
      this.#break({ class: 'malformed', message: 'the stream held no answer' }, true);
      return;
    }
    const { account, parts } = this.#call;
    const failure = this.#judge.check();
    // What has left cannot be taken back: then the failure is told in the record.
    if (failure !== undefined && this.#options.hold) {
      this.#break(failure, true);
      return;
    }
    account.used(this.#judge.reader.usage, this.#judge.reader.characters);
    account.complete();
    if (this.#state === 'before') this.#commit();
    if (!this.#judge.done) this.#relay.write(parts.route.dialect.doneEvent);
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
    this.#state = 'over';
    this.#call.leave(abort);
    const { record } = account;
    const { text, onlyText } = this.#judge.reader;
    const { onto, carryOn } = this.#options;
    const said = onto === undefined || onto.skip !== '' ? text : onto.said + text;
    const giveUp = (message: string, last: AttemptRecord): void => {
      this.#relay.write(parts.route.dialect.brokenEvent(`The stream broke: ${message}`));
      this.#relay.end({ kind: 'broken', record: last }, account.settled);
    };
    const goesOn = onlyText && carryOn?.({ fault, record, said, relay: this.#relay, giveUp });
    if (goesOn !== true) giveUp(fault.message, record);
  }

  #finish(ending: Ending, abort: boolean): void {
    this.#state = 'over';
    this.#call.leave(abort);
    this.#relay.end(ending, this.#call.account.settled);
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
