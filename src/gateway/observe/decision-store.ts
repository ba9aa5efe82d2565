/**
 * The latest decisions, whole, by id: bounded in number, in memory. Who made a decision is kept beside it, never in
 * it. What has been dropped here is still in the decision log.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';

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

export function createDecisionStore(limit = 10_000): DecisionStore {
  // A Map remembers insertion order, which is age: the first key is the oldest.
  const byId = new Map<string, StoredDecision>();
  return {
    put(stored) {
      const id = stored.document.id ?? '';
      byId.delete(id);
      byId.set(id, stored);
      if (byId.size > limit) {
        const oldest = byId.keys().next();
        if (!oldest.done) byId.delete(oldest.value);
      }
    },
    find: (id) => byId.get(id),
    get size() {
      return byId.size;
    },
  };
}
