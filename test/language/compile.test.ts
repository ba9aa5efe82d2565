// The compiler page: what comes out of a policy set as a whole.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/language/compile.ts';
import type { Diagnostic } from '../../src/language/diagnostics/diagnostic.ts';
import type { Head } from '../../src/language/heads/head.ts';
import { namedFiles } from '../../src/language/semantics/named-files.ts';
import { normalPath, relativePath, resolvePath } from '../../src/language/semantics/resolve-path.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { createSource, type Source } from '../../src/language/text/source.ts';
import { END, files, HEAD, LIBRARY } from './semantics/policies.ts';

const set = (more: Readonly<Record<string, string>> = {}): Source[] =>
  files({
    'support.route': `${HEAD}route r { when intent is refund use sonnet }${END}`,
    'models.route': LIBRARY,
    ...more,
  });

const messages = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map((one) => one.message);

describe('compile', () => {
  test('a policy without errors has a graph and asks for its heads', () => {
    const { policies, diagnostics, jobs } = compile(set(), new Map());
    expect(messages(diagnostics)).toEqual([]);
    expect(policies).toHaveLength(1);
    expect(policies[0]?.graph?.rules.map((rule) => rule.route)).toEqual(['r', 'otherwise']);
    expect(policies[0]?.hash).toMatch(/^[0-9a-f]{12}$/);
    expect(policies[0]?.dependencies).toEqual(['support.route', 'models.route']);
    expect(jobs.map((job) => job.group)).toEqual(['intent', 'tone']);
    expect(policies[0]?.heads.size).toBe(0);
  });

  test('trained heads are found by the hash of their job', () => {
    const [first] = compile(set(), new Map()).jobs;
    if (first === undefined) throw new Error('no job');
    const head = { hash: first.hash, group: first.group } as Head;
    const again = compile(set(), new Map([[first.hash, head]]));
    expect(again.policies[0]?.heads.get('intent')).toBe(head);
    expect(again.jobs.map((job) => job.group)).toEqual(['tone']);
  });

  test('an error in any file a policy depends on leaves it without a graph', () => {
    const faulty = compile(set({ 'models.route': `${LIBRARY}model bad { is "x" on nobody }\n` }), new Map());
    expect(messages(faulty.diagnostics)).toEqual(['there is no provider `nobody`']);
    expect(faulty.policies[0]?.graph).toBeUndefined();
    expect(faulty.jobs).toEqual([]);
  });

  test('an error in another policy or in a test does not', () => {
    const other = 'policy other edition 1 { serves "other" }\notherwise { use nobody }\n';
    const tests = 'tests for "./support.route"\nnever "x" { when tier is free model in haiku }\n';
    const { policies } = compile(set({ 'other.route': other, 'support.test.route': tests }), new Map());
    expect(policies.map((one) => [one.policy.name, one.graph !== undefined])).toEqual([
      ['support', true],
      ['other', false],
    ]);
  });

  test('the hash follows every dependency and nothing else', () => {
    const hash = (sources: readonly Source[]): string | undefined =>
      compile(sources, new Map()).policies[0]?.hash;
    const examples = { 'a.txt': 'give it back' };
    const body = { 'support.route': `${HEAD}intent back { examples from "./a.txt" }${END}` };
    const base = hash(set({ ...body, ...examples }));
    expect(hash(set({ ...body, 'a.txt': 'give it back now' }))).not.toBe(base);
    expect(hash(set({ ...body, ...examples, 'models.route': `${LIBRARY}# more\n` }))).not.toBe(base);
    expect(hash(set({ ...body, ...examples, 'unrelated.route': 'tier a, b\n', 'b.txt': 'x' }))).toBe(base);
    const moved = set({ ...body, ...examples }).map((source) =>
      createSource(`/srv/policies/${source.path}`, source.text),
    );
    expect(hash(moved)).toBe(base);
  });

  test('of a file with syntax errors only those are said, and nothing about names lost in it', () => {
    const chains =
      'import haiku from "./models.route"\nchain quick { try haiku }\nchain slow { trry nobody }\n';
    const { diagnostics, policies } = compile(
      set({
        'chains.route': chains,
        'support.route': `${HEAD}import quick, gone from "./chains.route"\nroute r { use gone }${END}`,
      }),
      new Map(),
    );
    expect(diagnostics.map(({ at, rule }) => [at.path, rule])).toEqual([['chains.route', 'syntax']]);
    expect(policies[0]?.graph).toBeUndefined();
  });

  test('imports in a circle are fine', () => {
    const { diagnostics } = compile(
      set({
        'a.route':
          'import b from "./b.route"\nimport haiku from "./models.route"\nchain a { try haiku }\npool c { cheapest of b, a }\n',
        'b.route': 'import a from "./a.route"\nchain b { try a }\n',
      }),
      new Map(),
    );
    expect(messages(diagnostics)).toEqual([]);
  });

  test('never throws, whatever is left out', () => {
    const whole = set()
      .map((source) => source.text)
      .join('\n');
    const words = whole.split(/(?<=\s)/);
    for (let at = 0; at < words.length; at++) {
      const text = words.filter((_, index) => index !== at).join('');
      expect(() =>
        compile([createSource('a.route', text), createSource('models.route', LIBRARY)], new Map()),
      ).not.toThrow();
    }
  });
});

