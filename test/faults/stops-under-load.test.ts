// SIGTERM while many callers stream: exit code 0, and every answer is in the books at what it cost.
import { afterEach, expect, test } from 'vitest';
import type { ServedPlace } from '../support/served-process.ts';
import {
  COST_OF_ONE,
  type CountingProvider,
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

test('two stops: whole answers are settled as billed, nothing stays open', async () => {
  provider = await startCountingProvider(60);
  place = placeFor(provider);
  let asked = 0;
  for (let round = 0; round < 2; round += 1) {
    const stopped = await stopUnderLoad(place, provider, 60 + 17 * round);
    expect([stopped.code, stopped.signal], stopped.said).toEqual([0, null]);
    expect(stopped.said).not.toContain('could not be closed');
    asked += stopped.asked;
    expect(stopped.books).toEqual({ dollars: asked * COST_OF_ONE, open: 0 });
  }
}, 120_000);

test('what is cut when the time is up is settled, too', async () => {
  provider = await startCountingProvider(60_000);
  place = placeFor(provider);
  const stopped = await stopUnderLoad(place, provider, 40, { LLMR_DRAIN_SECONDS: '0' });
  expect([stopped.code, stopped.signal], stopped.said).toEqual([0, null]);
  expect(stopped.asked).toBe(40);
  expect(stopped.books.open).toBe(0);
  expect(stopped.books.dollars).toBeGreaterThanOrEqual(40);
}, 120_000);
