import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  BELIEVED_AFTER,
  createForgetting,
  KEPT_AFTER_RESET,
  LOOK_EVERY,
} from '../../../src/gateway/ledger/forget-windows.ts';
import { createLedgerBook } from '../../../src/gateway/ledger/ledger-book.ts';
import { LEDGER_SCHEMA } from '../../../src/gateway/ledger/ledger-file.ts';
import { createMemoryLedger } from '../../../src/gateway/ledger/memory-ledger.ts';
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
    const database = new DatabaseSync(':memory:', { readBigInts: true });
    database.exec(LEDGER_SCHEMA);
    const book = createLedgerBook(database, () => elapsed);
    const memory = createMemoryLedger(() => elapsed);
    const old = bucketOf('old', 10n, 'usd', NOW);
    const young = bucketOf('young', 10n, 'usd', NOW + 2 * DAY);
    const reserve = async (id: string, key: typeof old, now: number): Promise<void> => {
      const charges = [{ bucket: key, amount: 1n }];
      if (kind === 'sqlite') book.apply({ kind: 'reserve', id, charges, now });
      else await memory.reserve(id, charges, now);
    };
    const used = async () => {
      const keys = ['old', 'young'];
      const levels =
        kind === 'sqlite' ? book.apply({ kind: 'used', keys, now: 0 }) : await memory.used([old, young], 0);
      return [...(levels as ReadonlyMap<string, bigint>).values()];
    };
    await reserve('a', old, NOW - 1);
    await reserve('b', young, NOW);
    for (let minute = 1; minute <= 130; minute++) {
      elapsed = minute * LOOK_EVERY;
      await reserve(`c${minute}`, young, NOW + DAY / 2 + elapsed);
    }
    expect((await used())[0]).toBe(1n);
    for (let minute = 131; minute <= 400; minute++) {
      elapsed = minute * LOOK_EVERY;
      await reserve(`c${minute}`, young, NOW + DAY + elapsed);
    }
    expect((await used())[0]).toBe(0n);
    expect((await used())[1]).toBeGreaterThan(1n);
  },
);
