/**
 * The latest decisions, whole, by id: bounded in number and in memory. Who made a decision is kept beside it, never in
 * it. What has been dropped here is still in the decision log.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import { decisionWeight } from './decision-weight.ts';

export interface StoredDecision {
  readonly document: DecisionDocument;
  /** Whose it is: key id or stated identity, as `ownerOf` makes it. */
  readonly owner: string;
}

export interface DecisionStore {
  put(stored: StoredDecision): void;
  find(id: string): StoredDecision | undefined;
  readonly size: number;
}

const MOST_BYTES = 256 * 1_048_576;

/** `bytes` are counted roughly; see `decisionWeight`. */
export function createDecisionStore(limit = 10_000, bytes = MOST_BYTES): DecisionStore {
  // A Map remembers insertion order, which is age: the first key is the oldest.
  const byId = new Map<string, StoredDecision>();
  let weight = 0;

  function drop(id: string): void {
    const dropped = byId.get(id);
    if (dropped === undefined) return;
    byId.delete(id);
    weight -= decisionWeight(dropped.document);
  }

  return {
    put(stored) {
      const { id } = stored.document;
      if (id === undefined) return;
      drop(id);
      byId.set(id, stored);
      weight += decisionWeight(stored.document);
      for (const oldest of byId.keys()) {
        if (byId.size <= limit && weight <= bytes) break;
        drop(oldest);
      }
    },
    find: (id) => byId.get(id),
    get size() {
      return byId.size;
    },
  };
}
