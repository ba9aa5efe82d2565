/** The wire formats that callers may use, and where each is served. A new format is one more line. Knows no policy. */
import type { IncomingHttpHeaders } from 'node:http';
import { anthropicMessages } from './anthropic-messages/anthropic-messages.ts';
import type { CallerDialect } from './dialect.ts';
import { openAiChat } from './openai-chat/openai-chat.ts';

export const CALLER_DIALECTS: readonly CallerDialect[] = [openAiChat, anthropicMessages];

/** The path under which a dialect, or what it counts, is served. */
export function servedAt({ path }: Pick<CallerDialect, 'path'>): string {
  return `/v1${path}`;
}

/**
 * The dialect of a request, also of one on a path without a dialect: clients that list models and send this header
 * read Messages. @param target of a request line, so it may be anything
 */
export function dialectOf(target: string, headers: IncomingHttpHeaders): CallerDialect {
  const path = target.split('?', 1)[0]?.replace(/\/{2,}/g, '/') ?? '';
  const served = CALLER_DIALECTS.find(
    (each) => path === servedAt(each) || path.startsWith(`${servedAt(each)}/`),
  );
  const usual = headers['anthropic-version'] === undefined ? openAiChat : anthropicMessages;
  return served ?? usual;
}
