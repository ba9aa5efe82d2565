/**
 * Removes secrets that are known by their exact text, in any form in which a text repeats them: escaped, in base64 or
 * hex, in another case, cut off, wrapped or partly masked. It does not match key formats, because a key can look like
 * anything. Decodes first, then compares (`readings.ts`). Knows no configuration and no provider.
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

/**
 * In characters. Shorter secrets may be ordinary words: removed only where they appear in full and in the same case.
 */
export const SHORTEST_SAFE = 8;
/** Consecutive characters of a secret that are removed, too, because providers truncate keys. */
const RUN = 10;
/** What may follow a found piece of a secret, such as its masked rest. */
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
        // Mailers and encoders wrap it; when one line is found, the others must be removed, too.
        ...spansInCode(joined(reading, WRAPPING), holdsPlainly),
      ];
    });
  }

  /**
   * Encoded runs that contain spaces. Handled separately, because without spaces the surrounding words look like part
   * of it.
   */
  function wrappedSpans(text: string): Span[] {
    if (all.length === 0) return [];
    return readings(text).flatMap((reading) => spansInCode(joined(reading), holdsPlainly));
  }

  /** In decoded text, which may contain escapes but no further encoding. */
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

/** Every substring of `length` characters, in lower case and without spaces. */
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
  // Characters whose lower case is longer would shift all later positions.
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
      // One to three characters occur in any text.
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

/** In order and without overlap, each with the rest of its token. */
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
