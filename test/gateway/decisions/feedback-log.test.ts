import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open as openHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { BusyError } from '../../../src/gateway/bounds/gate.ts';
import { FeedbackFile } from '../../../src/gateway/decisions/feedback-file.ts';
import { openFeedbackLog } from '../../../src/gateway/decisions/feedback-log.ts';

const directory = mkdtempSync(join(tmpdir(), 'llmr-feedback-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const decision = '01M82NMWP9HN7BXKWD768FG2Z3';
const line = { version: 1, time: '2026-11-22T12:00:00.000Z', decision } as const;

test('a line that was cut is no line, and takes no other with it', async () => {
  const log = openFeedbackLog(directory, 30, () => Date.UTC(2026, 10, 22, 12));
  await log.put({ ...line, score: 0.1 });
  const [name = ''] = readdirSync(directory);
  appendFileSync(join(directory, name), JSON.stringify({ ...line, score: 0.2 }).slice(0, -3));
  expect(await log.find(decision)).toMatchObject({ score: 0.1 });
  await log.put({ ...line, score: 0.3 });
  expect(await log.find(decision)).toMatchObject({ score: 0.3 });
});

async function openedOnce(path: string): Promise<object> {
  const handle = await openHandle(path);
  await handle.close();
  return handle;
}

/** Distinct ids of one day. */
const idOf = (index: number): string => decision.slice(0, 18) + index.toString().padStart(8, '0');

test('of what comes at once the last holds, and each is told what it replaces', async () => {
  const log = openFeedbackLog(join(directory, 'at-once'), 30, () => Date.UTC(2026, 10, 22, 12));
  const puts = [0, 0.25, 0.5, 1].map((score) => log.put({ ...line, score }));
  const other = log.put({ ...line, decision: idOf(1), score: 0.7 });
  const scores = (await Promise.all(puts)).map((replaced) => replaced?.score);
  expect(scores).toEqual([undefined, 0, 0.25, 0.5]);
  expect(await other).toBeUndefined();
  expect(await log.find(decision)).toMatchObject({ score: 1 });
  expect(await log.find(idOf(1))).toMatchObject({ score: 0.7 });
  expect(await log.find(idOf(2))).toBeUndefined();
});

test('what was replaced is cleared away, and another that reads the file sees the same', async () => {
  const folder = join(directory, 'replaced');
  const open = () => openFeedbackLog(folder, 30, () => Date.UTC(2026, 10, 22, 12));
  const log = open();
  const comment = 'x'.repeat(200_000);
  for (let round = 0; round < 30; round += 1)
    await log.put({ ...line, decision: idOf(round % 3), score: round / 30, comment });
  const [name = ''] = readdirSync(folder);
  expect(readdirSync(folder)).toEqual([name]);
  // 6 MB were written; a tenth of them holds.
  expect(statSync(join(folder, name)).size).toBeLessThan(2_000_000);
  for (const each of [log, open()]) expect(await each.find(idOf(1))).toMatchObject({ score: 28 / 30 });
});

test('the thousandth costs what the first did', async () => {
  const folder = join(directory, 'many');
  const log = openFeedbackLog(folder, 30, () => Date.UTC(2026, 10, 22, 12));
  await Promise.all(
    Array.from({ length: 1_000 }, (_, index) => log.put({ ...line, decision: idOf(index), score: 0 })),
  );
  // Only what was written since the last look is read again; the index is told apart from the file by nothing else.
  const file = new FeedbackFile(join(folder, readdirSync(folder)[0] ?? ''));
  await file.find('');
  const read = vi.spyOn(
    Object.getPrototypeOf(await openedOnce(join(folder, readdirSync(folder)[0] ?? ''))),
    'read',
  );
  await file.append([{ decision: idOf(5), text: JSON.stringify({ ...line, decision: idOf(5), score: 1 }) }]);
  expect(read.mock.calls.length).toBeLessThanOrEqual(2);
  read.mockRestore();
});

test('more than a thousand that wait are too many', async () => {
  const log = openFeedbackLog(join(directory, 'flood'), 30, () => Date.UTC(2026, 10, 22, 12));
  const settled = await Promise.allSettled(
    Array.from({ length: 2_500 }, (_, index) => log.put({ ...line, decision: idOf(index), score: 0 })),
  );
  const refused = settled.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ reason }) => reason instanceof BusyError)).toBe(true);
});
