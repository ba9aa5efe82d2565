// Faulty policies beside what is said about them. A golden holds files (`=== path`; without one, `support.route`),
// a ruler, and the messages; `base/` is there in all of them. UPDATE_GOLDEN=1 rewrites what is below the rulers.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { renderText } from '../../../src/language/diagnostics/render-text.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';

const FOLDER = new URL('../../golden/semantics/', import.meta.url);
const RULER = '----------\n';
const base = readdirSync(new URL('base/', FOLDER)).map((name) =>
  createSource(name, readFileSync(new URL(`base/${name}`, FOLDER), 'utf8')),
);
const goldens = readdirSync(FOLDER).filter((name) => name.endsWith('.golden'));

function sourcesOf(input: string): Source[] {
  const parts = input.startsWith('=== ') ? input.split(/^=== (.*)\n/m).slice(1) : ['support.route', input];
  const own: Source[] = [];
  for (let at = 0; at < parts.length; at += 2) own.push(createSource(parts[at] ?? '', parts[at + 1] ?? ''));
  return [...own, ...base];
}

function told(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  return diagnostics
    .map((diagnostic) => {
      const edits = diagnostic.fix?.edits.map((edit) => JSON.stringify(edit.text)).join(', ');
      const fix = diagnostic.fix === undefined ? '' : `; fix: ${diagnostic.fix.title} (${edits})`;
      return `${renderText([diagnostic], sources)}\n(${diagnostic.code}${fix})\n`;
    })
    .join('\n');
}

describe('messages of binding and checking', () => {
  test('there are enough of them', () => expect(goldens.length).toBeGreaterThanOrEqual(40));

  test.each(goldens)('%s', (name) => {
    const file = new URL(name, FOLDER);
    const golden = readFileSync(file, 'utf8');
    const [input = ''] = golden.split(RULER);
    const sources = sourcesOf(input);
    const said = told(compile(sources, new Map()).diagnostics, sources);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${input}${RULER}${said}`);
    else expect(`${input}${RULER}${said}`).toBe(golden);
    expect(said).not.toBe('');
  });
});
