// A sentence encoder of a few kilobytes, made on the spot: every word a vector, a text the mean of its words. The ONNX
// file (one Gather of a table over input_ids) is written by hand, field by field of onnx.proto3, so that real loading
// code can be run without a download. Knows nothing of llmr.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TinyEncoder {
  readonly dimensions: number;
  /** Vectors by word; what is not among them is [UNK], all zero. */
  readonly words: ReadonlyMap<string, readonly number[]>;
}

/** A vector for each word of the texts, the same for the same word: nothing is random. */
export function tinyEncoder(texts: readonly string[], dimensions = 32): TinyEncoder {
  const words = texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]+/gu) ?? []);
  return {
    dimensions,
    words: new Map(
      [...new Set(words)].map((word) => [
        word,
        Array.from({ length: dimensions }, (_, at) => waveOf(word, at)),
      ]),
    ),
  };
}

export function writeTinyEncoder(
  folder: string,
  { dimensions, words }: TinyEncoder,
  { maxTokens = 64, quantized = false, output = 'last_hidden_state' } = {},
): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  const special = (id: number, content: string) => ({
    ...{ id, content, special: true },
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
  });
  const vocab = Object.fromEntries(['[PAD]', '[UNK]', ...words.keys()].map((word, id) => [word, id]));
  write('config.json', {
    ...{ model_type: 'bert', architectures: ['BertModel'] },
    ...{ hidden_size: dimensions, vocab_size: words.size + 2, max_position_embeddings: maxTokens },
  });
  write('tokenizer.json', {
    ...{ version: '1.0', truncation: null, padding: null },
    added_tokens: [special(0, '[PAD]'), special(1, '[UNK]')],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    ...{ post_processor: null, decoder: null },
    model: { type: 'WordLevel', vocab, unk_token: '[UNK]' },
  });
  // As many published tokenizers have it: a limit that is none.
  write('tokenizer_config.json', {
    ...{ tokenizer_class: 'PreTrainedTokenizerFast', pad_token: '[PAD]', unk_token: '[UNK]' },
    model_max_length: 1e30,
  });
  const zeros = new Array<number>(dimensions).fill(0);
  const table = [zeros, zeros, ...words.values()];
  writeFileSync(
    join(folder, 'onnx', quantized ? 'model_quantized.onnx' : 'model.onnx'),
    gatherModel(table, dimensions, output),
  );
}

/** −1..1, spread by a sine of the word's letters: the same on every machine after rounding. */
function waveOf(word: string, at: number): number {
  let seed = 7 + at * 131;
  for (const letter of word) seed = (seed * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return Math.fround(((seed * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1);
}

const FLOAT = 1;
const INT64 = 7;

function gatherModel(table: readonly (readonly number[])[], dimensions: number, output: string): Uint8Array {
  const node = [
    ...text(1, 'table'),
    ...text(1, 'input_ids'),
    ...text(2, output),
    ...text(3, 'look up'),
    ...text(4, 'Gather'),
  ];
  const raw = new Uint8Array(Float32Array.from(table.flat()).buffer);
  const weights = [
    ...number(1, table.length),
    ...number(1, dimensions),
    ...number(2, FLOAT),
    ...text(8, 'table'),
    ...bytes(9, [...raw]),
  ];
  const graph = [
    ...bytes(1, node),
    ...text(2, 'tiny'),
    ...bytes(5, weights),
    ...bytes(11, tensor('input_ids', INT64, ['batch', 'tokens'])),
    ...bytes(12, tensor(output, FLOAT, ['batch', 'tokens', dimensions])),
  ];
  const operators = [...text(1, ''), ...number(2, 13)];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, operators)]);
}

/** ValueInfoProto of a tensor; a dimension with a name may be of any size. */
function tensor(name: string, type: number, shape: readonly (string | number)[]): number[] {
  const dims = shape.flatMap((size) => bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)));
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, type), ...bytes(2, dims)]))];
}

/** Wire type 0. */
function number(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

/** Wire type 2. */
function bytes(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function text(field: number, content: string): number[] {
  return bytes(field, [...new TextEncoder().encode(content)]);
}

function varint(value: number): number[] {
  const low = value % 128;
  const rest = Math.floor(value / 128);
  return rest === 0 ? [low] : [low + 128, ...varint(rest)];
}
