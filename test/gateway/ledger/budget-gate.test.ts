import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Admission, AttemptRecord } from '../../../src/gateway/dispatch/outcome.ts';
import type { Spender } from '../../../src/gateway/ledger/budget-buckets.ts';
import { type BudgetGateOptions, createBudgetGate } from '../../../src/gateway/ledger/budget-gate.ts';
import type { BudgetWarning } from '../../../src/gateway/ledger/budget-shares.ts';
import type { Ledger } from '../../../src/gateway/ledger/ledger.ts';
import { createMemoryLedger } from '../../../src/gateway/ledger/memory-ledger.ts';
import type { RequestBudget } from '../../../src/gateway/ledger/request-budget.ts';
import { openSqliteLedger } from '../../../src/gateway/ledger/sqlite-ledger.ts';
import type { Budget, Policy } from '../../../src/language/semantics/model.ts';
import { budget, line, model, NEEDS, PLACE, policy } from './policies.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const ACME: Spender = { key: null, user: 'kim', team: 'acme', tier: 'pro' };
const CALL = { model: model('haiku'), route: 'refunds', needs: NEEDS };
const folder = mkdtempSync(join(tmpdir(), 'llmr-gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function answered(more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    model: 'haiku',
    deployment: 'haiku',
    outcome: 'answered',
    ms: 5,
    maybeSent: true,
    usage: { inputTokens: 1_000, outputTokens: 100, reported: true },
    ...more,
  };
}
const UNSENT = answered({ outcome: 'failed', class: 'connection', maybeSent: false });

function gateOver(ledger: Ledger, more: Partial<BudgetGateOptions> = {}) {
  return createBudgetGate({ ledger, now: () => NOW, ...more });
}
let requests = 0;
function open(budgets: readonly Budget[], ledger = createMemoryLedger(), spender = ACME): RequestBudget {
  return gateOver(ledger).request(policy(budgets), { id: `r${++requests}`, spender });
}
async function settled(admission: Admission, record: AttemptRecord): Promise<void> {
  expect(admission).toMatchObject({ ok: true });
  if (admission.ok) await admission.settle?.(record);
}

describe('the limit holds', () => {
  test('200 parallel requests against 50 requests/day per team: exactly 50 are admitted', async () => {
    const ledger = await openSqliteLedger(join(folder, 'team.sqlite'));
    const gate = gateOver(ledger);
    const calls = policy([budget('calls', [line('requests', 50, 'team')])]);
    const all = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const admission = await gate.request(calls, { id: `p${index}`, spender: ACME }).admit(CALL);
        if (admission.ok) await admission.settle?.(answered());
        return admission;
      }),
    );
    expect(all.filter((one) => one.ok)).toHaveLength(50);
    expect(all.find((one) => !one.ok)).toEqual({
      ok: false,
      by: 'budget',
      name: 'calls',
      message: 'budget calls: 50 requests/day per team is spent; resets 2026-11-23 00:00 UTC',
    });
    const other = gate.request(calls, { id: 'other', spender: { ...ACME, team: 'globex' } });
    expect((await other.admit(CALL)).ok).toBe(true);
    await ledger.close();
  });

  test('dollars never pass the limit, and what was estimated too high comes back', async () => {
    const ledger = createMemoryLedger();
    const gate = gateOver(ledger);
    const cap = policy([budget('cap', [line('usd', 0.05, 'all')])]);
    const tryOnce = async (index: number): Promise<boolean> => {
      const admission = await gate.request(cap, { id: `d${index}`, spender: ACME }).admit(CALL);
      if (!admission.ok) return false;
      await new Promise((resolve) => setTimeout(resolve, index % 3));
      // Estimated at $0.002, came to $0.0015.
      await admission.settle?.(answered());
      return true;
    };
    let admitted = 0;
    for (let wave = 0; wave < 5; wave++) {
      const all = await Promise.all(Array.from({ length: 40 }, (_, index) => tryOnce(wave * 40 + index)));
      admitted += all.filter(Boolean).length;
      const { usedPercent } = (await gate.request(cap, { id: 'look', spender: ACME }).use('cap')) ?? {};
      expect(usedPercent).toBeCloseTo((admitted * 0.0015 * 100) / 0.05, 5);
    }
    // After 32 calls exactly the estimate of one more is left; after 33 only $0.0005.
    expect(admitted).toBe(33);
  });
});

