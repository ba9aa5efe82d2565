import { describe, expect, test } from 'vitest';
import { AttemptDeadlines, type Deadline } from '../../../src/gateway/dispatch/attempt-deadlines.ts';
import { DeadlineWatch } from '../../../src/gateway/dispatch/deadline-watch.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

const LIMITS = { connect: 50, firstToken: 300, idle: 100, ending: 30, attempt: 400, whole: 1_000 };

function setUp(
  stream: boolean,
  whole = 1_000,
): { clock: ManualClock; deadlines: AttemptDeadlines; passed: string[] } {
  const clock = manualClock();
  const passed: string[] = [];
  const timed = {
    timedOut(which: Deadline): void {
      passed.push(`${which} at ${clock.elapsed() - 1_000}`);
    },
  };
  const watch = new DeadlineWatch(clock);
  const deadlines = new AttemptDeadlines(watch, LIMITS, stream, clock.elapsed() + whole, timed);
  return { clock, deadlines, passed };
}

describe('the deadlines of an attempt', () => {
  test('connect holds until connected', () => {
    const { clock, passed } = setUp(true);
    clock.pass(2_000);
    expect(passed).toEqual(['connect at 50']);
  });

  test('then the first token, of a stream', () => {
    const { clock, deadlines, passed } = setUp(true);
    clock.pass(20);
    deadlines.connected();
    clock.pass(2_000);
    expect(passed).toEqual(['first token at 300']);
  });

  test('or the attempt, where nothing is streamed', () => {
    const { clock, deadlines, passed } = setUp(false);
    deadlines.connected();
    clock.pass(2_000);
    expect(passed).toEqual(['attempt at 400']);
  });

  test('after content only silence counts, and the whole', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    clock.pass(200);
    deadlines.content();
    for (let past = 0; past < 5; past += 1) {
      clock.pass(90);
      deadlines.content();
    }
    expect(passed).toEqual([]);
    clock.pass(500);
    expect(passed).toEqual(['idle at 750']);
  });

  test('the whole bounds a stream that never falls silent', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    deadlines.content();
    for (let past = 0; past < 15; past += 1) {
      clock.pass(90);
      deadlines.content();
    }
    expect(passed).toEqual(['whole at 1000']);
  });

  test('silence does not count while the caller does not read', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    deadlines.content();
    deadlines.hold();
    clock.pass(500);
    deadlines.release();
    clock.pass(99);
    expect(passed).toEqual([]);
    clock.pass(1);
    expect(passed).toEqual(['idle at 600']);
  });

  test('the ending has its own, shorter time', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    deadlines.content();
    deadlines.ending();
    clock.pass(100);
    expect(passed).toEqual(['ending at 30']);
  });

  test('each event restarts the ending, and content after a finish takes it back', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    deadlines.content();
    deadlines.ending();
    clock.pass(20);
    deadlines.ending();
    clock.pass(20);
    expect(passed).toEqual([]);
    deadlines.content();
    clock.pass(99);
    expect(passed).toEqual([]);
    deadlines.ending();
    clock.pass(500);
    expect(passed).toEqual(['ending at 169']);
  });

  test('a finish before any content does not lift the deadline of the first token', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    for (let past = 0; past < 40; past += 1) {
      deadlines.ending();
      clock.pass(20);
    }
    expect(passed).toEqual(['first token at 300']);
  });

  test('usage may be owed until the attempt’s deadline, and not beyond', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    deadlines.content();
    deadlines.ending();
    clock.pass(50);
    expect(passed).toEqual(['ending at 30']);
    expect(deadlines.owing()).toBe(true);
    clock.pass(500);
    expect(passed).toEqual(['ending at 30', 'attempt at 400']);
    expect(deadlines.owing()).toBe(false);
  });

  test('a stopped watch leaves no timer behind', () => {
    const { clock, deadlines, passed } = setUp(true);
    deadlines.connected();
    deadlines.content();
    deadlines.stop();
    deadlines.content();
    deadlines.release();
    deadlines.ending();
    expect(clock.pending).toBe(0);
    clock.pass(5_000);
    expect(passed).toEqual([]);
  });
});

test('one timer watches the deadlines of all attempts, and each passes at its own time', () => {
  const clock = manualClock();
  const watch = new DeadlineWatch(clock);
  const passed: string[] = [];
  const attempts = [70, 50, 90, 60].map((connect) => {
    const timed = { timedOut: () => passed.push(`${connect} at ${clock.elapsed() - 1_000}`) };
    return new AttemptDeadlines(watch, { ...LIMITS, connect }, false, clock.elapsed() + 1_000, timed);
  });
  expect(clock.pending).toBe(1);
  attempts[3]?.stop();
  clock.pass(80);
  expect(passed).toEqual(['50 at 50', '70 at 70']);
  expect(clock.pending).toBe(1);
  attempts[2]?.stop();
  expect(clock.pending).toBe(0);
});
