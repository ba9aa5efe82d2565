/** One result of `llmr doctor`: what was checked, its state, and what to do. Data only. */

export interface Finding {
  readonly check:
    | 'configuration'
    | 'policies'
    | 'keys'
    | 'hosts'
    | 'providers'
    | 'meaning'
    | 'callers'
    | 'store'
    | 'clock'
    | 'port';
  readonly state: 'ok' | 'warning' | 'problem';
  readonly detail: string;
  readonly help?: string;
}
