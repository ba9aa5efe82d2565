import { expect, test, vi } from 'vitest';
import { createPolicyStore } from '../../../../src/gateway/policies/reload/policy-store.ts';
import type { Verdict } from '../../../../src/gateway/policies/reload/vet-policies.ts';

const good = (hash: string): Verdict => ({
  kind: 'good',
  hash,
  paths: ['a.route'],
  policies: [],
  warnings: 0,
});
const bad = (hash: string, reason = 'wrong'): Verdict => ({
  kind: 'bad',
  hash,
  paths: ['a.route'],
  reason,
  findings: [{ line: 1 }],
  text: 'told',
});
const empty: Verdict = { kind: 'empty', hash: 'nothing', paths: [] };

function storeOver(...verdicts: readonly (Verdict | Error)[]) {
  const events: string[] = [];
  const waiting = [...verdicts];
  let now = Date.UTC(2026, 10, 22);
  let vetted = 0;
  const retries: { readonly ms: number; readonly call: () => void }[] = [];
  const store = createPolicyStore<string>({
    vetting: {
      async vet() {
        vetted++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        const next = waiting.shift() ?? empty;
        if (next instanceof Error) throw next;
        return next;
      },
      close: async () => {},
    },
    vetOptions: () => ({ directory: '', cacheDir: '', today: '' }),
    now: () => (now += 1_000),
    make: (_, hash) => {
      if (hash === 'explodes') throw new Error('our bug');
      return `live ${hash}`;
    },
    onSwap: (live) => events.push(`swap ${live}`),
    onRejected: (reason) => events.push(`rejected ${reason}`),
    onRecovered: () => events.push('recovered'),
    later: (call, ms) => retries.push({ ms, call }),
  });
  return { store, events, retries, vetted: () => vetted };
}

test('a good set is swapped in, and the one before is history', async () => {
  const { store, events } = storeOver(good('one'), good('two'), good('three'));
  expect(store.current()).toBeUndefined();
  expect(store.status()).toEqual({ hash: null, since: null, history: [] });
  for (let time = 0; time < 3; time++) await store.reload();
  expect(store.current()).toBe('live three');
  expect(store.status()).toEqual({
    hash: 'three',
    since: '2026-11-22T00:00:03.000Z',
    history: [
      { hash: 'two', since: '2026-11-22T00:00:02.000Z' },
      { hash: 'one', since: '2026-11-22T00:00:01.000Z' },
    ],
  });
  expect(events).toEqual(['swap live one', 'swap live two', 'swap live three']);
});

test('whatever is wrong, the last good set stays and the reason is kept', async () => {
  const wrong = [bad('two'), empty, new Error('took too long'), good('explodes')];
  const { store, events } = storeOver(good('one'), ...wrong);
  await store.reload();
  const reasons: (string | undefined)[] = [];
  for (const _ of wrong) {
    await store.reload();
    reasons.push(store.status().rejected?.reason);
    expect(store.current()).toBe('live one');
    expect(store.status().hash).toBe('one');
  }
  expect(reasons).toEqual([
    'wrong',
    'the folder holds no policy; an empty set never replaces one',
    'the policies could not be checked: took too long',
    'the policies could not be checked: our bug',
  ]);
  expect(events).toHaveLength(5);
});

test('the same content is no swap, and the same fault is told once', async () => {
  const { store, events } = storeOver(
    good('one'),
    good('one'),
    bad('two'),
    bad('two'),
    good('one'),
    good('one'),
  );
  for (let time = 0; time < 6; time++) await store.reload();
  expect(events).toEqual(['swap live one', 'rejected wrong', 'recovered']);
  expect(store.status().rejected).toBeUndefined();
  expect(store.status().since).toBe('2026-11-22T00:00:01.000Z');
});

test('what was looked at is known, good or not', async () => {
  const { store } = storeOver(good('one'), bad('two'));
  expect(store.seen()).toEqual({ hash: null, paths: [] });
  await store.reload();
  await store.reload();
  expect(store.seen()).toEqual({ hash: 'two', paths: ['a.route'] });
});

test('calls that overlap become one more round', async () => {
  const { store, events, vetted } = storeOver(good('one'), good('two'), good('three'));
  await Promise.all(Array.from({ length: 10 }, () => store.reload()));
  expect(vetted()).toBe(2);
  expect(events).toEqual(['swap live one', 'swap live two']);
  await store.reload();
  expect(store.current()).toBe('live three');
});

test('content that could not be checked is checked again without a change, each time later', async () => {
  const busy = new Error('checking the policies took longer than 60 s');
  const { store, events, retries, vetted } = storeOver(busy, busy, good('one'));
  await store.reload();
  retries[0]?.call();
  await vi.waitFor(() => expect(retries).toHaveLength(2));
  retries[1]?.call();
  await vi.waitFor(() => expect(store.current()).toBe('live one'));
  expect(vetted()).toBe(3);
  expect(events).toEqual([`rejected the policies could not be checked: ${busy.message}`, 'swap live one']);
  expect(retries.map(({ ms }) => ms)).toEqual([2_000, 4_000]);
});

test('one further check waits at a time, and none after the service has stopped', async () => {
  const busy = new Error('checking the policies took longer than 60 s');
  const { store, events, retries, vetted } = storeOver(busy, busy, new Error('the process ended'), busy);
  await store.reload();
  await store.reload();
  expect(retries).toHaveLength(1);
  const last = store.reload();
  store.close();
  await last;
  retries[0]?.call();
  await store.reload();
  expect(vetted()).toBe(4);
  expect(retries).toHaveLength(1);
  expect(events).toEqual([`rejected the policies could not be checked: ${busy.message}`]);
});
