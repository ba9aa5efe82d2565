import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeHead } from '../../src/language/heads/head-codec.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { trainHeads } from '../../src/meaning/train-heads.ts';
import { createTrainingProcess } from '../../src/meaning/training-process.ts';
import { BUG_REPORT, REFUND, URGENT } from '../language/heads/intent-examples.ts';
import { SHIPPED_WORDS } from '../language/heads/shipped-words.ts';

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'heads-'));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const job = trainingJob('intent', [REFUND, BUG_REPORT]);
const tone = trainingJob('tone', [URGENT]);
/** As trained in this process, once, because it takes seconds. */
const ofJob = encodeHead(trainHead(job, SHIPPED_WORDS));

/** For tests of what becomes of heads: starting a process takes as long as training. */
const trainer = createTrainingProcess();
afterAll(() => trainer.close());

describe('training in a worker', () => {
  it('gives the head that training here gives, byte for byte, without blocking the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const heads = await trainHeads([job, tone, job]);
    clearInterval(timer);
    expect([...heads.keys()]).toEqual([job.hash, tone.hash]);
    expect(turns).toBeGreaterThan(5);
    const head = heads.get(job.hash);
    expect(head && encodeHead(head)).toEqual(ofJob);
    expect(head && readIntent(head, 'Please give me my money back for order 77').intent).toBe('refund');
  });

  it('gives the same bytes in another process', () => {
    const module = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);
    const script = `import { trainHeads } from ${module('meaning/train-heads.ts')};
      import { encodeHead } from ${module('language/heads/head-codec.ts')};
      const heads = await trainHeads([${JSON.stringify(job)}]);
      process.stdout.write(encodeHead([...heads.values()][0]));`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { maxBuffer: 1e8 });
    expect(child.stderr.toString()).toBe('');
    expect(new Uint8Array(child.stdout)).toEqual(ofJob);
  });

  it('keeps heads by their hash and does not train twice', async () => {
    await trainHeads([job], { cacheDir, trainer });
    const path = join(cacheDir, `${job.hash}.head`);
    const before = await stat(path);
    const again = await trainHeads([job], { cacheDir, trainer });
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
    const head = again.get(job.hash);
    expect(head && encodeHead(head)).toEqual(ofJob);
    expect(await readdir(cacheDir)).toEqual([`${job.hash}.head`]);
  });

  it('trains anew and repairs an entry that is cut off, altered, foreign or of another job', async () => {
    const options = { cacheDir, trainer, curves: () => false };
    await trainHeads([tone, job], options);
    const path = join(cacheDir, `${job.hash}.head`);
    const good = await readFile(path);
    const altered = Buffer.from(good);
    altered[good.length - 3] = (altered[good.length - 3] ?? 0) ^ 1;
    for (const bad of [
      good.subarray(0, 1000),
      altered,
      Buffer.from('not a head'),
      await readFile(join(cacheDir, `${tone.hash}.head`)),
    ]) {
      await writeFile(path, bad);
      const heads = await trainHeads([job], options);
      expect(heads.get(job.hash)?.group).toBe('intent');
      expect(await readFile(path)).toEqual(good);
    }
  });

  it('trains without a cache folder it can write to', async () => {
    const file = join(cacheDir, 'a-file');
    await writeFile(file, '');
    expect(
      (await trainHeads([tone], { cacheDir: join(file, 'below'), trainer, curves: () => false })).size,
    ).toBe(1);
  });

  it('adds the learning curve where it is wanted and the stored head has none', async () => {
    const curveOf = async (curves: boolean) =>
      (await trainHeads([tone], { cacheDir, curves: () => curves, trainer })).get(tone.hash)?.calibration
        .curve;
    expect(await curveOf(false)).toBeUndefined();
    expect(await curveOf(true)).toBeNull();
    expect(await curveOf(false)).toBeNull();
  });

  it('uses a kept process again, and another one after it has ended or failed', async () => {
    const task = { job: tone, vectors: undefined, curve: false };
    const [once] = await trainer.train([task]);
    expect(await trainer.train([task])).toEqual([once]);
    const unknown = { ...task, job: trainingJob('intent', [URGENT], 'unheard-of') };
    await expect(trainer.train([unknown])).rejects.toThrow('is not available');
    trainer.prepare();
    expect(await trainer.train([task])).toEqual([once]);
  });

  it('stops when told, and passes on what goes wrong in the thread', async () => {
    const controller = new AbortController();
    const training = trainHeads([job], { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('swapped again')), 20);
    await expect(training).rejects.toThrow('swapped again');
    await expect(trainHeads([job], { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow(
      'early',
    );
    await expect(trainHeads([trainingJob('intent', [URGENT], 'unheard-of')])).rejects.toThrow(
      /encoder "unheard-of" is not available/,
    );
  });
});
