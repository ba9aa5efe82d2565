/**
 * Reservations that run ahead of the disk, against a disk whose writes succeed, fail and are lost when a test decides.
 * What the disk would count as spent after a crash is compared with an account of its own at every step.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Awaitable, Bucket, Reservation } from '../../../src/gateway/ledger/ledger.ts';
import type { LedgerReply, LedgerRequest, LevelRow } from '../../../src/gateway/ledger/ledger-protocol.ts';
import type { LedgerThread } from '../../../src/gateway/ledger/ledger-thread.ts';
import { slackOf } from '../../../src/gateway/ledger/lending.ts';
import { createLendingLedger } from '../../../src/gateway/ledger/sqlite-ledger.ts';
import { bucketOf } from './buckets.ts';

// Only timers: promises go on by themselves.
beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }),
);
afterEach(() => void vi.useRealTimers());

/** All promises that can resolve have resolved. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A disk that writes when it is told to. */
function createDisk(onAsk: () => void = () => {}) {
  const rows = new Map<string, LevelRow>();
  let pending: { request: LedgerRequest; done: (reply: LedgerReply) => void; fail: () => void } | undefined;
  const disk = {
    rows,
    writes: 0,
    get busy(): boolean {
      return pending !== undefined;
    },
    async end(how: 'written' | 'failed' | 'written, but reported as failed'): Promise<void> {
      const one = pending;
      if (one?.request.kind !== 'write') return;
      pending = undefined;
      if (how !== 'failed') for (const row of one.request.rows) rows.set(row.key, row);
      if (how === 'written') one.done([]);
      else one.fail();
      await turn();
    },
    spentAfterCrash: (key: string): bigint => (rows.get(key)?.used ?? 0n) + (rows.get(key)?.lent ?? 0n),
    thread: {
      found: { charged: 0, assumed: 0 },
      ask(request) {
        if (request.kind !== 'write') return Promise.resolve([]);
        disk.writes += 1;
        onAsk();
        return new Promise((resolve, reject) => {
          pending = { request, done: resolve, fail: () => reject(new Error('disk full')) };
        });
      },
      progress: () => 0,
      healthy: () => true,
      close: async () => {},
    } satisfies LedgerThread,
  };
  return disk;
}

/** `ok`, `refused` or `failed`; undefined while it waits for the disk. */
function watch(reserving: Awaitable<Reservation>): { outcome?: 'ok' | 'refused' | 'failed' } {
  const seen: { outcome?: 'ok' | 'refused' | 'failed' } = {};
  Promise.resolve(reserving).then(
    ({ ok }) => {
      seen.outcome = ok ? 'ok' : 'refused';
    },
    () => {
      seen.outcome = 'failed';
    },
  );
  return seen;
}

test('the slack is 1 % of the limit, at most $1, and none of few requests or of charges without a limit', () => {
  const slack = (limit: bigint, unit: Bucket['unit']) => slackOf(bucketOf('a', limit, unit));
  expect(slack(50_000_000n, 'usd')).toBe(500_000n);
  expect(slack(50_000_000_000n, 'usd')).toBe(1_000_000n);
  expect(slack(2_000_000n, 'tokens')).toBe(20_000n);
  expect([slack(999n, 'requests'), slack(1_000n, 'requests')]).toEqual([0n, 10n]);
  expect(slack(2n ** 62n, 'usd')).toBe(0n);
  expect(slackOf({ ...bucketOf('a', 50_000_000n), slack: 0n })).toBe(0n);
});

