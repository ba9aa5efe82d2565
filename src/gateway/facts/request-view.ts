/**
 * The view of a request that facts are read from, the same for every dialect, so that a policy decides the same for
 * all of them. Knows no policy and no caller.
 */

import type { Feature } from '../../language/vocabulary/facts.ts';

export const ENDPOINTS = ['chat', 'messages', 'responses', 'embeddings'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface RequestView {
  readonly endpoint: Endpoint;
  /** The client's model name. */
  readonly model: string;
  readonly stream: boolean;
  /**
   * Requested output tokens: the largest of the request's limits; infinite where the request sets no limit
   * explicitly.
   */
  readonly outputTokens?: number;
  /** Number of requested choices. */
  readonly choices: number;
  /** Tokens of a predicted output. */
  readonly predictedTokens: number;
  /** Tokens of reasoning that each choice may use in addition to its output limit. */
  readonly thinkingTokens: number;
  readonly messageCount: number;
  readonly imageCount: number;
  readonly tools: boolean;
  readonly json: boolean;
  readonly audio: boolean;
  /** Text of the last user message; empty when there is none. */
  readonly lastUserText: string;
  /** Texts of the user's messages before the last one, oldest first, without empty ones. */
  readonly earlierUserTexts: readonly string[];
  /** Everything that counts as input text: messages, tools, schemas, and unknown members. */
  readonly texts: readonly string[];
  /** Input tokens that are not text: framing of messages, images, audio. */
  readonly extraTokens: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What `request has …` reads. */
export const HAS_FEATURE = {
  tools: ({ tools }) => tools,
  images: ({ imageCount }) => imageCount > 0,
  audio: ({ audio }) => audio,
  json: ({ json }) => json,
  streaming: ({ stream }) => stream,
} as const satisfies Record<Feature, (view: RequestView) => boolean>;
