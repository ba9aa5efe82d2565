/** How the text of another tool's configuration is read: what people's files hold, and what is wrong with them. */
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/interchange/read-document.ts';
import { recognize } from '../../src/interchange/recognize.ts';

const read = (text: string) => readDocument(text);

describe('the text of a configuration', () => {
  it('may be YAML or JSON, with a byte order mark, a document start, anchors and merges', () => {
    expect(read('\uFEFFa: 1\n')).toEqual({ ok: true, document: { a: 1 }, duplicates: [] });
    expect(read('---\na: 1\n')).toMatchObject({ document: { a: 1 } });
    expect(read('{"a": [1, {"b": null}]}')).toMatchObject({ document: { a: [1, { b: null }] } });
    expect(read('x: &x { a: 1, b: 2 }\ny:\n  <<: *x\n  b: 3\n')).toMatchObject({
      document: { x: { a: 1, b: 2 }, y: { a: 1, b: 3 } },
    });
    expect(read(`x: &x { a: 1 }\ny: [${Array(500).fill('*x').join(', ')}]`)).toMatchObject({ ok: true });
  });

  it('may name a setting twice: the last counts, and each is listed', () => {
    expect(read('a: 1\nb:\n  - c: 1\n    d: 2\n    c: 3\na: 2\n')).toEqual({
      ok: true,
      document: { a: 2, b: [{ c: 3, d: 2 }] },
      duplicates: [
        { where: 'b[0]', key: 'c', line: 5 },
        { where: 'the file', key: 'a', line: 6 },
      ],
    });
  });

  it.each([
    ['a:\n\t- x: 1\n', /^line 2, column 1: a tab is used for indentation/],
    ['a: [1\nb: }', /^line \d, column \d: /],
    ['a: 1\n b: 2\n', /^line \d, column \d: /],
    ['a: *none\n', /an alias .* has no anchor/],
    ['', /^the file is empty$/],
    ['# only a comment\n', /^the file is empty$/],
    ['a: 1\n---\nb: 2\n---\nc: 3\n', /^the file holds 3 YAML documents/],
    ['a\u0000b', /save it as UTF-8/],
    ['x'.repeat(4_000_001), /over 4 MB/],
  ])('%#: %.20j is refused in words', (text, words) => {
    expect(read(text)).toMatchObject({ ok: false, message: expect.stringMatching(words) });
  });

  it('does not grow without bound', () => {
    const bomb = [
      'a0: &a0 [x]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
    ];
    expect(read(bomb.join('\n'))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/without bound/),
    });
    expect(read('a: &a [*a]\n').ok).toBe(false);
  });
});

it('a configuration of another tool is recognized', () => {
  expect(
    [
      { model_list: [] },
      { targets: [] },
      { rules: [] },
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { services: {} },
      [{ model_name: 'a', litellm_params: {} }],
      [{ conditions: {} }],
      { x: 1 },
      null,
      { strategy: { mode: 'fallback' } },
      { strategy: { type: 'Recreate' }, image: {}, proxy_config: {} },
    ].map((document) => recognize(document)?.split(':')[0]),
  ).toEqual([
    'litellm',
    'portkey',
    'json-rules',
    'a Kubernetes manifest',
    'a Docker Compose file',
    'a list of LiteLLM models',
    'json-rules',
    undefined,
    undefined,
    'portkey',
    'values of a Helm chart',
  ]);
});