describe('a reservation', () => {
  async function lent(limit = 10_000n, more: Partial<Bucket> = {}) {
    const disk = createDisk();
    const ledger = createLendingLedger(disk.thread);
    const bucket = { ...bucketOf('cap', limit), ...more };
    let count = 0;
    const reserve = async (amount: bigint) => {
      const seen = watch(ledger.reserve(`r${++count}`, [{ bucket, amount }], 1));
      await turn();
      return seen;
    };
    const first = await reserve(10n);
    expect(first.outcome).toBeUndefined();
    await disk.end('written');
    expect(first.outcome).toBe('ok');
    return { disk, ledger, bucket, reserve };
  }

  test('waits once, then not while the slack covers it, and again when the slack is used up', async () => {
    const { disk, reserve, ledger } = await lent();
    expect(disk.rows.get('cap')).toMatchObject({ used: 10n, lent: 100n });
    expect((await reserve(60n)).outcome).toBe('ok');
    expect(disk.busy).toBe(true);
    const second = await reserve(60n);
    expect(second.outcome).toBeUndefined();
    await disk.end('written');
    await disk.end('written');
    expect(second.outcome).toBe('ok');
    expect(ledger.lent('cap')).toBe(100n);
  });

  test('that settles for less makes room in the loan', async () => {
    const { disk, ledger, reserve } = await lent();
    for (const id of ['r2', 'r3', 'r4']) {
      expect((await reserve(40n)).outcome).toBe('ok');
      await ledger.settle(id, new Map([['cap', 5n]]), 1);
    }
    expect([disk.writes, disk.busy]).toEqual([1, false]);
  });

  test('what nothing waits for is written together, a moment later', async () => {
    const { disk, reserve, ledger } = await lent();
    for (let time = 0; time < 4; time += 1) expect((await reserve(10n)).outcome).toBe('ok');
    await ledger.settle('r2', new Map([['cap', 1n]]), 1);
    expect([disk.writes, disk.busy]).toEqual([1, false]);
    await vi.advanceTimersByTimeAsync(50);
    expect([disk.writes, disk.busy]).toEqual([2, true]);
    await disk.end('written');
    expect(disk.rows.get('cap')).toMatchObject({ used: 41n, lent: 100n });
  });

  test('within the slack of the limit waits, and nothing is lent there', async () => {
    const { disk, reserve } = await lent();
    const near = await reserve(9_900n);
    expect(near.outcome).toBeUndefined();
    await disk.end('written');
    expect(disk.rows.get('cap')).toMatchObject({ used: 9_910n, lent: 0n });
    const last = await reserve(90n);
    expect(last.outcome).toBeUndefined();
    await disk.end('written');
    expect(last.outcome).toBe('ok');
    expect((await reserve(1n)).outcome).toBe('refused');
  });

  test('under `durable every` always waits, and so does its settlement', async () => {
    const { disk, ledger, reserve } = await lent(10_000n, { slack: 0n });
    const second = await reserve(10n);
    expect(second.outcome).toBeUndefined();
    await disk.end('written');
    let settled = false;
    Promise.resolve(ledger.settle('r1', new Map([['cap', 3n]]), 1)).then(() => {
      settled = true;
    });
    await turn();
    expect(settled).toBe(false);
    await disk.end('written');
    expect(settled).toBe(true);
    expect(disk.rows.get('cap')).toMatchObject({ used: 13n, lent: 0n });
  });

  test('that settles at more than the slack covers waits for the disk', async () => {
    const { disk, ledger } = await lent();
    let settled = false;
    Promise.resolve(ledger.settle('r1', new Map([['cap', 500n]]), 1)).then(() => {
      settled = true;
    });
    await turn();
    expect(settled).toBe(false);
    await disk.end('written');
    expect(settled).toBe(true);
  });

  test('that fails leaves nothing, and a settlement that fails is written by the next write', async () => {
    const { disk, ledger, reserve } = await lent();
    const failed = await reserve(5_000n);
    await disk.end('failed');
    expect(failed.outcome).toBe('failed');
    await ledger.settle('r1', new Map([['cap', 4n]]), 1);
    await vi.advanceTimersByTimeAsync(1_000);
    await disk.end('failed');
    await vi.advanceTimersByTimeAsync(1_000);
    await disk.end('written');
    expect(disk.rows.get('cap')).toMatchObject({ used: 4n, lent: 100n });
  });

  test('is not needed any more: an unused bucket gives its loan back, then leaves the memory', async () => {
    const { disk, ledger, bucket } = await lent();
    await ledger.refund('r1', 1);
    await vi.advanceTimersByTimeAsync(30_000);
    await disk.end('written');
    expect(disk.rows.get('cap')).toMatchObject({ used: 0n, lent: 100n });
    await vi.advanceTimersByTimeAsync(30_100);
    await disk.end('written');
    expect(disk.rows.get('cap')).toMatchObject({ lent: 0n });
    await vi.advanceTimersByTimeAsync(30_100);
    const asked = vi.spyOn(disk.thread, 'ask');
    await ledger.used([bucket], 1);
    expect(asked).toHaveBeenCalledWith({ kind: 'read', keys: ['cap'] });
  });

  test('is all on the disk after a clean end, and nothing is lent', async () => {
    const { disk, ledger, reserve } = await lent();
    await reserve(20n);
    const closing = ledger.close();
    await turn();
    await disk.end('written');
    await disk.end('written');
    await closing;
    expect(disk.rows.get('cap')).toMatchObject({ used: 30n, lent: 0n });
  });
});

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      amounts: fc.tuple(fc.nat(90), fc.nat(90)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('settle' as const), which: fc.nat(), share: fc.nat(150) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('disk' as const),
      how: fc.constantFrom('written', 'written', 'failed', 'written, but reported as failed'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'time' as const }) },
);

