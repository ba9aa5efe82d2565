/**
 * Describes a thrown value without its message: engines, parsers and libraries quote their input in it, which here is
 * a prompt or a provider's answer. Its kind, code and location are enough to find it.
 */

/** `TypeError at dispatch.ts:41`, `ECONNRESET`, `Error`. */
export function describeThrown(cause: unknown): string {
  if (!(cause instanceof Error)) return `a ${typeof cause} was thrown`;
  const code = codeOf(cause);
  const place = placeOf(cause);
  return `${nameOf(cause)}${code === undefined ? '' : ` ${code}`}${place === undefined ? '' : ` at ${place}`}`;
}

/** The frames of a stack without the message above them, for a log. */
export function framesOf(cause: unknown): readonly string[] {
  if (!(cause instanceof Error) || typeof cause.stack !== 'string') return [];
  return cause.stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => FRAME.test(line))
    .slice(0, 20);
}

/** `ENOSPC`, `ERR_INVALID_ARG_TYPE`; undefined where there is none, or it is not a word. */
export function codeOf(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}

const FRAME = /^at .*:\d+:\d+\)?$/;

function nameOf(cause: Error): string {
  return /^[A-Za-z]{1,60}$/.test(cause.name) ? cause.name : 'Error';
}

/** Location of the first frame, without its folders. */
function placeOf(cause: Error): string | undefined {
  return /([\w.-]+:\d+):\d+\)?$/.exec(framesOf(cause)[0] ?? '')?.[1];
}
