/**
 * The session that an agent says its request belongs to, which outlives changes of its prompt: from its header, or
 * from `metadata.user_id`. Agents within a session are conversations of their own. Must not know: what it is used for.
 */
import { isObject, type Json } from '../../../language/planning/chat-members.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Undefined where the request names none. */
export function sessionOf({ metadata }: Json, headers: Headers): string | undefined {
  const said = headers['x-claude-code-session-id'] ?? inUserId(isObject(metadata) ? metadata['user_id'] : '');
  if (said === undefined || said === '') return undefined;
  return JSON.stringify([said, headers['x-claude-code-agent-id'] ?? null]);
}

function inUserId(user: unknown): string | undefined {
  if (typeof user !== 'string' || !user.startsWith('{')) return undefined;
  try {
    const json: unknown = JSON.parse(user);
    const session = isObject(json) ? json['session_id'] : undefined;
    return typeof session === 'string' ? session : undefined;
  } catch {
    return undefined;
  }
}