test('a crash at any moment: never below what was spent, above it by no more than the slack and what was under way', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.constantFrom(0n, 40n, 120n),
      async (steps, slack) => {
        const buckets = [
          { ...bucketOf('a', 1_500n), slack },
          { ...bucketOf('b', 2_500n), slack: 100n },
        ];
        type Attempt = {
          id: string;
          amounts: bigint[];
          seen: ReturnType<typeof watch>;
          actual?: bigint[];
          sure?: true;
        };
        const attempts: Attempt[] = [];
        const underWayNow = (at: number): bigint =>
          attempts.reduce(
            (sum, { amounts, seen, actual }) =>
              seen.outcome === 'refused' || seen.outcome === 'failed' || actual !== undefined
                ? sum
                : sum + (amounts[at] ?? 0n),
            0n,
          );
        let asked = [0n, 0n];
        let underWay = [0n, 0n];
        const disk = createDisk(() => {
          asked = [underWayNow(0), underWayNow(1)];
        });
        const ledger = createLendingLedger(disk.thread);

        const check = (): void => {
          for (const [at, bucket] of buckets.entries()) {
            let atLeast = 0n;
            let atMost = 0n;
            for (const { amounts, seen, actual, sure } of attempts) {
              if (seen.outcome !== 'ok') continue;
              const [estimate, came] = [amounts[at] ?? 0n, actual?.[at]];
              atLeast += came ?? 0n;
              atMost += came === undefined || (came > estimate && sure !== true) ? estimate : came;
            }
            const counted = disk.spentAfterCrash(bucket.key);
            expect(counted).toBeGreaterThanOrEqual(atMost);
            expect(counted - atLeast).toBeLessThanOrEqual(bucket.slack + (underWay[at] ?? 0n));
          }
        };
        for (const [number, one] of steps.entries()) {
          if (one.kind === 'reserve') {
            const amounts = one.amounts.map(BigInt);
            const charges = buckets.map((bucket, at) => ({ bucket, amount: amounts[at] ?? 0n }));
            const attempt: Attempt = { id: `r${number}`, amounts, seen: {} };
            attempts.push(attempt);
            attempt.seen = watch(ledger.reserve(attempt.id, charges, 1));
          } else if (one.kind === 'settle') {
            const open = attempts.filter(({ seen, actual }) => seen.outcome === 'ok' && actual === undefined);
            const attempt = open[one.which % Math.max(1, open.length)];
            if (attempt !== undefined) {
              const actual = attempt.amounts.map((amount) => (amount * BigInt(one.share)) / 100n);
              attempt.actual = actual;
              const amounts = new Map(buckets.map(({ key }, at) => [key, actual[at] ?? 0n]));
              Promise.resolve(ledger.settle(attempt.id, amounts, 1)).then(
                () => {
                  attempt.sure = true;
                },
                () => {},
              );
            }
          } else if (one.kind === 'disk') {
            if (disk.busy && one.how !== 'failed') underWay = asked;
            await disk.end(one.how as 'written');
          } else await vi.advanceTimersByTimeAsync(1_000);
          await turn();
          check();
        }
        for (let time = 0; time < 3; time += 1) {
          await vi.advanceTimersByTimeAsync(1_000);
          await disk.end('written');
        }
        const levels = await ledger.used(buckets, 1);
        for (const [at, { key }] of buckets.entries()) {
          const account = attempts
            .filter(({ seen }) => seen.outcome === 'ok')
            .reduce((sum, { amounts, actual }) => sum + (actual?.[at] ?? amounts[at] ?? 0n), 0n);
          expect(levels.get(key)).toBe(account);
          if (disk.rows.has(key) || account > 0n) expect(disk.rows.get(key)?.used).toBe(account);
        }
      },
    ),
    { numRuns: 300 },
  ));
