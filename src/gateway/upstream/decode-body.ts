/**
 * Decodes a compressed body as it arrives: gzip, deflate with or without its zlib header, br, zstd, and combinations
 * of them. Providers and proxies compress although llmr requests them not to. Knows no HTTP client and no dialect.
 */
import type { Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export interface DecodedSink {
  data(chunk: Buffer): void;
  end(): void;
  /** The body does not match its encoding, is cut, or is a decompression bomb. Called once, as the last call. */
  broken(message: string): void;
  /** Pauses the socket until `more`. */
  wait(): void;
  more(): void;
}

/** A body that grows beyond both is not an answer. Repetitive text shrinks by a factor of 10 to 50. */
const MOST_BYTES = 67_108_864;
const MOST_GROWTH = 200;

/** The codings in the order in which they were applied; undefined where there is nothing to decode. */
export function codingsOf(header: string | readonly string[] | undefined): readonly string[] | undefined {
  if (header === undefined) return undefined;
  const codings = String(header)
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  return codings.length === 0 ? undefined : codings;
}

export class BodyDecoder {
  readonly #codings: readonly string[];
  readonly #sink: DecodedSink;
  #stages: Transform[] | undefined;
  /** The body is not compressed, whatever the header says. */
  #plain = false;
  #received = 0;
  #decoded = 0;
  #over = false;
  #waiting = false;
  /** Called in place of the sink where the connection broke before the end of the body. */
  #whenCut: (() => void) | undefined;

  constructor(codings: readonly string[], sink: DecodedSink) {
    this.#codings = codings;
    this.#sink = sink;
  }

  write(chunk: Buffer): void {
    if (this.#over || chunk.length === 0) return;
    this.#received += chunk.length;
    if (this.#stages === undefined && !this.#plain) this.#begin(chunk);
    if (this.#over) return;
    if (this.#plain) {
      this.#sink.data(chunk);
      return;
    }
    const first = this.#stages?.[0];
    if (first === undefined || first.write(chunk) || this.#waiting) return;
    this.#waiting = true;
    this.#sink.wait();
    first.once('drain', () => {
      this.#waiting = false;
      if (!this.#over) this.#sink.more();
    });
  }

  /** All bytes have arrived; `sink.end` follows once they are decoded. */
  end(): void {
    if (this.#over) return;
    const first = this.#stages?.[0];
    if (first !== undefined) {
      first.end();
      return;
    }
    this.#over = true;
    this.#sink.end();
  }

  /** The connection broke: received bytes are decoded as far as possible, then `then` is called. */
  cut(then: () => void): void {
    if (this.#over) return;
    const last = this.#stages?.at(-1);
    if (last === undefined) {
      this.#over = true;
      then();
      return;
    }
    // The end of the compressed data is missing, so a stage fails instead of ending.
    this.#whenCut = () => {
      this.destroy();
      then();
    };
    this.#stages?.[0]?.end();
  }

  pause(): void {
    if (this.#stages === undefined) this.#sink.wait();
    else this.#stages.at(-1)?.pause();
  }

  resume(): void {
    this.#stages?.at(-1)?.resume();
    if (!this.#waiting) this.#sink.more();
  }

  destroy(): void {
    this.#over = true;
    for (const stage of this.#stages ?? []) stage.destroy();
  }

  #begin(first: Buffer): void {
    const stages: Transform[] = [];
    for (const [index, coding] of [...this.#codings].reverse().entries()) {
      const stage = decoderFor(coding, index === 0 ? first : undefined);
      if (stage === 'plain') {
        this.#plain = true;
        return;
      }
      if (stage === undefined) {
        this.#fail('the answer has a content encoding that llmr does not support');
        return;
      }
      stages.push(stage);
    }
    this.#stages = stages;
    for (const [index, stage] of stages.entries()) {
      stage.on('error', () => this.#failed());
      const next = stages[index + 1];
      if (next !== undefined) stage.pipe(next);
    }
    const last = stages.at(-1);
    last?.on('data', (chunk: Buffer) => this.#deliver(chunk));
    last?.on('end', () => {
      if (this.#over) return;
      if (this.#whenCut !== undefined) {
        this.#whenCut();
        return;
      }
      this.#over = true;
      this.#sink.end();
    });
  }

  #deliver(chunk: Buffer): void {
    if (this.#over) return;
    this.#decoded += chunk.length;
    if (this.#decoded > MOST_BYTES && this.#decoded > this.#received * MOST_GROWTH) {
      this.#fail(`the compressed answer grows to over ${MOST_BYTES} bytes`);
      return;
    }
    this.#sink.data(chunk);
  }

  #failed(): void {
    if (this.#over) return;
    if (this.#whenCut !== undefined) this.#whenCut();
    else this.#fail(`the answer is not complete ${this.#codings.join(', ')} data`);
  }

  #fail(message: string): void {
    this.destroy();
    this.#sink.broken(message);
  }
}

/**
 * `first`: the first bytes of the body, where the coding is the outermost one. A proxy that has decoded the body may
 * leave the header unchanged: then the bytes are `plain`. This cannot be detected for br and raw deflate, which have
 * no signature.
 */
function decoderFor(coding: string, first: Buffer | undefined): Transform | 'plain' | undefined {
  const byte = first?.[0];
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return byte === undefined || byte === 0x1f ? createGunzip() : 'plain';
    case 'deflate':
      return first === undefined || hasZlibHeader(first) ? createInflate() : createInflateRaw();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return byte === undefined || byte === 0x28 ? createZstdDecompress() : 'plain';
    default:
      return undefined;
  }
}

/** RFC 1950: compression method 8, and a checksum over the first two bytes. */
function hasZlibHeader(first: Buffer): boolean {
  const [method = 0, flags = 0] = first;
  return (method & 0x0f) === 8 && (first.length < 2 || ((method << 8) | flags) % 31 === 0);
}
