/**
 * Decides about each event of a stream: pass it on, keep it from the caller, or change it; and remembers what the
 * events have said so far. Knows neither the caller nor how the stream began.
 */
import type { Fault, StreamReader } from '../dialects/dialect.ts';
import { readSseFields, type Verdict } from '../dialects/sse-events.ts';
import type { AttemptCall } from './attempt-call.ts';
import { checkAnswer } from './check-answer.ts';
import { PrefixSkip } from './prefix-skip.ts';

export interface JudgeOptions {
  /** Otherwise the usage event that llmr asked for is kept from the caller. */
  readonly usageAsked: boolean;
  /** The caller has the beginning of a stream already. */
  readonly goesOn: boolean;
  /** What of this answer's text the caller has already. */
  readonly skip: string;
  readonly keepText: boolean;
  /** What the caller had of the answer before this stream went on with it. */
  readonly saidBefore: string;
}

export class EventJudge {
  readonly reader: StreamReader;
  /** The caller is to have something of this answer. */
  content = false;
  /** The dialect's own end has come. */
  done = false;
  fault: Fault | undefined;
  readonly #call: AttemptCall;
  readonly #options: JudgeOptions;
  #skip: PrefixSkip | undefined;

  constructor(call: AttemptCall, options: JudgeOptions) {
    this.#call = call;
    this.#options = options;
    this.reader = call.parts.route.dialect.readStream(call.parts.request.json, options.keepText);
    if (options.skip !== '') this.#skip = new PrefixSkip(options.skip);
  }

  judge(event: Buffer): Verdict {
    if (this.done || this.fault !== undefined) return 'drop';
    if (event.length > this.#call.parts.limits.event) return this.tooLarge();
    const { data, name } = readSseFields(event);
    // Comments keep a connection warm; before there is an answer there is nothing to keep warm.
    if (data === undefined) return this.content ? 'pass' : 'drop';
    // A stream that goes on has had its beginning.
    const begun = this.content || !this.#options.goesOn;
    const usage = this.reader.usage;
    switch (this.reader.read(data, name)) {
      case 'content': {
        const verdict = this.#takeContent(data);
        // Some providers tell usage with the model's last word instead of after it.
        const tellsUsage = this.reader.finished && this.reader.usage !== usage && this.#options.usageAsked;
        return tellsUsage && verdict === 'pass' ? () => this.#usageEvent(data) : verdict;
      }
      case 'quiet':
        // openai's clients take any named event for a chunk.
        return begun && name === '' ? 'pass' : 'drop';
      case 'usage':
        return begun && this.#options.usageAsked ? () => this.#usageEvent(data) : 'drop';
      case 'done':
        this.done = true;
        return begun ? 'pass' : 'drop';
      case 'fault':
        this.fault = this.reader.fault;
        return 'drop';
      case 'malformed':
        // Skipped when later events parse; if none does, the stream has no end and is broken.
        return 'drop';
    }
  }

  tooLarge(): Verdict {
    const message = `an event is over ${this.#call.parts.limits.event} bytes`;
    return this.#wrong({ class: 'malformed', message });
  }

  #takeContent(data: string): Verdict {
    const { account, deadlines, parts } = this.#call;
    const { reader } = this;
    deadlines.content();
    if (!this.content && reader.filtered) {
      return this.#wrong({ class: 'content-filter', message: "the provider's filter withheld the answer" });
    }
    let verdict: Verdict = 'pass';
    if (this.#skip !== undefined) {
      const rest = this.#skip.take(reader.delta, reader.finished);
      if (rest === 'skipped') return 'drop';
      if (rest === 'differs') {
        const message = 'the answer that was begun anew differs from what was sent';
        return this.#wrong({ class: 'broken-stream', message });
      }
      this.#skip = undefined;
      if (rest !== 'beyond') verdict = parts.route.dialect.withText(data, rest.text);
    }
    this.content = true;
    account.firstChunk();
    if (reader.finished) deadlines.ending(parts.limits.ending);
    return verdict;
  }

  /** Of the answer as the caller has it, once the model has finished. */
  check(): Fault | undefined {
    const { account, parts } = this.#call;
    const { reader } = this;
    if (!reader.finished) return undefined;
    return checkAnswer(
      parts.request,
      account.record,
      this.#options.saidBefore + reader.text,
      reader.callsTools,
    );
  }

  /** Made when it is written: by then the caller's side knows all that the member tells. */
  #usageEvent(data: string): Buffer {
    const { account, parts } = this.#call;
    account.used(this.reader.usage, this.reader.characters);
    account.answered();
    this.check();
    const member = parts.request.decisionMember({ kind: 'complete', record: account.record });
    return member === undefined
      ? Buffer.from(`data: ${data}\n\n`)
      : parts.route.dialect.withMember(data, member);
  }

  #wrong(fault: Fault): Verdict {
    this.fault ??= fault;
    return 'drop';
  }
}
