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
  /** What another process has kept. */
  hear(pin: Pin): void;
  /** In order of last use. */
  all(): Iterable<Pin>;
}

export type Pin = readonly [key: string, model: string];

export interface PinOptions {
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
  /** False: only tool loops keep their model. */
  readonly conversations: boolean;
  readonly most?: number;
  /** Milliseconds. */
  readonly kept?: number;
  /** Called when a pin is new or has changed, for other processes. */
  readonly tell?: (pin: Pin) => void;
}

export function createPins(options: PinOptions): Pins {
  const { elapsed, conversations, most = 50_000, kept = 3_600_000, tell } = options;
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

  /** True where it is new or has changed. */
  function put(key: string, model: string): boolean {
    const before = models.get(key)?.model;
    models.delete(key);
    models.set(key, { model, at: elapsed() });
    for (const oldest of models.keys()) {
      if (models.size <= most) break;
      models.delete(oldest);
    }
    return before !== model;
  }

  return {
    find: (conversation) =>
      sticks(conversation) ? (read(conversation.whole) ?? read(conversation.beginning)) : undefined,
    keep(conversation, model) {
      const { whole, beginning } = conversation;
      const key = whole ?? beginning;
      // The first request is decided again: the same words may open another conversation.
      const model_ = whole === undefined ? model : (read(whole) ?? read(beginning) ?? model);
      if (put(key, model_)) tell?.([key, model_]);
    },
    hear: ([key, model]) => void put(key, model),
    *all() {
      for (const [key, { model }] of models) yield [key, model] as const;
    },
    get size() {
      return models.size;
    },
  };
}
