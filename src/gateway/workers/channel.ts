/**
 * One typed channel between two processes: questions that are answered, and messages that are not. What is sent in one
 * turn of the event loop goes in one message, in its order. Must not know: what the calls mean, how processes start.
 */
import { BusyError } from '../bounds/gate.ts';

/** What one side can be asked, by name. */
export type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

export interface Channel<There extends Calls> {
  /** Rejects with the other side's error, or when the channel closes before the answer. */
  ask<Name extends keyof There & string>(
    name: Name,
    ...args: Parameters<There[Name]>
  ): Promise<Awaited<ReturnType<There[Name]>>>;
  /** Without an answer; dropped where the channel is closed. */
  tell<Name extends keyof There & string>(name: Name, ...args: Parameters<There[Name]>): void;
  /** Messages that the operating system has not taken yet. */
  waiting(): number;
  /** Call it when the other process has gone: all questions are rejected. */
  close(): void;
}

export interface ChannelEnd {
  /** False where the other process has gone. */
  connected(): boolean;
  send(message: unknown, sent: () => void): void;
  /** Called once. */
  onMessage(take: (message: unknown) => void): void;
}

interface Failure {
  readonly message: string;
  readonly busy: boolean;
}

type Item =
  | readonly ['call', number | undefined, string, readonly unknown[]]
  | readonly ['answer', number, unknown]
  | readonly ['failure', number, Failure];

/** Distinguishes this channel's messages from those of others on the same pipe. */
interface Batch {
  readonly llmr: readonly Item[];
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** `here`: what the other side may ask. */
export function openChannel<There extends Calls>(end: ChannelEnd, here: Calls): Channel<There> {
  return new ProcessChannel(end, here) as Channel<There>;
}

class ProcessChannel {
  readonly #end: ChannelEnd;
  readonly #here: Calls;
  readonly #questions = new Map<number, Question>();
  #last = 0;
  #going: Item[] = [];
  #waiting = 0;
  #closed = false;

  constructor(end: ChannelEnd, here: Calls) {
    this.#end = end;
    this.#here = here;
    end.onMessage((message) => {
      for (const item of (message as Partial<Batch>)?.llmr ?? []) this.#take(item);
    });
  }

  ask(name: string, ...args: readonly unknown[]): Promise<unknown> {
    if (!this.#open()) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      const number = ++this.#last;
      this.#questions.set(number, { resolve, reject });
      this.#put(['call', number, name, args]);
    });
  }

  tell(name: string, ...args: readonly unknown[]): void {
    if (this.#open()) this.#put(['call', undefined, name, args]);
  }

  waiting(): number {
    return this.#waiting;
  }

  close(): void {
    this.#closed = true;
    for (const { reject } of this.#questions.values()) reject(gone());
    this.#questions.clear();
  }

  #open(): boolean {
    return !this.#closed && this.#end.connected();
  }

  #put(item: Item): void {
    this.#going.push(item);
    if (this.#going.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const llmr = this.#going;
    this.#going = [];
    if (!this.#open()) return;
    this.#waiting += 1;
    this.#end.send({ llmr } satisfies Batch, () => {
      this.#waiting -= 1;
    });
  }

  #take(item: Item): void {
    if (item[0] === 'call') {
      const [, number, name, args] = item;
      void this.#call(number, name, args);
      return;
    }
    const question = this.#questions.get(item[1]);
    this.#questions.delete(item[1]);
    if (item[0] === 'answer') question?.resolve(item[2]);
    else question?.reject(errorOf(item[2]));
  }

  async #call(number: number | undefined, name: string, args: readonly unknown[]): Promise<void> {
    try {
      const value = await this.#here[name]?.(...(args as never[]));
      if (number !== undefined && this.#open()) this.#put(['answer', number, value]);
    } catch (cause) {
      // A failed message has no sender that waits: what it calls reports its own trouble.
      if (number !== undefined && this.#open()) this.#put(['failure', number, failureOf(cause)]);
    }
  }
}

function gone(): Error {
  return new Error('the other process has gone');
}

function failureOf(cause: unknown): Failure {
  return {
    message: cause instanceof Error ? cause.message : String(cause),
    busy: cause instanceof BusyError,
  };
}

function errorOf({ message, busy }: Failure): Error {
  return busy ? new BusyError(message) : new Error(message);
}
