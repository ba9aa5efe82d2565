/**
 * Which model began a conversation, remembered in bounded memory: the least recently used are dropped first, and all
 * are dropped an hour after their last use. A restart loses them; splits and rollouts still hold by their hash. Knows
 * no plan.
 */
import type { Conversation } from '../../request/conversation.ts';

export interface Pins {
  /** The model that a conversation stays with; undefined at its first request. */
  find(conversation: Conversation): string | undefined;
  /** `model` has answered as the plan's first choice. A conversation keeps the model that began it. */
  keep(conversation: Conversation, model: string): void;
  readonly size: number;
}

export interface PinOptions {
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
  /** False: only tool loops keep their model. */
  readonly conversations: boolean;
  readonly most?: number;
  /** Milliseconds. */
  readonly kept?: number;
}

export function createPins({ elapsed, conversations, most = 50_000, kept = 3_600_000 }: PinOptions): Pins {
  /** In order of last use. */
  const models = new Map<string, { readonly model: string; readonly at: number }>();
  const sticks = (conversation: Conversation): boolean =>
    (conversations || conversation.toolLoop) && conversation.whole !== undefined;

  function read(key: string | undefined): string | undefined {
    const pin = key === undefined ? undefined : models.get(key);
    if (key === undefined || pin === undefined) return undefined;
    models.delete(key);
    if (elapsed() - pin.at > kept) return undefined;
    models.set(key, { ...pin, at: elapsed() });
    return pin.model;
  }

  return {
    find: (conversation) =>
      sticks(conversation) ? (read(conversation.whole) ?? read(conversation.beginning)) : undefined,
    keep(conversation, model) {
      const { whole, beginning } = conversation;
      const key = whole ?? beginning;
      // The first request is decided again: the same words may open another conversation.
      const model_ = whole === undefined ? model : (read(whole) ?? read(beginning) ?? model);
      models.delete(key);
      models.set(key, { model: model_, at: elapsed() });
      for (const oldest of models.keys()) {
        if (models.size <= most) break;
        models.delete(oldest);
      }
    },
    get size() {
      return models.size;
    },
  };
}
