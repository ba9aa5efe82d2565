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
