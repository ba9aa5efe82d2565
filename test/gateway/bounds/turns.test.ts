/** Heavy work takes turns, one piece a turn of the event loop; a gate lets in what fits. */
import { expect, test } from 'vitest';
import { BusyError, createGate } from '../../../src/gateway/bounds/gate.ts';
import { nextTurn } from '../../../src/gateway/bounds/turns.ts';

test('of many who wait one goes on in each turn of the loop, in order', async () => {
  const turns: number[] = [];
  let turn = 0;
  let counting = true;
  const count = (): void => {
    turn += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const work = async (): Promise<void> => {
    for (let slice = 0; slice < 3; slice += 1) {
      await nextTurn();
      turns.push(turn);
    }
  };
  await Promise.all(Array.from({ length: 5 }, work));
  counting = false;
  expect(turns).toHaveLength(15);
  expect(new Set(turns).size).toBe(15);
});

test('a gate runs so many at once, lets so many wait, and refuses the rest at once', async () => {
  const gate = createGate(2, 3);
  let running = 0;
  let most = 0;
  const work = async (): Promise<string> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return 'done';
  };
  const settled = await Promise.allSettled(Array.from({ length: 8 }, () => gate.run(work)));
  expect(settled.map(({ status }) => status)).toEqual([
    ...Array(5).fill('fulfilled'),
    ...Array(3).fill('rejected'),
  ]);
  expect((settled[7] as PromiseRejectedResult).reason).toBeInstanceOf(BusyError);
  expect(most).toBe(2);
  await expect(gate.run(() => Promise.reject(new Error('own')))).rejects.toThrow('own');
  expect(await gate.run(work)).toBe('done');
});
