// What an encoder of whole texts is to everybody who uses one: a name for the space its vectors lie in, and vectors.
// Must not know: which encoders there are.

export interface TextEncoding {
  /** Names model and version: heads trained with vectors of one id are of no use with another's. */
  readonly id: string;
  /** One vector a text, in order, all of one length. Rejects with a reason a person can act on. */
  encode(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** Threads, connections; nothing is asked of it afterwards. */
  close?(): Promise<void>;
}

/** Why an encoder gives no vectors, in words a person can act on. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

/** Whatever goes wrong in it is an EncodingError, so that callers can tell it from a fault of ours. */
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
