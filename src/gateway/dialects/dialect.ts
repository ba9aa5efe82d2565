/**
 * What dispatch must know of a wire format, and no more: is this event content, has the model finished, what did it
 * use, is this answer whole. One file a format implements it. Knows no HTTP and no policy.
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

/** What has come of an answer so far, for the books. */
export interface Produced {
  readonly usage: ReportedUsage | undefined;
  /** As `StreamReader.characters`; undefined where nobody can say what was written. */
  readonly characters: number | undefined;
}

/** Why a provider did not answer. */
export interface Fault {
  readonly class: FailureClass;
  /** llmr's own sentence, for callers, records and logs: it never repeats what a provider sent. */
  readonly message: string;
  /** The member that the provider does not take from anybody. */
  readonly refused?: RefusedMember;
  /** Milliseconds that the body asks to wait; what a header says goes before it. */
  readonly retryAfterMs?: number;
  /** False: it is about this one request, and the deployment can serve others. */
  readonly cools?: false;
  /** What the provider wrote of it; sealed. */
  readonly said?: ProviderSaid;
}

/** Members that llmr can rename or leave out without changing what was asked. */
export type RefusedMember = 'stream_options' | 'max_tokens' | 'max_completion_tokens' | 'temperature';

/**
 * `content` commits the answer: text, a tool call, a refusal, reasoning. `blank` is white space before any of it.
 * `finish` is the model's word that it has finished and nothing else. `quiet` carries nothing (a role, a ping).
 * `usage` is the event that only tells usage. `done` ends the dialect's stream. `fault` is an error in band, or a
 * piece of the answer that cannot be read. `malformed` cannot be read and held nothing of the answer.
 */
export type EventKind = 'content' | 'blank' | 'finish' | 'quiet' | 'usage' | 'done' | 'fault' | 'malformed';

/** Reads one stream, event by event. */
export interface StreamReader {
  read(data: string, name: string): EventKind;
  /** Some content has come. */
  readonly content: boolean;
  /** The model has said that it has finished, for every choice that was begun, and no content has come since. */
  readonly finished: boolean;
  /** Finished, for every choice that was asked for: no further one may begin. */
  readonly finishedAll: boolean;
  /** The same, by a word that was not followed by content before: then nothing of the answer can be missing. */
  readonly sure: boolean;
  /** Usage has come in an event of its own after the last content, which servers send last. */
  readonly accounted: boolean;
  /** What has begun and is not complete, in words: arguments of a tool call, JSON that was asked for. */
  readonly open: string | undefined;
  readonly usage: ReportedUsage | undefined;
  /** Characters of output so far, weighed so that four make a token, for where usage is not told. */
  readonly characters: number;
  /** Characters of what is written token by token: text, reasoning, arguments; no audio, no images. */
  readonly spoken: number;
  /** After `fault`. */
  readonly fault: Fault | undefined;
  /** Text of the first choice in the last event. */
  readonly delta: string;
  /** All of that text so far; empty unless it is kept. */
  readonly text: string;
  /** Nothing but text and reasoning so far: no tool call, no refusal. */
  readonly onlyText: boolean;
  /** A tool call so far: the answer is a step on the way to one. */
  readonly callsTools: boolean;
  /** True when the stream so far is nothing but the word that a filter stopped it. */
  readonly filtered: boolean;
  /** True when the stream so far is nothing but the word that it reached the length the caller allowed. */
  readonly limited: boolean;
}

export type AnswerSign =
  | {
      readonly kind: 'whole';
      readonly usage: ReportedUsage | undefined;
      readonly characters: number;
      /** Of the first choice; empty where it is no text. */
      readonly text: string;
      /** It asks the caller to run tools. */
      readonly callsTools: boolean;
    }
  | {
      readonly kind: 'fault';
      readonly fault: Fault;
      /** What the provider produced and may bill although it is no answer. */
      readonly burnt?: { readonly usage: ReportedUsage | undefined; readonly characters: number };
    };

export interface Dialect {
  readStream(request: Readonly<Record<string, unknown>>, keepText?: boolean): StreamReader;
  /** An unstreamed body that came with a success status, as the answer to `request`. */
  readAnswer(body: Buffer, request: Readonly<Record<string, unknown>>): AnswerSign;
  /** A body that `readAnswer` found whole, as the events of a stream. */
  asStream(body: Buffer): Buffer;
  /** A body that came with an error status. */
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
