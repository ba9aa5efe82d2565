import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { displayWidth, shownText } from '../../../src/language/diagnostics/display-width.ts';
import { renderJson } from '../../../src/language/diagnostics/render-json.ts';
import { exampleWords, renderText } from '../../../src/language/diagnostics/render-text.ts';
import { createSource } from '../../../src/language/text/source.ts';

function at(text: string, part: string, path = 'support.route') {
  const start = text.indexOf(part);
  return { path, span: { start, end: start + part.length } };
}

const lines = Array.from({ length: 50 }, () => '').join('\n');
const text = `${lines}\n  when tier is enterprise\n`;
const source = createSource('support.route', text);
const unreachable: Diagnostic = {
  rule: 'unreachable-route',
  severity: 'error',
  at: at(text, 'when tier is enterprise'),
  message: 'no request can reach "vip-refunds"',
  because: 'together "refunds" (line 42) and "long-documents" (line 31) take all of them',
  example: { tier: 'enterprise', intent: 'refund', tokens: 900 },
  help: 'move it above line 42, or delete it',
};

describe('text', () => {
  test('has the shape the language promises', () => {
    expect(renderText([unreachable], [source])).toBe(
      [
        'support.route:51:3 error unreachable-route',
        '51 |   when tier is enterprise',
        '   |   ^^^^^^^^^^^^^^^^^^^^^^^ no request can reach "vip-refunds"',
        '   = because: together "refunds" (line 42) and "long-documents" (line 31) take all of them',
        '   = example: tier enterprise, intent refund, tokens 900',
        '   = help: move it above line 42, or delete it',
      ].join('\n'),
    );
  });

  test('shows other places, and aligns gutters of different width', () => {
    const other = createSource('models.route', 'model a {}\nmodel a {}\n');
    const labels = [{ ...at(other.text, 'model a', 'models.route'), text: 'declared here' }];
    const { because: _, example: __, help: ___, ...bare } = unreachable;
    expect(renderText([{ ...bare, labels }], [source, other])).toBe(
      [
        'support.route:51:3 error unreachable-route',
        '51 |   when tier is enterprise',
        '   |   ^^^^^^^^^^^^^^^^^^^^^^^ no request can reach "vip-refunds"',
        '   : models.route:1:1',
        ' 1 | model a {}',
        '   | ------- declared here',
      ].join('\n'),
    );
  });

  const underline = (line: string, part: string): string => {
    const one = createSource('x.route', line);
    const diagnostic: Diagnostic = {
      rule: 'r',
      severity: 'info',
      at: at(line, part, 'x.route'),
      message: 'm',
    };
    return renderText([diagnostic], [one]).split('\n').slice(1).join('\n');
  };

  test('shows nothing but the span of a file that is no policy', () => {
    const one = createSource('x.txt', 'root:x:0:0:secret');
    const diagnostic: Diagnostic = {
      rule: 'r',
      severity: 'info',
      at: at(one.text, 'x', 'x.txt'),
      message: 'm',
    };
    expect(renderText([diagnostic], [one])).toBe('x.txt:1:6 info r\n1 | x\n  | ^ m');
  });

  test('underlines after wide characters, combining marks and tabs', () => {
    expect(underline('日本 x', 'x')).toBe('1 | 日本 x\n  |      ^ m');
    expect(underline('e\u0301 x', 'x')).toBe('1 | e\u0301 x\n  |   ^ m');
    expect(underline('\ta\tx', 'x')).toBe('1 |     a   x\n  |         ^ m');
    expect(underline('x 日本', '日本')).toBe('1 | x 日本\n  |   ^^^^ m');
  });

  test('spells out what could hide or steer a terminal', () => {
    expect(underline('a\u202eb x', 'x')).toBe('1 | a\\u{202e}b x\n  |            ^ m');
    expect(shownText('\u001b[31m')).toBe('\\u{1b}[31m');
    expect(displayWidth('🙂')).toBe(2);
  });

  test('a span of several lines is underlined to the end of its first, an empty one by one sign', () => {
    expect(underline('ab\ncd', 'b\nc')).toBe('1 | ab\n  |  ^ m');
    expect(underline('ab', '')).toBe('1 | ab\n  | ^ m');
  });

  test('cuts long lines around the span', () => {
    const long = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    const [line = '', marks = ''] = underline(long, 'HERE').split('\n');
    expect(line.length).toBeLessThan(180);
    expect(line.indexOf('HERE')).toBe(marks.indexOf('^^^^'));
  });

  test('colours only when asked', () => {
    expect(renderText([unreachable], [source], { color: true })).toContain('\u001b[31merror\u001b[39m');
    expect(renderText([unreachable], [source])).not.toContain('\u001b');
  });

  test('writes examples as a person would say them', () => {
    expect(
      exampleWords({
        'header "x-beta"': 'triage-1',
        'budget b used': '96%',
        'request has tools': true,
        team: null,
      }),
    ).toBe('header "x-beta" "triage-1", budget b used 96%, request has tools, team unknown');
  });
});

describe('json', () => {
  test('has version 1, places from 1, a summary and fixes', () => {
    const fix = { title: 'write `pro`', edits: [{ ...at(text, 'enterprise'), text: 'pro' }] };
    expect(renderJson([{ ...unreachable, code: 'L1105', fix }], [source])).toEqual({
      version: 1,
      findings: [
        {
          rule: 'unreachable-route',
          code: 'L1105',
          severity: 'error',
          file: 'support.route',
          line: 51,
          column: 3,
          endLine: 51,
          endColumn: 26,
          message: unreachable.message,
          because: unreachable.because,
          example: unreachable.example,
          help: unreachable.help,
          fix: {
            title: 'write `pro`',
            edits: [{ file: 'support.route', line: 51, column: 16, endLine: 51, endColumn: 26, text: 'pro' }],
          },
        },
      ],
      summary: { errors: 1, warnings: 0, infos: 0 },
    });
  });
});
