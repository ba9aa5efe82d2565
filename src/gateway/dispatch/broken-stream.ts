/** What a stream that breaks after its commit passes to the code that may continue it. Data only. */
import type { Fault } from '../dialects/dialect.ts';
import type { AttemptRecord } from './outcome.ts';
import type { StreamRelay } from './stream-relay.ts';

/** The state of a broken stream. */
export interface Broken {
  readonly fault: Fault;
  readonly record: AttemptRecord;
  /** All text that the caller has received. */
  readonly said: string;
  readonly relay: StreamRelay;
  /** Ends the caller's stream with an error. */
  giveUp(message: string, record: AttemptRecord): void;
}

/** Returns false where the stream cannot be continued. */
export type CarryOn = (broken: Broken) => boolean;
