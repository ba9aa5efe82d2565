/**
 * Reads a streamed message, event by event: what is content, whether the model has finished, its usage. Strict, so
 * that a truncated answer never passes for a whole one. Knows no HTTP and no policy.
 */
import type { Json } from '../../../language/planning/chat-members.ts';
import type { EventKind, StreamReader } from '../dialect.ts';
import { readFinish } from '../finish-words.ts';
import { errorIn } from '../in-band-error.ts';
import { isRecord } from '../is-record.ts';
import { parseJson } from '../parse-json.ts';
import { faultInBand } from '../read-fault.ts';
import { readUsage } from '../read-usage.ts';
import { StreamProgress } from '../stream-progress.ts';
import { weightOf } from '../weight-of.ts';
import { charactersOf, holdsAnswer } from './content-blocks.ts';
import { mergedUsage } from './merged-usage.ts';

/** An unreadable event that contains one of these has lost a piece of the answer. */
const HOLDS_CONTENT = /content_block|_delta/;

export class MessagesStreamReader extends StreamProgress implements StreamReader {
  finished = false;
  readonly accounted = false;
  /** Types of the blocks that have begun and not ended, by index. */
  readonly #open = new Map<unknown, unknown>();
  #reported: Json = {};
  /** A finish was followed by more content. */
  #revoked = false;

  get finishedAll(): boolean {
    return this.finished;
  }

  get sure(): boolean {
    return this.finished && !this.#revoked;
  }

  get open(): string | undefined {
    if (this.#open.size === 0) return undefined;
    return [...this.#open.values()].includes('tool_use')
      ? 'the arguments of a tool call are not complete'
      : 'a block of the answer is not complete';
  }

  read(data: string, name: string): EventKind {
    this.delta = '';
    const json = parseJson(data);
    if (!isRecord(json))
      return this.unreadable(data, name, HOLDS_CONTENT.test(data) || HOLDS_CONTENT.test(name));
    switch (json['type']) {
      case 'message_start':
        this.#account(isRecord(json['message']) ? json['message']['usage'] : undefined);
        return 'quiet';
      case 'content_block_start':
        return this.#begin(json);
      case 'content_block_delta':
        return this.#add(isRecord(json['delta']) ? json['delta'] : {});
      case 'content_block_stop':
        this.#open.delete(json['index']);
        return 'quiet';
      case 'message_delta':
        return this.#finish(json);
      case 'message_stop':
        return 'done';
      default: {
        const error = name === 'error' || json['type'] === 'error' || json['error'] != null;
        return error ? this.failed(faultInBand(errorIn(json)) ?? faultInBand({ error: json })) : 'quiet';
      }
    }
  }

  /** Every event is parsed. */
  again(): undefined {}

  #begin({ index, content_block: block }: Json): EventKind {
    if (!isRecord(block)) return 'quiet';
    this.#open.set(index, block['type']);
    if (block['type'] !== 'text' || Number(index) !== 0) this.onlyText = false;
    if (block['type'] === 'tool_use') this.callsTools = true;
    if (block['type'] === 'text' || block['type'] === 'thinking') {
      const said = String(block[block['type']] ?? '');
      return said === '' ? 'quiet' : this.#say(said, block['type'] === 'text');
    }
    this.characters += charactersOf(block);
    return holdsAnswer(block) ? this.#answered() : 'quiet';
  }

  #add({ type, text, thinking, partial_json: json }: Json): EventKind {
    if (type === 'text_delta') return this.#say(String(text ?? ''), true);
    if (type === 'thinking_delta') return this.#say(String(thinking ?? ''), false);
    if (type !== 'input_json_delta') return 'quiet';
    const weight = weightOf(String(json ?? ''));
    this.characters += weight;
    this.spoken += weight;
    return this.#answered();
  }

  #say(said: string, isText: boolean): EventKind {
    const weight = weightOf(said);
    this.characters += weight;
    this.spoken += weight;
    if (isText && this.keepText) {
      this.delta = said;
      this.text += said;
    }
    if (this.content || /\S/.test(said)) return this.#answered();
    return said === '' ? 'quiet' : 'blank';
  }

  #answered(): 'content' {
    this.content = true;
    this.filtered = false;
    this.limited = false;
    if (this.finished) this.#revoked = true;
    this.finished = false;
    return 'content';
  }

  #finish({ delta, usage }: Json): EventKind {
    this.#account(usage);
    const finish = readFinish({ finish_reason: isRecord(delta) ? delta['stop_reason'] : undefined });
    if (finish.kind === 'none') return 'quiet';
    if (finish.kind === 'failed') return this.failed({ class: finish.class, message: finish.message });
    this.finished = true;
    if (!this.content) {
      this.filtered = finish.kind === 'filtered';
      this.limited = finish.kind === 'ended' && finish.atLimit;
    }
    return 'finish';
  }

  #account(report: unknown): void {
    this.#reported = mergedUsage(this.#reported, report);
    this.usage = readUsage(this.#reported);
  }
}
