// Compressed bodies, in pieces of every size, are decoded as they come; what is no such data is said to be broken.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BodyDecoder, codingsOf } from '../../../src/gateway/upstream/decode-body.ts';

const ENCODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  'x-gzip': (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
};

interface Decoded {
  readonly text: string;
  readonly ending: string;
  readonly bytes: number;
}

function decode(
  header: string,
  pieces: readonly Buffer[],
  end: 'end' | 'cut' = 'end',
  keep = true,
): Promise<Decoded> {
  return new Promise((resolve) => {
    const out: Buffer[] = [];
    let bytes = 0;
    const done = (ending: string): void => resolve({ text: Buffer.concat(out).toString(), ending, bytes });
    let waiting: (() => void) | undefined;
    let wait = false;
    const decoder = new BodyDecoder(codingsOf(header) ?? [], {
      data: (chunk) => {
        bytes += chunk.length;
        if (keep) out.push(chunk);
      },
      end: () => done('end'),
      broken: (message) => done(message),
      wait: () => {
        wait = true;
      },
      more: () => {
        wait = false;
        waiting?.();
      },
    });
    const send = async (): Promise<void> => {
      for (const piece of pieces) {
        if (wait) await new Promise<void>((go) => (waiting = go));
        decoder.write(piece);
      }
      if (end === 'end') decoder.end();
      else decoder.cut(() => done('cut'));
    };
    void send();
  });
}

/** In pieces of `size` bytes. */
function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
}

describe('a compressed body', () => {
  test.each(Object.keys(ENCODERS))('in %s is decoded, whatever the size of its pieces', async (coding) => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 5_000 }),
        fc.integer({ min: 1, max: 400 }),
        async (text, size) => {
          const encoded = ENCODERS[coding]?.(Buffer.from(text)) ?? Buffer.alloc(0);
          expect(await decode(coding, cut(encoded, size))).toMatchObject({
            text: Buffer.from(text).toString(),
            ending: 'end',
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('in several codings is decoded in reverse order', async () => {
    const encoded = brotliCompressSync(gzipSync('twice'));
    expect(await decode('gzip, BR', [encoded])).toMatchObject({ text: 'twice', ending: 'end' });
  });

  test('in raw deflate is decoded, and so are the members of one gzip body', async () => {
    expect(await decode('deflate', [deflateRawSync('raw')])).toMatchObject({ text: 'raw' });
    const members = Buffer.concat([gzipSync('one '), gzipSync('two')]);
    expect(await decode('gzip', cut(members, 7))).toMatchObject({ text: 'one two', ending: 'end' });
  });

  test('that is not compressed passes as it is', async () => {
    expect(await decode('gzip', [Buffer.from('{"a":'), Buffer.from('1}')])).toMatchObject({
      text: '{"a":1}',
    });
    expect(await decode('zstd', [Buffer.from('data: x\n\n')])).toMatchObject({ text: 'data: x\n\n' });
  });

  test.each(['gzip', 'deflate', 'br', 'zstd'])(
    'in %s that lacks its end is broken, and not whole',
    async (coding) => {
      const encoded = ENCODERS[coding]?.(Buffer.from('x'.repeat(4_000) + Math.random())) ?? Buffer.alloc(0);
      const short = [encoded.subarray(0, encoded.length - 6)];
      expect((await decode(coding, short)).ending).toContain(`not complete ${coding} data`);
      expect((await decode(coding, short, 'cut')).ending).toBe('cut');
    },
  );

  test('of garbage, or in a coding nobody knows, is broken', async () => {
    const garbage = Buffer.concat([gzipSync('a').subarray(0, 10), Buffer.alloc(500, 0xff)]);
    expect((await decode('gzip', [garbage])).ending).toContain('not complete');
    expect((await decode('compress', [garbage])).ending).toContain('encoding that llmr does not support');
  });

  test('that grows without end is given up', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1_048_576), { level: 1 });
    const { ending, bytes } = await decode('gzip', cut(bomb, 65_536), 'end', false);
    expect(ending).toContain('grows to over');
    expect(bytes).toBeLessThan(80 * 1_048_576);
  });

  test('nothing is decoded where nothing is encoded', () => {
    expect(codingsOf(undefined)).toBeUndefined();
    expect(codingsOf('identity')).toBeUndefined();
    expect(codingsOf('')).toBeUndefined();
    expect(codingsOf(' GZip , identity')).toEqual(['gzip']);
  });
});
