/**
 * What a stream that breaks after its commit hands to whoever may make it go on. Data only.
 */
import type { Fault } from '../dialects/dialect.ts';
import type { AttemptRecord } from './outcome.ts';
import type { StreamRelay } from './stream-relay.ts';

/** What a broken stream leaves behind. */
export interface Broken {
  readonly fault: Fault;
  readonly record: AttemptRecord;
  /** All text that the caller has. */
  readonly said: string;
  readonly relay: StreamRelay;
  /** Tells the caller that this is where it ends. */
  giveUp(message: string, record: AttemptRecord): void;
}

/** Answers false where there is no way on. */
export type CarryOn = (broken: Broken) => boolean;
