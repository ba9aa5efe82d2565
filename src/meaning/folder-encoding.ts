// Vectors from a sentence encoder in a local folder (ONNX, as `@huggingface/transformers` reads it). The package is
// optional and never asked to download anything: what is not in the folder is an error.
// Must not know: what vectors are for, threads.

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPackage } from './optional-package.ts';
import type { TextEncoding } from './text-encoding.ts';

const PACKAGE = '@huggingface/transformers';

interface Transformers {
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string };
  readonly pipeline: (
    task: 'feature-extraction',
    model: string,
    options: { readonly local_files_only: true; readonly dtype?: string },
  ) => Promise<
    (
      texts: readonly string[],
      options: { readonly pooling: 'mean'; readonly normalize: true },
    ) => Promise<{ tolist(): number[][] }>
  >;
}

/** The folder's name is its identity: a changed model should have another. */
export function folderId(folder: string): string {
  return `folder:${basename(resolve(folder))}`;
}

/** Rejects with what is missing and what to do about it. */
export async function openFolder(folder: string): Promise<TextEncoding> {
  const path = resolve(folder);
  for (const file of ['config.json', 'tokenizer.json']) {
    if (!existsSync(join(path, file)))
      throw new Error(`${path} is not a sentence encoder: it has no ${file}`);
  }
  const onnx = ['model.onnx', 'model_quantized.onnx'].find((name) => existsSync(join(path, 'onnx', name)));
  if (onnx === undefined)
    throw new Error(
      `${path} is not a sentence encoder: it has neither onnx/model.onnx nor onnx/model_quantized.onnx`,
    );
  const { env, pipeline } = await loadTransformers();
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = dirname(path);
  const run = await pipeline('feature-extraction', basename(path), {
    local_files_only: true,
    dtype: onnx === 'model.onnx' ? 'fp32' : 'q8',
  });
  return {
    id: folderId(path),
    async encode(texts, signal) {
      const made: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += 32) {
        signal?.throwIfAborted();
        const found = await run(texts.slice(from, from + 32), { pooling: 'mean', normalize: true });
        for (const vector of found.tolist()) made.push(Float32Array.from(vector));
      }
      return made;
    },
  };
}

/** By its path, so that no bundler or type checker wants the package where it is not installed. */
async function loadTransformers(): Promise<Transformers> {
  const entry = findPackage(PACKAGE);
  if (entry === undefined)
    throw new Error(`encoders from a folder need a package that is not installed: npm install ${PACKAGE}`);
  return (await import(pathToFileURL(entry).href)) as Transformers;
}
