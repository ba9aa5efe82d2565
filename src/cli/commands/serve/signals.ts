/**
 * Signals to a running service: SIGTERM and SIGINT stop it, a second one ends it at once, SIGHUP reloads its
 * policies. Knows nothing about the service.
 */
import { constants } from 'node:os';
import { isatty } from 'node:tty';

export interface Signals {
  /** Resolves when a stop is requested, which may be before the service has started. */
  readonly stop: Promise<void>;
  /** Called at each SIGHUP from now on, and once for an earlier one. */
  onReload(reload: () => void): void;
  /** Call it when the start failed: the process may then end. */
  release(): void;
}

/** `npm start` and a terminal both send Ctrl-C: two signals within this many milliseconds are one. */
const ONE_REQUEST = 500;

export function listenForSignals(): Signals {
  const { promise, resolve } = Promise.withResolvers<void>();
  let askedAt: number | undefined;
  let reload: (() => void) | undefined;
  let reloadAsked = false;
  // A promise alone does not keep the process alive.
  const alive = setInterval(() => {}, 60_000);

  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (askedAt !== undefined && now - askedAt > ONE_REQUEST) process.exit(128 + constants.signals[signal]);
    askedAt ??= now;
    clearInterval(alive);
    resolve();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const terminal = process.stdin.isTTY === true;
  process.on('SIGHUP', () => {
    // A closed terminal also sends SIGHUP; nothing would be left to stop the service.
    if (terminal && !isatty(0)) stop('SIGHUP');
    else if (reload === undefined) reloadAsked = true;
    else reload();
  });
  return {
    stop: promise,
    onReload(act) {
      reload = act;
      if (reloadAsked) act();
    },
    release: () => clearInterval(alive),
  };
}
