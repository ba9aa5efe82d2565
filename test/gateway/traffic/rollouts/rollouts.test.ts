import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openRolloutStore,
  type RolloutEvent,
} from '../../../../src/gateway/traffic/rollouts/rollout-store.ts';
import { createRollouts, type Rollouts } from '../../../../src/gateway/traffic/rollouts/rollouts.ts';
import type { Policy, Rollout } from '../../../../src/language/semantics/model.ts';
import { type ManualClock, manualClock } from '../../dispatch/manual-clock.ts';
import { PLACE, policy } from '../../ledger/policies.ts';

const MIN = 60_000;
const NEXT: Rollout = {
  kind: 'rollout',
  name: 'next',
  at: PLACE,
  by: { kind: 'user' },
  salt: 's',
  from: 'haiku',
  to: 'sonnet',
  steps: [
    { share: 1, after: 0 },
    { share: 5, after: 30 * MIN },
    { share: 100, after: 120 * MIN },
  ],
  aborts: [
    { measure: 'error rate', over: 3, for: 5 * MIN },
    { measure: 'p95 latency', over: 6_000, for: 10 * MIN },
  ],
};
const policyWith = (more: Partial<Rollout> = {}): Policy => ({
  ...policy([]),
  targets: new Map([['next', { ...NEXT, ...more }]]),
});

