/**
 * A wire format, as each of its two sides needs it. The provider's side: what a request must hold there, whether an
 * event is content, whether the model has finished, its usage, whether an answer is complete. The caller's side: what
 * a request asks for, and how answers, errors and the end of a stream are written. One folder per format implements
 * both. Knows no HTTP and no policy.
 */
import type { Rewrites } from '../../language/planning/rewrites.ts';
import type { FailureClass } from '../../language/semantics/failures.ts';
import type { WireFacts } from '../../language/semantics/model.ts';
import type { Endpoint, RequestView } from '../facts/request-view.ts';
import type { ProviderSaid } from './provider-said.ts';

type Json = Readonly<Record<string, unknown>>;
type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

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
  /** `event`: its bytes, where they are nothing but this data. Later events that are like it need not be parsed. */
  read(data: string, name: string, event?: Buffer): EventKind;
  /**
   * Reads an event that differs from an earlier one only in its text, without parsing it; undefined where it must be
   * parsed. What it reads is exactly what `read` would.
   */
  again(event: Buffer): 'content' | 'quiet' | undefined;
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

/** What is known about an upstream and the attempt that is sent to it. */
export interface Recipient {
  /** The model's name there. */
  readonly upstreamId: string;
  readonly wire: WireFacts;
  /** Held members that the policy passes on. */
  readonly pass: readonly string[];
  /** Tokens to write as the output limit; undefined: as the caller wrote. */
  readonly outputLimit?: number | undefined;
  /** Requests a stream, whatever the body contains. */
  readonly stream: boolean;
}

export interface WrittenRequest {
  readonly json: Json;
  /** Where only the string in the member `model` differs: that string. `json` is then the body as it was. */
  readonly model?: string;
  /** How it differs from what the caller sent, in words that quote no value except token counts. */
  readonly changes: readonly string[];
}

export interface ProviderDialect {
  /** Joined to the provider's address, `/chat/completions`. */
  readonly path: string;
  /** The body as one upstream accepts it. */
  writeRequest(body: Json, to: Recipient, rewrites: Rewrites): WrittenRequest;
  /** Of several members with this name, only the last may be sent. */
  isDecisive(member: string): boolean;
  readStream(request: Json, keepText?: boolean): StreamReader;
  /** An unstreamed body with a success status, as the answer to `request`. */
  readAnswer(body: Buffer, request: Json): AnswerSign;
  /** A body with an error status. */
  readFault(status: number, body: Buffer): Fault;
  /** Whether a header of an answer reaches the caller in addition to those of every dialect. */
  passesBack?(name: string, value: string): boolean;
}

/** What is wrong with a request, and the member that it is about. */
export interface RequestFault {
  readonly message: string;
  readonly param: string;
}

/** Why a request is not answered. */
export interface CallerError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  /** The provider's own words about the request, cleaned. */
  readonly said?: string;
}

/** Where callers have the tokens of a request counted. */
export interface Counting {
  /** Under `/v1`. */
  readonly path: string;
  /** Such a body holds less than a request. */
  requestFault(body: Json): RequestFault | undefined;
  answerBody(tokens: number): object;
}

export interface CallerDialect {
  /** As policies name it. */
  readonly endpoint: Endpoint;
  /** Under `/v1`. */
  readonly path: string;
  /** With which clients send the same requests; it means nothing here. */
  readonly usualQuery?: string;
  /** In which its clients look for the id of an answer. */
  readonly idHeader: string;
  /** Undefined when nothing is wrong. */
  requestFault(body: Json): RequestFault | undefined;
  /** Reads a body that `requestFault` has passed. */
  readRequest(body: Json): RequestView;
  /** The end user named in the body; whether the caller may name one is not known here. */
  statedUser(body: Json): string | undefined;
  /** The session that the request says it belongs to. */
  sessionOf?(body: Json, headers: RequestHeaders): string | undefined;
  /** Tokens of one message, as the facts count. */
  countMessage(message: Json): number;
  /** Tokens of the system prompt, where it is not one of the messages. */
  readonly countSystem: ((body: Json) => number) | undefined;
  /** Input tokens after trimming to `tokens`; `whole` before it. `cuts`: where a decision changes. */
  trimmedInput(body: Json, whole: number, tokens: number, cuts: readonly number[]): number;
  /** The body of an error answer. */
  errorBody(error: CallerError): object;
  readonly counting?: Counting;
  /** Whether a header of the request is passed on in addition to those of every dialect. */
  forwards?(name: string): boolean;
  /** Events have names, and go to the caller with them. */
  readonly namedEvents?: true;
  /** Whether the caller asked for the usage of its stream in an event of its own. */
  asksForUsage(body: Json): boolean;
  /** A body that `readAnswer` found whole, as the events of a stream. */
  asStream(body: Buffer): Buffer;
  /** The usage event with llmr's own member in it. */
  withMember(event: string, member: Json): Buffer;
  /** A content event with other text in it. */
  withText(event: string, text: string): Buffer;
  /** The unstreamed body with llmr's own member in it. */
  bodyWithMember(body: Buffer, member: Json): Buffer;
  /** What a caller reads when a stream breaks after it has begun. */
  brokenEvent(message: string): Buffer;
  readonly doneEvent: Buffer;
}

export interface Dialect extends CallerDialect, ProviderDialect {}
