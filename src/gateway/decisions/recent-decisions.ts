/**
 * The latest decisions, whole, by id: bounded in number and in memory. The owner of a decision is kept next to it,
 * never in it. Decisions dropped here are still in the decision log.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import { decisionWeight } from './decision-weight.ts';

export interface StoredDecision {
  readonly document: DecisionDocument;
  /** The owner: key id or stated identity, as `ownerOf` returns it. */
  readonly owner: string;
}

export interface DecisionStore {
  put(stored: StoredDecision): void;
  find(id: string): StoredDecision | undefined;
  readonly size: number;
}

interface Held {
  readonly owner: string;
  readonly weight: number;
  /** Stored as text from the second `put` on. */
  readonly kept: DecisionDocument | string;
}

const MOST_BYTES = 256 * 1_048_576;

/** `bytes` are counted roughly; see `decisionWeight`. */
export function createDecisionStore(limit = 10_000, bytes = MOST_BYTES): DecisionStore {
  // A Map keeps insertion order: the first key is the oldest.
  const byId = new Map<string, Held>();
  let weight = 0;

  function drop(id: string): void {
    const dropped = byId.get(id);
    if (dropped === undefined) return;
    byId.delete(id);
    weight -= dropped.weight;
  }

  return {
    put(stored) {
      const { id } = stored.document;
      if (id === undefined) return;
      const again = byId.has(id);
      drop(id);
      const { document, owner } = stored;
      const own = decisionWeight(document);
      // A decision that has ended is kept for long and hardly ever read: as text it is one object for the garbage
      // collector instead of a hundred.
      byId.set(id, { owner, weight: own, kept: again ? JSON.stringify(document) : document });
      weight += own;
      for (const oldest of byId.keys()) {
        if (byId.size <= limit && weight <= bytes) break;
        drop(oldest);
      }
    },
    find(id) {
      const held = byId.get(id);
      if (held === undefined) return undefined;
      const { owner, kept } = held;
      return { owner, document: typeof kept === 'string' ? (JSON.parse(kept) as DecisionDocument) : kept };
    },
    get size() {
      return byId.size;
    },
  };
}
