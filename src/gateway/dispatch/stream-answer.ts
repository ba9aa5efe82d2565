/**
 * Receives a stream. Until its first content event nothing is sent to the caller, and any failure can still fall
 * back; from then on the caller gets the upstream's own bytes, and a truncated answer never ends like a complete one.
 * Knows no plan.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { ByteCollector } from '../bounds/byte-collector.ts';
import { type BodyKind, bodyKind } from '../dialects/body-kind.ts';
import type { Fault, Produced } from '../dialects/dialect.ts';
import { SseSplitter } from '../dialects/sse-events.ts';
import type { AnswerReceiver, AttemptCall } from './attempt-call.ts';
import type { Deadline } from './attempt-deadlines.ts';
import type { CarryOn } from './broken-stream.ts';
import { EventFilter } from './filter-events.ts';
import type { AttemptRecord, Ending } from './outcome.ts';
import { passHeaders } from './pass-headers.ts';
import type { TextSkip } from './prefix-skip.ts';
import { StreamRelay, type StreamSource } from './stream-relay.ts';

export interface StreamOptions {
  /** Otherwise the usage event that llmr requested is withheld from the caller. */
  readonly usageAsked: boolean;
  /** Commit only when the answer is complete. */
  readonly hold: boolean;
  /** Called when the stream breaks after its commit. */
  readonly carryOn?: CarryOn | undefined;
  /** The caller's stream that this one continues, its text so far, and how that is removed from this one. */
  readonly onto?: { readonly relay: StreamRelay; readonly said: string; readonly skip: TextSkip };
}

