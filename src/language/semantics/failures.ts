/**
 * Every way an attempt can fail, in one table: whether a chain falls back, whether the same model is retried, whether
 * the circuit breaker counts it, whose fault it is and how it is described. Triggers, retries, breakers, health,
 * rollouts, explanations and the pages in `docs/failures/` all read it. Must not know providers or wire formats.
 */
export interface FailureFacts {
  /** A chain without an `on` line falls back for it. `check`: the check's own `on failure` decides. */
  readonly movesOn: 'yes' | 'no' | 'check';
  /** `never`: the same model would fail in the same way again. `check`: the check's own `on failure` decides. */
  readonly retry: 'yes' | 'never' | 'check';
  /** A circuit breaker counts it as a failure of the deployment. */
  readonly breaker: boolean;
  /**
   * The deployment cools down: `always`, for as long as the provider asks or a default time; `told`, only where the
   * provider asks for a time.
   */
  readonly cools: 'always' | 'told' | 'never';
  /** Only failures of the provider count as errors of a deployment; only those of the request never abort a rollout. */
  readonly fault: 'provider' | 'request' | 'answer';
  /** After the model's name: `sonnet was overloaded (503)`. */
  readonly words: string;
}

export const FAILURES = {
  'rate-limit': row('yes', 'yes', false, 'always', 'provider', 'was rate-limited'),
  overload: row('yes', 'yes', true, 'told', 'provider', 'was overloaded'),
  'server-error': row('yes', 'yes', true, 'told', 'provider', 'failed with a server error'),
  timeout: row('yes', 'never', true, 'never', 'provider', 'timed out'),
  connection: row('yes', 'yes', true, 'never', 'provider', 'could not be reached'),
  'broken-stream': row('yes', 'yes', true, 'never', 'provider', 'broke off its stream'),
  malformed: row('yes', 'yes', false, 'never', 'provider', 'gave a malformed answer'),
  empty: row('yes', 'yes', false, 'never', 'provider', 'gave an empty answer'),
  gone: row('yes', 'never', false, 'always', 'provider', 'was not found at its provider'),
  'too-long': row('yes', 'never', false, 'never', 'request', 'found the request too long'),
  'content-filter': row('no', 'never', false, 'never', 'request', 'refused by its content filter'),
  'bad-request': row('no', 'never', false, 'never', 'request', 'rejected the request'),
  auth: row('no', 'never', false, 'always', 'provider', 'rejected the credentials'),
  'failed-check': row('check', 'check', false, 'never', 'answer', 'failed an output check'),
} as const satisfies Readonly<Record<string, FailureFacts>>;

export type FailureClass = keyof typeof FAILURES;

export const FAILURE_CLASSES = Object.keys(FAILURES) as readonly FailureClass[];

/** The classes for which a chain without an `on` line falls back. */
export const DEFAULT_TRIGGERS: readonly FailureClass[] = FAILURE_CLASSES.filter(
  (name) => FAILURES[name].movesOn === 'yes',
);

function row(
  movesOn: FailureFacts['movesOn'],
  retry: FailureFacts['retry'],
  breaker: boolean,
  cools: FailureFacts['cools'],
  fault: FailureFacts['fault'],
  words: string,
): FailureFacts {
  return { movesOn, retry, breaker, cools, fault, words };
}
