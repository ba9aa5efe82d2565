/** One word or value of a line changed, the rest as it was: the smallest edit there is. */

import type { Draw } from './draw.ts';
import * as v from './draw.ts';

/** Words that can take each other's place. */
const FAMILIES: readonly (readonly string[])[] = [
  ['over', 'under', 'at least', 'up to'],
  ['fastest of', 'cheapest of', 'least busy of', 'in turn'],
  ['continue', 'restart', 'error'],
  ['prepend', 'append', 'replace'],
  ['refuse', 'allow'],
  ['yes', 'no'],
  ['eu', 'us'],
  ['cached', 'cache write', 'reasoning', 'an image'],
  ['connect', 'first token', 'idle', 'ending', 'whole', 'attempt'],
  ['max_tokens', 'max_completion_tokens'],
  ['models', 'provider', 'service_tier'],
  ['contains', 'matches'],
  ['used', 'left'],
  v.MODELS,
  [...v.TARGETS],
  v.PROVIDERS,
  v.TRANSFORMS,
  v.CHECKS,
  v.FAILURES,
  v.SPANS,
  v.PERS,
  ['tools', 'images', 'json', 'streaming', 'audio', 'prefill', 'reasoning'],
  ['free', 'pro', 'enterprise'],
  ['refund', 'bug', 'urgent', 'none'],
  ['chat', 'messages', 'responses', 'embeddings'],
  ['mon', 'tue', 'wed', 'sat', 'sun'],
  ['de', 'fr'],
  ['vip', 'loyal'],
  ['tokens', 'requests', 'messages', 'images'],
  ['never', 'always'],
];

const VALUES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, v.DATES],
  [/^\d{2}:\d{2}$/, v.CLOCKS],
  [/^\$/, v.DOLLARS],
  [/%$/, v.PERCENTS],
  [/^\d+(?:ms|s|min|h|d)$/, [...v.TIMES, ...v.LONG_TIMES]],
  [/^0?\.\d+$/, v.SCORES],
  [/^\d+[kM]?$/, ['1', '2', '3', '500', '900', '1k', '2k', '8k', '16k', '64k', '128k', '403', '503']],
  [/^"(?:main|auto|second|large|\*)"$/, ['"main"', '"auto"', '"second"', '"large"', '"*"']],
  [/^"[^"]*[*?][^"]*"$/, v.GLOBS.map(v.quoted)],
  [/^"(?:Europe|America|UTC)/, v.ZONES.map(v.quoted)],
  [/^"https:/, ['"https://one.example.com/v1"', '"https://four.example.com/v1"']],
  [/^".* .*"$/, v.SENTENCES.map(v.quoted)],
  [/^"/, v.WORDS.map(v.quoted)],
  [/^\//, v.PATTERNS],
];

const PART = /"(?:[^"\\]|\\.)*"|(?<=(?:matches|or) )\/(?:[^/\\]|\\.)+\/|[^\s,/]+/g;

/** Undefined where the part that was drawn has nothing like it. */
export function tweaked(draw: Draw, text: string): string | undefined {
  const families = FAMILIES.flatMap((family) =>
    family
      .filter((word) => new RegExp(`(?<![\\w"-])${word}(?![\\w"-])`).test(text))
      .map((word) => [word, family] as const),
  );
  if (families.length > 0 && draw.chance(0.4)) {
    const [word, family] = draw.one(families);
    const other = draw.one(family.filter((each) => each !== word));
    return text.replace(new RegExp(`(?<![\\w"-])${word}(?![\\w"-])`), () => other);
  }
  const parts = [...text.matchAll(PART)].flatMap((found) => {
    const values = VALUES.find(([pattern]) => pattern.test(found[0]))?.[1];
    return values === undefined ? [] : [{ at: found.index, part: found[0], values }];
  });
  if (parts.length === 0) return undefined;
  const { at, part, values } = draw.one(parts);
  const other = draw.one(values.filter((each) => each !== part));
  return text.slice(0, at) + other + text.slice(at + part.length);
}
