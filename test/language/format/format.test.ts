/**
 * The canonical style by example, and that the formatter leaves alone what it must not touch.
 */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { format } from '../../../src/language/format/format.ts';
import { sameAst } from '../../../src/language/format/same-ast.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { createSource } from '../../../src/language/text/source.ts';

const read = (text: string) => parse(createSource('x.route', text));

function formatted(text: string): string {
  const outcome = format(read(text));
  if (!outcome.ok) throw new Error(outcome.diagnostics.map((diagnostic) => diagnostic.message).join());
  return outcome.text;
}

const folder = new URL('../../support/example/', import.meta.url).pathname;

test.each(globSync('**/*.route', { cwd: folder }))('example/%s is formatted already', (name) => {
  const text = readFileSync(folder + name, 'utf8');
  expect(formatted(text)).toBe(text);
});

describe('canonical style', () => {
  test('one clause a line, `and` under `when`, groups of alternatives', () => {
    expect(
      formatted(
        'route r{because "x" when tier is pro and any{tokens over 8k header "x" is "1" and day is sat} and user in first 5% use a}',
      ),
    ).toBe(`route r {
  because "x"
  when tier is pro
   and any {
    tokens over 8k
    header "x" is "1" and day is sat
  }
   and user in first 5%
  use a
}
`);
  });

  test('good enough ends the line of a pool, in place or declared', () => {
    expect(formatted('pool p{cheapest of a,b good enough\nat 90%}')).toBe(
      'pool p {\n  cheapest of a, b good enough at 90%\n}\n',
    );
  });

  test('window and output share a line, whatever line they were on', () => {
    expect(formatted('model m {\n window 8k\n output 4k\n}')).toBe('model m {\n  window 8k output 4k\n}\n');
    expect(formatted('model m {\n output 4k\n window 8k\n}')).toBe(
      'model m {\n  output 4k\n  window 8k\n}\n',
    );
  });

  test('one blank line between declarations; imports may stand together; at most one in a block', () => {
    expect(
      formatted(
        'import a from "x"\nimport b from "y"\n\n\nimport c from "z"\ntier a, b\nmodel m {\n\n window 8k\n\n\n\n can json\n\n}',
      ),
    ).toBe(
      'import a from "x"\nimport b from "y"\n\nimport c from "z"\n\ntier a, b\n\nmodel m {\n  window 8k\n\n  can json\n}\n',
    );
  });

  test('comments: leading, trailing, dangling, within a clause, at the end', () => {
    expect(
      formatted(`


# top
   # of the file
tier a, b # order
# about m

model m { # m
# first
window 8k # big
can tools, # one
  json # two
  # last
}
   # the end`),
    ).toBe(`# top
# of the file
tier a, b # order

# about m

model m { # m
  # first
  window 8k # big
  can tools, # one
    json # two
  # last
}

# the end
`);
  });

  test('an own-line comment under `when` keeps its place', () => {
    const text =
      'route r {\n  when tier is pro\n   # only the large ones\n   and tokens over 8k\n  use a\n}\n';
    expect(formatted(text)).toBe(text);
  });

  test('line breaks of every system, tabs and a byte order mark', () => {
    expect(formatted('\ufeffroute r {\r\n\tuse a\r\n}\r\n')).toBe('route r {\n  use a\n}\n');
    expect(formatted('route r {\ruse a # x\r}')).toBe('route r {\n  use a # x\n}\n');
  });

  test('an empty file stays empty, a file of comments keeps them', () => {
    expect(formatted('')).toBe('');
    expect(formatted('\n\n')).toBe('');
    expect(formatted('# a\n\n\n# b')).toBe('# a\n\n# b\n');
  });
});

describe('refusals', () => {
  test('a file with a syntax error is not formatted, and its errors are told', () => {
    const outcome = format(read('route r {\n   use a,\n}'));
    expect(outcome).toMatchObject({ ok: false, diagnostics: [{ rule: 'syntax', code: 'L1021' }] });
  });

  test('a repeated clause is a syntax error: formatting would drop one of the two', () => {
    expect(format(read('route r {\n use a\n use b\n}')).ok).toBe(false);
  });

  test('what would not say the same is left as it is', () => {
    const outcome = format({ ...read('tier a, b\n'), ast: read('tier b, a\n').ast });
    expect(outcome).toMatchObject({ ok: false, diagnostics: [{ code: 'L1050' }] });
  });
});

describe('sameAst', () => {
  test('does not see layout, sees everything else', () => {
    const a = read('route r { use a }').ast;
    expect(sameAst(a, read('# x\nroute r {\n  use a\n}').ast)).toBe(true);
    expect(sameAst(a, read('route r { use b }').ast)).toBe(false);
    expect(sameAst(a, read('route r { use a or refuse 503 "x" }').ast)).toBe(false);
    expect(sameAst(read('route r { use a or refuse 503 "x" }').ast, a)).toBe(false);
    expect(sameAst(read('model m { window 1k }').ast, read('model m { window 1000 }').ast)).toBe(true);
    expect(sameAst(read('model m { can a, b }').ast, read('model m { can b, a }').ast)).toBe(false);
  });
});
