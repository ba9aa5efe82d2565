/**
 * One call to one upstream: its deadlines, its errors, the caller's disconnect. The body of a success goes to a
 * receiver, of a whole answer or of a stream. Knows no plan: the caller of this class decides what a failure leads
 * to.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Step } from '../../language/planning/next-attempt.ts';
import type { Deadlines } from '../../language/semantics/model.ts';
import type { Fault, Produced } from '../dialects/dialect.ts';
import { describeThrown } from '../secrets/describe-thrown.ts';
import type { Timer } from '../upstream/clock.ts';
import type { UpstreamCall, UpstreamListener } from '../upstream/upstream.ts';
import type { AccountParts } from './attempt-account.ts';
import { AttemptAccount } from './attempt-account.ts';
import type { AttemptBody } from './attempt-body.ts';
import { AttemptDeadlines, type Deadline } from './attempt-deadlines.ts';
import type { DeadlineWatch } from './deadline-watch.ts';
import type { DispatchLimits, UpstreamRoute } from './dispatch-settings.ts';
import { repeatWords } from './learned-wire.ts';
import type { AttemptRecord, Ending } from './outcome.ts';
import type { OutgoingBody } from './outgoing-body.ts';
import { readRetryAfter } from './retry-after.ts';

export type Attempted =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** See `Outcome`. */
      relay(res: ServerResponse, ended?: () => void): Promise<Ending>;
    }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'gone' };

export interface CallParts extends AccountParts {
  readonly limits: DispatchLimits;
  readonly route: UpstreamRoute;
  /** The step of the plan, for the caller of this class. */
  readonly step: Step;
  readonly body: AttemptBody;
  /** From 1; counts the attempts of one request. */
  readonly attempt: number;
  readonly deadlines: Deadlines;
  readonly watch: DeadlineWatch;
  /** On the clock's `elapsed`. */
  readonly wholeEnd: number;
  readonly sending: Sending;
}

/** What is sent, and what receives the answer. */
export interface Sending {
  readonly body: OutgoingBody;
  receive(call: AttemptCall, step: Step): AnswerReceiver;
}

/** Receives the body of a success. Its methods are not called after `fail` or `leave`. */
export interface AnswerReceiver {
  /** A fault: the body is not what was requested. */
  begin(headers: IncomingHttpHeaders): Fault | undefined;
  data(chunk: Buffer): void;
  /** Ended as HTTP requires. */
  end(): void;
  /** The connection broke. */
  cut(message: string): void;
  /** The bytes are not what their content encoding says. */
  unreadable(message: string): void;
  timedOut(which: Deadline, message: string): void;
  /** The caller has left. */
  gone(): void;
  /** What has been produced so far. */
  produced(): Produced;
}

/** An attempt of a plan that was made. */
export interface Made {
  readonly step: Step;
  readonly record: AttemptRecord;
  readonly attempted: Attempted;
}

export class AttemptCall implements UpstreamListener {
  readonly parts: CallParts;
  readonly account: AttemptAccount;
  readonly deadlines: AttemptDeadlines;
  /** Resolves once the attempt has a result. */
  readonly done: Promise<Made>;
  readonly #resolve: (made: Made) => void;
  #receiver: AnswerReceiver;
  readonly #leaves = (): void => this.callerGone();
  #call: UpstreamCall | undefined;
  #status = 0;
  /** The body of an error, while it is read. */
  #error: Buffer[] | undefined;
  #errorBytes = 0;
  #over = false;
  #upstreamEnded = false;
  #linger: Timer | undefined;

