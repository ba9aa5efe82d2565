import { expect, test } from 'vitest';
import {
  createConcurrencyLimiter,
  type Slot,
} from '../../../../src/gateway/admission/limits/concurrency-limiter.ts';
import { manualClock } from '../../dispatch/manual-clock.ts';

const here = () => new AbortController();
const place = (answer: Slot | 'full' | 'gone'): Slot => {
  if (typeof answer === 'string') throw new Error(`no place: ${answer}`);
  return answer;
};

function office() {
  const clock = manualClock();
  const places = createConcurrencyLimiter(clock);
  const take = (who: string, wait = 0, signal = here().signal, most = 2) =>
    places.take({ key: 'k', most, who, wait, signal });
  return { clock, places, take };
}

test('as many as there are places, and again as many as are given back', async () => {
  const { places, take } = office();
  const held = [place(await take('a')), place(await take('a'))];
  expect(await take('a')).toBe('full');
  held[0]?.release();
  held[0]?.release();
  expect(places.taken('k')).toBe(1);
  place(await take('b'));
  expect(await take('b')).toBe('full');
});

test('who waits gets the place, in turns: one of each before a second of anybody', async () => {
  const { places, take } = office();
  const first = place(await take('greedy'));
  const second = place(await take('greedy'));
  const order: string[] = [];
  const queue = ['greedy', 'greedy', 'greedy', 'modest'].map((who, index) =>
    take(who, 5_000).then((got) => {
      order.push(`${who}${index}`);
      return place(got);
    }),
  );
  expect(places.waiting('k')).toBe(4);
  for (const one of [first, second]) one.release();
  await Promise.all([queue[0], queue[3]]);
  expect(order).toEqual(['greedy0', 'modest3']);
  // A newcomer does not pass those who wait.
  expect(await take('late')).toBe('full');
});

test('waiting ends with the time, or with the caller', async () => {
  const { clock, places, take } = office();
  const held = [place(await take('a')), place(await take('a'))];
  const leaving = here();
  const [late, gone] = [take('a', 2_000), take('b', 2_000, leaving.signal)];
  leaving.abort();
  expect(await gone).toBe('gone');
  clock.pass(2_000);
  expect(await late).toBe('full');
  expect([places.waiting('k'), clock.pending]).toEqual([0, 0]);
  for (const one of held) one.release();
  expect(places.taken('k')).toBe(0);
});

test('nobody is ever let in beyond the number, whatever comes and goes', async () => {
  const { clock, places, take } = office();
  const held: Slot[] = [];
  let most = 0;
  for (let step = 0; step < 400; step++) {
    if (step % 3 === 2) held.shift()?.release();
    else
      void take(`u${step % 5}`, step % 4 === 0 ? 50 : 0).then(
        (got) => typeof got !== 'string' && held.push(got),
      );
    if (step % 7 === 0) clock.pass(20);
    await Promise.resolve();
    most = Math.max(most, places.taken('k'));
  }
  clock.pass(1_000);
  await new Promise((resolve) => setImmediate(resolve));
  while (held.length > 0) {
    held.shift()?.release();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(most).toBe(2);
  expect([places.taken('k'), places.waiting('k')]).toEqual([0, 0]);
});
