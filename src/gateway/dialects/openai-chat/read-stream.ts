/**
 * Reads a streamed chat completion, event by event: what is content, whether the model has finished, what it used.
 * Tolerant of what compatible servers leave out. Knows no HTTP and no policy.
 */
import type { EventKind, Fault, ReportedUsage, StreamReader } from '../dialect.ts';
import { isRecord } from '../is-record.ts';
import { charactersOf } from './count-characters.ts';
import { faultInBand } from './read-fault.ts';
import { mergeUsage, usageIn } from './read-usage.ts';

/** What a stream cannot be gone on with in the middle of. */
const TOOL_CALLS = ['tool_calls', 'function_call'];
const NOT_TEXT = [...TOOL_CALLS, 'refusal', 'audio'];

export class ChatStreamReader implements StreamReader {
  usage: ReportedUsage | undefined;
  fault: Fault | undefined;
  characters = 0;
  filtered = false;
  delta = '';
  text = '';
  onlyText = true;
  callsTools = false;
  readonly #keepText: boolean;
  readonly #choices: number;
  readonly #finishedChoices = new Set<number>();
  #content = false;

  constructor(choices: unknown, keepText: boolean) {
    this.#keepText = keepText;
    this.#choices = typeof choices === 'number' && choices > 1 ? choices : 1;
  }

  get finished(): boolean {
    return this.#finishedChoices.size >= this.#choices;
  }

  read(data: string, name: string): EventKind {
    this.delta = '';
    if (data === '[DONE]' || data.trim() === '[DONE]') return 'done';
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return 'malformed';
    }
    if (!isRecord(json)) return 'malformed';
    if (name === 'error' || json['error'] != null) {
      const error = faultInBand(json) ?? faultInBand({ error: json });
      if (error !== undefined) {
        this.fault = error;
        return 'fault';
      }
    }
    const usage = usageIn(json);
    if (usage !== undefined) this.usage = mergeUsage(this.usage, usage);
    const choices = json['choices'];
    // What tells no usage that can be believed is still that event, and nobody's who has not asked for it.
    if (!Array.isArray(choices) || choices.length === 0) return isRecord(json['usage']) ? 'usage' : 'quiet';
    let kind: EventKind = 'quiet';
    for (const choice of choices) if (isRecord(choice) && this.#readChoice(choice)) kind = 'content';
    return kind;
  }

  #keep(delta: Readonly<Record<string, unknown>>): void {
    const { content } = delta;
    this.delta = typeof content === 'string' ? content : '';
    this.text += this.delta;
    if (TOOL_CALLS.some((name) => delta[name] != null)) this.callsTools = true;
    if (NOT_TEXT.some((name) => delta[name] != null) || Array.isArray(content)) this.onlyText = false;
  }

  #readChoice(choice: Readonly<Record<string, unknown>>): boolean {
    const delta = choice['delta'];
    const characters = isRecord(delta) ? charactersOf(delta) : 0;
    this.characters += characters;
    if (this.#keepText && isRecord(delta)) this.#keep(delta);
    if (characters > 0) {
      this.#content = true;
      this.filtered = false;
    }
    const finish = choice['finish_reason'];
    if (typeof finish !== 'string' || finish === '') return characters > 0;
    this.#finishedChoices.add(typeof choice['index'] === 'number' ? choice['index'] : 0);
    if (finish === 'content_filter' && !this.#content) this.filtered = true;
    return true;
  }
}
