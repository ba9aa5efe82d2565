/** The loop that serves is not held up by what is done beside it, measured. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { openSqliteLedger } from '../../src/gateway/ledger/sqlite-ledger.ts';
import { createVetting } from '../../src/gateway/policies/reload/vetting.ts';
import { bucketOf } from '../gateway/ledger/buckets.ts';
import { createFolder, manyRoutes } from '../gateway/policies/reload/folder.ts';

test('vetting 300 routes', async () => {
  const text = manyRoutes(300);
  const folder = createFolder({ 'demo.route': text });
  const vetting = createVetting();
  const options = () => ({
    directory: folder.path,
    cacheDir: folder.at('../heads'),
    today: '2026-11-22',
  });
  await vetting.vet(options());
  folder.write('demo.route', `${text}\n# changed`);
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const verdict = await vetting.vet(options());
  delay.disable();
  await vetting.close();
  folder.remove();
  expect(verdict.kind).toBe('good');
  // The whole takes a second and more; what reaches this loop is the copy of the finished data.
  expect(delay.max / 1e6).toBeLessThan(150);
});

test('a flood of reservations', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmr-ledger-'));
  const ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'));
  const bucket = bucketOf('flood', 10n ** 12n);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (let wave = 0; wave < 20; wave++) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const id = `${wave}-${index}`;
        await ledger.reserve(id, [{ bucket, amount: 5n }], 1);
        await ledger.settle(id, new Map([['flood', 3n]]), 1);
      }),
    );
  }
  delay.disable();
  await ledger.close();
  rmSync(folder, { recursive: true });
  expect(delay.percentile(50) / 1e6).toBeLessThan(50);
});
