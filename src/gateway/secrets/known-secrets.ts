/**
 * Removes secrets that are known by their exact text, in whatever form a text repeats them: escaped, in base64 or hex,
 * in another case, cut off, wrapped or masked in part. Not a list of shapes: a key looks like anything. Decodes first
 * and compares then (`readings.ts`). Knows no configuration and no provider.
 */
import { type Span, spansInCode } from './coded-runs.ts';
import { maskedSpans } from './masked-runs.ts';
import { joined, type Reading, readings, WRAPPING } from './readings.ts';

export interface KnownSecrets {
  /** The text without them; what was removed reads `[key]`. */
  remove(text: string): string;
  /** Whether any of them is in the text, in any form. */
  holds(text: string): boolean;
}

/** Characters. Shorter secrets are words: removed only where they are written out, in their own case. */
export const SHORTEST_SAFE = 8;
/** So many characters of a secret in a row are not told either; providers cut keys off as they like. */
const RUN = 10;
/** What may follow a piece of a secret that was found, such as its masked rest. */
const TOKEN = /[A-Za-z0-9_*•●…+/=-]/;
const REMOVED = '[key]';

export function createKnownSecrets(secrets: Iterable<string>): KnownSecrets {
  const all = [...new Set([...secrets].map((secret) => secret.trim()))].filter((secret) => secret !== '');
  const long = all.filter((secret) => secret.length >= SHORTEST_SAFE);
  const short = all.filter((secret) => secret.length < SHORTEST_SAFE);
  const runs = runsOf(long);

  function spans(text: string): Span[] {
    if (all.length === 0) return [];
    return readings(text).flatMap((reading) => {
      const whole = joined(reading);
      return [
        ...runs.flatMap((one) => runSpans(whole, one)),
        ...shortSpans(reading, short),
        ...maskedSpans(reading, long),
        ...spansInCode(reading, holdsPlainly),
        // Mailers and encoders wrap it; a line that is found alone must not leave the others.
        ...spansInCode(joined(reading, WRAPPING), holdsPlainly),
      ];
    });
  }

  /** Code with blanks in it. Apart, because without blanks the words around it cannot be told from it. */
  function wrappedSpans(text: string): Span[] {
    if (all.length === 0) return [];
    return readings(text).flatMap((reading) => spansInCode(joined(reading), holdsPlainly));
  }

  /** In the text of a code, which may hold escapes but no further code. */
  function holdsPlainly(text: string): boolean {
    return readings(text).some((reading) => {
      const whole = joined(reading);
      return (
        runs.some((one) => runSpans(whole, one).length > 0) ||
        short.some((secret) => secret.length >= 6 && reading.text.includes(secret))
      );
    });
  }

  return {
    holds: (text) => spans(text).length > 0 || wrappedSpans(text).length > 0,
    remove(text) {
      const plain = withoutSpans(text, spans(text));
      return withoutSpans(plain, wrappedSpans(plain));
    },
  };
}

/** Every piece of `length` characters in a row, in lower case and without blanks. */
interface Runs {
  readonly length: number;
  readonly pieces: ReadonlySet<string>;
}

/** One set for each length, most often only that of `RUN`. */
function runsOf(secrets: readonly string[]): readonly Runs[] {
  const byLength = new Map<number, Set<string>>();
  for (const secret of secrets) {
    for (const { text } of readings(secret).map((reading) => joined(reading))) {
      const length = Math.min(RUN, text.length);
      if (length < SHORTEST_SAFE) continue;
      const pieces = byLength.get(length) ?? new Set<string>();
      byLength.set(length, pieces);
      for (let at = 0; at + length <= text.length; at++)
        pieces.add(text.slice(at, at + length).toLowerCase());
    }
  }
  return [...byLength].map(([length, pieces]) => ({ length, pieces }));
}

function runSpans({ text, starts, ends }: Reading, { length, pieces }: Runs): Span[] {
  const found: Span[] = [];
  const lower = text.toLowerCase();
  // Characters whose lower case is longer would shift every place after them.
  if (lower.length !== text.length)
    return runSpans({ text: asciiOnly(text), starts, ends }, { length, pieces });
  for (let at = 0; at + length <= lower.length; at++) {
    if (pieces.has(lower.slice(at, at + length))) {
      found.push({ start: starts[at] ?? 0, end: ends[at + length - 1] ?? 0 });
    }
  }
  return found;
}

function asciiOnly(text: string): string {
  return text.replace(/[^\x00-\x7f]/g, '?');
}

function shortSpans({ text, starts, ends }: Reading, secrets: readonly string[]): Span[] {
  const found: Span[] = [];
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      const end = at + secret.length;
      // One to three characters are in every word.
      const alone = !/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[end] ?? ' ');
      if (secret.length < 4 && !alone) continue;
      found.push({ start: starts[at] ?? 0, end: ends[end - 1] ?? 0 });
    }
  }
  return found;
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let cleaned = '';
  let from = 0;
  for (const { start, end } of merged(text, spans)) {
    cleaned += text.slice(from, start) + REMOVED;
    from = end;
  }
  return cleaned + text.slice(from);
}

/** In order and apart, each with the rest of its token. */
function merged(text: string, spans: readonly Span[]): Span[] {
  const apart: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else apart.push({ start, end });
  }
  for (const [index, span] of apart.entries()) {
    const least = apart[index - 1]?.end ?? 0;
    const most = apart[index + 1]?.start ?? text.length;
    while (span.start > least && TOKEN.test(text[span.start - 1] ?? ' ')) span.start -= 1;
    while (span.end < most && TOKEN.test(text[span.end] ?? ' ')) span.end += 1;
  }
  return apart;
}
