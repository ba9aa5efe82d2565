// The standard library of intents, as policies use it: what an import brings, and what is reported about a wrong one.
import { describe, expect, test } from 'vitest';
import { type Compilation, compile } from '../../../src/language/compile.ts';
import { format } from '../../../src/language/format/format.ts';
import { LIBRARY } from '../../../src/language/library/index.ts';
import { libraryFile, libraryIntent, newestIntents } from '../../../src/language/library/library-files.ts';
import { OTHER_NAMES } from '../../../src/language/library/other-names.ts';
import { applyFixes } from '../../../src/language/lint/fixes.ts';
import type { Intent } from '../../../src/language/semantics/model.ts';
import { namedFiles } from '../../../src/language/semantics/named-files.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { createSource } from '../../../src/language/text/source.ts';

const HEAD = 'policy p edition 1 { serves "auto" }\n';
const END =
  '\nprovider sim { speaks simulated }\nmodel m { is "m" on sim }\nroute r { when intent is translation use m }\notherwise { use m }\n';
const IMPORT = 'import intent translation from "llmr:intents"';

function compiled(body: string, path = 'p.route', more: Readonly<Record<string, string>> = {}): Compilation {
  const others = Object.entries(more).map(([name, text]) => createSource(name, text));
  return compile([createSource(path, HEAD + body + END), ...others], new Map());
}

function intentsOf({ policies, diagnostics }: Compilation): readonly Intent[] {
  expect(diagnostics).toEqual([]);
  return policies[0]?.policy.intentGroups.get('intent')?.intents ?? [];
}

const textsOf = (examples: Intent['like']): string[] => examples.map(({ text }) => text);

describe('the texts of the library', () => {
  test('have one version each, and the form of a policy', () => {
    expect(new Set(newestIntents().map(({ name }) => name)).size).toBe(newestIntents().length);
    for (const intent of LIBRARY) {
      const { ast, diagnostics, source, ...file } = libraryFile(intent);
      expect(diagnostics).toEqual([]);
      const [declared] = ast.declarations;
      if (declared?.kind !== 'intent') throw new Error('not an intent');
      expect(declared.like.map(({ text }) => text)).toEqual(intent.like);
      expect(declared.not.map(({ text }) => text)).toEqual(intent.not);
      expect(declared.means?.text).toBe(intent.means);
      expect(format({ ast, diagnostics, source, ...file })).toEqual({ ok: true, text: source.text });
    }
  });

  test('are under the names that suggestions give', () => {
    const names = newestIntents().map(({ name }) => name);
    expect(Object.entries(OTHER_NAMES).filter(([, name]) => !names.includes(name))).toEqual([]);
    expect(Object.keys(OTHER_NAMES).filter((name) => names.includes(name))).toEqual([]);
  });
});

describe('an import of the library in the words of other languages', () => {
  const faultsOf = (line: string) => parse(createSource('p.route', `${HEAD}${line}\n`)).diagnostics;

  test('with another name is a declaration with its examples, and the fix writes it', () => {
    const text = `${HEAD}import intent legal as contract from "llmr:intents@1"\n`;
    const { source, diagnostics } = parse(createSource('p.route', text));
    expect(diagnostics.map(({ message, help }) => ({ message, help }))).toEqual([
      {
        message: '`legal` keeps its name where it is imported',
        help: 'write `intent contract { examples from "llmr:intents/legal@1" }`',
      },
    ]);
    const fixed = applyFixes([source], diagnostics).sources[0]?.text ?? '';
    expect(parse(createSource('p.route', fixed)).diagnostics).toEqual([]);
    expect(fixed).toContain('intent contract {\n  examples from "llmr:intents/legal@1"\n}');
  });

  test('of several names is left to a person, and any other import keeps its message', () => {
    const [several] = faultsOf('import intent medical, finance as money from "llmr:intents"');
    expect(several).toMatchObject({ message: '`finance` keeps its name where it is imported' });
    expect(several?.fix).toBeUndefined();
    expect(faultsOf('import tier as level from "./x.route"')[0]?.help).toBe('write `tier`');
  });

  test.each(['import intent * from "llmr:intents"', 'import * from "llmr:intents"'])(
    '%s names none',
    (line) => {
      expect(faultsOf(line)[0]).toMatchObject({
        message: 'an import of the library names its intents',
        help: expect.stringContaining('`llmr intents library` lists the names'),
      });
    },
  );
});

