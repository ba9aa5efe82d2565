/**
 * A policy being put together from another tool's configuration: declarations with names that are free, then its
 * text in canonical style. Knows the language's spelling and no tool.
 */
import { format } from '../language/format/format.ts';
import { parse } from '../language/syntax/parse.ts';
import { createSource } from '../language/text/source.ts';
import { RESERVED_WORDS } from '../language/vocabulary/facts.ts';

export interface DraftPolicy {
  /** A free name near `wanted`; kinds share names only where the language lets them. */
  name(kind: 'target' | 'provider' | 'route' | 'transform', wanted: string): string;
  /** Declarations are written in the order in which they were added; the same text once. */
  declare(text: string): void;
  route(text: string): void;
  /** More than one policy file can hold. */
  isTooLarge(): boolean;
  /** Canonical text. @throws Error if the parts do not make a policy: our fault */
  text(header: string, otherwise: string): string;
}

/** A policy file holds 1 MiB; formatting adds indentation. */
const MOST_CHARACTERS = 850_000;

export function createDraft(comment: readonly string[]): DraftPolicy {
  const taken = new Map<string, Set<string>>();
  const declarations = new Set<string>();
  const routes: string[] = [];
  return {
    name(kind, wanted) {
      const names = taken.get(kind) ?? new Set<string>();
      taken.set(kind, names);
      const base = nameFrom(wanted);
      const free =
        kind === 'target' && RESERVED_WORDS.has(base)
          ? `${base}-model`
          : kind === 'route' && base === 'otherwise'
            ? 'otherwise-route'
            : base;
      let name = free;
      for (let count = 2; names.has(name); count++) name = `${free}-${count}`;
      names.add(name);
      return name;
    },
    declare(text) {
      declarations.add(text);
    },
    route: (text) => void routes.push(text),
    isTooLarge: () =>
      [...declarations, ...routes].reduce((sum, text) => sum + text.length + 20, 0) > MOST_CHARACTERS,
    text(header, otherwise) {
      const written = [
        ...comment.map((line) => `# ${line}`.trimEnd()),
        [header, ...declarations, ...routes, otherwise].join('\n\n'),
      ].join('\n');
      const outcome = format(parse(createSource('imported.route', `${written}\n`)));
      if (outcome.ok) return outcome.text;
      throw new Error(`the imported policy cannot be read: ${outcome.diagnostics[0]?.message}`);
    },
  };
}

/** `gpt-4o (EU)` becomes `gpt-4o-EU`. */
export function nameFrom(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/[-.]{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return /^[A-Za-z_]/.test(plain) ? plain : `m${plain === '' ? '' : `-${plain}`}`;
}

export function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');
  return `"${escaped.replace(/[\u0000-\u001f\u007f]/g, ' ')}"`;
}

/** `20s`, `1500ms`, from milliseconds. */
export function duration(ms: number): string {
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${Math.max(1, Math.round(ms))}ms`;
}

/** Whole percent that add up to 100, by the largest remainder; none below 1. */
export function shares(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (weight / total) * 100);
  const whole = exact.map((share) => Math.max(1, Math.floor(share)));
  const order = exact
    .map((share, index) => [share - Math.floor(share), index] as const)
    .sort((a, b) => b[0] - a[0]);
  let rest = 100 - whole.reduce((sum, share) => sum + share, 0);
  for (let turn = 0; rest > 0; turn++, rest--) {
    const index = order[turn % order.length]?.[1] ?? 0;
    whole[index] = (whole[index] ?? 0) + 1;
  }
  for (; rest < 0; rest++) {
    const largest = whole.indexOf(Math.max(...whole));
    whole[largest] = (whole[largest] ?? 0) - 1;
  }
  return whole;
}
