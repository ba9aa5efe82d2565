/**
 * Keeps web pages from spending money. A browser sends a preflight request before JSON to another origin; it is
 * allowed only for configured origins. While no key exists, the Host header must name this machine, so that a domain
 * name that resolves to 127.0.0.1 (DNS rebinding) reaches nothing. Works on headers alone; knows no Koa.
 */
import { hostName, isLoopback } from './loopback.ts';

export interface GuardedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface GuardSettings {
  /** No key was ever created: callers state who they are. */
  readonly open: boolean;
  /** Exact origins, `https://app.example.com`; none by default. */
  readonly corsOrigins: readonly string[];
}

export type GuardVerdict =
  /** The request continues, with these headers on its response. */
  | { readonly kind: 'pass'; readonly headers: Readonly<Record<string, string>> }
  /** To be answered with status 204 and these headers, without a body. */
  | { readonly kind: 'preflight'; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly kind: 'refuse';
      readonly status: 403 | 415;
      readonly code: 'forbidden' | 'unsupported_media_type';
      readonly message: string;
    };

/** The response headers that a page may read; a browser hides all others. */
const EXPOSED = [
  'Llmr-Decision',
  'Llmr-Decision-Id',
  'Llmr-Route',
  'Llmr-Model',
  'Llmr-Explain',
  'Llmr-Simulated',
  'Llmr-Trace',
  'Link',
  'Server-Timing',
  'Retry-After',
  'Retry-After-Ms',
  ...['Limit', 'Remaining', 'Reset'].flatMap((told) => [
    `X-RateLimit-${told}-Requests`,
    `X-RateLimit-${told}-Tokens`,
    `Anthropic-RateLimit-Requests-${told}`,
    `Anthropic-RateLimit-Tokens-${told}`,
  ]),
  'RateLimit',
  'RateLimit-Policy',
  'X-Should-Retry',
  'X-Request-Id',
  'Request-Id',
].join(', ');

const NO_HEADERS: Readonly<Record<string, string>> = {};
const PASS: GuardVerdict = { kind: 'pass', headers: NO_HEADERS };
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

export function guardAgainstBrowsers(request: GuardedRequest, settings: GuardSettings): GuardVerdict {
  const origin = textOf(request, 'origin');
  const allowed = origin !== undefined && settings.corsOrigins.includes(origin);
  if (settings.open) {
    const fault = openModeFault(request, origin, allowed);
    if (fault !== undefined) return { kind: 'refuse', status: 403, code: 'forbidden', message: fault };
  }
  const headers = settings.corsOrigins.length === 0 ? NO_HEADERS : corsHeaders(allowed ? origin : undefined);

  const asksMethod = textOf(request, 'access-control-request-method');
  if (request.method === 'OPTIONS' && origin !== undefined && asksMethod !== undefined) {
    if (!allowed) {
      return {
        kind: 'refuse',
        status: 403,
        code: 'forbidden',
        message: 'Pages of this origin may not call llmr; allow the origin in "corsOrigins" of llmr.json.',
      };
    }
    const asksHeaders = textOf(request, 'access-control-request-headers');
    return {
      kind: 'preflight',
      headers: {
        ...headers,
        'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
        'Access-Control-Max-Age': '600',
        ...(asksHeaders === undefined ? {} : { 'Access-Control-Allow-Headers': asksHeaders }),
      },
    };
  }
  if (WITH_BODY.has(request.method) && !JSON_TYPE.test(textOf(request, 'content-type') ?? '')) {
    return {
      kind: 'refuse',
      status: 415,
      code: 'unsupported_media_type',
      message: 'Send the body as JSON, with the header "Content-Type: application/json".',
    };
  }
  return headers === NO_HEADERS ? PASS : { kind: 'pass', headers };
}

function corsHeaders(allowed: string | undefined): Record<string, string> {
  return {
    Vary: 'Origin',
    ...(allowed === undefined
      ? {}
      : { 'Access-Control-Allow-Origin': allowed, 'Access-Control-Expose-Headers': EXPOSED }),
  };
}

function openModeFault(
  request: GuardedRequest,
  origin: string | undefined,
  allowed: boolean,
): string | undefined {
  const host = textOf(request, 'host');
  const name = hostName(host);
  if (name === undefined || !isLoopback(name)) {
    return 'Until an llmr key is created, only requests to localhost are answered, and the Host header names another host.';
  }
  if (origin === undefined || allowed || sameHost(origin, host)) return undefined;
  return 'Until an llmr key is created, pages of other origins are not answered; allow origins in "corsOrigins" of llmr.json.';
}

/** The console, served from here. */
function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

function textOf(request: GuardedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
}
