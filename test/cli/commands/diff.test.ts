/** `llmr diff` on folders and git refs: what is said, the exit code, and that the example shows the change. */
import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { type Folder, folder } from '../run-in-folder.ts';

let here: Folder;
afterEach(() => here?.remove());

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: here.path, encoding: 'utf8' });
}

/** A repository with the example policies under `policies/`. */
function repository(): Folder {
  here = folder();
  const source = folder('policies');
  for (const file of ['support.route', 'models.route', 'audience.route', 'intents/bug-report.txt'])
    here.write(`policies/support/${file}`, source.read(`support/${file}`));
  here.write('policies/tiers/tiers.route', source.read('tiers/tiers.route'));
  here.write('policies/tiers/audience.route', source.read('tiers/audience.route'));
  source.remove();
  git('init', '-q');
  here.write('.git/info/exclude', '.llmr\n');
  git('add', '-A');
  git('commit', '-qm', 'first');
  return here;
}

function edit(path: string, from: string, to: string): void {
  const text = here.read(path);
  expect(text).toContain(from);
  here.write(path, text.replace(from, to));
}

const SUPPORT = 'policies/support/support.route';

interface Told {
  readonly changed: boolean;
  readonly proved: boolean;
  readonly regions: readonly {
    readonly where: Readonly<Record<string, string>>;
    readonly before: { readonly route: string; readonly model: string };
    readonly after: { readonly route: string; readonly model: string };
    readonly costUsd?: { readonly before: number; readonly after: number };
    readonly example: Readonly<Record<string, unknown>>;
  }[];
}

