/**
 * Status codes of a Portkey config as failure classes of a chain. Knows no targets.
 */
import { failureNamed } from '../../language/planning/classify-status.ts';
import { FAILURES, type FailureClass } from '../../language/semantics/failures.ts';

/** Portkey moves on for every answer that is not 2xx, and none of these comes with one. */
const AFTER_SUCCESS: readonly FailureClass[] = ['broken-stream', 'malformed', 'empty', 'failed-check'];
export const NOT_2XX = (Object.keys(FAILURES) as FailureClass[]).filter(
  (name) => !AFTER_SUCCESS.includes(name),
);

/** What Portkey retries where `on_status_codes` is not said: 429, 500, 502, 503, 504, and no connection. */
export const RETRIED: readonly FailureClass[] = [
  'rate-limit',
  'overload',
  'server-error',
  'timeout',
  'connection',
];

export interface Classes {
  readonly classes: readonly FailureClass[];
  /** Codes that no upstream failure has: Portkey’s own (446: a guardrail), those below 400. */
  readonly without: readonly number[];
  /** Codes that share a class with others that are not listed. */
  readonly widened: boolean;
}

export function classesOf(codes: readonly unknown[]): Classes {
  const classes = new Set<FailureClass>();
  const without: number[] = [];
  const listed = new Set<number>();
  for (const written of codes) {
    const code = Number(written);
    const name = [246, 446].includes(code) ? undefined : failureNamed(code);
    if (name === undefined) without.push(code);
    else {
      classes.add(name);
      listed.add(code);
      // Portkey reports no connection as 500, and a connection that takes too long as 503.
      if (code === 500 || code === 503) classes.add('connection');
    }
  }
  const widened = COMMON.some((code) => {
    const name = failureNamed(code);
    return name !== undefined && classes.has(name) && !listed.has(code);
  });
  return {
    classes: (Object.keys(FAILURES) as FailureClass[]).filter((name) => classes.has(name)),
    without,
    widened,
  };
}
/** Codes that providers really answer with. */
const COMMON = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529];

/** Of those, what llmr asks the same model again for. */
export function retryable(classes: readonly FailureClass[]): readonly FailureClass[] {
  return classes.filter((name) => FAILURES[name].retry === 'yes');
}

export function sameClasses(a: readonly FailureClass[], b: readonly FailureClass[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
