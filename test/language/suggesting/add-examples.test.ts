import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { format } from '../../../src/language/format/format.ts';
import { addExamples, type NewExamples } from '../../../src/language/suggesting/add-examples.ts';
import { exampleText, LONGEST_EXAMPLE } from '../../../src/language/suggesting/example-text.ts';
import { newExamples, testRows } from '../../../src/language/suggesting/labels.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';

const POLICY = `policy demo edition 1 {
  serves "demo"
}

intent refund {
  means "money back"
  like "I want my money back" # the first
  not "what is your policy?"
  match at least 0.5
}

intent bug in kind {
  examples from "./bugs.txt"
}

intent other in kind { like "one" like "two" }

otherwise {
  because "Everyone."
  refuse 400 "No."
}
`;
const SOURCES = [createSource('a/demo.route', POLICY), createSource('a/bugs.txt', 'it crashes')];

function groupsIn(sources: readonly Source[]) {
  const { policies, diagnostics } = compile(sources, new Map());
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return policies[0]?.policy.intentGroups ?? new Map();
}

/** The examples of an intent after adding, read back from the changed texts. */
function readBack(group: string, added: NewExamples) {
  const before = groupsIn(SOURCES).get(group);
  if (before === undefined) throw new Error('no such group');
  const made = addExamples(SOURCES, before, [added]);
  const intents = groupsIn(made.sources).get(group)?.intents ?? [];
  const intent = intents.find(({ name }: { name: string }) => name === added.intent);
  const texts = (of: readonly { readonly text: string }[] = []) => of.map(({ text }) => text);
  return { ...made, like: texts(intent?.like), not: texts(intent?.not) };
}

const AWKWARD = [
  'Summarise this:\n\n"A quote", a \\n that is none, a tab\tand # no comment\n  indented {',
  '# looks like a comment',
  'ends in a backslash \\',
  '日本語のテキスト、絵文字 👩‍💻',
  '{{name}} \u2028 \u202e \ufeff $1',
  'C:\\new\\"file"',
].map(exampleText);

describe('new examples', () => {
  it('are read back as they were written, in a block', () => {
    const { like, not, sources, changed } = readBack('intent', {
      intent: 'refund',
      like: AWKWARD,
      not: ['not\nthis'],
    });
    expect(like).toEqual(['I want my money back', ...AWKWARD]);
    expect(not).toEqual(['what is your policy?', 'not\nthis']);
    expect(changed).toEqual(['a/demo.route']);
    const [policy = createSource('', '')] = sources;
    expect(format(parse(policy)).ok).toBe(true);
    expect(policy.text).toContain('like "I want my money back" # the first\n  like "Summarise this:\\n\\n');
  });

  it('go to the file that the intent names, except for those that a line cannot hold', () => {
    const { like, not, sources, changed } = readBack('kind', { intent: 'bug', like: AWKWARD, not: ['x'] });
    expect(new Set(like)).toEqual(new Set(['it crashes', ...AWKWARD]));
    expect(not).toEqual(['x']);
    expect(changed).toEqual(['a/demo.route', 'a/bugs.txt']);
    expect(sources[1]?.text).toMatch(/^it crashes\nends in a backslash \\\n/);
    expect(sources[0]?.text).toContain('\n  not "x"\n}');
  });

  it('end their lines as the file does', () => {
    const sources = SOURCES.map(({ path, text }) => createSource(path, `${text}\n`.replaceAll('\n', '\r\n')));
    const group = groupsIn(sources).get('kind');
    if (group === undefined) throw new Error('no such group');
    const made = addExamples(sources, group, [{ intent: 'bug', like: ['x', 'two\nlines'], not: ['y'] }]);
    for (const { text } of made.sources) expect(text).not.toMatch(/[^\r]\n|\r(?!\n)/);
  });

  it('go behind the last of a block on one line', () => {
    expect(readBack('kind', { intent: 'other', like: ['three'], not: ['four'] })).toMatchObject({
      like: ['one', 'two', 'three'],
      not: ['four'],
    });
  });

  it('without a block are reported', () => {
    const group = groupsIn(SOURCES).get('intent');
    if (group === undefined) throw new Error('no such group');
    const [, bugs] = SOURCES;
    const added = [{ intent: 'refund', like: ['x'], not: [] }];
    expect(addExamples(bugs === undefined ? [] : [bugs], group, added)).toMatchObject({
      changed: [],
      unplaced: ['refund'],
    });
    expect(addExamples(SOURCES, group, [{ intent: 'refund', like: [], not: [] }]).changed).toEqual([]);
  });

  it('keep the beginning of a long text, and no half of a character', () => {
    const long = exampleText(`${'a'.repeat(LONGEST_EXAMPLE - 1)}😀😀`);
    expect(long).toHaveLength(LONGEST_EXAMPLE);
    expect(long.isWellFormed()).toBe(true);
    expect(exampleText(' a\r\nb  \r\u200b\u0007c ')).toBe('a\nb\n c');
  });
});

describe('labels', () => {
  it('become examples, counter-examples of the nearest intent, and rows of the test set', () => {
    const labels = [
      { text: 'one', intent: 'a', use: 'example', best: 'b' },
      { text: 'two', intent: null, use: 'example', best: 'b' },
      { text: 'three', intent: null, use: 'test', best: 'a' },
      { text: 'one ', intent: 'a', use: 'example', best: 'a' },
    ] as const;
    expect(newExamples(labels)).toEqual([
      { intent: 'a', like: ['one'], not: [] },
      { intent: 'b', like: [], not: ['two'] },
    ]);
    expect(testRows(labels)).toEqual([{ text: 'three', intent: null }]);
  });
});

describe('new examples of an intent of the standard library', () => {
  const policy = (...imports: readonly string[]): string =>
    `policy demo edition 1 {\n  serves "demo"\n}\n\n${imports.join('\n')}\n\notherwise {\n  because "Everyone."\n  refuse 400 "No."\n}\n`;
  const after = (text: string, ...intents: readonly string[]) => {
    const sources = [createSource('demo.route', text)];
    const added = intents.map((intent) => ({ intent, like: ['mine'], not: ['other'] }));
    const made = addExamples(
      sources,
      groupsIn(sources).get('intent') ?? { name: 'intent', intents: [] },
      added,
    );
    expect(made.unplaced).toEqual([]);
    groupsIn(made.sources);
    const [changed = createSource('', '')] = made.sources;
    expect(format(parse(changed))).toEqual({ ok: true, text: changed.text });
    return changed.text;
  };
  const block = (name: string, version = ''): string =>
    `intent ${name} {\n  examples from "llmr:intents/${name}${version}"\n  like "mine"\n  not "other"\n}`;

  it.each([
    [
      'one of several names',
      ['import intent legal, maths, finance from "llmr:intents@1"'],
      ['maths'],
      `import intent legal, finance from "llmr:intents@1"\n\n${block('maths', '@1')}`,
    ],
    ['the only name', ['import intent legal from "llmr:intents"'], ['legal'], block('legal')],
    [
      'all names of an import above another',
      ['import intent legal, maths from "llmr:intents"', 'import intent finance from "llmr:intents@1"'],
      ['maths', 'legal'],
      `import intent finance from "llmr:intents@1"\n\n${block('legal')}\n\n${block('maths')}`,
    ],
  ])('%s becomes a declaration', (_title, imports, intents, expected) => {
    expect(after(policy(...imports), ...intents)).toBe(policy(expected));
  });
});
