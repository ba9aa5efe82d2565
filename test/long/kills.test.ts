/**
 * Two hundred kills without warning while many callers ask: the next start takes the books as they were left. Nothing
 * that the provider answered is missing from them, and they are above it by no more than the estimates of the calls that
 * were under way.
 */
import { afterAll, expect, test } from 'vitest';
import { booksOf, COST_OF_ONE, load, placeFor, startCountingProvider } from '../support/stop-under-load.ts';

const CALLERS = 10;
/** `output 16` at $1 a token: what is reserved for one call. */
const ESTIMATE = 16;

const provider = await startCountingProvider(15);
const place = placeFor(provider);
afterAll(() => {
  place.remove();
  provider.close();
});

test('two hundred kills', async () => {
  for (let round = 0; round < 200; round += 1) {
    const asked = provider.counts.asked;
    const service = await place.start();
    const callers = load(service.url, CALLERS);
    while (provider.counts.asked - asked < 15 + (round % 40))
      await new Promise((resolve) => setTimeout(resolve, 2));
    service.signal('SIGKILL');
    await service.ended;
    await callers.stop();
  }
  const last = await place.start();
  last.signal('SIGTERM');
  expect((await last.ended).code).toBe(0);
  const books = booksOf(place.data);
  const { asked, whole } = provider.counts;
  expect(books.open).toBe(0);
  expect(books.dollars).toBeGreaterThanOrEqual(whole * COST_OF_ONE);
  // Reserved and not yet arrived at the provider, or under way: one a caller at each kill.
  expect(books.dollars).toBeLessThanOrEqual(asked * COST_OF_ONE + 200 * CALLERS * ESTIMATE);
}, 3_600_000);
