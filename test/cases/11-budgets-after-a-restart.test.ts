/**
 * What is spent is told after a restart as before it: `/admin/budgets`, `/metrics`, `llmr budgets`. Siblings: several
 * units and callers, a raised limit, a budget that comes back after a reload, a window that has ended, a warning.
 */
import { afterEach, expect, test } from 'vitest';
import { runLlmr } from '../../src/cli/run-llmr.ts';
import { openSqliteLedger } from '../../src/gateway/ledger/sqlite-ledger.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

interface Told {
  budgets: { name: string; usedPercent: number }[];
  buckets: {
    budget: string;
    bucket: string;
    usedPercent: number;
    used: number;
    limit: number;
    openSlack: number;
    unit: string;
  }[];
}
let upstream: FakeServer;
let llmr: RunningGateway;
let data: string;
afterEach(async () => {
  await llmr.close();
  await upstream.close();
});

const policy = (budgets: string): string => `policy p edition 1 { serves "support" }
provider up { speaks openai at "${upstream.url}/v1" }
model m { is "m" on up  window 8k output 1k  price $0 in, $100000 out }
${budgets}
otherwise { use m }
`;
const CAP = 'budget cap { limit $5/day per team  warn at 10% }';

async function spent(budgets: string): Promise<Told> {
  upstream = await startFakeOpenAi(answerWell);
  llmr = await runGateway({ 'p.route': policy(budgets) });
  data = llmr.data;
  for (const team of ['acme', 'über/co']) {
    await (await llmr.chat(ask('hello', { max_tokens: 5 }), { 'llmr-team': encodeURI(team) })).text();
  }
  // Both requests are settled: each team has its bucket, and a bucket of all counts two requests.
  const settled = async (): Promise<boolean> => {
    const { buckets } = await told();
    const teams = new Set(
      buckets.filter(({ bucket }) => bucket.startsWith('team:')).map(({ bucket }) => bucket),
    );
    return (
      teams.size === 2 &&
      buckets.every(({ unit, bucket, used }) => used > (unit === 'requests' && bucket === 'all:' ? 1 : 0))
    );
  };
  await expect.poll(settled, { timeout: 15_000 }).toBe(true);
  return told();
}
async function told(): Promise<Told> {
  return readJson<Told>(await fetch(`${llmr.url}/admin/budgets`));
}
async function restart(budgets: string, between: () => Promise<void> = async () => {}): Promise<void> {
  await llmr.gateway.close(500);
  await between();
  llmr = await runGateway({ 'p.route': policy(budgets) }, { data });
}
const gauge = async (name: string): Promise<string | undefined> =>
  new RegExp(`^llmr_budget_used_percent\\{budget="${name}"\\} (\\S+)$`, 'm').exec(
    await (await fetch(`${llmr.url}/metrics`)).text(),
  )?.[1];

async function cli(...argv: string[]): Promise<string> {
  let out = '';
  await runLlmr(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      out += text;
    },
    color: false,
    env: {},
    today: '2026-11-30',
  });
  return out;
}

test('the same is told before and after', async () => {
  const before = await spent(CAP);
  expect(before.buckets).toHaveLength(2);
  await restart(CAP);
  expect(await told()).toEqual({ ...before, buckets: atRest(before) });
  expect(await gauge('cap')).toBe(String(before.budgets[0]?.usedPercent));
  const dollars = before.buckets[0]?.used ?? 0;
  expect(dollars).toBeGreaterThan(0);
  const said = await cli('budgets', '--data', data, '--url', llmr.url);
  expect(said).toMatch(/cap +team:acme +\$[\d.]+ of \$5 +[\d.]+%/);
});

test('tokens and requests, and a budget per user, too', async () => {
  const budgets = 'budget many { limit 10k tokens/day per team  limit 50 requests/hour per all }';
  const before = await spent(budgets);
  expect(new Set(before.buckets.map(({ unit }) => unit))).toEqual(new Set(['tokens', 'requests']));
  await restart(budgets);
  expect((await told()).buckets.sort(byName)).toEqual(atRest(before).sort(byName));
});

test('a limit that was raised meanwhile is the one that counts', async () => {
  const before = await spent(CAP);
  await restart('budget cap { limit $50/day per team }');
  const after = await told();
  expect(after.buckets[0]).toMatchObject({ limit: 50, used: before.buckets[0]?.used });
  expect(after.budgets[0]?.usedPercent).toBeCloseTo((before.budgets[0]?.usedPercent ?? 0) / 10, 3);
});

test('a budget that is taken out and comes back by a reload is told again; one of another name is not', async () => {
  const before = await spent(CAP);
  await restart('budget other { limit $5/day per team }');
  expect((await told()).buckets).toEqual([]);
  await llmr.write('p.route', policy(CAP));
  await expect.poll(async () => (await told()).buckets.length, { timeout: 15_000 }).toBe(2);
  expect((await told()).buckets).toEqual(atRest(before));
});

test('a window that has ended is not told', async () => {
  await spent(CAP);
  await restart(CAP, async () => {
    const ledger = await openSqliteLedger(`${data}/ledger.sqlite`);
    const [{ key } = { key: '' }] = await ledger.running(0);
    const ended = { key: `${key}-before`, name: 'cap', unit: 'usd', limit: 5_000_000n, resetsAt: 1 } as const;
    await ledger.reserve('old', [{ bucket: ended, amount: 4_000_000n }], Date.now());
    await ledger.settle('old', new Map(), Date.now());
    await ledger.close();
  });
  expect((await told()).buckets).toHaveLength(2);
});

/** A clean end returns what was lent. */
function atRest({ buckets }: Told): Told['buckets'] {
  return buckets.map((bucket) => ({ ...bucket, openSlack: 0 }));
}

function byName(one: Told['buckets'][number], other: Told['buckets'][number]): number {
  return `${one.bucket}${one.unit}` < `${other.bucket}${other.unit}` ? -1 : 1;
}
