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

/** The largest part of a share by which rounding may change it before it is written with more digits. */
const MOST_ROUNDING = 0.05;

/**
 * Percent that add up to 100, none of them 0, by the largest remainder: whole ones, or with one or two decimal places
 * where whole ones would change a share by more than a twentieth. `changed`: two places are too few as well.
 */
export function shares(weights: readonly number[]): {
  readonly percent: number[];
  readonly changed: boolean;
} {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (weight / total) * 100);
  const isClose = (percent: readonly number[]): boolean =>
    exact.every((share, index) => Math.abs((percent[index] ?? 0) - share) <= share * MOST_ROUNDING);
  let percent: number[] = [];
  for (const parts of [1, 10, 100]) {
    percent = apportioned(exact, parts);
    if (isClose(percent)) return { percent, changed: false };
  }
  return { percent, changed: true };
}

/** In steps of a whole percent divided by `parts`. */
function apportioned(exact: readonly number[], parts: number): number[] {
  const steps = exact.map((share) => Math.max(1, Math.floor(share * parts)));
  const order = exact
    .map((share, index) => [share * parts - Math.floor(share * parts), index] as const)
    .sort((a, b) => b[0] - a[0]);
  let rest = 100 * parts - steps.reduce((sum, share) => sum + share, 0);
  for (let turn = 0; rest > 0; turn++, rest--) {
    const index = order[turn % order.length]?.[1] ?? 0;
    steps[index] = (steps[index] ?? 0) + 1;
  }
  for (; rest < 0; rest++) {
    const largest = steps.indexOf(Math.max(...steps));
    steps[largest] = (steps[largest] ?? 0) - 1;
  }
  return steps.map((step) => step / parts);
}
