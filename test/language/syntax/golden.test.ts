/**
 * Broken snippets with the messages a person gets, side by side, to be read in review.
 * `UPDATE_GOLDEN=1 npx vitest run test/language/syntax` writes what the parser says now.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { SYNTAX_CODES } from '../../../src/language/syntax/syntax-fault.ts';
import { createSource, positionAt, type Source } from '../../../src/language/text/source.ts';

const FOLDER = new URL('../../golden/syntax/', import.meta.url);
const RULER = '----------\n';

function render(source: Source, diagnostic: Diagnostic): string {
  const { line, column } = positionAt(source, diagnostic.at.span.start);
  const lines = [`${line}:${column} ${diagnostic.code} ${diagnostic.message}`];
  if (diagnostic.because !== undefined) lines.push(`  because: ${diagnostic.because}`);
  if (diagnostic.help !== undefined) lines.push(`  help: ${diagnostic.help}`);
  if (diagnostic.fix !== undefined) lines.push(`  fix: ${diagnostic.fix.title}`);
  return lines.join('\n');
}

/** The text with a diagnostic's fix applied. */
function fixed(text: string, diagnostic: Diagnostic): string {
  return (diagnostic.fix?.edits ?? []).reduceRight(
    (before, edit) => before.slice(0, edit.span.start) + edit.text + before.slice(edit.span.end),
    text,
  );
}

const goldens = readdirSync(FOLDER).filter((name) => name.endsWith('.golden'));

describe('syntax messages', () => {
  test('there are enough of them', () => expect(goldens.length).toBeGreaterThanOrEqual(60));

  test('every code has one', () => {
    const shown = goldens.map((name) => readFileSync(new URL(name, FOLDER), 'utf8')).join('');
    const absent = Object.keys(SYNTAX_CODES).filter((code) => !shown.includes(` ${code} `));
    // Too large to be shown; the mutation properties read such files.
    expect(absent).toEqual(['L1040', 'L1041']);
  });

  test.each(goldens)('%s', (name) => {
    const file = new URL(name, FOLDER);
    const golden = readFileSync(file, 'utf8');
    const [input = ''] = golden.split(RULER);
    const source = createSource('x.route', input);
    const { diagnostics, ast } = parse(source);
    const told = diagnostics.map((diagnostic) => render(source, diagnostic)).join('\n');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${input}${RULER}${told}\n`);
    else expect(`${input}${RULER}${told}\n`).toBe(golden);
    expect(ast.recovered).toBe(true);
    for (const diagnostic of diagnostics) {
      expect(diagnostic.rule).toBe('syntax');
      expect(diagnostic.code).toMatch(/^L10\d\d$/);
      // Names of token types are nobody's words.
      expect(diagnostic.message + diagnostic.help).not.toMatch(/LCurly|RCurly|Lead\b|-->|undefined|Token/);
    }
    if (process.env['UPDATE_GOLDEN'] === '1') return;
    const [first] = diagnostics;
    if (first?.fix !== undefined) {
      const after = parse(createSource('x.route', fixed(input, first)));
      expect(after.diagnostics.length, 'a fix leaves fewer messages').toBeLessThan(diagnostics.length);
    }
  });
});
