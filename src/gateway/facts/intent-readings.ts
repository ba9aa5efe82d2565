/**
 * The intents of one request, read once per group: from the last user message and, if that continues earlier messages
 * of the user, from those. Notes what was missing. Knows no policy and no graph.
 */
import type { Head, IntentReading } from '../../language/heads/head.ts';
import { type ContinuedTurn, keepIntent, turnsContinued } from '../../language/heads/keep-intent.ts';
import type { LiveReader, LiveReading } from '../../meaning/live-reader.ts';
import type { RequestView } from './request-view.ts';

export interface IntentReadings {
  read(group: string): IntentReading | undefined | Promise<IntentReading | undefined>;
  /** The latest reading, if there is one; its confidence is the decision's score. */
  last(): ToldReading | undefined;
  /** Why groups could not be read, in a few words. */
  unread(): ReadonlyMap<string, string>;
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
  const earlier = options.keeps ? view.earlierUserTexts : [];
  const made = new Map<string, ReturnType<IntentReadings['read']>>();
  const unread = new Map<string, string>();
  let last: ToldReading | undefined;

  function finish(
    head: Head,
    live: LiveReading,
  ): IntentReading | undefined | Promise<IntentReading | undefined> {
    if (live.note !== undefined) note(live.note);
    const { reading } = live;
    if (reading === undefined) {
      if (live.missing !== undefined) unread.set(head.group, live.missing);
      return undefined;
    }
    const own = told(head, reading);
    return kept(head, own, turnsContinued(view.lastUserText, own, earlier, head.words));
  }

  /** From the latest continued message back to the first with an intent. */
  function kept(
    head: Head,
    own: IntentReading,
    turns: Iterator<ContinuedTurn, void>,
  ): IntentReading | Promise<IntentReading> {
    for (let turn = turns.next(); turn.done !== true; turn = turns.next()) {
      const { text, cue } = turn.value;
      const live = reader.read(head, text);
      if (live instanceof Promise)
        return live.then(({ reading }) => keep(head, own, reading, cue) ?? kept(head, own, turns));
      const found = keep(head, own, live.reading, cue);
      if (found !== undefined) return found;
    }
    return own;
  }

  function keep(
    head: Head,
    own: IntentReading,
    before: IntentReading | undefined,
    cue: string,
  ): IntentReading | undefined {
    if (before === undefined || before.intent === null) return undefined;
    return told(head, keepIntent(own, before, cue));
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
    unread: () => unread,
  };
}