describe('what a request knows of a budget', () => {
  test('the largest share over its lines, and the dollars left', async () => {
    const ledger = createMemoryLedger();
    const two = [budget('cap', [line('usd', 0.01, 'team'), line('tokens', 4_000, 'user')])];
    await settled(await open(two, ledger).admit(CALL), answered());
    expect(await open(two, ledger).use('cap')).toEqual({ usedPercent: 27.5, leftUsd: 0.0085 });
    expect(await open(two, ledger, { ...ACME, user: 'lee' }).use('cap')).toEqual({
      usedPercent: 15,
      leftUsd: 0.0085,
    });
  });

  test('without a line in dollars nothing is left to tell', async () => {
    expect(await open([budget('calls', [line('requests', 4, 'all')])]).use('calls')).toEqual({
      usedPercent: 0,
      leftUsd: null,
    });
  });

  test('a line per model, route or label tells its most used bucket', async () => {
    for (const per of ['model', 'route', 'label'] as const) {
      const ledger = createMemoryLedger();
      const each = [budget('each', [line('requests', 4, per)])];
      await settled(await open(each, ledger).admit({ ...CALL, route: 'trial', label: 'EXP-31' }), answered());
      expect((await open(each, ledger).use('each'))?.usedPercent).toBe(25);
    }
  });

  test('callers without a team share one bucket, apart from a team of any name', async () => {
    const ledger = createMemoryLedger();
    const cap = [budget('cap', [line('requests', 2, 'team')])];
    const nobody = { ...ACME, team: null };
    await settled(await open(cap, ledger, nobody).admit(CALL), answered());
    await settled(await open(cap, ledger, { ...nobody, user: 'lee' }).admit(CALL), answered());
    expect((await open(cap, ledger, nobody).admit(CALL)).ok).toBe(false);
    for (const team of ['?', 'null', 'unknown', '']) {
      expect((await open(cap, ledger, { ...ACME, team }).use('cap'))?.usedPercent).toBe(0);
    }
  });

  test('a budget the policy does not have is unknown', async () => {
    expect(await open([]).use('ghost')).toBeNull();
  });
});

describe('a request counts once', () => {
  const calls = [budget('calls', [line('requests', 2, 'all')])];
  const used = async (ledger: Ledger) => (await open(calls, ledger).use('calls'))?.usedPercent;

  test('with retries, fallbacks and hedges', async () => {
    const ledger = createMemoryLedger();
    const one = open(calls, ledger);
    const first = await one.admit(CALL);
    const hedge = await one.admit({ ...CALL, model: model('sonnet') });
    expect(await used(ledger)).toBe(50);
    await settled(first, answered({ outcome: 'failed', class: 'overload', status: 529 }));
    await settled(hedge, answered());
    await settled(await one.admit(CALL), answered());
    expect(await used(ledger)).toBe(50);
  });

  test('not at all when nothing was ever sent, and again when a later attempt is', async () => {
    const ledger = createMemoryLedger();
    const one = open(calls, ledger);
    await settled(await one.admit(CALL), UNSENT);
    expect(await used(ledger)).toBe(0);
    await settled(await one.admit(CALL), answered());
    expect(await used(ledger)).toBe(50);
  });

  test('when the attempt that counted it was not sent but its hedge was', async () => {
    const ledger = createMemoryLedger();
    const one = open(calls, ledger);
    const first = await one.admit(CALL);
    const hedge = await one.admit(CALL);
    await settled(first, UNSENT);
    expect(await used(ledger)).toBe(50);
    await settled(hedge, answered());
    await settled(await one.admit(CALL), answered());
    expect(await used(ledger)).toBe(50);
  });

  test('in each bucket it touches: a fallback to another model counts there', async () => {
    const ledger = createMemoryLedger();
    const each = [budget('each', [line('requests', 1, 'model')])];
    const one = open(each, ledger);
    await settled(await one.admit(CALL), answered());
    await settled(await one.admit({ ...CALL, model: model('sonnet') }), answered());
    const next = open(each, ledger);
    expect((await next.admit(CALL)).ok).toBe(false);
    expect((await next.admit({ ...CALL, model: model('sonnet') })).ok).toBe(false);
    expect((await next.admit({ ...CALL, model: model('opus') })).ok).toBe(true);
  });
});

