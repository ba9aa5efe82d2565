/**
 * The latest decisions by id, bounded in number and in bytes. Records that have ended are kept as their text, in blocks
 * of bytes outside the garbage collector's heap; that of an answer under way is made when it is looked up. Decisions
 * dropped here are still in the decision log.
 */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { TextBlock } from './text-block.ts';

export interface StoredDecision {
  readonly record: DecisionRecord;
  /** The owner: key id or stated identity, as `ownerOf` returns it. */
  readonly owner: string;
}

/** A decision whose answer is under way. */
export interface UnderWay {
  /** The record as it is at that moment. */
  unfinished(): DecisionRecord;
}

const MOST_BYTES = 64 * 1_048_576;
/** A block is dropped as a whole, so it holds a small share of the records. */
const SHARE_OF_A_BLOCK = 1 / 16;

interface Block {
  readonly texts: TextBlock;
  readonly ids: string[];
}

export class DecisionStore {
  readonly #limit: number;
  readonly #mostBytes: number;
  readonly #mostInBlock: number;
  /** A Map keeps insertion order: the first key is the oldest. */
  readonly #underWay = new Map<string, UnderWay>();
  readonly #blockOf = new Map<string, Block>();
  /** Oldest first. */
  readonly #blocks: Block[] = [];
  #bytes = 0;

  constructor(limit = 10_000, bytes = MOST_BYTES) {
    this.#limit = limit;
    this.#mostBytes = bytes;
    this.#mostInBlock = Math.max(1, Math.floor(limit * SHARE_OF_A_BLOCK));
  }

  get size(): number {
    return this.#blockOf.size + this.#underWay.size;
  }

  pending(id: string, answer: UnderWay): void {
    this.#underWay.set(id, answer);
    if (this.#underWay.size <= this.#limit) return;
    for (const oldest of this.#underWay.keys()) {
      this.#underWay.delete(oldest);
      break;
    }
  }

  /** `text`: the record as JSON. */
  put(id: string, text: string): void {
    this.#underWay.delete(id);
    if (this.#limit === 0) return;
    const block = this.#blockFor(text);
    block.texts.add(text);
    block.ids.push(id);
    this.#blockOf.set(id, block);
    while (this.#blocks.length > 1 && (this.#blockOf.size > this.#limit || this.#bytes > this.#mostBytes))
      this.#dropOldest();
  }

  find(id: string): StoredDecision | undefined {
    const answer = this.#underWay.get(id);
    const record = answer === undefined ? this.#read(id) : answer.unfinished();
    return record && { record, owner: record.owner };
  }

  #read(id: string): DecisionRecord | undefined {
    // A record that was put again is the later one.
    const text = this.#blockOf.get(id)?.texts.lineWith(`"id":${JSON.stringify(id)}`);
    return text === undefined ? undefined : (JSON.parse(text) as DecisionRecord);
  }

  #blockFor(text: string): Block {
    const latest = this.#blocks.at(-1);
    if (latest !== undefined && latest.ids.length < this.#mostInBlock && latest.texts.fits(text))
      return latest;
    const block: Block = { texts: new TextBlock(text), ids: [] };
    this.#blocks.push(block);
    this.#bytes += block.texts.size;
    return block;
  }

  #dropOldest(): void {
    const oldest = this.#blocks.shift();
    if (oldest === undefined) return;
    this.#bytes -= oldest.texts.size;
    for (const id of oldest.ids) if (this.#blockOf.get(id) === oldest) this.#blockOf.delete(id);
  }
}
