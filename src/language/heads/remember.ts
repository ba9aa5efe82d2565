// A pure function that keeps its recent results: the texts that come with llmr are the same in every training.
// Must not know: what is computed.

/** Keeps at most so many results; when there are more, all are forgotten. */
export function remember<T>(most: number, of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = of(text);
      if (known.size >= most) known.clear();
      known.set(text, result);
    }
    return result;
  };
}
