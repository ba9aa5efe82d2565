/**
 * Recognizes requests of one conversation: the same caller and policy, and the same beginning. Clients send no id,
 * but every turn repeats the turns before it; so the messages before the first answer identify a conversation from
 * its first request on, and the first answer distinguishes conversations that began with the same words. Knows
 * message lists of any dialect by their roles only; keeps hashes, never texts.
 */
import { hash } from 'node:crypto';
import { bringsToolAnswer, isModelsTurn, type Json } from '../../language/planning/chat-body.ts';

export interface Conversation {
  /** Identifies it from the first request on. */
  readonly beginning: string;
  /** Once there is a first answer: identifies it uniquely. Undefined in a conversation's first request. */
  readonly whole?: string | undefined;
  /** The request contains a tool result. */
  readonly toolLoop: boolean;
}

/**
 * Undefined where the body holds no list of messages. `scope` separates callers and policies. `session`: what the
 * request itself says it belongs to, which the beginning of a conversation may change within.
 */
export function conversationOf(
  body: Json,
  scope: readonly (string | null)[],
  session?: string,
): Conversation | undefined {
  const messages = listOf(body['messages']) ?? listOf(body['input']);
  return messages && new ConversationOfBody(body, messages, scope, session);
}

/** Hashes when it is asked: most requests need one hash or none. */
class ConversationOfBody implements Conversation {
  readonly #body: Json;
  readonly #messages: readonly Json[];
  readonly #scope: readonly (string | null)[];
  readonly #session: string | undefined;
  /** Of the first answer; -1 without one. */
  readonly #first: number;
  #beginning: string | undefined;
  #whole: string | undefined;

  constructor(
    body: Json,
    messages: readonly Json[],
    scope: readonly (string | null)[],
    session: string | undefined,
  ) {
    this.#body = body;
    this.#messages = messages;
    this.#scope = scope;
    this.#session = session;
    this.#first = messages.findIndex(isModelsTurn);
  }

  get beginning(): string {
    // Small jobs of an agent ask for another model, and are conversations of their own.
    this.#beginning ??=
      this.#session === undefined
        ? this.#hashed()
        : digest([this.#scope, 'session', this.#session, this.#body['model'] ?? null]);
    return this.#beginning;
  }

  get whole(): string | undefined {
    if (this.#first < 0) return undefined;
    if (this.#session !== undefined) return this.beginning;
    this.#whole ??= digest([this.beginning, this.#messages[this.#first]]);
    return this.#whole;
  }

  get toolLoop(): boolean {
    const last = this.#messages.at(-1);
    return last !== undefined && bringsToolAnswer(last);
  }

  #hashed(): string {
    return digest([
      this.#scope,
      this.#body['system'] ?? this.#body['instructions'] ?? null,
      this.#first < 0 ? this.#messages : this.#messages.slice(0, this.#first),
    ]);
  }
}

function listOf(value: unknown): readonly Json[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null)
    ? (value as readonly Json[])
    : undefined;
}

function digest(value: unknown): string {
  const text = lengthOf(value) > LONG ? JSON.stringify(value, shortened()) : JSON.stringify(value);
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** Characters from which on only a text's length and its ends are hashed: hashing megabytes takes too long. */
const LONG = 262_144;
const END = 4_096;

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let length = 1;
  for (const each of Object.values(value)) length += lengthOf(each);
  return length;
}

/** The first texts in full, up to a size; of the others length and ends. */
function shortened(): (name: string, value: unknown) => unknown {
  let left = LONG;
  return (_, value) => {
    if (typeof value !== 'string') return value;
    left -= value.length;
    return left >= 0 || value.length <= 2 * END
      ? value
      : [value.length, value.slice(0, END), value.slice(-END)];
  };
}
