/**
 * The service's own log: pino, JSON lines on standard error, secrets redacted by name. Standard output stays free for
 * what a person is told at start.
 */
import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'authorization',
          '*.authorization',
          'headers',
          '*.headers',
          'key',
          '*.key',
          'apiKey',
          '*.apiKey',
          'body',
          '*.body',
          'messages',
          '*.messages',
        ],
        censor: '[redacted]',
      },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
