// Lays a package into a folder that answers as `@huggingface/transformers` does, as far as llmr asks it, for the
// encoders of tiny-encoder.ts: the real one takes half a gigabyte. `npm run bench:folder-encoder` runs the real one.
// Strict where the real one is: no folder outside localModelPath, no download, `dtype` chooses the file.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function layStandInTransformers(folder: string): void {
  const place = join(folder, 'node_modules/@huggingface/transformers');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ version: '4.0.0', main: 'index.cjs' }));
  writeFileSync(join(place, 'index.cjs'), PACKAGE);
}

const PACKAGE = `
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const env = { allowRemoteModels: true, allowLocalModels: false, localModelPath: '/models' };
const read = (name, file) => {
  if (env.allowRemoteModels || !env.allowLocalModels) throw new Error('would download');
  return readFileSync(join(env.localModelPath, name, file));
};
const tensor = (data, dims) => ({ data, dims, slice: (_, at) => tensor(data.slice(at * dims[2], (at + 1) * dims[2]), [1, dims[2]]) });
exports.env = env;
exports.AutoTokenizer = {
  async from_pretrained(name) {
    const { vocab } = JSON.parse(read(name, 'tokenizer.json')).model;
    return (texts, { truncation, max_length }) => {
      if (texts.length !== 1) throw new Error('one by one');
      let ids = (texts[0].toLowerCase().match(/[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_\\s]+/gu) ?? []).map((word) => vocab[word] ?? 1);
      if (truncation) ids = ids.slice(0, max_length);
      return { input_ids: tensor(ids, [1, ids.length]), attention_mask: tensor(ids.map(() => 1), [1, ids.length]) };
    };
  },
};
exports.AutoModel = {
  async from_pretrained(name, { dtype, local_files_only }) {
    if (!local_files_only) throw new Error('would download');
    const config = JSON.parse(read(name, 'config.json'));
    const bytes = read(name, dtype === 'q8' ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx');
    const mark = Buffer.from('\\x42\\x05table\\x4a', 'latin1');
    if (bytes.indexOf(mark) < 0) throw new Error('Protobuf parsing failed.');
    let at = bytes.indexOf(mark) + mark.length;
    while (bytes[at++] >= 128);
    const width = config.hidden_size;
    const table = new Float32Array(new Uint8Array(bytes.subarray(at, at + 4 * width * config.vocab_size)).buffer);
    const output = bytes.includes('last_hidden_state') ? 'last_hidden_state' : 'other';
    return async ({ input_ids: { data } }) => {
      if (data.length > config.max_position_embeddings) throw new Error('beyond the last position');
      return { [output]: tensor(data.flatMap((id) => [...table.subarray(id * width, (id + 1) * width)]), [1, data.length, width]) };
    };
  },
};
exports.mean_pooling = ({ data, dims: [, tokens, width] }, mask) => {
  if (mask.dims[1] !== tokens) throw new Error('another text’s mask');
  const mean = Array.from({ length: width }, (_, at) => {
    let sum = 0;
    for (let token = 0; token < tokens; token++) sum += data[token * width + at];
    return sum / tokens;
  });
  return tensor(mean, [1, width]);
};
`;
