// Remembers the vectors of the texts seen last, so that a text is encoded once however often it is requested; texts
// requested at the same time share one request. Must not know: which encoder it is.

import type { TextEncoding } from './text-encoding.ts';

export function cachedEncoding(inner: TextEncoding, most: number): TextEncoding {
  /** In order of last use: a Map keeps the order of insertion. */
  const known = new Map<string, Promise<Float32Array>>();
  const remember = (text: string, vector: Promise<Float32Array>) => {
    known.delete(text);
    known.set(text, vector);
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
  };
  return {
    id: inner.id,
    async encode(texts, signal) {
      const missing = [...new Set(texts.filter((text) => !known.has(text)))];
      const fresh = new Map<string, Promise<Float32Array>>();
      if (missing.length > 0) {
        const made = inner.encode(missing, signal);
        missing.forEach((text, at) => {
          const vector = made.then((vectors) => {
            const found = vectors[at];
            if (found === undefined) throw new Error(`the encoder "${inner.id}" left a text out`);
            return found;
          });
          // A failure is not cached: the next request for the text tries again.
          vector.catch(() => known.get(text) === vector && known.delete(text));
          fresh.set(text, vector);
        });
      }
      const answers = texts.map((text) => {
        const vector = known.get(text) ?? fresh.get(text);
        if (vector === undefined) throw new Error('a text was neither cached nor requested');
        return { text, vector };
      });
      for (const { text, vector } of answers) remember(text, vector);
      return Promise.all(answers.map(({ vector }) => vector));
    },
    close: async () => inner.close?.(),
  };
}
