/**
 * Reads a streamed chat completion, event by event: what is content, whether the model has finished, its usage.
 * Tolerant of what compatible servers leave out or add, but strict, so that a truncated answer never passes for a
 * whole one. Knows no HTTP and no policy.
 */
import type { EventKind, StreamReader } from '../dialect.ts';
import { readFinish, setsLimit } from '../finish-words.ts';
import { errorIn, errorOfChoice } from '../in-band-error.ts';
import { isRecord } from '../is-record.ts';
import { parseJson } from '../parse-json.ts';
import { faultInBand } from '../read-fault.ts';
import { mergeUsage, usageIn } from '../read-usage.ts';
import { StreamProgress } from '../stream-progress.ts';
import { weightOf } from '../weight-of.ts';
import { charactersOf } from './count-characters.ts';
import { EventShapes } from './event-shapes.ts';
import { holdsAnswer } from './holds-answer.ts';
import { OpenParts } from './open-parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** Members of a delta that may hold all of its text. */
const TEXTS = ['content', 'reasoning_content', 'reasoning', 'thinking'];
/** What a stream cannot be continued in the middle of. */
const TOOL_CALLS = ['tool_calls', 'function_call'];
const NOT_TEXT = [...TOOL_CALLS, 'refusal', 'audio', 'images'];
/** Not generated token by token: an image of a megabyte is not an endless answer. */
const NOT_SPOKEN = ['audio', 'images'];
const MOST_SPOKEN_AT_ONCE = 8_192;