  constructor(parts: CallParts) {
    this.parts = parts;
    const { promise, resolve } = Promise.withResolvers<Made>();
    this.done = promise;
    this.#resolve = resolve;
    const { request } = parts;
    this.account = new AttemptAccount(parts, this);
    this.#receiver = parts.sending.receive(this, parts.step);
    this.deadlines = new AttemptDeadlines(parts.watch, parts.deadlines, request.stream, parts.wholeEnd, this);
    request.signal.addEventListener('abort', this.#leaves, { once: true });
  }

  get maybeSent(): boolean {
    return this.#call?.maybeSent ?? false;
  }

  start(): void {
    const { route, request, body, attempt } = this.parts;
    const { stream, headers, id } = request;
    try {
      this.#call = route.upstream.send(
        { path: route.path, body: body.bytes, stream, headers, id, attempt },
        this,
      );
    } catch (error) {
      // An upstream that throws must not leave a reservation open.
      this.onError(`llmr failed to send: ${describeThrown(error)}`);
      return;
    }
    // It may have failed, or the caller may have left, before `send` returned.
    if (this.#over) this.#call.abort();
  }

  onSending(): void {
    this.deadlines.connected();
  }

  onSentAgain(): void {
    this.account.repeated('sent again on a new connection, the kept-alive one had been closed');
  }

  onHead(status: number, headers: IncomingHttpHeaders): void {
    if (this.#over) return;
    this.#status = status;
    this.account.record.status = status;
    if (status < 200 || status > 299) {
      this.#error = [];
      const wait = readRetryAfter(headers, this.parts.settings.clock.now());
      if (wait !== undefined) this.account.record.retryAfterMs = wait;
      return;
    }
    const fault = this.#receiver.begin(headers);
    if (fault !== undefined) this.fail(fault);
    else this.parts.body.taken();
  }

  onData(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#error === undefined) {
      this.#receiver.data(chunk);
      return;
    }
    this.#error.push(chunk);
    this.#errorBytes += chunk.length;
    if (this.#errorBytes > this.parts.limits.errorBody) this.#failWith(this.#error);
  }

  onEnd(): void {
    this.#lastWord();
    if (this.#over) return;
    if (this.#error !== undefined) this.#failWith(this.#error);
    else this.#receiver.end();
  }

  onError(message: string, unreadable = false): void {
    this.#lastWord();
    if (this.#over) return;
    // An error status is more informative than the connection that broke after it.
    if (this.#error !== undefined) this.#failWith(this.#error);
    else if (unreadable) this.#receiver.unreadable(message);
    else if (this.#status === 0) this.fail({ class: 'connection', message }, this.#receiver.produced());
    else this.#receiver.cut(message);
  }

  pause(): void {
    this.#call?.pause();
    this.deadlines.hold();
  }

  resume(): void {
    this.deadlines.release();
    this.#call?.resume();
  }

  /** Before anything has reached the caller. `burnt`: what it may cost although it failed. */
  fail(fault: Fault, burnt?: Produced): void {
    if (this.#over || this.#sentWithout(fault)) return;
    this.account.failed(fault, burnt);
    this.leave(true);
    this.#ended({ kind: 'failed', fault });
  }

  /** A refused member is renamed or left out at once: the same attempt, with the same reservation and deadlines. */
  #sentWithout({ refused }: Fault): boolean {
    if (refused === undefined || this.parts.body.without(refused) === undefined) return false;
    if (!this.#upstreamEnded) this.#call?.abort();
    this.#upstreamEnded = false;
    this.#error = undefined;
    this.#errorBytes = 0;
    this.#status = 0;
    delete this.account.record.status;
    delete this.account.record.retryAfterMs;
    this.account.repeated(repeatWords(refused));
    this.#receiver = this.parts.sending.receive(this, this.parts.step);
    this.start();
    return true;
  }

  answered(answer: Omit<Extract<Attempted, { kind: 'answered' }>, 'kind' | 'status'>): void {
    this.#ended({ kind: 'answered', status: this.#status, ...answer });
  }

  /** The attempt is over; `abort` where the upstream has not ended by itself. */
  leave(abort: boolean): void {
    this.#over = true;
    this.deadlines.stop();
    this.parts.request.signal.removeEventListener('abort', this.#leaves);
    if (abort) this.#call?.abort();
    else if (!this.#upstreamEnded) {
      // Giving it a moment to end by itself keeps the connection for the next call.
      this.#call?.resume();
      this.#linger = this.parts.settings.clock.after(this.parts.limits.linger, () => this.#call?.abort());
    }
  }

  #ended(attempted: Attempted): void {
    this.#resolve({ step: this.parts.step, record: this.account.record, attempted });
  }

  #lastWord(): void {
    this.#upstreamEnded = true;
    this.#linger?.cancel();
  }

  #failWith(body: readonly Buffer[]): void {
    this.fail(this.parts.route.dialect.readFault(this.#status, Buffer.concat(body)));
  }

  timedOut(which: Deadline): void {
    if (this.#over) return;
    if (this.#error !== undefined) {
      this.#failWith(this.#error);
      return;
    }
    this.#receiver.timedOut(which, wordsFor(which, this.parts.deadlines));
  }

  callerGone(): void {
    this.abandon(true);
    this.#ended({ kind: 'gone' });
  }

  /**
   * Cancels the attempt. If its caller left before anything was received, the model may have been reasoning all the
   * time, so leaving early must not make it free.
   */
  abandon(byCaller = false): void {
    if (this.#over) return;
    const { usage, characters } = this.#receiver.produced();
    this.account.aborted(usage, byCaller && characters === 0 ? undefined : characters);
    this.leave(true);
    this.#receiver.gone();
  }
}

function wordsFor(which: Deadline, deadlines: Deadlines): string {
  switch (which) {
    case 'connect':
      return `no connection within ${seconds(deadlines.connect)}`;
    case 'first token':
      return `no first token within ${seconds(deadlines.firstToken)}`;
    case 'idle':
      return `silent for ${seconds(deadlines.idle)}`;
    case 'attempt':
      return `timed out after ${seconds(deadlines.attempt)}`;
    case 'whole':
      return 'the whole request ran out of time';
    case 'ending':
      return 'the stream did not end';
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
}
