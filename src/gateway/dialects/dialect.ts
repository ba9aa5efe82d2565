/**
 * What dispatch must know of a wire format, and no more: whether an event is content, whether the model has finished,
 * its usage, whether an answer is complete. One file per format implements it. Knows no HTTP and no policy.
 */
import type { FailureClass } from '../../language/semantics/failures.ts';
import type { ProviderSaid } from './provider-said.ts';

/** Tokens as the provider counted them. */
export interface ReportedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the input: read from the provider's cache. */
  readonly cachedTokens?: number;
  /** Part of the input: written to the provider's cache. */
  readonly cacheWriteTokens?: number;
  /** Part of the output. */
  readonly reasoningTokens?: number;
  /** US dollars that the provider says it bills. */
  readonly billedUsd?: number;
}

/** The part of an answer received so far, for accounting. */
export interface Produced {
  readonly usage: ReportedUsage | undefined;
  /** As `StreamReader.characters`; undefined where the length of the output cannot be known. */
  readonly characters: number | undefined;
}

/** Why a provider did not answer. */
export interface Fault {
  readonly class: FailureClass;
  /** llmr's own message, for callers, records and logs: it never repeats what a provider sent. */
  readonly message: string;
  /** The member that the provider never accepts. */
  readonly refused?: RefusedMember;
  /** Milliseconds that the body asks to wait; a header takes precedence. */
  readonly retryAfterMs?: number;
  /** False: it is about this one request, and the deployment can serve others. */
  readonly cools?: false;
  /** What the provider wrote about it; sealed. */
  readonly said?: ProviderSaid;
}

/** Members that llmr can rename or remove without changing the meaning of the request. */
export type RefusedMember = 'stream_options' | 'max_tokens' | 'max_completion_tokens' | 'temperature';

/**
 * `content` commits the answer: text, a tool call, a refusal, reasoning. `blank` is white space before any of it.
 * `finish` only reports that the model has finished. `quiet` carries nothing (a role, a ping). `usage` only reports
 * usage. `done` ends the dialect's stream. `fault` is an error in band, or a piece of the answer that cannot be read.
 * `malformed` cannot be read and held nothing of the answer.
 */
export type EventKind = 'content' | 'blank' | 'finish' | 'quiet' | 'usage' | 'done' | 'fault' | 'malformed';

/** Reads one stream, event by event. */
export interface StreamReader {
  read(data: string, name: string): EventKind;
  /** Some content has arrived. */
  readonly content: boolean;
  /** The model has reported a finish for every choice that was begun, and no content has followed. */
  readonly finished: boolean;
  /** Finished for every requested choice: no further one may begin. */
  readonly finishedAll: boolean;
  /** The same, and no earlier finish of this stream was followed by content: nothing of the answer can be missing. */
  readonly sure: boolean;
  /** Usage has arrived in an event of its own after the last content, which servers send last. */
  readonly accounted: boolean;
  /** What has begun and is not complete, in words: arguments of a tool call, requested JSON. */
  readonly open: string | undefined;
  readonly usage: ReportedUsage | undefined;
  /** Characters of output so far, weighted so that four make a token, for streams without usage. */
  readonly characters: number;
  /** Characters of output generated token by token: text, reasoning, arguments; no audio, no images. */
  readonly spoken: number;
  /** After `fault`. */
  readonly fault: Fault | undefined;
  /** Text of the first choice in the last event. */
  readonly delta: string;
  /** All text of the first choice so far; empty unless text is kept. */
  readonly text: string;
  /** Nothing but text and reasoning so far: no tool call, no refusal. */
  readonly onlyText: boolean;
  /** A tool call has begun: the answer is a step on the way to a final one. */
  readonly callsTools: boolean;
  /** True when the stream so far holds only the notice that a filter stopped it. */
  readonly filtered: boolean;
  /** True when the stream so far holds only the notice that it reached the length the caller allowed. */
  readonly limited: boolean;
}

export type AnswerSign =
  | {
      readonly kind: 'whole';
      readonly usage: ReportedUsage | undefined;
      readonly characters: number;
      /** Text of the first choice; empty where it is not text. */
      readonly text: string;
      /** It asks the caller to run tools. */
      readonly callsTools: boolean;
    }
  | {
      readonly kind: 'fault';
      readonly fault: Fault;
      /** What the provider produced and may bill, although it is not an answer. */
      readonly burnt?: { readonly usage: ReportedUsage | undefined; readonly characters: number };
    };

export interface Dialect {
  readStream(request: Readonly<Record<string, unknown>>, keepText?: boolean): StreamReader;
  /** An unstreamed body with a success status, as the answer to `request`. */
  readAnswer(body: Buffer, request: Readonly<Record<string, unknown>>): AnswerSign;
  /** A body that `readAnswer` found whole, as the events of a stream. */
  asStream(body: Buffer): Buffer;
  /** A body with an error status. */
  readFault(status: number, body: Buffer): Fault;
  /** The usage event with llmr's own member in it. */
  withMember(event: string, member: Readonly<Record<string, unknown>>): Buffer;
  /** A content event with other text in it. */
  withText(event: string, text: string): Buffer;
  /** The unstreamed body with llmr's own member in it. */
  bodyWithMember(body: Buffer, member: Readonly<Record<string, unknown>>): Buffer;
  /** What a caller reads when a stream breaks after it has begun. */
  brokenEvent(message: string): Buffer;
  readonly doneEvent: Buffer;
}
