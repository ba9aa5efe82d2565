import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  BELIEVED_AFTER,
  createForgetting,
  KEPT_AFTER_RESET,
  LOOK_EVERY,
} from '../../../src/gateway/ledger/forget-windows.ts';
import type { Bucket } from '../../../src/gateway/ledger/ledger.ts';
import { createLedgerBook } from '../../../src/gateway/ledger/ledger-book.ts';
import { LEDGER_SCHEMA } from '../../../src/gateway/ledger/ledger-file.ts';
import type { LedgerThread } from '../../../src/gateway/ledger/ledger-thread.ts';
import { createMemoryLedger } from '../../../src/gateway/ledger/memory-ledger.ts';
import { createLendingLedger } from '../../../src/gateway/ledger/sqlite-ledger.ts';
import { bucketOf } from './buckets.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;

/** Asks once a minute for `minutes`; the last answer that was not undefined. */
function ask(forgetting: ReturnType<typeof createForgetting>, tick: () => void, minutes: number, at: number) {
  let horizon: number | undefined;
  for (let minute = 0; minute < minutes; minute++) {
    tick();
    horizon = forgetting.horizon(at + minute * LOOK_EVERY) ?? horizon;
  }
  return horizon;
}

test('after a while the horizon follows the clock, a day and the while behind', () => {
  let elapsed = 5_000;
  const forgetting = createForgetting(() => elapsed);
  const tick = (): void => {
    elapsed += LOOK_EVERY;
  };
  expect(ask(forgetting, tick, BELIEVED_AFTER / LOOK_EVERY - 1, NOW)).toBeUndefined();
  const later = NOW + BELIEVED_AFTER;
  const horizon = ask(forgetting, tick, 300, later) ?? 0;
  expect(later + 300 * LOOK_EVERY - horizon).toBeLessThan(KEPT_AFTER_RESET + BELIEVED_AFTER + 5 * LOOK_EVERY);
});

test('an hour of requests from a clock three days ahead forgets nothing of today', () => {
  let elapsed = 0;
  const forgetting = createForgetting(() => elapsed);
  const tick = (): void => {
    elapsed += LOOK_EVERY;
  };
  ask(forgetting, tick, 200, NOW);
  expect(ask(forgetting, tick, 60, NOW + 3 * DAY)).toBeLessThan(NOW);
  expect(ask(forgetting, tick, 60, NOW + 260 * LOOK_EVERY)).toBeLessThan(NOW);
});

test('a clock that has gone back keeps what it is back in', () => {
  let elapsed = 0;
  const forgetting = createForgetting(() => elapsed);
  const tick = (): void => {
    elapsed += LOOK_EVERY;
  };
  ask(forgetting, tick, 200, NOW);
  tick();
  expect(forgetting.horizon(NOW - 5 * DAY)).toBe(NOW - 6 * DAY);
});

test.each(['sqlite', 'memory'])(
  '%s: windows that ended a day ago are forgotten, younger ones are not',
  async (kind) => {
    let elapsed = 0;
    const clock = () => elapsed;
    const database = new DatabaseSync(':memory:', { readBigInts: true });
    database.exec(`${LEDGER_SCHEMA}; INSERT INTO state (only, is_open) VALUES (1, 1)`);
    const book = createLedgerBook(database);
    const thread: LedgerThread = {
      found: { charged: 0, assumed: 0 },
      ask: async (request) => book.apply(request),
      progress: () => 0,
      healthy: () => true,
      close: async () => {},
    };
    const ledger = kind === 'sqlite' ? createLendingLedger(thread, clock) : createMemoryLedger(clock);
    const old = bucketOf('old', 10n, 'usd', NOW);
    const young = bucketOf('young', 1_000n, 'requests', NOW + 2 * DAY);
    const reserve = (id: string, bucket: Bucket, now: number) =>
      ledger.reserve(id, [{ bucket, amount: 1n }], now);
    const kept = async () => (await ledger.running(0)).map(({ key }) => key).sort();
    await reserve('a', old, NOW - 1);
    await reserve('b', young, NOW);
    for (let minute = 1; minute <= 130; minute++) {
      elapsed = minute * LOOK_EVERY;
      await reserve(`c${minute}`, young, NOW + DAY / 2 + elapsed);
    }
    expect(await kept()).toEqual(['old', 'young']);
    for (let minute = 131; minute <= 400; minute++) {
      elapsed = minute * LOOK_EVERY;
      await reserve(`c${minute}`, young, NOW + DAY + elapsed);
    }
    // Waits for what is still to be written.
    await ledger.settle('not reserved', new Map(), NOW);
    expect(await kept()).toEqual(['young']);
    await ledger.close();
  },
);
