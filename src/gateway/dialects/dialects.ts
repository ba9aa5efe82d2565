/** The wire formats that callers may use, and where each is served. A new format is one more line. Knows no HTTP. */
import type { CallerDialect } from './dialect.ts';
import { openAiChat } from './openai-chat/openai-chat.ts';

export const CALLER_DIALECTS: readonly CallerDialect[] = [openAiChat];

/** Of errors on paths that belong to no dialect. */
export const DEFAULT_DIALECT: CallerDialect = openAiChat;

/** The path under which a dialect is served. */
export function servedAt({ path }: CallerDialect): string {
  return `/v1${path}`;
}

/** Undefined where no dialect is served there. @param target of a request line, so it may be anything */
export function dialectAt(target: string): CallerDialect | undefined {
  const path = target.split('?', 1)[0]?.replace(/\/{2,}/g, '/') ?? '';
  return CALLER_DIALECTS.find((each) => path === servedAt(each) || path.startsWith(`${servedAt(each)}/`));
}