describe('what an attempt is charged', () => {
  const cap = [budget('cap', [line('usd', 0.01, 'all'), line('tokens', 10_000, 'all')])];
  test.each<[string, AttemptRecord, number]>([
    ['what it used', answered(), 0.0085],
    [
      'what was produced before a stream broke',
      answered({ outcome: 'failed', class: 'broken-stream', status: 200 }),
      0.0085,
    ],
    ['nothing when it was not sent', { ...UNSENT }, 0.01],
    ['its estimate when nobody knows', withoutUsage({ outcome: 'failed', class: 'timeout' }), 0.008],
    ['its estimate when it was aborted and nobody counted', withoutUsage({ outcome: 'aborted' }), 0.008],
    [
      'nothing when the provider turned it down',
      withoutUsage({ outcome: 'failed', class: 'overload', status: 529 }),
      0.01,
    ],
    [
      'more than its estimate when it came to more',
      answered({ usage: { inputTokens: 1_000, outputTokens: 1_000, reported: true } }),
      0.004,
    ],
  ])('%s', async (_, record, left) => {
    const ledger = createMemoryLedger();
    await settled(await open(cap, ledger).admit(CALL), record);
    expect((await open(cap, ledger).use('cap'))?.leftUsd).toBe(left);
  });

  test('once, however often it is settled', async () => {
    const ledger = createMemoryLedger();
    const admission = await open(cap, ledger).admit(CALL);
    await settled(admission, answered());
    await settled(admission, UNSENT);
    expect((await open(cap, ledger).use('cap'))?.leftUsd).toBe(0.0085);
  });

  test('told in the decision', async () => {
    const one = open(cap);
    const first = await one.admit(CALL);
    expect(one.documents()).toEqual([{ name: 'cap', usedPercent: 20, reservedUsd: 0.002 }]);
    await settled(first, answered());
    await settled(await one.admit(CALL), answered());
    expect(one.documents()).toEqual([{ name: 'cap', usedPercent: 30, reservedUsd: 0.004 }]);
  });
});

describe('refusals say what to do', () => {
  const message = async (
    budgets: readonly Budget[],
    before: AttemptRecord[],
    call = CALL,
  ): Promise<string> => {
    const ledger = createMemoryLedger();
    for (const record of before) await settled(await open(budgets, ledger).admit(call), record);
    const admission = await open(budgets, ledger).admit(call);
    return admission.ok ? 'admitted' : `${admission.by}: ${admission.message}`;
  };

  test('spent, nearly spent, too small', async () => {
    const spent = answered({ usage: { inputTokens: 0, outputTokens: 400, reported: true } });
    const berlin = { zone: 'Europe/Berlin' };
    expect(await message([budget('cap', [line('usd', 0.002, 'team')])], [spent])).toBe(
      'budget: budget cap: $0.002/day per team is spent; resets 2026-11-23 00:00 UTC',
    );
    expect(await message([budget('cap', [line('usd', 0.003, 'user', 'month')], berlin)], [spent])).toBe(
      'budget: budget cap: $0.003/month per user has $0.001 left, and this call may take $0.002; resets 2026-12-01 00:00 Europe/Berlin',
    );
    expect(await message([budget('cap', [line('tokens', 500, 'all')])], [])).toBe(
      'budget: budget cap: 500 tokens/day per all is too small: this call may take 1200 tokens',
    );
  });

  test('a model without a price cannot be held to dollars', async () => {
    const { price: _, ...unpriced } = model('mystery');
    expect(await message([budget('cap', [line('usd', 5, 'all')])], [], { ...CALL, model: unpriced })).toBe(
      'unpriced: budget cap: mystery has no price, so $5/day per all cannot be enforced; give the model a price line',
    );
    expect(
      await message([budget('cap', [line('tokens', 5_000, 'all')])], [], { ...CALL, model: unpriced }),
    ).toBe('admitted');
  });
});

