/**
 * Diagnostics for a terminal: position, source frame, then because, example and help. Layout only; the content is
 * decided where the diagnostic is made.
 */
import { positionAt, type Source } from '../text/source.ts';
import type { Diagnostic, FactsExample, Label, Origin } from './diagnostic.ts';
import { shownText } from './display-width.ts';
import { frameOf } from './source-frame.ts';

/** How parts of a message are coloured; each takes and gives a text. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  /** Gutters, lines and rule names. */
  readonly faint: (text: string) => string;
  readonly place: (text: string) => string;
}

export interface RenderOptions {
  /** ANSI colours; `palette` replaces them. */
  readonly color?: boolean;
  readonly palette?: Palette;
}

/** Messages in the order given, a blank line between them; no line break at the end. */
export function renderText(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  options: RenderOptions = {},
): string {
  const palette = options.palette ?? (options.color === true ? ANSI : PLAIN);
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return diagnostics.map((diagnostic) => renderOne(diagnostic, byPath, palette)).join('\n\n');
}

function renderOne(diagnostic: Diagnostic, sources: ReadonlyMap<string, Source>, palette: Palette): string {
  const { at, severity, rule } = diagnostic;
  const labels = diagnostic.labels ?? [];
  const gutter = Math.max(...[at, ...labels].map((place) => String(lineOf(place, sources)).length));
  const bar = palette.faint(`${' '.repeat(gutter)} |`);
  const paint = palette[severity];
  const lines = [`${palette.place(placeWords(at, sources))} ${paint(severity)} ${palette.faint(rule)}`];
  const draw = (place: Origin, sign: string, message: string, colour: (text: string) => string): void => {
    const source = sources.get(place.path);
    if (source === undefined) {
      lines.push(`${bar} ${colour(shownText(message))}`);
      return;
    }
    const frame = frameOf(source, place.span);
    lines.push(`${palette.faint(`${String(frame.line).padStart(gutter)} |`)} ${frame.text}`.trimEnd());
    lines.push(
      `${bar} ${' '.repeat(frame.indent)}${colour(`${sign.repeat(frame.width)} ${shownText(message)}`)}`,
    );
  };
  draw(at, '^', diagnostic.message, paint);
  for (const label of labels) drawLabel(label);
  for (const [word, text] of notesOf(diagnostic)) {
    lines.push(`${' '.repeat(gutter)} ${palette.faint('=')} ${word}: ${shownText(text)}`);
  }
  return lines.join('\n');

  function drawLabel(label: Label): void {
    const elsewhere = label.path !== at.path;
    lines.push(elsewhere ? palette.faint(`${' '.repeat(gutter)} : ${placeWords(label, sources)}`) : bar);
    draw(label, '-', label.text, palette.faint);
  }
}

function notesOf(diagnostic: Diagnostic): (readonly [string, string])[] {
  const { because, example, help } = diagnostic;
  return [
    ...(because === undefined ? [] : [['because', because] as const]),
    ...(example === undefined ? [] : [['example', exampleWords(example)] as const]),
    ...(help === undefined ? [] : [['help', help] as const]),
  ];
}

/** `tier enterprise, intent refund, request has tools, header "x-beta" "triage-1"`. */
export function exampleWords(example: FactsExample): string {
  return Object.entries(example)
    .map(([fact, value]) => {
      if (value === null) return `${fact} unknown`;
      if (typeof value === 'boolean') return value ? fact : `not ${fact}`;
      const plain = typeof value === 'number' || (/^[\w.%$:-]+$/.test(value) && !fact.includes('"'));
      return `${fact} ${plain ? value : JSON.stringify(value)}`;
    })
    .join(', ');
}

function lineOf(place: Origin, sources: ReadonlyMap<string, Source>): number {
  const source = sources.get(place.path);
  return source === undefined ? 1 : positionAt(source, place.span.start).line;
}

function placeWords(place: Origin, sources: ReadonlyMap<string, Source>): string {
  const source = sources.get(place.path);
  if (source === undefined) return place.path;
  const { line, column } = positionAt(source, place.span.start);
  return `${place.path}:${line}:${column}`;
}

const same = (text: string): string => text;
const PLAIN: Palette = { error: same, warning: same, info: same, faint: same, place: same };
const ansi =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;
const ANSI: Palette = {
  error: ansi(31, 39),
  warning: ansi(33, 39),
  info: ansi(36, 39),
  faint: ansi(2, 22),
  place: ansi(1, 22),
};
