/**
 * The one reader of a chat completions request: what it requests and everything a provider would count as input, in
 * any server's spelling. Members that are not known by name count by their bytes. Knows no policy.
 */

import { isCallMember, messagesOf, speaksOfTools } from '../../../language/planning/chat-body.ts';
import {
  AUDIO_MEMBERS,
  choicesOf,
  definesTools,
  IMAGE_MEMBERS,
  isFilled,
  isInput,
  isObject,
  type Json,
  outputLimitOf,
  thinkingOf,
} from '../../../language/planning/chat-members.ts';
import { kindOfDataUrl, type MediaKind, partKind, typedKind } from '../../../language/planning/chat-parts.ts';
import { foldName } from '../../../language/vocabulary/fold-name.ts';
import { TOKENS_A_MESSAGE } from '../../../language/vocabulary/input-tokens.ts';
import type { RequestView } from '../../facts/request-view.ts';
import { asksForJson } from './asks-for-json.ts';
import { mediaTokens } from './media-tokens.ts';

/** Reads a body that `requestFault` has passed. */
export function readRequest(body: Json): RequestView {
  const messages = messagesOf(body);
  const input = new Input();
  const userTexts: string[] = [];
  for (const message of messages) {
    const said = input.message(message);
    if (message['role'] === 'user') userTexts.push(said);
  }
  for (const [name, value] of Object.entries(body)) {
    if (name !== 'messages' && isInput(name)) input.member(name, value, 0);
  }
  const outputTokens = outputLimitOf(body);
  return {
    endpoint: 'chat',
    model: body['model'] as string,
    stream: body['stream'] === true,
    ...(outputTokens === undefined ? {} : { outputTokens }),
    choices: choicesOf(body),
    predictedTokens: predictedIn(body),
    thinkingTokens: thinkingOf(body),
    messageCount: messages.length,
    imageCount: input.images,
    tools: definesTools(body) || messages.some(speaksOfTools),
    json: asksForJson(body),
    audio: input.audio || asksForAudio(body),
    lastUserText: userTexts.at(-1) ?? '',
    earlierUserTexts: userTexts.slice(0, -1).filter((text) => text !== ''),
    texts: input.texts,
    extraTokens: input.extraTokens,
    metadata: metadataOf(body['metadata']),
  };
}

/** Counted as the facts are: text, media, and the framing around them. */
export function messageInput(message: Json): Pick<RequestView, 'texts' | 'extraTokens'> {
  const input = new Input();
  input.message(message);
  return input;
}

/** Members of messages and parts that carry nothing to read. */
const FRAMING: ReadonlySet<string> = new Set(['role', 'type', 'cachecontrol']);
/** Parts in parts: a tool result with pictures in it. Anything deeper counts by its bytes. */
const LEVELS = 6;
/** Whether an unknown value may hold media; otherwise its bytes are text and nothing has to be searched. */
const MAY_HOLD_MEDIA = /"data:[a-z]|image|audio|video|media|mime|inline/i;

class Input {
  readonly texts: string[] = [];
  extraTokens = 0;
  images = 0;
  audio = false;

  /** Returns the text parts, which hold the user's own words. */
  message(message: Json): string {
    this.extraTokens += TOKENS_A_MESSAGE;
    let said = '';
    for (const [name, value] of Object.entries(message)) {
      if (name === 'content') said = this.#content(value, LEVELS);
      else if (!FRAMING.has(foldName(name))) this.member(name, value, LEVELS);
    }
    return said;
  }

  /**
   * A member that is read as a whole. `levels`: how deep media may be nested in it; a tool's schema only mentions
   * them.
   */
  member(name: string, value: unknown, levels: number): void {
    if (value === null || value === undefined) return;
    const folded = foldName(name);
    if (IMAGE_MEMBERS.has(folded) && Array.isArray(value)) {
      for (const image of value) this.#media('image', isObject(image) ? image : {});
    } else if (folded === 'audio') this.#media('audio', isObject(value) ? value : {});
    else if (typeof value !== 'object') this.#scalar(name, value);
    else if (isFilled(value)) this.#unknown(value, isCallMember(name) ? 0 : levels);
  }