describe('import intent', () => {
  test('brings the examples of the library, reported at the import', () => {
    const made = compiled(`import intent translation, small-talk from "llmr:intents@1"`);
    const [translation, smallTalk] = intentsOf(made);
    const texts = libraryIntent('translation');
    expect(textsOf(translation?.like ?? [])).toEqual(texts?.like);
    expect(translation).toMatchObject({
      means: texts?.means,
      library: 'llmr:intents/translation@1',
      at: { path: 'p.route', line: 2 },
    });
    expect(smallTalk?.name).toBe('small-talk');
    expect(made.jobs.map(({ intents }) => intents.map(({ name }) => name))).toEqual([
      ['translation', 'small-talk'],
    ]);
  });

  test('reads no file, and its texts are part of the hash, wherever the policy is', () => {
    const source = createSource('a/p.route', HEAD + IMPORT + END);
    expect(namedFiles([parse(source)])).toEqual([]);
    const [here] = compiled(IMPORT).policies;
    const [there] = compiled(IMPORT, 'a/b/p.route').policies;
    expect(there?.hash).toBe(here?.hash);
    expect(here?.dependencies).toEqual(['p.route', 'llmr:intents/translation@1']);
    expect(compiled(IMPORT.replace('intents"', 'intents@1"')).policies[0]?.hash).not.toBe(here?.hash);
  });

  test('of a file imports intents only', () => {
    const more = {
      'other.route':
        'intent translation { like "x" }\nbudget translation { limit $5/day per team }\nbudget cap { limit $5/day per team }\n',
    };
    const made = compiled('import intent translation from "./other.route"', 'p.route', more);
    expect(intentsOf(made)).toHaveLength(1);
    expect(made.policies[0]?.policy.budgets.size).toBe(0);
    const wrong = compiled(`${IMPORT}\nimport intent cap from "./other.route"`, 'p.route', more);
    expect(wrong.diagnostics.map(({ message }) => message)).toEqual(['`cap` is not an intent but a budget']);
  });
});

describe('examples from the library', () => {
  test('are added to those of the policy, under its own name', () => {
    const own =
      'intent translation {\n  examples from "llmr:intents/legal"\n  like "own"\n  not "other"\n}\n';
    const legal = libraryIntent('legal');
    const [intent] = intentsOf(compiled(own));
    expect(textsOf(intent?.like ?? [])).toEqual(['own', ...(legal?.like ?? [])]);
    expect(textsOf(intent?.not ?? [])).toEqual(['other', ...(legal?.not ?? [])]);
    expect(intent?.means).toBe(legal?.means);
    expect(intent?.library).toBe('llmr:intents/legal@1');
    expect(intent?.like.map(({ at }) => at.path).slice(0, 2)).toEqual(['p.route', 'llmr:intents/legal@1']);
    const [said] = intentsOf(compiled(own.replace('like', 'means "mine"\n  like')));
    expect(said?.means).toBe('mine');
  });
});

const LIST = newestIntents()
  .map(({ name }) => name)
  .join(', ');

describe('what is reported', () => {
  test.each([
    [
      'import intent translaton from "llmr:intents"',
      'the library has no intent `translaton`; did you mean `translation`?',
      IMPORT,
    ],
    [
      'import intent translation, coding from "llmr:intents"',
      'the library has no intent `coding`; did you mean `code-generation`?',
      'import intent translation, code-generation from "llmr:intents"',
    ],
    [
      'import translation from "llmr:intents"',
      'an import from the library of intents begins with `import intent`',
      IMPORT,
    ],
    ['import intent translation from "llmr:intent"', 'there is no library "llmr:intent"', IMPORT],
    [
      'import intent translation from "llmr:intents/translation"',
      'an import names the intents first, and the library last',
      IMPORT,
    ],
    ['', '`translation` is not imported here', `\n\n${IMPORT}`],
    [
      'import intent translation, intent legal from "llmr:intents"',
      'written `translation, legal` here',
      IMPORT.replace('translation', 'translation, legal'),
    ],
    ['import intent translation from llmr:intents', 'a path is a string in double quotes', IMPORT],
    ['intent translation from "llmr:intents"', 'what is declared elsewhere is used by an import', IMPORT],
    [
      'intent translation { examples from "llmr:intents" }',
      '"llmr:intents" does not name an intent',
      'intent translation { examples from "llmr:intents/translation" }',
    ],
    [
      'intent translation { examples from "llmr:intents/translations@1" }',
      'the library has no intent `translations`; did you mean `translation`?',
      'intent translation { examples from "llmr:intents/translation@1" }',
    ],
  ])('%s', (body, message, fixed) => {
    const source = createSource('p.route', HEAD + body + END);
    const { diagnostics } = compile([source], new Map());
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain(message);
    const [after] = applyFixes([source], diagnostics).sources;
    expect(after?.text).toContain(fixed);
    expect(compile([after ?? source], new Map()).diagnostics).toEqual([]);
  });

  test('an unknown intent: the list of what the library has', () => {
    const { diagnostics } = compiled(`${IMPORT}\nimport intent refund from "llmr:intents"`);
    expect(diagnostics).toMatchObject([
      { code: 'L1109', message: 'the library has no intent `refund`', because: `it has ${LIST}` },
    ]);
  });

  test('a version that does not exist, or is none', () => {
    const faults = ['9', 'v1', ''].map(
      (version) => compiled(IMPORT.replace('intents"', `intents@${version}"`)).diagnostics,
    );
    expect(faults.map((found) => found.map(({ message, help }) => [message, help]))).toEqual([
      [
        [
          'this llmr does not have version 9 of `translation`',
          'write "llmr:intents@1"; `llmr intents eval` shows what changes',
        ],
      ],
      [['`@v1` is not a version of an intent', expect.stringContaining('"llmr:intents@1"')]],
      [['`@` is not a version of an intent', expect.stringContaining('"llmr:intents@1"')]],
    ]);
  });

  test('a name that is declared too: how to have both', () => {
    const { diagnostics } = compiled(`${IMPORT}\nintent translation { like "own" }`);
    expect(diagnostics).toMatchObject([
      {
        code: 'L1202',
        message: 'there is already an intent `translation` (p.route:3)',
        help: expect.stringContaining('write `examples from "llmr:intents/translation"` in the intent'),
      },
    ]);
  });
});