/** An unreadable event that contains one of these has lost a piece of the answer. */
const HOLDS_CONTENT = /["'](?:content|arguments|reasoning\w*|text|refusal)["']\s*:/;

export class ChatStreamReader extends StreamProgress implements StreamReader {
  accounted = false;
  readonly #asked: number;
  readonly #limits: boolean;
  readonly #seen = new Set<number>();
  readonly #finished = new Set<number>();
  readonly #parts: OpenParts;
  readonly #shapes = new EventShapes();
  /** A finish was followed by more content: this server's finishes are not the end. */
  #revoked = false;
  /** The model was stopped in the middle of its output. */
  #atLimit = false;

  constructor(request: Json, keepText: boolean) {
    super(keepText);
    const choices = request['n'];
    this.#asked = typeof choices === 'number' && choices > 1 ? choices : 1;
    this.#limits = setsLimit(request);
    this.#parts = new OpenParts(request['response_format']);
  }

  get finished(): boolean {
    return this.#finished.size > 0 && this.#finished.size >= this.#seen.size;
  }

  get finishedAll(): boolean {
    // A server that reports a finish with every event has not finished while arguments are incomplete.
    return this.finished && this.#finished.size >= this.#asked && (this.#atLimit || !this.#parts.halfway);
  }

  get sure(): boolean {
    return !this.#revoked && this.finishedAll;
  }

  get open(): string | undefined {
    return this.#parts.open;
  }

  again(event: Buffer): 'content' | 'quiet' | undefined {
    // Requested JSON is followed character by character.
    if (!this.content || this.#parts.wantsJson) return undefined;
    const found = this.#shapes.find(event);
    if (found === undefined) return undefined;
    const { place, text } = found;
    const isContent = place.name === 'content';
    this.delta = this.keepText && isContent ? text : '';
    if (this.keepText && isContent) this.text += text;
    const kind = this.#take(place.index, weightOf(text), /\S/.test(text), true);
    return kind === 'quiet' ? kind : 'content';
  }

  read(data: string, name: string, event?: Buffer): EventKind {
    this.delta = '';
    if (data === '[DONE]' || data.trim() === '[DONE]') return 'done';
    if (data.trim() === '') return 'quiet';
    let json = parseJson(data);
    if (Array.isArray(json)) json = errorIn(json);
    if (!isRecord(json)) return this.unreadable(data, name, HOLDS_CONTENT.test(data));
    const error =
      name === 'error' || json['choices'] === undefined || json['error'] != null ? errorIn(json) : undefined;
    if (error !== undefined || name === 'error')
      return this.failed(faultInBand(error) ?? faultInBand({ error: json }));
    const usage = usageIn(json);
    if (usage !== undefined) this.usage = mergeUsage(this.usage, usage);
    const choices = json['choices'];
    if (!Array.isArray(choices) || choices.length === 0) {
      // An event whose usage is not credible is still the usage event: it is passed only to callers that requested
      // it.
      if (!isRecord(json['usage'])) return 'quiet';
      this.accounted = this.content;
      return 'usage';
    }
    const kind = this.#readChoices(choices);
    if (event !== undefined && kind === 'content' && usage === undefined) this.#learn(event, choices);
    return kind;
  }

  /** Later events that differ from this one only in their text need not be parsed. */
  #learn(event: Buffer, [choice, ...others]: readonly unknown[]): void {
    if (!isRecord(choice) || others.length > 0 || readFinish(choice).kind !== 'none') return;
    const { delta } = choice;
    if (!isRecord(delta) || !isSpoken(delta)) return;
    const name = TEXTS.find((each) => typeof delta[each] === 'string' && delta[each] !== '');
    if (name === undefined) return;
    const rest = { ...delta, [name]: '' };
    if (holdsAnswer(rest) || charactersOf(rest) > 0) return;
    this.#shapes.learn(event, { name, index: indexOf(choice) });
  }

  #readChoices(choices: readonly unknown[]): ChoiceKind | 'fault' {
    let kind: ChoiceKind = 'quiet';
    for (const choice of choices) {
      if (!isRecord(choice)) continue;
      const read = this.#readChoice(choice);
      if (read === 'fault') return read;
      if (RANK[read] > RANK[kind]) kind = read;
    }
    return kind;
  }

  #readChoice(choice: Json): ChoiceKind | 'fault' {
    const finish = readFinish(choice);
    const failure = errorOfChoice(choice);
    if (failure !== undefined) return this.failed(faultInBand(failure));
    if (finish.kind === 'failed') {
      return this.failed({ class: finish.class, message: finish.message });
    }
    const index = indexOf(choice);
    this.#seen.add(index);
    const kind = this.#readPart(partOf(choice), index);
    if (finish.kind === 'none') return kind;
    this.#finished.add(index);
    this.#atLimit ||= finish.kind === 'filtered' || (finish.kind === 'ended' && finish.atLimit);
    if (!this.content) {
      this.filtered = finish.kind === 'filtered';
      this.limited = this.#limits && finish.kind === 'ended' && finish.atLimit;
    }
    return kind === 'content' ? kind : 'finish';
  }

  #readPart(part: Json | undefined, index: number): ChoiceKind {
    if (part === undefined) return 'quiet';
    const characters = charactersOf(part);
    if (this.keepText) this.#keep(part);
    this.#parts.add(part, index);
    return this.#take(index, characters, holdsAnswer(part), isSpoken(part));
  }

  /** Output of one choice: `holds` more than white space. */
  #take(index: number, characters: number, holds: boolean, spoken: boolean): 'content' | 'blank' | 'quiet' {
    this.characters += characters;
    if (!holds && characters === 0) return 'quiet';
    if (spoken) this.spoken += Math.min(characters, MOST_SPOKEN_AT_ONCE);
    if (!holds) return this.content ? 'content' : 'blank';
    this.content = true;
    this.accounted = false;
    this.filtered = false;
    // A finish that is followed by content was not a finish.
    if (this.#finished.delete(index)) this.#revoked = true;
    return 'content';
  }

  #keep(part: Json): void {
    const { content } = part;
    if (typeof content === 'string') {
      this.delta += content;
      this.text += content;
    }
    if (TOOL_CALLS.some((name) => part[name] != null)) this.callsTools = true;
    if (NOT_TEXT.some((name) => part[name] != null) || Array.isArray(content)) this.onlyText = false;
  }
}

type ChoiceKind = 'content' | 'blank' | 'finish' | 'quiet';
const RANK: Readonly<Record<ChoiceKind, number>> = { quiet: 0, blank: 1, finish: 2, content: 3 };

function isSpoken(part: Json): boolean {
  return !NOT_SPOKEN.some((name) => part[name] != null);
}

function indexOf(choice: Json): number {
  return Number(choice['index'] ?? 0) || 0;
}

/**
 * Some servers write whole messages where a delta belongs. The `text` of legacy completions is not part of a chat: no
 * client shows it, so a stream with nothing else is empty.
 */
function partOf(choice: Json): Json | undefined {
  if (isRecord(choice['delta'])) return choice['delta'];
  return isRecord(choice['message']) ? choice['message'] : undefined;
}