describe('llmr diff', () => {
  it('says that nothing changes, and that it is proved', async () => {
    repository();
    const same = await here.run('diff', 'HEAD', 'policies');
    expect(same).toEqual({ code: 0, out: 'unchanged: all requests (proved)\n', err: '' });
  });

  it('does not end like a change when the command itself is wrong', async () => {
    here = folder('policies');
    for (const wrong of [[], ['.'], ['.', '.', '--jsn'], ['.', '.', '--json', '--markdown']]) {
      const { code, err } = await here.run('diff', ...wrong);
      expect([code, err]).toEqual([1, expect.stringContaining('error: ')]);
    }
  });

  it('sees through a change of words: a comment, a condition said otherwise', async () => {
    repository();
    edit('policies/tiers/tiers.route', 'tier at least enterprise', 'tier is enterprise # the highest');
    expect((await here.run('diff', 'HEAD', 'policies')).code).toBe(0);
  });

  it('tells a region, both places, cost and an example', async () => {
    repository();
    edit(SUPPORT, 'used at least 95%', 'used at least 90%');
    const { code, out } = await here.run('diff', 'HEAD:policies/support', 'policies/support');
    const commit = git('rev-parse', 'HEAD').slice(0, 7);
    expect(code).toBe(2);
    const [region = ''] = out.split('\n');
    expect(region).toMatch(/^~ .*budget support-team used at least 90% and under 95%/);
    expect(region).toMatch(/intent refund/);
    expect(region).toMatch(/tier pro or enterprise/);
    expect(out).toMatch(
      new RegExp(
        `^ {2}before {2}refunds → careful: sonnet +\\(policies/support/support.route:65 at ${commit}\\)$`,
        'm',
      ),
    );
    expect(out).toMatch(/^ {2}after {3}over-budget → haiku +\(policies\/support\/support.route:59\)$/m);
    expect(out).toMatch(/^ {2}cost {4}\$[\d.]+ → \$[\d.]+ per request$/m);
    expect(out).toMatch(/^unchanged: all other requests \(proved\)$/m);
  });

  it('gives examples that go where both sides say', async () => {
    repository();
    edit(SUPPORT, 'tokens over 100k', 'tokens over 32k');
    const { out } = await here.run('diff', 'HEAD:policies/support', 'policies/support', '--json');
    const { changed, proved, regions } = JSON.parse(out) as Told;
    expect({ changed, proved }).toEqual({ changed: true, proved: true });
    expect(regions.length).toBeGreaterThan(0);
    for (const { example, after, where } of regions) {
      expect(where['tokens']).toBe('32,001 to 100,000');
      const now = await here.run(
        'explain',
        '--policies',
        'policies/support',
        '--facts',
        JSON.stringify(example),
        '--json',
      );
      const { route, model } = JSON.parse(now.out) as { route: string; model: string };
      expect({ route, model }).toMatchObject({ route: after.route, model: after.model });
    }
    git('stash', '-q');
    for (const { example, before } of regions) {
      const then = await here.run(
        'explain',
        '--policies',
        'policies/support',
        '--facts',
        JSON.stringify(example),
        '--json',
      );
      expect((JSON.parse(then.out) as { route: string }).route).toBe(before.route);
    }
  });

  it('gives examples that both sides understand, whatever one of them does not declare', async () => {
    here = folder();
    const policy = (body: string): string => `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model m { is "m" on lab }
model n { is "n" on lab }
${body}
otherwise { use m }
`;
    here.write('new/p.route', policy('tier free, pro'));
    const removed = [
      ['budget purse { limit $5/day per team }', 'budget purse used at least 90%'],
      ['intent refund { like "money back" like "refund me" }', 'intent is refund'],
      ['intent hurry in tone { like "be quick" like "right now" }', 'tone is hurry'],
      ['tier free, pro, gov', 'tier is gov'],
      ['limit busy { 5 requests/min per user }', 'limit busy reached'],
    ] as const;
    for (const [declared, condition] of removed) {
      const tiers = declared.startsWith('tier') ? '' : 'tier free, pro\n';
      here.write('old/p.route', policy(`${tiers}${declared}\nroute r { when ${condition} use n }`));
      const { out } = await here.run('diff', 'old', 'new');
      const [, flags = ''] = /^ {2}example llmr explain (.*)$/m.exec(out) ?? [];
      const words = [...flags.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      const then = await here.run('explain', '--json', '--policies', 'old', ...words);
      const now = await here.run('explain', '--json', '--policies', 'new', ...words);
      const models = [then, now].map(({ code, out: json, err }) =>
        code === 0 ? (JSON.parse(json) as { model: string }).model : err,
      );
      expect([condition, ...models]).toEqual([condition, 'n', 'm']);
      expect(now.err).toMatch(/^warning: policy "p" has no /);
    }
  });

  it('says of a misspelt fact what was meant', async () => {
    here = folder('policies');
    const { code, err } = await here.run('explain', '--policies', 'tiers', '--facts', '{"tokns": 5}');
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean "tokens"?')]);
  });

  it('matches policies by name, and says which came and went', async () => {
    repository();
    here.write(
      'policies/new.route',
      here
        .read('policies/tiers/tiers.route')
        .replace('policy tiers', 'policy plans')
        .replace('"tiered"', '"plans"')
        .replace('./audience', './tiers/audience'),
    );
    git('rm', '-q', '-r', 'policies/support');
    const { code, out } = await here.run('diff', 'HEAD', 'policies');
    expect(code).toBe(2);
    expect(out).toBe(
      '+ "plans": no policy, refused 404 → policy plans\n- "support", "auto": policy support → no policy, refused 404\nunchanged: all other requests (proved)\n',
    );
  });

  it.each([
    ['90% m  10% n', '80% m  20% n', 'split sp', '90% m, 10% n', '80% m, 20% n'],
    ['is "n" on lab', 'is "n-2" on lab', 'model n', 'is "n" on lab', 'is "n-2" on lab'],
    ['label "b"', 'label "c"', 'label', '"b"', '"c"'],
    ['expect short', 'expect short  on broken stream restart', 'on broken stream', 'error', 'restart'],
    ['length up to 2k', 'length up to 1k', 'check short', 'length up to 2k', 'length up to 1k'],
  ])('says what of a target of the same name has changed: %s', async (from, to, what, before, after) => {
    here = folder();
    const text = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model m { is "m" on lab  window 8k output 1k }
model n { is "n" on lab  window 8k output 1k }
check short { length up to 2k }
split sp by user { 90% m  10% n }
route b { when tokens over 100  use sp  label "b"  expect short }
otherwise { use m }
`;
    here.write('old/p.route', text);
    here.write('new/p.route', text);
    edit('new/p.route', from, to);
    const { code, out } = await here.run('diff', 'old', 'new');
    expect([code, out]).toEqual([2, expect.stringContaining(`\n  changed ${what}: ${before} → ${after}\n`)]);
    const json = await here.run('diff', 'old', 'new', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      regions: [{ differs: [what], changes: [{ what, before, after }] }],
    });
    expect((await here.run('diff', 'old', 'new', '--markdown')).out).toContain('<br>changed: ');
  });

  it('names what changes without moving a request', async () => {
    repository();
    edit(SUPPORT, 'limit $50/day per team', 'limit $60/day per team');
    edit('policies/support/models.route', '$1 in, $5 out', '$2 in, $5 out');
    const { code, out } = await here.run('diff', 'HEAD', 'policies');
    expect(code).toBe(2);
    expect(out).toContain(
      `~ model haiku, price, in: $1 → $2
~ budget support-team: $50/day per team → $60/day per team
not proved unchanged: the changes noted above can move requests; nothing else does
`,
    );
  });

  it('tells whom another quality table moves, with an example that goes there', async () => {
    repository();
    const source = folder('policies');
    for (const file of ['quality.route', 'quality.csv'])
      here.write(`policies/quality/${file}`, source.read(`quality/${file}`));
    source.remove();
    git('add', '-A');
    git('commit', '-qm', 'second');
    const where = ['HEAD:policies/quality', 'policies/quality'];
    expect((await here.run('diff', ...where)).out).toBe('unchanged: all requests (proved)\n');
    edit('policies/quality/quality.csv', '94.00,90.40,97.60', '93.00,89.20,96.80');
    edit('policies/quality/quality.csv', '95.00,92.90,97.10', '95.50,93.20,97.30');
    const { code, out } = await here.run('diff', ...where);
    const commit = git('rev-parse', 'HEAD').slice(0, 7);
    expect(code).toBe(2);
    const pool = 'cheapest of sonnet, mini good enough at 90%';
    expect(out).toBe(`~ intent summary
  before  otherwise → ${pool}: mini     (policies/quality/quality.route:44 at ${commit})
  after   otherwise → ${pool}: sonnet   (policies/quality/quality.route:44)
  table   good enough: sonnet, mini → sonnet
  cost    $0.00063 → $0.0157 per request
  example llmr explain --facts '{"intent":"summary","complexity":0.3}'
~ quality of sonnet: 95% (92.9% to 97.1%) → 95.5% (93.2% to 97.3%)
~ quality of mini: summary 94% (90.4% to 97.6%) → summary 93% (89.2% to 96.8%)
decided as before: all other requests (proved); the changes noted above can affect their answers or costs
`);
    const facts = '{"intent":"summary","complexity":0.3}';
    const asked = await here.run('explain', '--policies', 'policies/quality', '--facts', facts, '--json');
    expect(JSON.parse(asked.out)).toMatchObject({ model: 'sonnet' });
    const markdown = await here.run('diff', ...where, '--markdown');
    expect(markdown.out).toContain(`${pool}: mini<br>good enough: sonnet, mini<br>`);
    expect(markdown.out).toContain(`${pool}: sonnet<br>good enough: sonnet<br>`);
    const json = await here.run('diff', ...where, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      proved: false,
      elsewhere: 'decided as before',
      regions: [
        {
          where: { intent: 'summary' },
          before: { model: 'mini', goodEnough: [{ pool, models: ['sonnet', 'mini'] }] },
          after: { model: 'sonnet', goodEnough: [{ pool, models: ['sonnet'] }] },
        },
      ],
    });
  });

  it('says which examples are read otherwise', async () => {
    here = folder();
    const text = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model m { is "m" on lab }
model n { is "n" on lab }
intent refund {
  like "I want my money back"  like "please refund me"  like "refund my order"  like "give me a refund"
}
route r { when intent is refund  use n }
otherwise { use m }
`;
    here.write('old/p.route', text);
    here.write('new/p.route', text.replace('"please refund me"', '"the parcel is late again"'));
    const { code, out } = await here.run('diff', 'old', 'new');
    expect(code).toBe(2);
    expect(out).toBe(`~ intent refund, like: "please refund me" → "the parcel is late again"
~ reading of "the parcel is late again": none → refund
not proved unchanged: the changes noted above can move requests; nothing else does
`);
  });

  it('tells the requests that a smaller window turns away, and the order of a chain', async () => {
    here = folder();
    const text = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model m { is "m" on lab  window 128k output 1k }
model n { is "n" on lab  window 8k output 1k }
chain c { try n then m  on timeout }
route short { when tokens up to 4k  use c }
otherwise { use m or refuse 413 "Too long." }
`;
    here.write('old/p.route', text);
    here.write('new/p.route', text);
    edit('new/p.route', 'window 128k', 'window 16k');
    edit('new/p.route', 'try n then m', 'try m then n');
    const { code, out } = await here.run('diff', 'old', 'new');
    expect(code).toBe(2);
    expect(out).toContain(`  before  short → c: n   (old/p.route:6)
  after   short → c: m   (new/p.route:6)
`);
    expect(out).toContain('\n  changed chain c: n, then m → m, then n\n');
    expect(out).toMatch(
      /^ {2}before {2}otherwise → m +\(old.*\n {2}after {3}otherwise → refused 413, as m cannot serve it +\(new.*\n {2}changed model m, window: 128k → 16k$/m,
    );
    expect(out).toMatch(/^~ tokens 15,\d{3} to 127,\d{3}/m);
    expect(out).toMatch(/^unchanged: all other requests \(proved\)$/m);
  });

  it('says that another encoder reads', async () => {
    repository();
    here.write('llmr.json', '{ "encoder": "words-1" }');
    git('add', '-A');
    git('commit', '-qm', 'second');
    here.write('llmr.json', '{ "encoder": "ngrams-1" }');
    const { code, out } = await here.run('diff', 'HEAD', 'policies');
    expect(code).toBe(2);
    expect(out).toBe(`policy support
~ encoder: words-1 → ngrams-1; messages may be read differently
not proved unchanged: the changes noted above can move requests; nothing else does
`);
  });

  it('writes a comment for a pull request', async () => {
    repository();
    edit(SUPPORT, 'use quick', 'use haiku');
    const { out } = await here.run('diff', 'HEAD', 'policies', '--markdown');
    expect(out).toContain('### Where requests go: 1 change');
    expect(out).toContain('| requests | before | after | cost per request |');
    expect(out).toContain('otherwise → quick: mini<br>');
    expect(out).toContain('Unchanged: all other requests (proved)');
  });

  it.each([
    ['a ref that is none', ['nope', 'policies'], '"nope" is neither a folder nor a git ref'],
    ['an option for a ref', ['HEAD', '--', '-x'], '"-x" is not a git ref'],
    ['a ref without policies', ['HEAD:nowhere', 'policies'], 'HEAD:nowhere contains no .route file'],
  ])('is exit code 1 for %s', async (_what, args, message) => {
    repository();
    const { code, err, out } = await here.run('diff', ...args);
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('is exit code 1 for a side that does not compile, with its errors', async () => {
    repository();
    edit(SUPPORT, 'tier is pro or enterprise', 'tier is gold');
    const { code, err } = await here.run('diff', 'HEAD', 'policies');
    expect(code).toBe(1);
    expect(err).toContain('gold');
    expect(err).toContain('error: policies does not compile');
  });

  it('compares two refs, wherever the working tree is', async () => {
    repository();
    edit(SUPPORT, 'use quick', 'use haiku');
    git('commit', '-qam', 'second');
    edit(SUPPORT, 'use haiku', 'use nobody-at-all');
    expect((await here.run('diff', 'HEAD~1', 'HEAD')).code).toBe(2);
    expect((await here.run('diff', 'HEAD', 'HEAD:./policies')).code).toBe(0);
  });
});