export class StreamAnswer implements AnswerReceiver {
  readonly #call: AttemptCall;
  readonly #options: StreamOptions;
  readonly #filter: EventFilter;
  readonly #source: StreamSource;
  readonly #relay: StreamRelay;
  readonly #splitter = new SseSplitter(
    (event) => this.#filter.judge(event),
    (piece) => this.#relay.write(piece),
  );
  /** `owing`: the caller has the whole answer, and its usage may still arrive. */
  #state: 'before' | 'committed' | 'owing' | 'over' = 'before';
  #headers: IncomingHttpHeaders = {};
  /** A success status has arrived. */
  #accepted = false;
  #bytes = 0;
  /** The kind of the body, from its first byte: servers get the content type wrong. */
  #kind: BodyKind | undefined;
  /** A JSON body that came instead of a stream. */
  readonly #json = new ByteCollector();

  constructor(call: AttemptCall, options: StreamOptions) {
    this.#call = call;
    this.#options = options;
    const source: StreamSource = {
      pause: () => call.pause(),
      resume: () => call.resume(),
      left: () => this.#left(),
    };
    const { onto } = options;
    this.#source = source;
    this.#relay = onto?.relay ?? new StreamRelay(source, call.parts.limits, call.parts.settings.clock);
    this.#filter = new EventFilter(call, {
      usageAsked: options.usageAsked,
      goesOn: onto !== undefined,
      skip: onto?.skip,
      keepText: options.carryOn !== undefined || onto !== undefined || call.parts.request.check !== undefined,
      saidBefore: onto?.said ?? '',
    });
  }

  begin(headers: IncomingHttpHeaders): undefined {
    this.#headers = headers;
    this.#accepted = true;
  }

  data(chunk: Buffer): void {
    const { limits } = this.#call.parts;
    this.#kind ??= bodyKind(chunk);
    this.#bytes += chunk.length;
    if (this.#kind === 'json' || this.#kind === 'page') this.#collect(chunk);
    else if (this.#bytes > limits.stream) {
      this.#break({ class: 'broken-stream', message: `the stream is over ${limits.stream} bytes` }, true);
    } else this.#split(chunk);
  }

  end(): void {
    if (this.#state === 'owing') this.#settle(false);
    else if (this.#kind === 'json' || this.#kind === 'page') this.#endJson();
    else {
      // A last event may lack its blank line.
      if (this.#splitter.held > 0) this.#split(Buffer.from('\n\n'));
      if (this.#state === 'over') return;
      const { reader, heard } = this.#filter;
      if (heard) {
        const whole = reader.finished || (reader.accounted && reader.open === undefined);
        this.#stop('the stream ended before the answer did', false, whole);
      } else this.#break({ class: 'empty', message: 'the stream held nothing' }, false);
    }
  }

  cut(message: string): void {
    // A server that reports a finish with every event has not finished when its connection breaks.
    if (this.#state === 'owing') this.#settle(false);
    else this.#stop(message, false, this.#filter.reader.sure);
  }

  unreadable(message: string): void {
    if (this.#state === 'owing') this.#settle(false);
    else if (this.#filter.reader.sure) this.#stop(message, false, true);
    else this.#break({ class: 'malformed', message }, false);
  }

  timedOut(which: Deadline, message: string): void {
    const { reader } = this.#filter;
    if (this.#state === 'owing') this.#settle(true);
    else if (reader.finishedAll || (reader.finished && reader.open === undefined))
      this.#complete(true, which === 'ending');
    else if (this.#state === 'before') this.#call.fail({ class: 'timeout', message }, this.produced());
    else this.#break({ class: 'timeout', message }, true);
  }

  gone(): void {
    if (this.#state === 'owing') this.#settle(true);
    this.#state = 'over';
    this.#relay.gone({ kind: 'caller-gone', record: this.#call.account.record });
  }

  /** In a stream that was accepted and has sent nothing yet, the model may have been reasoning all the time. */
  produced(): Produced {
    const { usage, characters } = this.#filter.reader;
    return { usage, characters: this.#accepted && characters === 0 ? undefined : characters };
  }

  #split(chunk: Buffer): void {
    this.#splitter.push(chunk);
    if (this.#splitter.held > this.#call.parts.limits.event) this.#filter.tooLarge();
    this.#note();
    this.#consider();
  }

  /** Content is progress, and so is a further piece of a large event; comments and empty deltas are not. */
  #note(): void {
    const filter = this.#filter;
    const { deadlines } = this.#call;
    const unfinished = this.#splitter.holdsData && filter.content;
    if (filter.moved || unfinished) deadlines.content();
    if (filter.reader.finishedAll && (filter.told || unfinished)) deadlines.ending();
    filter.moved = false;
    filter.told = false;
  }

  /** After each chunk: has it decided anything? */
  #consider(): void {
    const filter = this.#filter;
    if (this.#state === 'over') return;
    if (this.#state === 'owing') {
      if (filter.reader.usage !== undefined || filter.done) this.#settle(true);
      return;
    }
    // The continuation has been written to the caller's stream and cannot be undone.
    if (this.#options.onto !== undefined && filter.content && this.#state === 'before') this.#commit();
    // Where the model has finished, the answer is complete: the error is reported, and no second model is called.
    if (filter.fault !== undefined) this.#break(filter.fault, true, filter.content && filter.reader.finished);
    else if (filter.done) this.#complete(false, false);
    else if (this.#state === 'before') {
      if (filter.content && !this.#options.hold) this.#commit();
      else this.#bound();
    }
  }

  #bound(): void {
    const { answer, preamble } = this.#call.parts.limits;
    const { content } = this.#filter;
    if (this.#options.onto !== undefined || this.#relay.keptBytes <= (content ? answer : preamble)) return;
    const message = content
      ? 'the answer is too long to be held until complete'
      : 'too much was sent without content';
    this.#break({ class: 'malformed', message }, true);
  }

  #commit(): void {
    this.#state = 'committed';
    if (this.#options.onto === undefined) this.#relay.commit();
    else this.#relay.handTo(this.#source);
    const headers = passHeaders(this.#headers, this.#call.parts.route.dialect.passesBack);
    headers['content-type'] = 'text/event-stream; charset=utf-8';
    headers['cache-control'] = 'no-cache';
    // Otherwise nginx in front of llmr would buffer the stream.
    headers['x-accel-buffering'] = 'no';
    this.#call.answered({ headers, relay: (res, ended) => this.#relay.relay(res, ended) });
  }

  /** The upstream has ended without the dialect's end marker; `whole` where nothing can be missing. */
  #stop(why: string, abort: boolean, whole: boolean): void {
    if (this.#state === 'over') return;
    if (whole) this.#complete(abort, false);
    else this.#break({ class: 'broken-stream', message: why }, abort);
  }

  /** `open`: the upstream may still send its usage. */
  #complete(abort: boolean, open: boolean): void {
    const { account, deadlines, parts } = this.#call;
    const { reader, content } = this.#filter;
    if (!content && !reader.limited) {
      this.#break(
        reader.filtered
          ? { class: 'content-filter', message: "the provider's filter withheld the answer" }
          : { class: 'empty', message: 'the stream held no answer' },
        true,
      );
      return;
    }
    const failure = this.#filter.check();
    // What has been sent cannot be undone: the failure is only recorded.
    if (failure !== undefined && this.#options.hold) {
      this.#break(failure, true);
      return;
    }
    account.used(reader.usage, reader.characters);
    const owing = open && reader.usage === undefined && deadlines.owing();
    account.complete(owing);
    if (this.#state === 'before') this.#commit();
    if (!this.#filter.done) this.#relay.write(parts.request.dialect.doneEvent);
    const ending: Ending = { kind: 'complete', record: account.record };
    if (owing) {
      this.#state = 'owing';
      this.#filter.onlyUsage();
      this.#relay.end(ending, account.settled);
      this.#call.resume();
    } else this.#finish(ending, abort);
  }

  /** Usage has arrived, or will not. */
  #settle(abort: boolean): void {
    const { account } = this.#call;
    const { usage, characters } = this.produced();
    this.#state = 'over';
    account.used(usage, characters);
    this.#call.leave(abort);
    account.settleOwed();
  }

  /**
   * Before the commit another attempt can replace it, unless it is the `last`; after it the caller gets an error in
   * the stream.
   */
  #break(fault: Fault, abort: boolean, last = false): void {
    const { account, parts } = this.#call;
    if (this.#state === 'before' && !last) {
      this.#state = 'over';
      this.#call.fail(fault, this.produced());
      return;
    }
    if (this.#state === 'before') this.#commit();
    account.failed({ ...fault, class: 'broken-stream' }, this.produced());
    this.#state = 'over';
    this.#call.leave(abort);
    const { record } = account;
    const { said, reader } = this.#filter;
    const giveUp = (message: string, of: AttemptRecord): void => {
      this.#relay.write(parts.request.dialect.brokenEvent(`The stream broke: ${message}`));
      this.#relay.end({ kind: 'broken', record: of }, account.settled);
    };
    const carryOn = last || !reader.onlyText ? undefined : this.#options.carryOn;
    if (carryOn?.({ fault, record, said, relay: this.#relay, giveUp }) !== true)
      giveUp(fault.message, record);
  }

  #finish(ending: Ending, abort: boolean): void {
    this.#state = 'over';
    this.#call.leave(abort);
    this.#relay.end(ending, this.#call.account.settled);
  }

  /** The caller's socket has closed, even if the signal has not fired. */
  #left(): Ending {
    if (this.#state === 'owing') this.#settle(true);
    if (this.#state !== 'over') {
      this.#state = 'over';
      const { usage, characters } = this.produced();
      this.#call.account.aborted(usage, characters);
      this.#call.leave(true);
    }
    return { kind: 'caller-gone', record: this.#call.account.record };
  }

  #collect(chunk: Buffer): void {
    const { limits } = this.#call.parts;
    this.#json.add(chunk);
    if (this.#kind === 'page' || this.#json.length > limits.answer) this.#endJson();
  }

  /** Errors come as JSON even where a stream was requested, and so do answers of servers that cannot stream. */
  #endJson(): void {
    const { parts } = this.#call;
    const body = this.#json.take();
    if (this.#kind === 'page') {
      this.#call.fail({ class: 'malformed', message: 'answered with a web page instead of a stream' });
      return;
    }
    const sign = parts.route.dialect.readAnswer(body, parts.request.json);
    if (sign.kind === 'fault') {
      this.#call.fail(
        sign.fault,
        sign.burnt ?? (sign.fault.class === 'malformed' ? this.produced() : undefined),
      );
      return;
    }
    this.#kind = 'events';
    this.#split(parts.request.dialect.asStream(body));
  }
}