  #content(content: unknown, levels: number): string {
    if (typeof content === 'string') {
      this.texts.push(content);
      return content;
    }
    if (isObject(content)) return this.#part(content, levels) ?? '';
    if (!Array.isArray(content)) return '';
    const said: string[] = [];
    for (const part of content) {
      if (typeof part === 'string') {
        this.texts.push(part);
        said.push(part);
      } else if (isObject(part)) {
        const text = this.#part(part, levels);
        if (text !== undefined) said.push(text);
      } else this.#unknown(part, levels);
    }
    return said.join('\n');
  }

  #part(part: Json, levels: number): string | undefined {
    const kind = partKind(part);
    const { text } = part;
    const said = typeof text === 'string' ? text : undefined;
    switch (kind) {
      case 'image':
      case 'audio':
      case 'video':
      case 'file':
        this.#media(kind, part);
        if (said !== undefined) this.texts.push(said);
        return said;
      case 'other':
        this.#unknown(part, levels);
        return said;
      default:
        this.#membersOf(part, levels);
        return said;
    }
  }

  #membersOf(part: Json, levels: number): void {
    for (const [name, value] of Object.entries(part)) {
      if (name === 'content' && levels > 1) this.#content(value, levels - 1);
      else if (typeof value === 'string' && !FRAMING.has(foldName(name))) this.texts.push(value);
      else if (!FRAMING.has(foldName(name)) && isFilled(value)) this.#unknown(value, 0);
    }
  }

  #media(kind: MediaKind, part: Json): void {
    if (kind === 'image') this.images += 1;
    if (kind === 'audio') this.audio = true;
    this.extraTokens += mediaTokens(kind, part);
  }

  #scalar(name: string, value: unknown): void {
    const kind = typeof value === 'string' ? kindOfDataUrl(value) : undefined;
    if (kind !== undefined) this.#media(kind, { value });
    else this.texts.push(typeof value === 'string' ? value : `${name}: ${String(value)}`);
  }

  /** Counted by its bytes, except for media in it. */
  #unknown(value: unknown, levels: number): void {
    const text = JSON.stringify(value);
    if (levels <= 0 || typeof value !== 'object' || !MAY_HOLD_MEDIA.test(text)) {
      this.texts.push(text);
      return;
    }
    const inner = Array.isArray(value)
      ? value.map((each) => ['', each] as const)
      : Object.entries(value ?? {});
    for (const [name, each] of inner) {
      const kind = isObject(each) ? typedKind(each) : undefined;
      if (isObject(each) && kind !== undefined && MEDIA_KINDS.has(kind)) this.#part(each, levels - 1);
      else if (typeof each === 'object' && each !== null) {
        if (name !== '') this.texts.push(name);
        this.#unknown(each, levels - 1);
      } else this.#scalar(name, each);
    }
  }
}

/** For predicted output, which is mostly code: on the safe side. */
const CHARACTERS_A_TOKEN = 3;
const MEDIA_KINDS: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'file']);

function asksForAudio(body: Json): boolean {
  return Object.entries(body).some(([name, value]) => {
    if (!AUDIO_MEMBERS.has(foldName(name))) return false;
    return Array.isArray(value) ? value.includes('audio') : isFilled(value);
  });
}

/** The end user named in the body; whether the caller may name one is not known here. */
export function statedUser(body: Json): string | undefined {
  const { user } = body;
  return typeof user === 'string' ? user : undefined;
}

/** `prediction`: rejected parts of it are billed as output. */
function predictedIn(body: Json): number {
  if (!isFilled(body['prediction'])) return 0;
  const input = new Input();
  input.member('prediction', body['prediction'], 0);
  const characters = input.texts.reduce((sum, text) => sum + text.length, 0);
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}

function metadataOf(value: unknown): Record<string, string> {
  const metadata: Record<string, string> = Object.create(null) as Record<string, string>;
  if (typeof value !== 'object' || value === null) return metadata;
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean') {
      metadata[name] = String(entry);
    }
  }
  return metadata;
}
