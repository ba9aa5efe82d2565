import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openFeedbackLog } from '../../../src/gateway/observe/feedback-log.ts';

const directory = mkdtempSync(join(tmpdir(), 'llmr-feedback-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const decision = '01M82NMWP9HN7BXKWD768FG2Z3';
const line = { version: 1, time: '2026-11-22T12:00:00.000Z', decision } as const;

test('a line that was cut is no line, and takes no other with it', async () => {
  const log = openFeedbackLog(directory, 30, () => Date.UTC(2026, 10, 22, 12));
  await log.put({ ...line, score: 0.1 });
  const [name = ''] = readdirSync(directory);
  appendFileSync(join(directory, name), JSON.stringify({ ...line, score: 0.2 }).slice(0, -3));
  expect(await log.find(decision)).toMatchObject({ score: 0.1 });
  await log.put({ ...line, score: 0.3 });
  expect(await log.find(decision)).toMatchObject({ score: 0.3 });
});
