import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  type DecisionLog,
  type DecisionLogOptions,
  findDecision,
  openDecisionLog,
} from '../../../src/gateway/decisions/decision-log.ts';
import type { DecisionRecord } from '../../../src/language/explaining/decision-record.ts';
import { recordAt } from './decisions.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;
const root = mkdtempSync(join(tmpdir(), 'llmr-decisions-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

function optionsIn(
  directory = join(root, String(++folders)),
  more: Partial<DecisionLogOptions> = {},
): DecisionLogOptions {
  const onTrouble = (message: string): void => {
    throw new Error(message);
  };
  return { directory, days: 30, megabytes: 8, now: () => NOON, onTrouble, ...more };
}
const append = (log: DecisionLog, line: DecisionRecord): void => log.append(JSON.stringify(line), line.time);
const linesOf = (directory: string, name: string): { id: string }[] =>
  readFileSync(join(directory, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a line a decision, in the file of its day, in order, and found again', async () => {
  const options = optionsIn();
  const log = await openDecisionLog(options);
  const today = Array.from({ length: 50 }, (_, index) => recordAt(NOON + index));
  const yesterday = recordAt(NOON - DAY);
  for (const line of [...today, yesterday]) append(log, line);
  expect(await log.find(today[7]?.id ?? '')).toEqual(today[7]);
  expect(await log.find(yesterday.id)).toEqual(yesterday);
  expect(await log.find(recordAt(NOON).id)).toBeUndefined();
  await log.close();
  expect(readdirSync(options.directory).sort()).toEqual([
    'decisions-2026-11-21.jsonl',
    'decisions-2026-11-22.jsonl',
  ]);
  expect(linesOf(options.directory, 'decisions-2026-11-22.jsonl').map(({ id }) => id)).toEqual(
    today.map(({ id }) => id),
  );
  expect(statSync(join(options.directory, 'decisions-2026-11-22.jsonl')).mode & 0o077).toBe(0);
});

test('another process finds what has been written; what is no id is looked for nowhere', async () => {
  const options = optionsIn();
  const log = await openDecisionLog(options);
  const line = recordAt(NOON);
  append(log, line);
  await log.close();
  expect(await findDecision(options.directory, line.id)).toEqual(line);
  for (const id of ['', '"', '.*', 'x'.repeat(26), `${'Z'.repeat(26)}`, '../../etc/passwd']) {
    expect(await findDecision(options.directory, id)).toBeUndefined();
  }
  expect(await findDecision(join(options.directory, 'gone'), line.id)).toBeUndefined();
});

test('appending writes nothing before the request goes on, and follows shortly', async () => {
  const options = optionsIn();
  const log = await openDecisionLog(options);
  append(log, recordAt(NOON));
  expect(readdirSync(options.directory)).toEqual([]);
  const end = performance.now() + 10_000;
  while (readdirSync(options.directory).length === 0 && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await log.close();
  expect(linesOf(options.directory, 'decisions-2026-11-22.jsonl')).toHaveLength(1);
});

test('a line that a crash has cut is left alone, and the next is not joined to it', async () => {
  const options = optionsIn();
  mkdirSync(options.directory);
  const path = join(options.directory, 'decisions-2026-11-22.jsonl');
  const whole = recordAt(NOON);
  writeFileSync(path, `${JSON.stringify(whole)}\n`);
  const cut = recordAt(NOON + 1);
  appendFileSync(path, JSON.stringify(cut).slice(0, 200));
  const log = await openDecisionLog(options);
  const next = recordAt(NOON + 2);
  append(log, next);
  expect(await log.find(next.id)).toEqual(next);
  expect(await log.find(whole.id)).toEqual(whole);
  expect(await log.find(cut.id)).toBeUndefined();
  await log.close();
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
});

test('files are forgotten by age, other files are not touched', async () => {
  const options = optionsIn(undefined, { days: 2 });
  mkdirSync(options.directory);
  for (const day of ['2026-11-19', '2026-11-20', '2026-11-21'])
    writeFileSync(join(options.directory, `decisions-${day}.jsonl`), '{}\n');
  writeFileSync(join(options.directory, 'decisions-mine.jsonl'), '');
  writeFileSync(join(options.directory, 'keys.sqlite'), '');
  let now = NOON;
  const log = await openDecisionLog({ ...options, now: () => now });
  expect(existsSync(join(options.directory, 'decisions-2026-11-19.jsonl'))).toBe(false);
  now += DAY;
  append(log, recordAt(now));
  await log.close();
  expect(readdirSync(options.directory).sort()).toEqual([
    'decisions-2026-11-21.jsonl',
    'decisions-2026-11-23.jsonl',
    'decisions-mine.jsonl',
    'keys.sqlite',
  ]);
});

test('a full day goes on in the next file, and all together keep to their size', async () => {
  const options = optionsIn(undefined, { megabytes: 1 });
  const log = await openDecisionLog(options);
  const phrases = ['x'.repeat(20_000)];
  const lines = Array.from({ length: 120 }, (_, index) => recordAt(NOON + index, { phrases }));
  for (const [index, line] of lines.entries()) {
    append(log, line);
    if (index % 4 === 3) await log.find(line.id);
  }
  await log.close();
  const files = readdirSync(options.directory);
  const bytes = files.map((name) => statSync(join(options.directory, name)).size);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1_048_576);
  expect(Math.max(...bytes)).toBeLessThan(300_000);
  expect(files).not.toContain('decisions-2026-11-22.jsonl');
  expect(files.length).toBeGreaterThan(3);
  // Found in whichever file is its own; the oldest are gone.
  expect(await findDecision(options.directory, lines.at(-1)?.id ?? '')).toEqual(lines.at(-1));
  expect(await findDecision(options.directory, lines.at(-20)?.id ?? '')).toEqual(lines.at(-20));
  expect(await findDecision(options.directory, lines[0]?.id ?? '')).toBeUndefined();
  // A restart goes on in the last file.
  const again = await openDecisionLog(options);
  const next = recordAt(NOON + 500);
  append(again, next);
  await again.close();
  expect(readdirSync(options.directory).length).toBeLessThanOrEqual(files.length + 1);
  expect(await findDecision(options.directory, next.id)).toEqual(next);
});

test('a disk that does not follow costs lines and not the service, and is told once', async () => {
  const troubles: string[] = [];
  const options = optionsIn(undefined, { onTrouble: (message) => troubles.push(message) });
  const log = await openDecisionLog(options);
  rmSync(options.directory, { recursive: true });
  writeFileSync(options.directory, 'a file where the folder was');
  for (let time = 0; time < 3; time++) {
    append(log, recordAt(NOON));
    await log.find('');
  }
  expect(troubles).toHaveLength(1);
  expect(log.dropped).toBe(3);
  for (let line = 0; line < 25_000; line++) append(log, recordAt(NOON));
  expect(log.dropped).toBe(3 + 5_000);
  await log.close();
});

test('lines that a slow disk has not taken yet count as waiting', async () => {
  const log = await openDecisionLog(optionsIn());
  const text = JSON.stringify({ id: 'a' });
  const time = new Date(NOON).toISOString();
  for (let line = 0; line < 15_000; line++) log.append(text, time);
  const written = log.find('');
  for (let line = 0; line < 15_000; line++) log.append(text, time);
  expect(log.dropped).toBe(10_000);
  await written;
  log.append(text, time);
  expect(log.dropped).toBe(10_000);
  await log.close();
});

test('no days, no files', async () => {
  const options = optionsIn(undefined, { days: 0 });
  const log = await openDecisionLog(options);
  append(log, recordAt(NOON));
  await log.close();
  expect(readdirSync(options.directory)).toEqual([]);
});
