/**
 * The service's own log: pino, JSON lines on standard error, secrets redacted by name, errors without their message.
 * Standard output is left for the messages to the user at start.
 */
import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: { err: withoutMessage, error: withoutMessage },
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

/** Messages of errors quote what was being read, so only the kind and the frames are logged. */
function withoutMessage(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const frames = value.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return { type: value.name, frames: frames.map((line) => line.trim()) };
}
