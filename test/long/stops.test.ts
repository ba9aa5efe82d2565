/** Thirty stops by SIGTERM under load: exit code 0 each, every settlement in the books. And the other signals. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ServedPlace } from '../support/served-process.ts';
import {
  booksOf,
  COST_OF_ONE,
  type CountingProvider,
  load,
  placeFor,
  startCountingProvider,
  stopUnderLoad,
} from '../support/stop-under-load.ts';

let place: ServedPlace;
let provider: CountingProvider;
afterEach(() => {
  place.remove();
  provider.close();
});

test('thirty stops', async () => {
  provider = await startCountingProvider(40);
  place = placeFor(provider);
  let asked = 0;
  for (let round = 0; round < 30; round += 1) {
    const stopped = await stopUnderLoad(place, provider, 50 + 7 * round);
    expect([round, stopped.code, stopped.signal], stopped.said).toEqual([round, 0, null]);
    asked += stopped.asked;
    expect([round, stopped.books]).toEqual([round, { dollars: asked * COST_OF_ONE, open: 0 }]);
  }
}, 2_400_000);

test('a second signal ends it at once, and what was reserved stays charged', async () => {
  provider = await startCountingProvider(60_000);
  place = placeFor(provider);
  const service = await place.start();
  const callers = load(service.url, 5);
  while (provider.counts.asked < 5) await new Promise((resolve) => setTimeout(resolve, 10));
  service.signal('SIGTERM');
  // Ctrl-C under npm comes twice: that is one request.
  service.signal('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await Promise.race([service.ended, 'running'])).toBe('running');
  service.signal('SIGTERM');
  expect((await service.ended).code).toBe(143);
  await callers.stop();
  const again = await place.start();
  again.signal('SIGTERM');
  expect((await again.ended).code).toBe(0);
  expect(booksOf(place.data).dollars).toBeGreaterThanOrEqual(5 * COST_OF_ONE);
});

test('a signal that comes while it starts stops it, with exit code 0', async () => {
  provider = await startCountingProvider(10);
  place = placeFor(provider);
  const starting = place.begin();
  while (!existsSync(join(place.data, 'keys.sqlite'))) await new Promise((resolve) => setTimeout(resolve, 1));
  starting.signal('SIGTERM');
  expect(await starting.ended).toMatchObject({ code: 0, signal: null });
});

test('SIGHUP has it read the policies again', async () => {
  provider = await startCountingProvider(10);
  place = placeFor(provider);
  // An hour between looks, and a link that raises no event: only the signal can be what it was read for.
  const service = await place.start([], { LLMR_RELOAD_POLL_MS: '3600000' });
  service.signal('SIGHUP');
  while (!service.said().includes('SIGHUP: the policies are read again')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  service.signal('SIGTERM');
  expect((await service.ended).code).toBe(0);
});
