/**
 * Every example of the language's own page is what it says: correct and in the canonical style.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { format } from '../../../src/language/format/format.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { createSource, lineText, positionAt } from '../../../src/language/text/source.ts';

const page = readFileSync(new URL('../../../grammar/README.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```route\n(.*?)^```/gms)].map((match) => match[1] ?? '');

describe('grammar/README.md', () => {
  test('has examples', () => expect(examples.length).toBeGreaterThanOrEqual(10));

  test.each(examples)('example %#', (text) => {
    const file = parse(createSource('readme.route', text));
    expect(file.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([]);
    expect(format(file)).toEqual({ ok: true, text });
  });

  test('the message it shows is the message', () => {
    const [, shown = ''] = /^3 \| (.*when tokens.*)$/m.exec(page) ?? [];
    const source = createSource('support.route', `\nroute r {\n${shown}\n  use a\n}\n`);
    const [diagnostic, ...more] = parse(source).diagnostics;
    expect(more).toEqual([]);
    expect(positionAt(source, diagnostic?.at.span.start ?? 0)).toEqual({ line: 3, column: 15 });
    expect(lineText(source, 3)).toBe(shown);
    expect(page).toContain(`^ ${diagnostic?.message}\n`);
    expect(page).toContain(`= because: ${diagnostic?.because}\n`);
    expect(page).toContain(`= help: ${diagnostic?.help}\n`);
  });
});
