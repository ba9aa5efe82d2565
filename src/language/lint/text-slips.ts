/**
 * What a text in a condition looks like it was meant to be: a missing value, a wildcard, a regular expression, a list, a
 * template. Every answer is a guess from spelling, which is why rules report it as a warning. Knows no rule.
 */

export type TextSlip =
  | { readonly kind: 'absent' }
  | { readonly kind: 'wildcard' | 'percent' | 'plain' | 'everything'; readonly glob: string }
  | { readonly kind: 'regular'; readonly sign: string; readonly source: string }
  | { readonly kind: 'list'; readonly parts: readonly string[] }
  | { readonly kind: 'template'; readonly sign: string }
  | { readonly kind: 'blank'; readonly trimmed: string };

/** Words for a missing value in other languages; what is quoted may well be a value that somebody sends. */
const ABSENT = ['null', 'nil', 'missing', 'absent', 'empty', 'undefined', 'unset', 'nothing'];
const ABSENT_IN_QUOTES = ['null', 'nil', 'undefined', ''];

export function isSlip(text: string, quoted: boolean, fact: string): TextSlip | undefined {
  if ((quoted ? ABSENT_IN_QUOTES : ABSENT).includes(text.toLowerCase())) return { kind: 'absent' };
  const general = anywhere(text);
  if (general !== undefined) return general;
  const regular = regularIn(text);
  if (regular !== undefined) return regular;
  const parts = SINGLE_NAMES.includes(fact) ? listIn(text) : undefined;
  if (parts !== undefined) return { kind: 'list', parts };
  if (/^%|%$/.test(text)) return { kind: 'wildcard', glob: text.replaceAll('%', '*') };
  return text.includes('*') ? { kind: 'wildcard', glob: text } : undefined;
}

/** Facts whose value is one name, which has no comma and no blank in it. */
const SINGLE_NAMES = ['team', 'key'];

export function likeSlip(text: string): TextSlip | undefined {
  const general = anywhere(text);
  if (general !== undefined) return general;
  if (/^\*+$/.test(text)) return { kind: 'everything', glob: text };
  // `10.*` and `gpt-4.*` are good globs: a digit before the dot makes it a version or an address.
  const sign = /^\^/.exec(text)?.[0] ?? /(?<![\w\\])\.[*+]/.exec(text)?.[0] ?? /\w(\|)\w/.exec(text)?.[1];
  if (sign !== undefined) return { kind: 'regular', sign, source: sourceOf(text) };
  if (/[*?]/.test(text)) return undefined;
  if (text.includes('%')) return { kind: 'percent', glob: text.replaceAll('%', '*') };
  return { kind: 'plain', glob: `${text}*` };
}

/** `contains` looks for the text anywhere, without regard to case. */
export function containsSlip(text: string): TextSlip | undefined {
  if (text === '') return { kind: 'everything', glob: '' };
  const template = templateIn(text);
  if (template !== undefined) return template;
  if (/^\w+(?:\|\w+)+$/.test(text)) return { kind: 'list', parts: text.split('|') };
  const sign = /\.[*+]/.exec(text)?.[0] ?? /^\(\?i\)/.exec(text)?.[0] ?? /\\[bdsw]/.exec(text)?.[0];
  if (sign !== undefined) return { kind: 'regular', sign, source: sourceOf(text) };
  const bare = text.replace(/^[*%](?!\*)|(?<!\*)[*%]$/g, '');
  return bare === text || bare === '' || /\d%$/.test(text) ? undefined : { kind: 'wildcard', glob: bare };
}

function anywhere(text: string): TextSlip | undefined {
  const trimmed = text.trim();
  if (trimmed !== text && trimmed !== '') return { kind: 'blank', trimmed };
  return templateIn(text);
}

export function templateIn(text: string): TextSlip | undefined {
  const sign = /\$\{[^}]*\}|\{\{[^}]*\}\}|\{env\.\w+\}|^\$[A-Z_]{2,}$/.exec(text)?.[0];
  return sign === undefined ? undefined : { kind: 'template', sign };
}

function regularIn(text: string): TextSlip | undefined {
  const sign =
    /^\^/.exec(text)?.[0] ??
    /\.[*+]/.exec(text)?.[0] ??
    /^\(\?i\)|\\[bdsw]/.exec(text)?.[0] ??
    /^(\/).*[*+?[(|^$].*\/$/.exec(text)?.[1] ??
    /\w\$$/.exec(text)?.[0].slice(-1);
  return sign === undefined ? undefined : { kind: 'regular', sign, source: sourceOf(text) };
}

function sourceOf(text: string): string {
  return /^\/.*\/$/.test(text) ? text.slice(1, -1) : text;
}

function listIn(text: string): readonly string[] | undefined {
  const parts = text.split(/\s*(?:,|\|\|?|\bor\b)\s*/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => /^[\w.*-]+$/.test(part)) ? parts : undefined;
}
