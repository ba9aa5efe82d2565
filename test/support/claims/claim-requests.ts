/**
 * Requests over HTTP from facts: messages padded to a number of tokens, headers as bytes, users found for their shares,
 * the clock moved. What cannot be sent is said, and nothing is decided here.
 */

import { viewChat } from '../../../src/gateway/dialects/openai-chat/view-chat.ts';
import { countExactly } from '../../../src/gateway/facts/exact-tokens.ts';
import { shareOf } from '../../../src/language/planning/share.ts';
import { readClock } from '../../../src/language/vocabulary/read-clock.ts';
import type { ClaimedPolicy, SentRequest } from './claim-policies.ts';

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface HttpRequest {
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly sent: SentRequest;
}

/** Why no HTTP request has these facts. */
export interface Unsendable {
  readonly because: string;
}

const NOON = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
/** One pixel; what is inside does not matter to anything here. */
const IMAGE = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };

export function requestOf(policy: ClaimedPolicy, facts: Facts): HttpRequest | Unsendable {
  const text = (id: string): string | null => (typeof facts[id] === 'string' ? (facts[id] as string) : null);
  const number = (id: string, otherwise: number): number => quantity(facts[id]) ?? otherwise;
  const has = (feature: string): boolean => facts[`request has ${feature}`] === true;
  const at = instantOf(facts);
  if (at === undefined) return { because: 'no instant has these clocks' };
  const user = userOf(policy, facts);
  const team = teamOf(policy, facts);
  if (user === undefined || team === undefined) return { because: 'no key has these shares' };
  const header = text('header "x-c"');
  if (header !== null && (header !== header.trim() || header === '' || /\p{C}/u.test(header)))
    return { because: 'no header has this value' };
  const images = Math.max(number('images', 0), has('images') ? 1 : 0);
  const messages = number('messages', 1);
  if (messages < 1) return { because: 'no messages' };
  const plan = text('metadata "plan"');
  const output = number('output tokens', 0);
  // Of several messages the first has the length and the images, unless it is to be the last: that one trimming keeps.
  const padFirst = messages > 1 && facts['long last message'] !== true;
  const said = text('text') ?? 'hello';
  const bodyOf = (words: string): object => ({
    model: policy.name,
    messages: Array.from({ length: messages }, (_, index) => ({
      role: 'user',
      content:
        index < messages - 1
          ? padFirst && index === 0
            ? withImages(words, images)
            : 'x'
          : withImages(padFirst ? said : words, padFirst ? 0 : images),
    })),
    ...(output > 0 ? { max_tokens: output } : {}),
    ...(has('tools') ? { tools: [{ type: 'function', function: { name: 'f' } }] } : {}),
    ...(has('json') ? { response_format: { type: 'json_object' } } : {}),
    ...(has('audio') ? { modalities: ['text', 'audio'] } : {}),
    ...(has('streaming') ? { stream: true } : {}),
    ...(plan === null ? {} : { metadata: { plan } }),
  });
  const words = padFirst ? 'x' : said;
  const tokens = number('tokens', 0);
  const padded = tokens === 0 ? words : padding(words, tokens, bodyOf);
  if (padded === undefined) return { because: 'more tokens come with it' };
  const body = bodyOf(padded);
  const tier = text('tier');
  return {
    body,
    at,
    headers: {
      ...given('llmr-tier', tier),
      ...given('llmr-team', team),
      ...given('llmr-user', user),
      ...given('x-c', header === null ? null : Buffer.from(header, 'utf8').toString('latin1')),
      ...(facts['predicate vip holds'] === true ? { 'x-vip': 'yes' } : {}),
    },
    sent: {
      tokens: countOf(body),
      outputTokens: output,
      messages,
      images,
      tools: has('tools'),
      json: has('json'),
      audio: has('audio'),
      streaming: has('streaming'),
      text: padFirst ? said : padded,
      tier,
      team,
      header,
      plan,
    },
  };
}

function withImages(words: string, images: number): unknown {
  return images === 0
    ? words
    : [{ type: 'text', text: words }, ...Array.from({ length: images }, () => IMAGE)];
}

function given(name: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [name]: value };
}

function quantity(value: Facts[string] | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const read = typeof value === 'string' ? Number.parseFloat(value) : Number.NaN;
  return Number.isNaN(read)
    ? undefined
    : typeof value === 'string' && value.endsWith('k')
      ? read * 1_000
      : read;
}

/** As the service counts, to the token. */
function countOf(body: object): number {
  const { texts, extraTokens } = viewChat(body as never);
  return texts.reduce((sum, part) => sum + countExactly(part, part.length), extraTokens);
}

/** The text, made longer until the whole has so many tokens. */
function padding(words: string, tokens: number, bodyOf: (words: string) => object): string | undefined {
  const without = countOf(bodyOf(words));
  if (without > tokens) return undefined;
  let text = words + ' a'.repeat(tokens - without);
  for (let tries = 0; tries < 8; tries += 1) {
    const much = countOf(bodyOf(text)) - tokens;
    if (much === 0) return text;
    text = much < 0 ? text + ' b'.repeat(-much) : text.slice(0, -2 * much);
  }
  return undefined;
}

/** Undefined: there is none. */
function userOf(policy: ClaimedPolicy, facts: Facts): string | null | undefined {
  return keyOf(
    policy,
    facts,
    'user',
    Array.from({ length: 3_000 }, (_, at) => `user-${at}`),
  );
}

function teamOf(policy: ClaimedPolicy, facts: Facts): string | null | undefined {
  const named = facts['team'];
  return keyOf(
    policy,
    facts,
    'team',
    typeof named === 'string' ? [named] : Array.from({ length: 3_000 }, (_, at) => `team-${at}`),
  );
}

function keyOf(
  policy: ClaimedPolicy,
  facts: Facts,
  kind: 'user' | 'team',
  names: readonly string[],
): string | null | undefined {
  const shares = Object.entries(facts).flatMap(([id, value]) => {
    const salt = new RegExp(`^${kind} share "(.*)"$`).exec(id)?.[1];
    return salt === undefined ? [] : [{ salt, share: quantity(value) ?? null }];
  });
  if (shares.some(({ share }) => share === null) || facts[kind] === null) return null;
  const named = facts[kind];
  if (shares.length === 0) return typeof named === 'string' ? named : null;
  const from = typeof named === 'string' ? [named, ...names] : names;
  // The same side of every share that the policy speaks of: then no condition tells the two apart.
  return from.find((name) =>
    shares.every(({ salt, share }) => {
      const own = shareOf(name, salt);
      return policy.shares.every((edge) => own < edge === (share as number) < edge);
    }),
  );
}

/** A moment at which every clock that is named shows what it should; undefined: there is none in these weeks. */
function instantOf(facts: Facts): number | undefined {
  const clocks = Object.entries(facts).flatMap(([id, value]) => {
    const found = /^(time|day)(?: in "(.+)")?$/.exec(id);
    return found === null ? [] : [{ fact: found[1] as 'time' | 'day', zone: found[2] ?? 'UTC', value }];
  });
  if (clocks.length === 0) return NOON;
  for (const minute of [...Array(7 * 1440).keys()]) {
    const at = NOON + minute * MINUTE;
    const shows = clocks.every(({ fact, zone, value }) => {
      const clock = readClock(at, zone);
      return fact === 'day' ? clock.day === value : wordsOf(Math.floor(clock.time)) === value;
    });
    if (shows) return at;
  }
  return undefined;
}

function wordsOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
