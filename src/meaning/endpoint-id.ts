// The id of an endpoint's vectors. In a file of its own, so that identifying an encoder loads no HTTP client.

/** Vectors of another model or another address are in another space. */
export function endpointId(url: string, model: string): string {
  return `endpoint:${embeddingsUrl(url)}#${model}`;
}

/** `https://host/v1` and `https://host/v1/embeddings` are the same. */
export function embeddingsUrl(url: string): string {
  const plain = url.replace(/\/+$/, '');
  return plain.endsWith('/embeddings') ? plain : `${plain}/embeddings`;
}