let folder: string;
let clock: ManualClock;
let events: RolloutEvent[];
let open: Rollouts[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmr-rollouts-'));
  clock = manualClock();
  events = [];
  open = [];
});
afterEach(() => {
  for (const one of open) one.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(first: Policy = policyWith()): Rollouts {
  const rollouts = createRollouts({
    store: openRolloutStore(join(folder, 'rollouts.sqlite')),
    clock,
    onEvent: (event) => events.push(event),
    onTrouble: (message) => {
      throw new Error(message);
    },
  });
  rollouts.sync([first]);
  open.push(rollouts);
  return rollouts;
}
function stop(rollouts: Rollouts): void {
  rollouts.close();
  open = open.filter((one) => one !== rollouts);
}
const share = (rollouts: Rollouts) => rollouts.share('support', 'next');
function calls(rollouts: Rollouts, count: number, sample: { failed: boolean; ms?: number }): void {
  for (let index = 0; index < count; index++) rollouts.sample('support', 'next', sample);
}

test('steps are taken by time, each is an event, and the last one completes it', () => {
  const rollouts = start();
  expect(share(rollouts)).toBe(1);
  clock.pass(29 * MIN);
  expect(share(rollouts)).toBe(1);
  clock.pass(2 * MIN);
  expect(share(rollouts)).toBe(5);
  clock.pass(120 * MIN);
  expect(share(rollouts)).toBe(100);
  clock.pass(11 * MIN);
  expect(events.map(({ event, share }) => [event, share])).toEqual([
    ['started', 1],
    ['step', 5],
    ['step', 100],
    ['complete', 100],
  ]);
});

test('a restart goes on at its step; time counts only while it runs', () => {
  const before = start();
  clock.pass(50 * MIN);
  expect(share(before)).toBe(5);
  stop(before);
  clock.pass(1_000 * MIN);
  const after = start();
  expect(share(after)).toBe(5);
  clock.pass(95 * MIN);
  expect(share(after)).toBe(5);
  clock.pass(10 * MIN);
  expect(share(after)).toBe(100);
});

test('errors on the new side take it back within the window, say why, and it stays back after a restart', () => {
  const rollouts = start();
  clock.pass(40 * MIN);
  calls(rollouts, 60, { failed: false, ms: 300 });
  calls(rollouts, 12, { failed: true });
  clock.pass(5 * MIN);
  expect(share(rollouts)).toBe(0);
  expect(rollouts.status()[0]).toMatchObject({ state: 'aborted', step: 1, sharePercent: 0 });
  expect(events.at(-1)?.reason).toBe('error rate over 3%: 12 of 72 calls in the last 5min failed');
  stop(rollouts);
  expect(share(start())).toBe(0);
});

test('a few calls prove nothing, one unlucky call neither, and old ones are forgotten', () => {
  const rollouts = start();
  calls(rollouts, 19, { failed: true });
  clock.pass(2_000);
  expect(share(rollouts)).toBe(1);
  clock.pass(6 * MIN);
  calls(rollouts, 1, { failed: true });
  calls(rollouts, 24, { failed: false });
  clock.pass(4 * MIN);
  expect(share(rollouts)).toBe(1);
});

test('a rate that is over for the whole time ends it without more proof', () => {
  const rollouts = start();
  // 4 % of 50 calls: doubtful at each moment.
  for (let minute = 0; minute < 11; minute++) {
    calls(rollouts, 2, { failed: true });
    calls(rollouts, 48, { failed: false });
    clock.pass(MIN);
    if (minute === 1) expect(share(rollouts)).toBe(1);
  }
  expect(rollouts.status()[0]?.state).toBe('aborted');
});

test('slowness on the new side takes it back as well', () => {
  const rollouts = start();
  calls(rollouts, 30, { failed: false, ms: 2_000 });
  clock.pass(2_000);
  expect(share(rollouts)).toBe(1);
  calls(rollouts, 10, { failed: false, ms: 9_000 });
  clock.pass(2_000);
  expect(share(rollouts)).toBe(0);
  expect(events.at(-1)?.reason).toMatch(/p95 latency over 6s: 10 of 40 calls/);
});

test('a reload keeps it, other steps keep its share, another target begins anew', () => {
  const rollouts = start();
  clock.pass(40 * MIN);
  rollouts.sync([policyWith({ at: { ...PLACE, line: 7 } })]);
  expect(share(rollouts)).toBe(5);
  rollouts.sync([
    policyWith({
      steps: [
        { share: 2, after: 0 },
        { share: 4, after: MIN },
        { share: 50, after: 60 * MIN },
      ],
    }),
  ]);
  expect(share(rollouts)).toBe(4);
  rollouts.sync([policyWith({ to: 'opus' })]);
  expect(share(rollouts)).toBe(1);
  expect(events.at(-1)?.event).toBe('started');
});

test('a rename that keeps the salt goes on at its step, whatever is renamed; with another salt it begins anew', () => {
  const renamed = (name: string, policyName: string, salt: string): Policy => ({
    ...policy([]),
    name: policyName,
    targets: new Map([[name, { ...NEXT, name, salt }]]),
  });
  const rollouts = start();
  clock.pass(31 * MIN);
  expect(share(rollouts)).toBe(5);
  rollouts.sync([renamed('later', 'support', 's')]);
  expect(rollouts.share('support', 'later')).toBe(5);
  rollouts.sync([renamed('later', 'helpdesk', 's')]);
  expect(rollouts.share('helpdesk', 'later')).toBe(5);
  clock.pass(121 * MIN);
  expect(rollouts.share('helpdesk', 'later')).toBe(100);
  // Under its first name again: by the newest row, not the oldest.
  rollouts.sync([policyWith()]);
  expect(share(rollouts)).toBe(100);
  rollouts.sync([renamed('other', 'support', 't')]);
  expect(rollouts.share('support', 'other')).toBe(1);
});

test('a copy under another name begins by itself while the first is in force', () => {
  const rollouts = start();
  clock.pass(31 * MIN);
  rollouts.sync([policyWith(), { ...policyWith(), name: 'copy' }]);
  expect([share(rollouts), rollouts.share('copy', 'next')]).toEqual([5, 1]);
});

test('a rollout of before there were salts goes on, under its name or with the salt that it had', () => {
  const before = {
    policy: 'support',
    name: 'next',
    identity: 'haiku → sonnet',
    state: 'running',
    step: 1,
  } as const;
  const store = openRolloutStore(join(folder, 'rollouts.sqlite'));
  const row = { ...before, share: 5, elapsed: 0, reason: null, changedAt: 1 };
  store.change(undefined, row, 'step');
  store.close();
  expect(share(start())).toBe(5);
  const rollouts = start({
    ...policy([]),
    targets: new Map([['later', { ...NEXT, name: 'later', salt: 'next' }]]),
  });
  expect(rollouts.share('support', 'later')).toBe(5);
});

test('by hand, from this process or another one', () => {
  const rollouts = start();
  expect(rollouts.act('support', 'next', 'pause')).toMatchObject({ state: 'paused', sharePercent: 1 });
  clock.pass(300 * MIN);
  expect(share(rollouts)).toBe(1);
  expect(rollouts.act('support', 'next', 'pause')).toBe('it is paused, not running');
  expect(rollouts.act('support', 'other', 'pause')).toBeUndefined();

  const elsewhere = openRolloutStore(join(folder, 'rollouts.sqlite'));
  const row = elsewhere.rows()[0];
  if (row === undefined) throw new Error('no row');
  elsewhere.change(
    row,
    { ...row, state: 'aborted', reason: 'by hand', changedAt: row.changedAt + 1 },
    'aborted',
  );
  elsewhere.close();
  clock.pass(1_000);
  expect(share(rollouts)).toBe(0);
  expect(events.at(-1)).toMatchObject({ event: 'aborted', reason: 'by hand' });
  expect(rollouts.act('support', 'next', 'resume')).toMatchObject({
    state: 'running',
    step: 0,
    reason: null,
  });
  expect(share(rollouts)).toBe(1);
});
