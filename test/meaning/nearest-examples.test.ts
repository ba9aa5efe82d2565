import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openExampleNeighbours } from '../../src/meaning/nearest-examples.ts';
import { BUG_REPORT, REFUND } from '../language/heads/intent-examples.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'neighbours-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const EXAMPLES = [REFUND, BUG_REPORT].flatMap(({ name, like }) =>
  like.map((text) => ({ text, intent: name, group: 'intent' })),
);

describe('neighbours of a text', () => {
  it('are the examples that share its words', async () => {
    const neighbours = openExampleNeighbours(directory);
    await neighbours.remember(EXAMPLES);
    const [first] = await neighbours.nearestExamples('the app crashes when I open settings', 3);
    expect(first).toMatchObject({ text: 'the app crashes when I upload a photo', intent: 'bug-report' });
    expect(first?.similarity).toBeGreaterThan(0.5);
    const [money] = await neighbours.nearestExamples('money back please', 1);
    expect(money).toMatchObject({ text: 'I want my money back', intent: 'refund' });
  });
});
