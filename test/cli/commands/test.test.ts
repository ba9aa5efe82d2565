/** `llmr test` beyond passing and failing: properties, coverage, mutants, watching. */
import { afterEach, describe, expect, it } from 'vitest';
import { watchTests } from '../../../src/cli/commands/test/test.ts';
import type { PathWatcher } from '../../../src/cli/commands/test/watch-paths.ts';
import { type Folder, folder } from '../run-in-folder.ts';

let here: Folder;
afterEach(() => here?.remove());

const PROPERTIES = `
never "free users reach a strong model" {
  when tier is free
  model in sonnet, gpt-4o
}

never "anybody reaches sonnet" {
  model in sonnet
}

always "long requests stay together" {
  when tokens over 100k
  route in long-documents
}
`;

function withProperties(): Folder {
  here = folder('policies/support');
  here.write('support.test.route', `tests for "./support.route"\n${PROPERTIES}`);
  return here;
}

interface Told {
  readonly tests: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly verdict?: string;
    readonly counterexample?: Readonly<Record<string, unknown>>;
  }[];
  readonly coverage?: Readonly<
    Record<
      string,
      {
        readonly percent: number;
        readonly total: number;
        readonly missing: readonly { name: string; line: number }[];
      }
    >
  >;
  readonly mutation?: {
    readonly score: number;
    readonly survivors: readonly { readonly change: string; readonly test?: string }[];
  };
}

describe('never and always', () => {
  it('says once that a name is unknown, whoever finds it first', async () => {
    here = folder('policies/support');
    const claim = 'never "x" { model in nobody }';
    here.write('support.test.route', `tests for "./support.route"\n${claim}\n`);
    const { code, err } = await here.run('test');
    expect([code, err.match(/error unknown-name/g)?.length]).toEqual([1, 1]);
  });

  it('says proved, or refuted with a request', async () => {
    const { code, out } = await withProperties().run('test');
    expect(code).toBe(1);
    expect(out).toContain('✓ free users reach a strong model :3 proved');
    expect(out).toContain('✗ anybody reaches sonnet :8');
    expect(out).toMatch(/request: .*intent refund/);
    expect(out).toMatch(/see: llmr explain --model support/);
    expect(out).toContain('2 passed, 1 failed');
  });

  it('gives the request as facts that explain takes, and explain says the same', async () => {
    const { out } = await withProperties().run('test', '--format', 'json');
    const { tests } = JSON.parse(out) as Told;
    expect(tests.map(({ verdict }) => verdict)).toEqual(['proved', 'refuted', 'proved']);
    const facts = tests[1]?.counterexample ?? {};
    const explained = await here.run(
      'explain',
      '--model',
      'support',
      '--facts',
      JSON.stringify(facts),
      '--json',
    );
    expect(explained.err).toBe('');
    const { plan } = JSON.parse(explained.out) as { plan: readonly { model: string }[] };
    expect(plan.map(({ model }) => model)).toContain('sonnet');
  });
});

describe('--coverage', () => {
  it('names what no test tries, with its place', async () => {
    here = folder('policies/long-context');
    const before = here.read('long-context.test.route');
    here.write(
      'long-context.test.route',
      before
        .slice(0, before.indexOf('test "a request rejected as too long'))
        .replace('  case 101k, reports, haiku\n', ''),
    );
    const { out, code } = await here.run('test', '--coverage', '--format', 'json');
    expect(code).toBe(0);
    const { coverage } = JSON.parse(out) as Told;
    expect(coverage?.['routes']).toMatchObject({ percent: 100, total: 4, missing: [] });
    expect(coverage?.['hops']?.missing.map(({ name }) => name)).toEqual(['big: step 2, long-reader']);
    expect(coverage?.['boundaries']?.missing).toEqual([]);
  });

  it('tells both sides of a number apart', async () => {
    here = folder('policies/tiers');
    here.write(
      'tiers.test.route',
      'tests for "./tiers.route"\ntest "x" { given tier free, tokens 16k expect route free }\n',
    );
    const { out } = await here.run('test', '--coverage', '--no-color');
    expect(out).toContain('tokens over 16k  tiers.route:');
    expect(out).toContain('no test tries these routes');
  });

  it('fails below --min, and takes --min only with a measure', async () => {
    here = folder('policies/tiers');
    expect((await here.run('test', '--coverage', '--min', '100')).code).toBe(0);
    here.write(
      'tiers.test.route',
      'tests for "./tiers.route"\ntest "x" { given tier free expect route free }\n',
    );
    const short = await here.run('test', '--coverage', '--min', '50');
    expect(short.code).toBe(1);
    expect(short.err).toContain('routes tried: 20%, which is less than --min 50');
    expect((await here.run('test', '--min', '50')).code).toBe(2);
    expect((await here.run('test', '--coverage', '--min', 'much')).code).toBe(2);
  });
});

describe('--mutate', () => {
  // All of the policies are in test/long.
  it.each(['tiers', 'data-residency'])('is noticed by the tests of policies/%s', async (name) => {
    here = folder(`policies/${name}`);
    const { out, err } = await here.run('test', '.', '--mutate', '--format', 'json');
    const { mutation } = JSON.parse(out) as Told;
    expect(mutation?.score).toBeGreaterThanOrEqual(95);
    // What a test could notice is noticed.
    expect(mutation?.survivors.filter(({ test }) => test !== undefined)).toEqual([]);
    expect(err).toMatch(/^mutants of [\w-]+: \d+ in [\d.]+s$/m);
  });

  it('names a change that no test notices', async () => {
    here = folder('policies/tiers');
    here.write('tiers.test.route', here.read('tiers.test.route').replaceAll('tokens 17k', 'tokens 20k'));
    const { out, code } = await here.run('test', '--mutate');
    expect(code).toBe(0);
    expect(out).toContain('route free-and-long: `tokens over 16k` → `tokens over 17k`  tiers.route:45');
    expect(out).toContain(
      'expect route free-and-long, refused 403 "Long documents are part of the pro plan."',
    );
    expect((await here.run('test', '--mutate', '--min', '100')).code).toBe(1);
  });

  it('tries nothing on a policy whose own tests fail', async () => {
    here = folder('policies/tiers');
    here.write(
      'tiers.test.route',
      'tests for "./tiers.route"\ntest "x" { given tier pro expect route free }\n',
    );
    const { out, code } = await here.run('test', '--mutate');
    expect(code).toBe(1);
    expect(out).toContain('tiers was not tried: its own test "x" fails');
  });
});

describe('--watch', () => {
  it('runs again after each change, and ends with the last code', async () => {
    here = folder('policies/tiers');
    const before = process.cwd();
    process.chdir(here.path);
    let out = '';
    let changes = 0;
    let closed = false;
    const watcher: PathWatcher = {
      async next() {
        changes += 1;
        if (changes > 1) return 'quit';
        here.write(
          'tiers.test.route',
          'tests for "./tiers.route"\ntest "x" { given tier pro expect route free }\n',
        );
        return 'changed';
      },
      async close() {
        closed = true;
      },
    };
    try {
      const terminal = {
        out: (text: string) => {
          out += text;
        },
        err: () => undefined,
        color: false,
        env: {},
        today: '2026-11-22',
      };
      const code = await watchTests(
        terminal,
        [],
        { format: 'text', data: '.llmr', color: false },
        () => watcher,
      );
      expect(code).toBe(1);
    } finally {
      process.chdir(before);
    }
    expect(closed).toBe(true);
    expect(out.match(/passed/g)).toHaveLength(2);
    expect(out).toContain('0 passed, 1 failed');
  });
});
