// Vectors from a sentence encoder in a local folder (ONNX, as `@huggingface/transformers` reads it). The package is
// optional and never downloads anything: a file missing from the folder is an error. Must not know: what vectors are
// for, threads.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { bothEnds } from './both-ends.ts';
import { folderHash } from './folder-hash.ts';
import { findPackage } from './optional-package.ts';
import type { TextEncoding } from './text-encoding.ts';

const PACKAGE = '@huggingface/transformers';

interface Tensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
  slice(batch: null, token: number): Tensor;
}

interface LoadOptions {
  readonly local_files_only: true;
  readonly dtype?: 'fp32' | 'q8';
}

interface Tokenized {
  readonly input_ids: Tensor;
  readonly attention_mask: Tensor;
}
type Tokenizer = (
  texts: readonly string[],
  options: { readonly padding: true; readonly truncation: boolean; readonly max_length?: number },
) => Tokenized;

/** The part of the package (version 4) that is used. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string };
  readonly AutoTokenizer: {
    from_pretrained(model: string, options: LoadOptions): Promise<Tokenizer>;
  };
  readonly AutoModel: {
    from_pretrained(
      model: string,
      options: LoadOptions,
    ): Promise<
      (
        inputs: Tokenized,
      ) => Promise<{ readonly last_hidden_state?: Tensor; readonly token_embeddings?: Tensor }>
    >;
  };
  readonly mean_pooling: (states: Tensor, mask: Tensor) => Tensor;
}

/** A model without a token limit is assumed to read as many as BERT. */
const MOST_TOKENS = 512;
/** Most characters per token, to limit the text for tokenizers with quadratic time. */
const CHARACTERS_A_TOKEN = 8;

/**
 * The folder's name and a hash of its content: a changed model under an old name is another encoder, and the same
 * files copied elsewhere are the same one. The name alone where there is no encoder yet.
 */
export function folderId(folder: string): string {
  const path = resolve(folder);
  const found = filesIn(path);
  return typeof found === 'string'
    ? `folder:${basename(path)}`
    : `folder:${basename(path)}@${folderHash(path, found.identity)}`;
}

/** Rejects with what is missing and what to do about it. */
export async function openFolder(folder: string): Promise<TextEncoding> {
  const path = resolve(folder);
  const found = filesIn(path);
  if (typeof found === 'string') throw new Error(`${path} is not a sentence encoder: ${found}`);
  const id = folderId(path);
  const most = mostTokensOf(path);
  const firstToken = isPooledByFirstToken(path);
  const { env, AutoTokenizer, AutoModel, mean_pooling: meanPooling } = loadTransformers();
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = dirname(path);
  const name = basename(path);
  const options: LoadOptions = { local_files_only: true, dtype: found.dtype };
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(name, options),
    AutoModel.from_pretrained(name, options),
  ]).catch((cause: unknown) => {
    throw new Error(`${path} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  return {
    id,
    async encode(texts, signal) {
      const made: Float32Array[] = [];
      // One by one: in a batch a text's vector depends on its neighbours, through padding and through the scales of
      // quantized models, and the same examples would give another head each time they are encoded.
      for (const text of texts) {
        signal?.throwIfAborted();
        const inputs = tokensOf(tokenizer, text, most);
        const { last_hidden_state: last, token_embeddings: states = last } = await model(inputs);
        if (states === undefined)
          throw new Error(`${path} is not a sentence encoder: its model has no output last_hidden_state`);
        const { data } = firstToken ? states.slice(null, 0) : meanPooling(states, inputs.attention_mask);
        made.push(ofUnitLength(data));
      }
      return made;
    },
  };
}

/** The part of a text that the model can read: a text that is too long loses its middle. */
function tokensOf(tokenizer: Tokenizer, text: string, most: number): Tokenized {
  const plain = text.trim() === '' ? '.' : text;
  let characters = most * CHARACTERS_A_TOKEN;
  for (let round = 0; round < 4; round++) {
    const inputs = tokenizer([within(plain, characters)], { padding: true, truncation: false });
    const tokens = inputs.input_ids.dims[1] ?? 0;
    if (tokens <= most) return inputs;
    characters = Math.floor((Math.min(characters, plain.length) * most * 0.95) / tokens);
  }
  return tokenizer([within(plain, characters)], { padding: true, truncation: true, max_length: most });
}

function within(text: string, characters: number): string {
  return text.length <= characters ? text : bothEnds(text, characters).join(' ');
}

/** A zero vector stays zero. */
function ofUnitLength(vector: ArrayLike<number>): Float32Array {
  const length = Math.hypot(...Array.from(vector));
  if (!Number.isFinite(length)) throw new Error('the encoder returned a number that is not finite');
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

interface EncoderFiles {
  readonly dtype: 'fp32' | 'q8';
  /** Every file below the folder that affects vectors. */
  readonly identity: readonly string[];
}

/** A string names what is missing. */
function filesIn(path: string): EncoderFiles | string {
  const has = (name: string) => existsSync(join(path, name));
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    if (!has(name)) return `it has no ${name}`;
  const onnx = ['onnx/model.onnx', 'onnx/model_quantized.onnx'].find(has);
  if (onnx === undefined) return 'it has neither onnx/model.onnx nor onnx/model_quantized.onnx';
  const beside = [`${onnx}_data`, POOLING].filter(has);
  return {
    dtype: onnx === 'onnx/model.onnx' ? 'fp32' : 'q8',
    identity: ['config.json', 'tokenizer.json', 'tokenizer_config.json', onnx, ...beside],
  };
}

/**
 * Models fail beyond their last position, and many tokenizers give no limit, or an absurd one. Where only the number
 * of positions is known, the first two may be reserved, as in RoBERTa.
 */
function mostTokensOf(path: string): number {
  const isLimit = (limit: unknown): limit is number =>
    typeof limit === 'number' && limit > 2 && limit <= 1_000_000;
  const { model_max_length: told } = readObject(path, 'tokenizer_config.json');
  const { max_position_embeddings: positions } = readObject(path, 'config.json');
  if (isLimit(told)) return isLimit(positions) ? Math.min(told, positions) : told;
  return isLimit(positions) ? positions - 2 : MOST_TOKENS;
}

/** The file in which the model's authors declare how its tokens become one vector; without it, their mean. */
const POOLING = '1_Pooling/config.json';

function isPooledByFirstToken(path: string): boolean {
  return existsSync(join(path, POOLING)) && readObject(path, POOLING)['pooling_mode_cls_token'] === true;
}

function readObject(path: string, name: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(join(path, name), 'utf8')) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new Error(
      `${join(path, name)} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

/** By a computed path, so that no bundler or type checker requires the package where it is not installed. */
function loadTransformers(): Transformers {
  const entry = findPackage(PACKAGE);
  if (entry === undefined)
    throw new Error(
      `encoders from a folder need a package that is not installed: npm install --ignore-scripts ${PACKAGE}@4`,
    );
  return createRequire(import.meta.url)(entry) as Transformers;
}
