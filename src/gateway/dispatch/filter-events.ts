/**
 * Decides about each event of a stream: pass it on, withhold it, or change it; and remembers what the events have
 * contained so far. Knows neither the caller nor how the stream began.
 */
import type { Fault, StreamReader } from '../dialects/dialect.ts';
import { dataEvent, readSseFields, type Verdict } from '../dialects/sse-events.ts';
import type { AttemptCall } from './attempt-call.ts';
import { checkAnswer } from './check-answer.ts';
import type { TextSkip } from './prefix-skip.ts';
import { mostSpoken } from './stream-bounds.ts';

const COMMENT = Buffer.from(':\n\n');

export interface FilterOptions {
  /** Otherwise the usage event that llmr requested is withheld from the caller. */
  readonly usageAsked: boolean;
  /** The caller has the beginning of a stream already. */
  readonly goesOn: boolean;
  /** Removes what the caller already has from this answer's text. */
  readonly skip: TextSkip | undefined;
  readonly keepText: boolean;
  /** The part of the answer that the caller had before this stream. */
  readonly saidBefore: string;
}

export class EventFilter {
  readonly reader: StreamReader;
  /** The caller may receive a part of this answer. */
  content = false;
  /** The dialect's end marker has arrived. */
  done = false;
  fault: Fault | undefined;
  /** An event with data has arrived. */
  heard = false;
  /** Whether an event with data, and one with content, has arrived since these were last set to false. */
  told = false;
  moved = false;
  /** The text that the caller has received; empty unless text is kept. */
  said: string;
  readonly #call: AttemptCall;
  readonly #options: FilterOptions;
  readonly #most: number;
  /** Events have names that the caller gets. */
  readonly #named: boolean;
  #skip: TextSkip | undefined;
  #owed = false;