describe('the examples of the design', () => {
  const read = (folder: string): Source[] => {
    const root = new URL(`../support/example/${folder}/`, import.meta.url);
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.\w+$/.test(path))
      .map((path) => createSource(path, readFileSync(new URL(path, root), 'utf8')));
  };

  test('first is clean', () => {
    const { diagnostics, policies } = compile(read('first'), new Map());
    expect(messages(diagnostics)).toEqual([]);
    expect(policies[0]?.graph).toBeDefined();
  });

  test.each(['full', 'faulty'])('%s says nothing but what is not available yet', (folder) => {
    const { diagnostics, policies } = compile(read(folder), new Map());
    expect(diagnostics.filter(({ rule }) => rule !== 'not-yet-available')).toEqual([]);
    const policy = policies[0]?.policy;
    expect([...(policy?.targets.keys() ?? [])]).toEqual(['careful', 'quick', 'sonnet-vs-gpt', 'new-sonnet']);
    expect(policy?.checks.get('ticket-json')?.rules).toMatchObject([{ kind: 'json-schema' }]);
    expect([...(policy?.intentGroups.keys() ?? [])]).toEqual(['intent', 'tone']);
  });
});

describe('one fault, one message', () => {
  const root = new URL('../support/example/first/', import.meta.url);
  const paths = ['models.route', 'audience.route', 'support.route', 'intents/bug-report.txt'];
  const texts = paths.map((path) => readFileSync(new URL(path, root), 'utf8'));

  test('each word in turn misspelt', () => {
    let silent = 0;
    let words = 0;
    for (const [index, path] of paths.slice(0, 3).entries()) {
      const text = texts[index] ?? '';
      for (const word of text.matchAll(/"[^"\n]*"|#.*|\$?[\w.$%:-]+/g)) {
        if (/^["#]/.test(word[0])) continue;
        const end = word.index + word[0].length;
        const changed = `${text.slice(0, end)}x${text.slice(end)}`;
        const sources = paths.map((one, at) => createSource(one, at === index ? changed : (texts[at] ?? '')));
        const { diagnostics } = compile(sources, new Map());
        const line = createSource(path, text.slice(0, word.index)).lineStarts.length;
        expect([path, line, word[0], messages(diagnostics).slice(1)]).toEqual([path, line, word[0], []]);
        words++;
        if (diagnostics.length === 0) silent++;
      }
    }
    // Names of routes and variables, other prices, other limits.
    expect(words).toBeGreaterThan(250);
    expect(silent).toBeLessThan(30);
  });
});

describe('named files', () => {
  test('imports, tested policies and data files, as seen from the naming file', () => {
    const text = `import a from "./lib/a.route"
intent x { examples from "../data/x.txt" }
check c { json schema "./s.json" }
quality "./q.csv"
route r { when rules "./old.json" match use a }
`;
    const tests = createSource('set/support.test.route', 'tests for "./support.route"\n');
    expect(namedFiles([parse(createSource('set/support.route', text)), parse(tests)])).toEqual([
      'set/lib/a.route',
      'data/x.txt',
      'set/s.json',
      'set/q.csv',
      'set/old.json',
      'set/support.route',
    ]);
  });

  test('paths', () => {
    expect(resolvePath('a/b.route', './c.route')).toBe('a/c.route');
    expect(resolvePath('a/b.route', '../../c.route')).toBe('../c.route');
    expect(resolvePath('/a/b.route', '../c.route')).toBe('/c.route');
    expect(resolvePath('/a/b.route', '../../../c.route')).toBe('/c.route');
    expect(resolvePath('b.route', '/etc/c.route')).toBe('/etc/c.route');
    expect(normalPath('./a//b/../c')).toBe('a/c');
    expect(relativePath('a/b.route', 'a/c.route')).toBe('c.route');
    expect(relativePath('a/b.route', 'd/c.route')).toBe('../d/c.route');
  });
});
