/**
 * The latest decision records by id: bounded in number and in memory. The record of an answer under way is made when
 * it is looked up. Decisions dropped here are still in the decision log.
 */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { recordWeight } from './record-weight.ts';

export interface StoredDecision {
  readonly record: DecisionRecord;
  /** The owner: key id or stated identity, as `ownerOf` returns it. */
  readonly owner: string;
}

export interface DecisionStore {
  /** `made` returns the record as it is at that moment. */
  pending(id: string, owner: string, made: () => DecisionRecord): void;
  put(record: DecisionRecord): void;
  /** The record as it was written to the log: one string is less for the garbage collector than its objects. */
  written(record: DecisionRecord, text: string): void;
  find(id: string): StoredDecision | undefined;
  readonly size: number;
}

interface Held {
  readonly owner: string;
  readonly weight: number;
  readonly kept: DecisionRecord | string | (() => DecisionRecord);
}

const MOST_BYTES = 256 * 1_048_576;
/** Of a record that is not made yet. */
const PENDING = 2_000;

/** `bytes` are counted roughly; see `recordWeight`. */
export function createDecisionStore(limit = 10_000, bytes = MOST_BYTES): DecisionStore {
  // A Map keeps insertion order: the first key is the oldest.
  const byId = new Map<string, Held>();
  let weight = 0;

  function hold(id: string, held: Held): void {
    weight += held.weight - (byId.get(id)?.weight ?? 0);
    byId.set(id, held);
    for (const [oldest, { weight: own }] of byId) {
      if (byId.size <= limit && weight <= bytes) break;
      byId.delete(oldest);
      weight -= own;
    }
  }

  return {
    pending(id, owner, made) {
      hold(id, { owner, weight: PENDING, kept: made });
    },
    put(record) {
      // Completed now, so it is young.
      weight -= byId.get(record.id)?.weight ?? 0;
      byId.delete(record.id);
      hold(record.id, { owner: record.owner, weight: recordWeight(record), kept: record });
    },
    written({ id, owner }, text) {
      if (byId.has(id)) hold(id, { owner, weight: text.length, kept: text });
    },
    find(id) {
      const held = byId.get(id);
      if (held === undefined) return undefined;
      const { owner, kept } = held;
      if (typeof kept === 'function') return { owner, record: kept() };
      return { owner, record: typeof kept === 'string' ? (JSON.parse(kept) as DecisionRecord) : kept };
    },
    get size() {
      return byId.size;
    },
  };
}
