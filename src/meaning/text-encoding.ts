// The interface of an encoder of whole texts: an id for the space of its vectors, and vectors. Must not know: which
// encoders there are.

export interface TextEncoding {
  /** Identifies model and version: heads trained with vectors of one id cannot be used with another's. */
  readonly id: string;
  /** One vector per text, in order, all of one length. Rejects with a message that a user can act on. */
  encode(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** Closes threads and connections; not used afterwards. */
  close?(): Promise<void>;
}

/** Why an encoder returns no vectors, in a message that a user can act on. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

/** Whatever goes wrong in it is an EncodingError, so that callers can distinguish it from a bug in llmr. */
export function tellingEncoding(inner: TextEncoding): TextEncoding {
  return {
    ...inner,
    async encode(texts, signal) {
      try {
        return await inner.encode(texts, signal);
      } catch (cause) {
        signal?.throwIfAborted();
        throw new EncodingError(cause instanceof Error ? cause.message : String(cause));
      }
    },
  };
}
