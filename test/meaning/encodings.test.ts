import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { cachedEncoding } from '../../src/meaning/cached-encoding.ts';
import { encoderThread } from '../../src/meaning/encoder-thread.ts';
import { endpointEncoding } from '../../src/meaning/endpoint-encoding.ts';
import { openFolder } from '../../src/meaning/folder-encoding.ts';
import { keptEncoding } from '../../src/meaning/kept-encoding.ts';
import { encodingId, openEncoding } from '../../src/meaning/open-encoding.ts';
import { findPackage } from '../../src/meaning/optional-package.ts';
import type { TextEncoding } from '../../src/meaning/text-encoding.ts';
import { trainHeads } from '../../src/meaning/train-heads.ts';
import { BUG_REPORT, REFUND } from '../language/heads/intent-examples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encodings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Letters as a vector: the least that tells texts apart. */
const lettersOf = (text: string) =>
  Float32Array.from(
    { length: 26 },
    (_, at) => text.toLowerCase().split(String.fromCharCode(97 + at)).length - 1,
  );

function counting(): TextEncoding & { asked: string[][] } {
  const asked: string[][] = [];
  return {
    id: 'letters-1',
    asked,
    async encode(texts) {
      asked.push([...texts]);
      return texts.map(lettersOf);
    },
  };
}

describe('an endpoint', () => {
  let answer: (request: { readonly input: readonly string[]; readonly model: string }) => unknown;
  let seen: { readonly url: string; readonly authorization: string | undefined; readonly count: number }[];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const asked = JSON.parse(body) as { readonly input: readonly string[]; readonly model: string };
      const { url = '', headers } = request;
      seen.push({ url, authorization: headers.authorization, count: asked.input.length });
      const made = answer(asked);
      response.statusCode = made === undefined ? 503 : 200;
      response.end(JSON.stringify(made ?? {}));
    });
  });
  let url: string;
  beforeEach(async () => {
    seen = [];
    // Answered backwards: the numbers say which is which.
    answer = ({ input }) => ({
      data: input.map((text, index) => ({ index, embedding: [...lettersOf(text)] })).reverse(),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is asked in batches, with the key, and answers in order', async () => {
    const encoding = endpointEncoding({ url, model: 'small', key: 'k', batch: 2 });
    const texts = ['abc', 'bcd', '', 'zz', 'q'];
    expect(await encoding.encode(texts)).toEqual(texts.map((text) => lettersOf(text)));
    expect(seen.map(({ count }) => count)).toEqual([2, 2, 1]);
    expect(seen[0]).toMatchObject({ url: '/v1/embeddings', authorization: 'Bearer k' });
    expect(encoding.id).toBe(`endpoint:${url}/embeddings#small`);
    expect(encodingId(`${url}/embeddings#small`)).toBe(encoding.id);
  });

  it('is left alone for a while after failing, and asked again then', async () => {
    const encoding = endpointEncoding({ url, model: 'small', breakAfter: 2, restMs: 60 });
    const good = answer;
    answer = () => undefined;
    await expect(encoding.encode(['a'])).rejects.toThrow('status 503');
    await expect(encoding.encode(['a'])).rejects.toThrow('status 503');
    await expect(encoding.encode(['a'])).rejects.toThrow('left alone');
    expect(seen).toHaveLength(2);
    answer = good;
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await encoding.encode(['a'])).toEqual([lettersOf('a')]);
  });

  it.each([
    ['too few', () => ({ data: [] }), 'not 1 embeddings'],
    ['no numbers', () => ({ data: [{ embedding: ['x'] }] }), 'not a list of numbers'],
    ['something else', () => ({ error: 'no' }), 'not 1 embeddings'],
  ])('that gives %s is refused', async (_, made, message) => {
    answer = made;
    await expect(endpointEncoding({ url, model: 'm' }).encode(['a'])).rejects.toThrow(message);
  });

  it('trains and reads heads as any encoder does', async () => {
    const encoding = await openEncoding(`${url}#letters`);
    const job = trainingJob('intent', [REFUND, BUG_REPORT], encoding.id);
    const head = (await trainHeads([job], { encodings: [encoding], cacheDir: folder })).get(job.hash);
    const text = REFUND.like[0] ?? '';
    const [vector] = await encoding.encode([text]);
    expect(head && readIntent(head, text, vector).intent).toBe('refund');
    expect(() => head && readIntent(head, text)).toThrow('is not here');
    expect(head?.dense.length).toBe(26 * 2);
    await expect(trainHeads([job], {})).rejects.toThrow('is not here');
  });
});

describe('vectors that are kept', () => {
  it('on disk are asked for once, by whoever comes', async () => {
    const inner = counting();
    const first = await keptEncoding(inner, folder).encode(['a', 'b', 'a']);
    expect(first).toEqual(['a', 'b', 'a'].map((text) => lettersOf(text)));
    expect(await keptEncoding(inner, folder).encode(['b', 'c'])).toEqual([lettersOf('b'), lettersOf('c')]);
    expect(inner.asked).toEqual([['a', 'b'], ['c']]);
  });

  it('are asked for again when the file is damaged or of another encoder', async () => {
    const inner = counting();
    await keptEncoding(inner, folder).encode(['a']);
    const [file = ''] = await readdir(folder);
    await writeFile(join(folder, file), 'x'.repeat(100));
    await keptEncoding(inner, folder).encode(['a']);
    const other = counting();
    await keptEncoding({ ...other, id: 'letters-2' }, folder).encode(['a']);
    expect([inner.asked.length, other.asked.length]).toEqual([2, 1]);
  });

  it('in memory are those asked last, and one request serves all who ask at once', async () => {
    const inner = counting();
    const cached = cachedEncoding(inner, 2);
    await Promise.all([cached.encode(['a']), cached.encode(['a', 'b'])]);
    expect(inner.asked).toEqual([['a'], ['b']]);
    await cached.encode(['c']);
    await cached.encode(['b', 'c', 'a']);
    expect(inner.asked.slice(2)).toEqual([['c'], ['a']]);
  });
});

describe('an encoder in a folder', () => {
  it('says what is missing in the folder, then which package', async () => {
    await expect(openFolder(folder)).rejects.toThrow('it has no config.json');
    await writeFile(join(folder, 'config.json'), '{}');
    await writeFile(join(folder, 'tokenizer.json'), '{}');
    await expect(openFolder(folder)).rejects.toThrow('neither onnx/model.onnx nor');
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'onnx/model.onnx'), '');
    if (findPackage('@huggingface/transformers') !== undefined) return;
    await expect(openFolder(folder)).rejects.toThrow('npm install @huggingface/transformers');
  });

  it('says so through its thread too, each time it is asked', async () => {
    const encoding = encoderThread('folder:x', `folder:${folder}`);
    await expect(encoding.encode(['a'])).rejects.toThrow('it has no config.json');
    await expect(encoding.encode(['b'])).rejects.toThrow('it has no config.json');
    await encoding.close?.();
  });
});

it('words that describe no encoder are refused with those that do', async () => {
  expect(encodingId('gpt')).toBeUndefined();
  expect(encodingId('folder:./models/mini')).toBe('folder:mini');
  await expect(openEncoding('gpt')).rejects.toThrow('write use-lite-1, folder:PATH, https://HOST/v1#MODEL');
});