  constructor(call: AttemptCall, options: FilterOptions) {
    this.#call = call;
    this.#options = options;
    this.#skip = options.skip;
    this.said = options.saidBefore;
    this.#named = call.parts.request.dialect.namedEvents === true;
    this.reader = call.parts.route.dialect.readStream(call.parts.request.json, options.keepText);
    this.#most = mostSpoken(
      call.parts.settings.outputLimit?.(call.account.record.model),
      call.parts.request.json,
    );
  }

  /** From here on the caller gets nothing; only usage is read. */
  onlyUsage(): void {
    this.#owed = true;
  }

  judge(event: Buffer): Verdict {
    if (this.done || this.fault !== undefined) return 'drop';
    if (event.length > this.#call.parts.limits.event) return this.tooLarge();
    const again = this.#again(event);
    if (again !== undefined) return again;
    const fields = readSseFields(event);
    const { data, stray } = fields;
    if (stray !== undefined && this.#isError(stray)) return 'drop';
    // Comments keep a connection alive; before there is an answer they are not needed. Their text comes from the
    // provider, so only empty comments are passed on.
    if (data === undefined) return this.content && !this.#owed ? COMMENT : 'drop';
    // The specification has readers ignore it; clients try to read it.
    if (data.trim() === '') return 'drop';
    this.heard = true;
    this.told = true;
    const verdict = this.#judgeData(data, fields.name, fields.mixed === true ? undefined : event);
    if (this.#owed) return 'drop';
    if (verdict !== 'pass' || fields.mixed === undefined) return verdict;
    if (!this.#named) return dataEvent(data);
    return fields.foreign === undefined ? verdict : dataEvent(data, fields.name);
  }

  tooLarge(): Verdict {
    const message = `an event is over ${this.#call.parts.limits.event} bytes`;
    return this.#wrong({ class: 'malformed', message });
  }

  /** Checks the answer as the caller has it, once the model has finished. */
  check(): Fault | undefined {
    const { account, parts } = this.#call;
    if (!this.reader.finished) return undefined;
    return checkAnswer(parts.request, account.record, this.said, this.reader.callsTools);
  }

  /** Once the caller has a part of the answer, most events add only text and are not parsed. */
  #again(event: Buffer): Verdict | undefined {
    if (!this.content || this.#owed || this.#skip !== undefined) return undefined;
    const kind = this.reader.again(event);
    if (kind === undefined) return undefined;
    this.told = true;
    return kind === 'quiet' ? 'pass' : this.#takePart('', kind);
  }

  #judgeData(data: string, name: string, event: Buffer | undefined): Verdict {
    const { usage } = this.reader;
    const begun = this.content || !this.#options.goesOn;
    const kind = this.reader.read(data, name, event);
    switch (kind) {
      case 'content':
      case 'blank':
      case 'finish':
        return this.#withUsage(data, usage, this.#takePart(data, kind));
      case 'quiet':
        // OpenAI's clients treat any named event as a chunk.
        return begun && (name === '' || this.#named) ? 'pass' : 'drop';
      case 'usage':
        return begun && this.#options.usageAsked ? () => this.#usageEvent(data) : 'drop';
      case 'done':
        if (!this.reader.finished && this.reader.open !== undefined) {
          return this.#wrong({ class: 'broken-stream', message: this.reader.open });
        }
        this.done = true;
        return begun ? 'pass' : 'drop';
      case 'fault':
        this.fault = this.reader.fault;
        return 'drop';
      case 'malformed':
        this.#skipEvent();
        return 'drop';
    }
  }

  /** Some providers send usage with the model's last event instead of after it. */
  #withUsage(data: string, before: StreamReader['usage'], verdict: Verdict): Verdict {
    const tells = this.#options.usageAsked && this.reader.finished && this.reader.usage !== before;
    return tells && verdict === 'pass' ? () => this.#usageEvent(data) : verdict;
  }

  #takePart(data: string, kind: 'content' | 'blank' | 'finish'): Verdict {
    // A finish alone is not an answer yet, and neither is white space.
    if (kind !== 'content' && !this.content && !this.#options.goesOn) {
      this.#keep(this.reader.delta);
      return 'pass';
    }
    const { account } = this.#call;
    const { reader } = this;
    if (this.#named && this.#options.goesOn && !reader.onlyText) {
      // Its blocks are numbered from the beginning, and the caller has some already.
      const message = 'the continued answer holds more than text';
      return this.#wrong({ class: 'broken-stream', message });
    }
    if (kind === 'content') this.moved = true;
    if (reader.spoken > this.#most) {
      const message = "the answer continues beyond the model's output limit";
      return this.#wrong({ class: 'broken-stream', message });
    }
    const verdict = this.#skipSaid(data);
    if (verdict === 'drop') return verdict;
    this.content = true;
    account.firstChunk();
    // What was checked was not the whole answer.
    if (account.record.checks !== undefined && kind === 'content') delete account.record.checks;
    return verdict;
  }

  #skipSaid(data: string): Verdict {
    const { delta, finished } = this.reader;
    const rest = this.#skip === undefined ? 'beyond' : this.#skip.take(delta, finished);
    if (rest === 'skipped') return 'drop';
    if (rest === 'differs') {
      const message = 'the restarted answer differs from the text already sent';
      return this.#wrong({ class: 'broken-stream', message });
    }
    this.#skip = undefined;
    this.#keep(rest === 'beyond' ? delta : rest.text);
    return rest === 'beyond' ? 'pass' : this.#call.parts.request.dialect.withText(data, rest.text);
  }

  #keep(text: string): void {
    if (this.#options.keepText) this.said += text;
  }

  /** A server whose stream has begun may write its error as it would write a body. */
  #isError(stray: string): boolean {
    if (!stray.includes('"error"') || this.reader.read(stray, 'error') !== 'fault') return false;
    this.fault = this.reader.fault;
    return true;
  }

  #skipEvent(): void {
    const { record } = this.#call.account;
    record.skippedEvents = (record.skippedEvents ?? 0) + 1;
  }

  /** Made when it is written: only then is everything known that the member contains. */
  #usageEvent(data: string): Buffer {
    const { account, parts } = this.#call;
    account.used(this.reader.usage, this.reader.characters);
    account.answered();
    this.check();
    const member = parts.request.decisionMember({ kind: 'complete', record: account.record });
    return member === undefined ? dataEvent(data) : parts.request.dialect.withMember(data, member);
  }

  #wrong(fault: Fault): Verdict {
    this.fault ??= fault;
    return 'drop';
  }
}
