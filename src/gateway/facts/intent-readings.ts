/**
 * The intents of one request, read once per group: from the last user message and, in a conversation whose last
 * message has no content of its own, from the user's earlier messages. Notes what was missing. Knows no policy and no
 * graph.
 */
import type { Head, IntentReading } from '../../language/heads/head.ts';
import { keepIntent, MOST_TURNS_BACK, saysItself } from '../../language/heads/keep-intent.ts';
import type { LiveReader, LiveReading } from '../../meaning/live-reader.ts';
import type { RequestView } from './request-view.ts';

export interface IntentReadings {
  read(group: string): IntentReading | undefined | Promise<IntentReading | undefined>;
  /** The latest reading, if there is one; its confidence is the decision's score. */
  last(): ToldReading | undefined;
}

export interface ToldReading {
  readonly group: string;
  readonly reading: IntentReading;
}

export interface IntentReadingsOptions {
  readonly view: RequestView;
  readonly heads: ReadonlyMap<string, Head>;
  readonly reader: Pick<LiveReader, 'read'>;
  /** Milliseconds, where the policy wants a second look. */
  readonly secondLookWithin: number | undefined;
  /** Conversations keep their intent. */
  readonly keeps: boolean;
  readonly note: (text: string) => void;
}

export function createIntentReadings(options: IntentReadingsOptions): IntentReadings {
  const { view, heads, reader, secondLookWithin, note } = options;
  const earlier = options.keeps ? view.earlierUserTexts.slice(-MOST_TURNS_BACK) : [];
  const made = new Map<string, ReturnType<IntentReadings['read']>>();
  let last: ToldReading | undefined;

  function finish(
    head: Head,
    live: LiveReading,
  ): IntentReading | undefined | Promise<IntentReading | undefined> {
    if (live.note !== undefined) note(live.note);
    const { reading } = live;
    if (reading === undefined) return undefined;
    const own = told(head, reading);
    return saysItself(view.lastUserText, own) ? own : kept(head, own, earlier.length - 1);
  }

  /** From the latest message back to the first with content. */
  function kept(head: Head, own: IntentReading, latest: number): IntentReading | Promise<IntentReading> {
    for (let at = latest; at >= 0; at--) {
      const turn = reader.read(head, earlier[at] ?? '');
      if (turn instanceof Promise)
        return turn.then((read) => keep(head, own, read.reading) ?? kept(head, own, at - 1));
      const found = keep(head, own, turn.reading);
      if (found !== undefined) return found;
    }
    return own;
  }

  function keep(
    head: Head,
    own: IntentReading,
    before: IntentReading | undefined,
  ): IntentReading | undefined {
    return before === undefined || before.intent === null ? undefined : told(head, keepIntent(own, before));
  }

  function told(head: Head, reading: IntentReading): IntentReading {
    last = { group: head.group, reading };
    return reading;
  }

  function begin(group: string): ReturnType<IntentReadings['read']> {
    const head = heads.get(group);
    // A request without user text has no intent to read.
    if (head === undefined || view.lastUserText === '') return undefined;
    const live = reader.read(head, view.lastUserText, secondLookWithin);
    return live instanceof Promise ? live.then((found) => finish(head, found)) : finish(head, live);
  }

  return {
    read(group) {
      if (!made.has(group)) made.set(group, begin(group));
      return made.get(group);
    },
    last: () => last,
  };
}
