/**
 * What facts are read from: one view of a request, the same for every dialect, so that one policy decides alike for
 * all of them. Knows no policy, and no caller.
 */

import type { Feature } from '../../language/vocabulary/facts.ts';

export const ENDPOINTS = ['chat', 'messages', 'responses', 'embeddings'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface RequestView {
  readonly endpoint: Endpoint;
  /** The client's model name. */
  readonly model: string;
  readonly stream: boolean;
  /** Output tokens asked for, at the most that any of the request's limits allows; infinite where it says so. */
  readonly outputTokens?: number;
  /** Answers asked for at once. */
  readonly choices: number;
  /** Tokens of a predicted output. */
  readonly predictedTokens: number;
  /** Of reasoning that each choice may have beside its output limit. */
  readonly thinkingTokens: number;
  readonly messageCount: number;
  readonly imageCount: number;
  readonly tools: boolean;
  readonly json: boolean;
  readonly audio: boolean;
  /** Text of the last user message; empty when there is none. */
  readonly lastUserText: string;
  /** Texts of the user's messages before the last one, oldest first; empty ones left out. */
  readonly earlierUserTexts: readonly string[];
  /** Everything that counts as input text: messages, tools, schemas, and what is not known by name. */
  readonly texts: readonly string[];
  /** Input tokens that are not text: framing of messages, images, audio. */
  readonly extraTokens: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What `request has …` says of a request. */
export const HAS_FEATURE = {
  tools: ({ tools }) => tools,
  images: ({ imageCount }) => imageCount > 0,
  audio: ({ audio }) => audio,
  json: ({ json }) => json,
  streaming: ({ stream }) => stream,
} as const satisfies Record<Feature, (view: RequestView) => boolean>;
