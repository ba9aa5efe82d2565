/**
 * What a request body of the OpenAI chat dialect is made of, as far as transforms look at it. Knows no transform.
 */

export type Json = Readonly<Record<string, unknown>>;

/** Tokens of one message, as the facts count them. */
export type CountMessage = (message: Json) => number;

export function messagesOf(body: Json): readonly Json[] {
  return objectsIn(body['messages']);
}

/** The parts of a message's content, where it is a list. */
export function partsOf(content: unknown): readonly Json[] {
  return objectsIn(content);
}

export function isSystem(message: Json): boolean {
  return message['role'] === 'system' || message['role'] === 'developer';
}

function objectsIn(list: unknown): readonly Json[] {
  return Array.isArray(list)
    ? list.filter((each): each is Json => typeof each === 'object' && each !== null)
    : [];
}
