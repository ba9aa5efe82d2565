import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { builtInVectors } from '../../src/meaning/built-in-vectors.ts';
import { cachedEncoding } from '../../src/meaning/cached-encoding.ts';
import { encoderThread } from '../../src/meaning/encoder-thread.ts';
import { endpointEncoding } from '../../src/meaning/endpoint-encoding.ts';
import { folderId, openFolder } from '../../src/meaning/folder-encoding.ts';
import { keptEncoding } from '../../src/meaning/kept-encoding.ts';
import { encodingId, openEncoding, openEncodingAside } from '../../src/meaning/open-encoding.ts';
import type { TextEncoding } from '../../src/meaning/text-encoding.ts';
import { createTimedVectors } from '../../src/meaning/timed-vectors.ts';
import { trainHeads } from '../../src/meaning/train-heads.ts';
import { BUG_REPORT, REFUND } from '../language/heads/intent-examples.ts';
import { layStandInTransformers } from '../support/stand-in-transformers.ts';
import { tinyEncoder, writeTinyEncoder } from '../support/tiny-encoder.ts';

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
    await expect(encoding.encode(['a'])).rejects.toThrow('is not called for now');
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
    const vectors = await encoding.encode([text]);
    expect(head && readIntent(head, text, vectors).intent).toBe('refund');
    expect(() => head && readIntent(head, text)).toThrow('is not available');
    // One row of the vectors for each class: the intents, and what is not meant.
    expect(head?.bias.length).toBeGreaterThan(2);
    expect(head?.dense.length).toBe(26 * (head?.bias.length ?? 0));
    await expect(trainHeads([job], {})).rejects.toThrow('is not available');
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

  it('are asked for again when the store is damaged or of another encoder', async () => {
    const inner = counting();
    await keptEncoding(inner, folder).encode(['a']);
    const [store = ''] = await readdir(folder);
    await writeFile(join(folder, store, 'current.json'), 'x'.repeat(100));
    await keptEncoding(inner, folder).encode(['a']);
    const other = counting();
    await keptEncoding({ ...other, id: 'letters-2' }, folder).encode(['a']);
    expect([inner.asked.length, other.asked.length]).toEqual([2, 1]);
  });

  it('are all asked for again when the encoder makes longer ones under the same name', async () => {
    const inner = counting();
    await keptEncoding(inner, folder).encode(['a', 'b']);
    const longer = async (texts: readonly string[]) =>
      texts.map((text) => Float32Array.of(...lettersOf(text), 1));
    const made = await keptEncoding({ id: inner.id, encode: longer }, folder).encode(['b', 'c']);
    expect(made.map((vector) => vector.length)).toEqual([27, 27]);
  });

  it('do without a store that cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(await keptEncoding(counting(), file).encode(['a'])).toEqual([lettersOf('a')]);
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

describe('vectors of built-in texts', () => {
  const texts = Array.from({ length: 150 }, (_, at) => `${'a'.repeat(at % 13)}b text ${at}`);
  const count = ({ asked }: { readonly asked: string[][] }) => asked.flat().length;

  it('are kept part by part, so that an interrupted training continues', async () => {
    const inner = counting();
    const controller = new AbortController();
    const stopping: TextEncoding = {
      id: inner.id,
      async encode(some, signal) {
        signal?.throwIfAborted();
        return inner.encode(some);
      },
    };
    const onProgress = () => controller.abort(new Error('interrupted'));
    const { signal } = controller;
    await expect(builtInVectors(stopping, folder, texts, { signal, onProgress })).rejects.toThrow(
      'interrupted',
    );
    expect(count(inner)).toBe(64);
    expect(await builtInVectors(inner, folder, texts)).toEqual(texts.map(lettersOf));
    expect(await builtInVectors(inner, folder, [...texts].reverse())).toHaveLength(150);
    expect(count(inner)).toBe(150);
  });

  it('are encoded again where the file is altered or cut off, or has vectors of another length', async () => {
    await builtInVectors(counting(), folder, texts);
    const [name = ''] = await readdir(folder);
    const bytes = await readFile(join(folder, name));
    bytes[12 + 40] = (bytes[12 + 40] ?? 0) ^ 1;
    await writeFile(join(folder, name), bytes.subarray(0, -5));
    const again = counting();
    expect(await builtInVectors(again, folder, texts)).toEqual(texts.map(lettersOf));
    expect(count(again)).toBe(2);
    const longer: TextEncoding = {
      id: again.id,
      encode: async (some) => some.map((text) => Float32Array.of(...lettersOf(text), 1)),
    };
    const more = await builtInVectors(longer, folder, [...texts, 'new']);
    expect(new Set(more.map((vector) => vector.length))).toEqual(new Set([27]));
    const after = counting();
    await builtInVectors({ ...longer, encode: (some) => after.encode(some) }, folder, texts);
    expect(count(after)).toBe(0);
  });
});

describe('vectors with a deadline', () => {
  it('are made for all texts of a request in one batch, or for none', async () => {
    const inner = counting();
    const timed = createTimedVectors(inner, { mostWaiting: 2, mostKept: 10 });
    const made = await timed.vectors(['a', 'b', 'a'], 1000);
    expect(made).toEqual({ kind: 'made', vectors: ['a', 'b', 'a'].map(lettersOf) });
    expect(inner.asked).toEqual([['a', 'b']]);
    const tooFew: TextEncoding = { id: 'none-1', encode: async () => [] };
    const none = createTimedVectors(tooFew, { mostWaiting: 2, mostKept: 10 });
    expect(await none.vectors(['a'], 1000)).toMatchObject({ kind: 'failed' });
  });
});

describe('an encoder in a folder', () => {
  const TINY = tinyEncoder(['please refund my money', 'the app crashes', '.']);
  const home = process.cwd();
  afterEach(() => process.chdir(home));

  /** A folder with an encoder, in a place where the package is installed. */
  function installed(options?: Parameters<typeof writeTinyEncoder>[2]): string {
    layStandInTransformers(folder);
    process.chdir(folder);
    const path = join(folder, 'models/tiny');
    writeTinyEncoder(path, TINY, options);
    return path;
  }
  const meanOf = (...words: string[]): number[] => {
    const sum = Array.from({ length: TINY.dimensions }, (_, at) =>
      words.reduce((total, word) => total + (TINY.words.get(word)?.[at] ?? 0), 0),
    );
    return sum.map((value) => value / Math.hypot(...sum));
  };
  const isNear = (vector: Float32Array | undefined, wanted: readonly number[]) => {
    expect(vector).toHaveLength(wanted.length);
    expect(Math.max(...wanted.map((value, at) => Math.abs(value - (vector?.[at] ?? 9))))).toBeLessThan(1e-5);
  };

  it('says what is missing in the folder, then which package', async () => {
    for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      await expect(openFolder(folder)).rejects.toThrow(`it has no ${name}`);
      await writeFile(join(folder, name), '{}');
    }
    await expect(openFolder(folder)).rejects.toThrow('neither onnx/model.onnx nor');
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'onnx/model.onnx'), '');
    await expect(openFolder(folder)).rejects.toThrow(
      'npm install --ignore-scripts @huggingface/transformers@4',
    );
  });

  it('says so through its thread too, each time it is asked', async () => {
    const encoding = encoderThread('folder:x', `folder:${folder}`);
    await expect(encoding.encode(['a'])).rejects.toThrow('it has no config.json');
    await expect(encoding.encode(['b'])).rejects.toThrow('it has no config.json');
    await encoding.close?.();
  });

  it('gives the mean of its tokens, of unit length, and zeros for what it does not know', async () => {
    const encoding = await openFolder(installed());
    const [one, empty, unknown, two] = await encoding.encode(['Refund my MONEY', '', 'qqq', 'app']);
    isNear(one, meanOf('refund', 'my', 'money'));
    isNear(empty, meanOf('.'));
    expect(unknown).toEqual(new Float32Array(TINY.dimensions));
    isNear(two, meanOf('app'));
  });

  it('pools by the first token where the model’s makers say so', async () => {
    const path = installed();
    await mkdir(join(path, '1_Pooling'));
    await writeFile(join(path, '1_Pooling/config.json'), '{"pooling_mode_cls_token": true}');
    isNear((await (await openFolder(path)).encode(['refund my money']))[0], meanOf('refund'));
  });

  it('of a text that is too long keeps both ends, and never asks the model for more than it reads', async () => {
    const encoding = await openFolder(installed({ maxTokens: 22 }));
    const [long] = await encoding.encode([`please refund ${'qqq '.repeat(5000)}app crashes`]);
    isNear(long, meanOf('please', 'refund', 'app', 'crashes'));
    await encoding.encode(['x'.repeat(1_000_000), '.'.repeat(3000), '. '.repeat(3000)]);
  });

  it('reads a quantised model, and refuses one that is damaged or no encoder of sentences', async () => {
    const path = installed({ quantized: true });
    isNear((await (await openFolder(path)).encode(['app']))[0], meanOf('app'));
    await writeFile(join(path, 'onnx/model_quantized.onnx'), 'cut off');
    await expect(openFolder(path)).rejects.toThrow(/tiny cannot be loaded: .*[Pp]rotobuf/);
    writeTinyEncoder(path, TINY, { quantized: true, output: 'scores' });
    await expect((await openFolder(path)).encode(['app'])).rejects.toThrow('has no output last_hidden_state');
    await writeFile(join(path, 'config.json'), '{');
    await expect(openFolder(path)).rejects.toThrow('config.json');
  });

  it('is another one when a file in it changes, and the same one when it is copied', async () => {
    const path = installed();
    const id = folderId(path);
    expect(id).toMatch(/^folder:tiny@[0-9a-f]{12}$/);
    expect((await openFolder(path)).id).toBe(id);
    expect(encodingId(`folder:${path}`)).toBe(id);
    await cp(path, join(folder, 'elsewhere/tiny'), { recursive: true });
    expect(folderId(join(folder, 'elsewhere/tiny'))).toBe(id);
    const model = join(path, 'onnx/model.onnx');
    const { atime, mtime } = await stat(model);
    const bytes = await readFile(model);
    bytes[bytes.length - 200] = (bytes[bytes.length - 200] ?? 0) ^ 1;
    await writeFile(model, bytes);
    // Neither size nor time tells.
    await utimes(model, atime, mtime);
    expect(folderId(path)).not.toBe(id);
  });

  it('that changes under a thread is refused instead of mixing two spaces', async () => {
    const path = installed();
    const encoding = await openEncodingAside(`folder:${path}`);
    isNear((await encoding.encode(['app']))[0], meanOf('app'));
    await encoding.close?.();
    writeTinyEncoder(path, tinyEncoder(['the app'], 16));
    await expect(encoding.encode(['app'])).rejects.toThrow(/has changed: it was folder:tiny@/);
    await encoding.close?.();
  });
});

it('words that describe no encoder are refused with those that do', async () => {
  expect(encodingId('gpt')).toBeUndefined();
  expect(encodingId('folder:./models/mini')).toBe('folder:mini');
  await expect(openEncoding('gpt')).rejects.toThrow('use use-lite-1, folder:PATH, https://HOST/v1#MODEL');
});
