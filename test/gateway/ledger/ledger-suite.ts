/** What every ledger must do, whichever store it stands on: run by each store's own test file. */
import { describe, expect, test } from 'vitest';
import type { Bucket, Charge, Ledger } from '../../../src/gateway/ledger/ledger.ts';
import { bucketOf } from './buckets.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const TOMORROW = Date.UTC(2026, 10, 23);

const charge = (bucket: Bucket, amount: bigint): Charge => ({ bucket, amount });

export function describeLedger(name: string, open: () => Promise<Ledger>): void {
  describe(name, () => {
    const withLedger = async (work: (ledger: Ledger) => Promise<void>): Promise<void> => {
      const ledger = await open();
      try {
        await work(ledger);
      } finally {
        await ledger.close();
      }
    };
    const usedOf = async (ledger: Ledger, bucket: Bucket): Promise<bigint | undefined> =>
      (await ledger.used([bucket], NOW)).get(bucket.key);

    test('a bucket never seen is at zero', () =>
      withLedger(async (ledger) => {
        expect(await usedOf(ledger, bucketOf('a', 10n))).toBe(0n);
        expect(ledger.healthy()).toBe(true);
      }));

    test('200 parallel reserves against 50 admit exactly 50', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('requests', 50n, 'requests');
        const all = await Promise.all(
          Array.from({ length: 200 }, (_, index) => ledger.reserve(`r${index}`, [charge(bucket, 1n)], NOW)),
        );
        expect(all.filter((one) => one.ok)).toHaveLength(50);
        expect(all.find((one) => !one.ok)).toMatchObject({ bucket: { key: 'requests' }, used: 50n });
        expect(await usedOf(ledger, bucket)).toBe(50n);
      }));

    test('uneven dollars in parallel never pass the limit and leave no room that would have fitted', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('dollars', 1_000_000n);
        const amounts = Array.from({ length: 300 }, (_, index) => BigInt(3_000 + ((index * 7_919) % 9_000)));
        const all = await Promise.all(
          amounts.map((amount, index) => ledger.reserve(`d${index}`, [charge(bucket, amount)], NOW)),
        );
        const admitted = amounts.filter((_, index) => all[index]?.ok).reduce((sum, one) => sum + one, 0n);
        expect(await usedOf(ledger, bucket)).toBe(admitted);
        expect(admitted).toBeLessThanOrEqual(1_000_000n);
        expect(admitted).toBeGreaterThan(1_000_000n - 12_000n);
      }));

    test('several charges are all reserved or none', () =>
      withLedger(async (ledger) => {
        const wide = bucketOf('wide', 100n);
        const narrow = bucketOf('narrow', 5n, 'tokens');
        const refused = await ledger.reserve('x', [charge(wide, 10n), charge(narrow, 6n)], NOW);
        expect(refused).toMatchObject({ ok: false, bucket: narrow, used: 0n });
        expect(await usedOf(ledger, wide)).toBe(0n);
        expect((await ledger.reserve('x', [charge(wide, 10n), charge(narrow, 5n)], NOW)).ok).toBe(true);
        expect(await usedOf(ledger, wide)).toBe(10n);
      }));

    test('two charges of one bucket are held to its limit together', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('twice', 10n);
        expect((await ledger.reserve('x', [charge(bucket, 6n), charge(bucket, 6n)], NOW)).ok).toBe(false);
        expect((await ledger.reserve('y', [charge(bucket, 5n), charge(bucket, 5n)], NOW)).ok).toBe(true);
        expect(await usedOf(ledger, bucket)).toBe(10n);
      }));

    test('a repeated id charges nothing more, open or closed', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('again', 10n);
        for (let time = 0; time < 3; time++) {
          expect(await ledger.reserve('same', [charge(bucket, 7n)], NOW)).toMatchObject({
            ok: true,
            id: 'same',
          });
        }
        expect(await usedOf(ledger, bucket)).toBe(7n);
        await ledger.settle('same', new Map([['again', 4n]]), NOW);
        await ledger.settle('same', new Map([['again', 9n]]), NOW);
        await ledger.refund('same', NOW);
        expect(await ledger.reserve('same', [charge(bucket, 7n)], NOW)).toMatchObject({
          ok: true,
          id: 'same',
        });
        expect(await usedOf(ledger, bucket)).toBe(4n);
      }));

    test('settling replaces the estimate, upwards past the limit too', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('settled', 10n);
        await ledger.reserve('a', [charge(bucket, 6n)], NOW);
        await ledger.settle('a', new Map([['settled', 15n]]), NOW);
        expect(await usedOf(ledger, bucket)).toBe(15n);
        expect((await ledger.reserve('b', [charge(bucket, 1n)], NOW)).ok).toBe(false);
        expect((await ledger.reserve('free', [charge(bucket, 0n)], NOW)).ok).toBe(true);
      }));

    test('what settling does not mention keeps its estimate; what was not reserved is not charged', () =>
      withLedger(async (ledger) => {
        const money = bucketOf('money', 10n);
        const calls = bucketOf('calls', 10n, 'requests');
        const other = bucketOf('other', 10n);
        await ledger.reserve('a', [charge(money, 6n), charge(calls, 1n)], NOW);
        await ledger.settle(
          'a',
          new Map([
            ['money', 2n],
            ['other', 5n],
          ]),
          NOW,
        );
        expect([...(await ledger.used([money, calls, other], NOW)).values()]).toEqual([2n, 1n, 0n]);
      }));

    test('a refund gives everything back', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('back', 10n);
        await ledger.reserve('a', [charge(bucket, 10n)], NOW);
        expect((await ledger.reserve('b', [charge(bucket, 1n)], NOW)).ok).toBe(false);
        await ledger.refund('a', NOW);
        expect((await ledger.reserve('b', [charge(bucket, 10n)], NOW)).ok).toBe(true);
      }));

    test('settling or refunding what nobody reserved does nothing', () =>
      withLedger(async (ledger) => {
        await ledger.settle('ghost', new Map([['ghost', 5n]]), NOW);
        await ledger.refund('ghost', NOW);
        expect(await usedOf(ledger, bucketOf('ghost', 10n))).toBe(0n);
      }));

    test('reserving, settling and refunding tell the levels after it', () =>
      withLedger(async (ledger) => {
        const [one, other] = [bucketOf('one', 10n), bucketOf('other', 10n)];
        await ledger.reserve('before', [charge(one, 1n)], NOW);
        const reserved = await ledger.reserve('a', [charge(one, 4n), charge(other, 0n)], NOW);
        expect(reserved).toMatchObject({
          levels: new Map([
            ['one', 5n],
            ['other', 0n],
          ]),
        });
        expect(await ledger.settle('a', new Map([['one', 2n]]), NOW)).toEqual(
          new Map([
            ['one', 3n],
            ['other', 0n],
          ]),
        );
        expect(await ledger.refund('before', NOW)).toEqual(new Map([['one', 2n]]));
        expect(await ledger.settle('ghost', new Map([['one', 2n]]), NOW)).toEqual(new Map());
      }));

    test('a clock that jumps ahead for one request, or back, forgets nothing', () =>
      withLedger(async (ledger) => {
        const today = bucketOf('today', 10n, 'usd', TOMORROW);
        await ledger.reserve('a', [charge(today, 5n)], NOW);
        const ahead = NOW + 3 * 86_400_000;
        const then = bucketOf('then', 10n, 'usd', ahead + 3_600_000);
        await ledger.reserve('b', [charge(then, 1n)], ahead);
        await ledger.settle('b', new Map([['then', 1n]]), ahead);
        expect(await usedOf(ledger, today)).toBe(5n);
        const yesterday = bucketOf('yesterday', 10n, 'usd', NOW - 12 * 3_600_000);
        await ledger.reserve('c', [charge(yesterday, 2n)], NOW - 86_400_000);
        await ledger.settle('a', new Map([['today', 4n]]), NOW);
        expect([...(await ledger.used([today, then, yesterday], NOW)).values()]).toEqual([4n, 1n, 2n]);
      }));

    test('amounts beyond 2^53 are kept exactly', () =>
      withLedger(async (ledger) => {
        const bucket = bucketOf('huge', 2n ** 62n);
        await ledger.reserve('a', [charge(bucket, 2n ** 60n + 1n)], NOW);
        expect(await usedOf(ledger, bucket)).toBe(2n ** 60n + 1n);
      }));

    test('a closed ledger rejects', async () => {
      const ledger = await open();
      await ledger.close();
      await ledger.close();
      expect(ledger.healthy()).toBe(false);
      await expect(ledger.reserve('a', [], NOW)).rejects.toThrow('closed');
    });
  });
}
