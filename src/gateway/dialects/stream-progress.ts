/**
 * How far a stream has been read, as far as it is the same in every wire format. Must not know: events, HTTP, policy.
 */
import type { EventKind, Fault, ReportedUsage } from './dialect.ts';
import { faultInBand } from './read-fault.ts';

/** Members of every `StreamReader`, which describes them. */
export abstract class StreamProgress {
  usage: ReportedUsage | undefined;
  fault: Fault | undefined;
  content = false;
  characters = 0;
  spoken = 0;
  filtered = false;
  limited = false;
  delta = '';
  text = '';
  onlyText = true;
  callsTools = false;
  protected readonly keepText: boolean;

  constructor(keepText: boolean) {
    this.keepText = keepText;
  }

  protected failed(fault: Fault | undefined): 'fault' {
    this.fault = fault ?? { class: 'server-error', message: 'error without a message' };
    return 'fault';
  }

  /** `holdsContent`: what was lost is a piece of the answer. */
  protected unreadable(data: string, name: string, holdsContent: boolean): EventKind {
    if (name === 'error') return this.failed(faultInBand({ error: data }));
    if (!holdsContent) return 'malformed';
    return this.failed({
      class: 'broken-stream',
      message: 'an event with a part of the answer cannot be read',
    });
  }
}
