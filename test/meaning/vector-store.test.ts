import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openVectorStore, type WithVector } from '../../src/meaning/vector-store.ts';

type Example = { text: string; intent: string; group: string };
const openExampleStore = (folder: string) => openVectorStore<Example>(folder);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'examples-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const example = (
  text: string,
  vector: WithVector<Example>['vector'],
  intent = 'refund',
): WithVector<Example> => ({
  text,
  intent,
  group: 'intent',
  vector,
});
const north = example('north', new Float32Array([0, 1, 0]));
const east = example('east', new Float32Array([1, 0, 0]));

async function indexFile(): Promise<string> {
  const pointer = JSON.parse(await readFile(join(directory, 'current.json'), 'utf8')) as { folder: string };
  return join(directory, pointer.folder, 'index.json');
}

describe('the vector store', () => {
  it('finds the nearest first, with what is known of it', async () => {
    const store = openExampleStore(directory);
    expect(await store.nearest([0, 1, 0], 2)).toEqual([]);
    expect(await store.rebuild([north, east])).toBe('written');
    expect(await store.nearest([0.6, 0.8, 0], 2)).toEqual([
      { text: 'north', intent: 'refund', group: 'intent', similarity: expect.closeTo(0.8) },
      { text: 'east', intent: 'refund', group: 'intent', similarity: expect.closeTo(0.6) },
    ]);
  });

  it('keeps a Float32Array as numbers: another process that opens the folder finds the same', async () => {
    await openExampleStore(directory).rebuild([north, east]);
    const [best] = await openExampleStore(directory).nearest(new Float32Array([0, 1, 0]), 1);
    expect(best).toMatchObject({ text: 'north', similarity: 1 });
    const stored = JSON.parse(await readFile(await indexFile(), 'utf8')) as { items: { vector: unknown }[] };
    expect(stored.items.map((item) => item.vector)).toEqual([
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('refuses vectors of different lengths, in the store and in the question', async () => {
    const store = openExampleStore(directory);
    await expect(store.rebuild([north, example('flat', [1, 0])])).rejects.toThrow(/"flat" has 2 numbers/);
    await store.rebuild([north]);
    await expect(store.nearest([1, 0], 1)).rejects.toThrow(/2 numbers was looked up in a store of 3/);
    await expect(store.rebuild([example('odd', [0, Number.NaN, 0])])).rejects.toThrow(/not finite/);
  });

  it('leaves zero vectors out instead of scoring them NaN', async () => {
    const store = openExampleStore(directory);
    await store.rebuild([example('nothing', [0, 0, 0]), north]);
    const found = await store.nearest([0, 1, 0], 5);
    expect(found.map((one) => one.text)).toEqual(['north']);
    expect(await store.nearest([0, 0, 0], 5)).toEqual([]);
  });

  it('replaces everything, is seen by a reader that had it open, and does not write the same twice', async () => {
    const reader = openExampleStore(directory);
    await openExampleStore(directory).rebuild([north]);
    expect((await reader.nearest([1, 0, 0], 5)).map((one) => one.text)).toEqual(['north']);
    expect(await openExampleStore(directory).rebuild([east])).toBe('written');
    expect((await reader.nearest([1, 0, 0], 5)).map((one) => one.text)).toEqual(['east']);
    expect(await reader.rebuild([east])).toBe('unchanged');
  });

  it('ignores what an interrupted writer left, and sweeps it away', async () => {
    const store = openExampleStore(directory);
    await store.rebuild([north]);
    const torn = join(directory, 'index-half.writing');
    await writeFile(torn, '{"version":1,"items":[{"id":"x","vector":[0');
    expect(await store.nearest([0, 1, 0], 1)).toHaveLength(1);
    await store.rebuild([east]);
    expect(await readdir(directory)).not.toContain('index-half.writing');
  });

  it('replaces the pointer whole: who has opened the old one reads it to its end', async () => {
    const store = openExampleStore(directory);
    await store.rebuild([north]);
    const before = await readFile(join(directory, 'current.json'), 'utf8');
    const opened = await open(join(directory, 'current.json'));
    try {
      await store.rebuild([east]);
      expect(await opened.readFile('utf8')).toBe(before);
      expect(await readFile(join(directory, 'current.json'), 'utf8')).not.toBe(before);
    } finally {
      await opened.close();
    }
  });

  it('is whole whenever its writer is killed', async () => {
    const module = JSON.stringify(new URL('../../src/meaning/vector-store.ts', import.meta.url).href);
    const script = `import { openVectorStore } from ${module};
      const store = openVectorStore(${JSON.stringify(directory)});
      for (let round = 0; ; round++) {
        const vector = (at) => Float32Array.from({ length: 64 }, (_, place) => Math.sin(at * 64 + place + round));
        await store.rebuild(Array.from({ length: 60 }, (_, at) => ({
          text: String(round), intent: String(at), group: 'intent', vector: vector(at),
        })));
        if (round === 0) console.log('written');
      }`;
    for (const delay of [1, 9, 23, 40]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const found = await openExampleStore(directory).nearest(new Float32Array(64).fill(1), 100);
      expect(found).toHaveLength(60);
      expect(new Set(found.map(({ text }) => text)).size).toBe(1);
      // A lock without an owner is taken over after a second.
      await vi.waitFor(
        async () => expect(await openExampleStore(directory).rebuild([north])).toBe('written'),
        { timeout: 10_000, interval: 200 },
      );
    }
  });

  it('takes a damaged index or pointer for none, and writes it anew', async () => {
    const store = openExampleStore(directory);
    await store.rebuild([north]);
    await truncate(await indexFile(), 40);
    expect(await openExampleStore(directory).nearest([0, 1, 0], 1)).toEqual([]);
    expect(await store.rebuild([north])).toBe('written');
    await truncate(join(directory, 'current.json'), 10);
    expect(await store.nearest([0, 1, 0], 1)).toEqual([]);
    expect(await store.rebuild([north])).toBe('written');
    expect(await openExampleStore(directory).nearest([0, 1, 0], 1)).toHaveLength(1);
  });

  it('lets one write at a time: the other is told, and loses nothing', async () => {
    const outcomes = await Promise.all([
      openExampleStore(directory).rebuild([north]),
      openExampleStore(directory).rebuild([east]),
    ]);
    // On a busy machine the second may begin when the first has ended: then both have written, one after the other.
    const written = ['north', 'east'].filter((_, index) => outcomes[index] === 'written');
    expect(written.length).toBeGreaterThan(0);
    expect(outcomes.every((outcome) => outcome === 'written' || outcome === 'busy')).toBe(true);
    const stored = (await openExampleStore(directory).nearest([1, 1, 0], 5)).map((one) => one.text);
    expect(stored).toHaveLength(1);
    expect(written).toContain(stored[0]);
    expect(await readdir(directory)).not.toContain('writer.lock');
  });

  it('takes over the lock of a process that is gone, not that of one that lives', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    await writeFile(join(directory, 'writer.lock'), String(gone));
    expect(await openExampleStore(directory).rebuild([north])).toBe('written');
    await writeFile(join(directory, 'writer.lock'), String(process.pid));
    expect(await openExampleStore(directory).rebuild([east])).toBe('busy');
  });

  it('takes over a lock whose owner was killed before it could sign it, once it has had the time', async () => {
    const lock = join(directory, 'writer.lock');
    await writeFile(lock, '');
    expect(await openExampleStore(directory).rebuild([north])).toBe('busy');
    const before = new Date(Date.now() - 5000);
    await utimes(lock, before, before);
    expect(await openExampleStore(directory).rebuild([north])).toBe('written');
  });
});