describe('windows and identity', () => {
  test('a new day is a new bucket; a raised limit remembers what was spent', async () => {
    const ledger = createMemoryLedger();
    let now = NOW;
    const gate = createBudgetGate({ ledger, now: () => now });
    const admit = async (amount: number) =>
      (
        await gate
          .request(policy([budget('calls', [line('requests', amount, 'all')])]), { id: 'x', spender: ACME })
          .admit(CALL)
      ).ok;
    expect([await admit(1), await admit(1), await admit(2), await admit(2)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    now = Date.UTC(2026, 10, 23);
    expect([await admit(1), await admit(1)]).toEqual([true, false]);
  });

  test('two lines of one budget that count the same are one counter, held to the smaller amount', async () => {
    const ledger = createMemoryLedger();
    const twice = [budget('calls', [line('requests', 4, 'all'), line('requests', 2, 'all')])];
    expect((await open(twice, ledger).admit(CALL)).ok).toBe(true);
    expect((await open(twice, ledger).use('calls'))?.usedPercent).toBe(50);
  });

  test('budgets of one name in two files are two; one that is imported twice is one', async () => {
    const ledger = createMemoryLedger();
    const lines = [line('requests', 1, 'all')];
    const elsewhere = budget('cap', lines, { at: { ...PLACE, path: 'sales.route' } });
    expect((await open([budget('cap', lines)], ledger).admit(CALL)).ok).toBe(true);
    expect((await open([elsewhere], ledger).admit(CALL)).ok).toBe(true);
    expect((await open([elsewhere], ledger).admit(CALL)).ok).toBe(false);
  });
});

describe('warnings', () => {
  test('are said once a window, when the share is passed', async () => {
    const warnings: BudgetWarning[] = [];
    let now = NOW;
    const ledger = createMemoryLedger();
    const gate = createBudgetGate({ ledger, now: () => now, onWarning: (one) => warnings.push(one) });
    const warned = policy([budget('calls', [line('requests', 5, 'team')], { warnAt: 80 })]);
    const run = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        await settled(await gate.request(warned, { id: 'w', spender: ACME }).admit(CALL), answered());
      }
    };
    await run(3);
    expect(warnings).toEqual([]);
    await run(2);
    expect(warnings).toEqual([
      {
        budget: 'calls',
        limit: '5 requests/day per team',
        bucket: 'team:acme',
        usedPercent: 80,
        resets: '2026-11-23 00:00 UTC',
      },
    ]);
    expect(gate.shares()).toEqual(new Map([['calls', 100]]));
    now += 86_400_000;
    expect(gate.shares()).toEqual(new Map([['calls', 0]]));
    await run(5);
    expect(warnings).toHaveLength(2);
  });

  test('are for the log, so they do not name a user', async () => {
    const warnings: BudgetWarning[] = [];
    const gate = createBudgetGate({
      ledger: createMemoryLedger(),
      now: () => NOW,
      onWarning: (one) => warnings.push(one),
    });
    const warned = policy([budget('calls', [line('requests', 1, 'user')], { warnAt: 80 })]);
    for (const user of ['ann@example.com', 'bob@example.com']) {
      const own = gate.request(warned, { id: user, spender: { ...ACME, user } });
      await settled(await own.admit(CALL), answered());
    }
    expect(new Set(warnings.map((warning) => warning.bucket)).size).toBe(2);
    for (const { bucket } of warnings) expect(bucket).toMatch(/^user:#[0-9a-f]{12}$/);
    expect(gate.buckets().map((seen) => seen.bucket)).toEqual([
      'user:ann@example.com',
      'user:bob@example.com',
    ]);
  });
});

describe('when the store is away', () => {
  /** Answers nothing until it is let go. */
  function stalling(): { ledger: Ledger; letGo: () => void; inner: Ledger } {
    const inner = createMemoryLedger();
    let letGo = (): void => {};
    const gone = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const ledger: Ledger = {
      ...inner,
      reserve: (...args) => gone.then(() => inner.reserve(...args)),
      used: (...args) => gone.then(() => inner.used(...args)),
    };
    return { ledger, letGo, inner };
  }
  const failing: Ledger = {
    ...createMemoryLedger(),
    reserve: () => Promise.reject(new Error('disk full')),
    used: () => Promise.reject(new Error('disk full')),
  };
  const request = (
    over: Ledger,
    whenUnknown: 'refuse' | 'allow',
    troubles: string[] = [],
  ): [RequestBudget, Policy] => {
    const cap = policy([
      budget('cap', [line('usd', 0.01, 'all'), line('requests', 10, 'all')], { whenUnknown }),
    ]);
    const gate = gateOver(over, { storeWait: 20, onTrouble: (words) => troubles.push(words) });
    return [gate.request(cap, { id: `s${++requests}`, spender: ACME }), cap];
  };

  test('its use is unknown, and the decision says so', async () => {
    const [one] = request(stalling().ledger, 'refuse');
    expect(await one.use('cap')).toBeNull();
    expect(one.documents()).toEqual([{ name: 'cap', usedPercent: null }]);
    expect(one.notes()).toEqual(['budget cap: the ledger did not answer within 20 ms; its use is unknown']);
  });

  test('when unknown refuse: refused in bounded time, and a reservation that comes late is given back', async () => {
    const { ledger, letGo, inner } = stalling();
    const [one, cap] = request(ledger, 'refuse');
    expect(await one.admit(CALL)).toEqual({
      ok: false,
      by: 'store',
      name: 'cap',
      message:
        'budget cap: the ledger did not answer within 20 ms; refused, as it says "when unknown refuse"',
    });
    letGo();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const later = gateOver(inner).request(cap, { id: 'later', spender: ACME });
    expect(await later.use('cap')).toEqual({ usedPercent: 0, leftUsd: 0.01 });
  });

  test('when unknown allow: sent, noted, and charged once the store is back', async () => {
    const { ledger, letGo, inner } = stalling();
    const [one, cap] = request(ledger, 'allow');
    const admission = await one.admit(CALL);
    expect(one.notes()).toEqual([
      'budget cap: the ledger did not answer within 20 ms; allowed, as it says "when unknown allow"',
    ]);
    letGo();
    await settled(admission, answered());
    const later = gateOver(inner).request(cap, { id: 'later', spender: ACME });
    expect(await later.use('cap')).toEqual({ usedPercent: 15, leftUsd: 0.0085 });
  });

  test('what was allowed without room is charged past the limit', async () => {
    const { ledger, letGo, inner } = stalling();
    const [one, cap] = request(ledger, 'allow');
    const admission = await one.admit(CALL);
    const full = gateOver(inner).request(cap, { id: 'full', spender: ACME });
    for (let time = 0; time < 5; time++) expect((await full.admit(CALL)).ok).toBe(true);
    letGo();
    await settled(admission, answered());
    const later = gateOver(inner).request(cap, { id: 'later', spender: ACME });
    expect((await later.use('cap'))?.usedPercent).toBe(115);
  });

  test('a store that fails at once is told, and its settlement is said to be lost', async () => {
    const troubles: string[] = [];
    expect(await request(failing, 'refuse')[0].admit(CALL)).toMatchObject({ ok: false, by: 'store' });
    const [one] = request(failing, 'allow', troubles);
    await settled(await one.admit(CALL), answered());
    expect(troubles).toEqual([expect.stringContaining('is not settled: disk full')]);
  });
});

function withoutUsage(more: Partial<AttemptRecord>): AttemptRecord {
  const { usage: _, ...record } = answered(more);
  return record;
}
