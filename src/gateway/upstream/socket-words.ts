/**
 * Why a connection failed, in llmr's words. Errors of sockets, TLS and parsers name addresses and hosts and quote
 * received bytes, so only their code is read. Knows nothing of what the connection is for.
 */

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ECONNABORTED: 'the connection was aborted',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EADDRNOTAVAIL: 'no local address is left',
  EMFILE: 'too many files are open',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ERR_LLMR_HOST: 'the host is not allowed',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_HEADERS_OVERFLOW: 'the head of the answer is too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as it says',
  UND_ERR_INVALID_ARG: 'the request cannot be sent as HTTP',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate cannot be verified',
};

/** `the connection was refused (ECONNREFUSED)`. */
export function socketWords(error: Error): string {
  const code = codeIn(error);
  if (code === undefined) return 'the connection failed';
  return `${WORDS[code] ?? (code.startsWith('HPE_') ? 'the answer is not HTTP' : 'the connection failed')} (${code})`;
}

/** The code of the error, of one of its parts where several addresses were tried, or of its cause. */
function codeIn(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  const parts = error instanceof AggregateError ? error.errors : [];
  return [...parts, error.cause].map((part) => codeIn(part, depth + 1)).find((found) => found !== undefined);
}
