/**
 * Identifies the caller before anything else: web pages are refused on every path, credentials are checked on all
 * paths except the open ones. Later middleware finds the caller in `ctx.state.caller`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Next } from 'koa';
import { authenticate, type Caller } from '../callers/authenticate.ts';
import { guardAgainstBrowsers } from '../callers/browser-guard.ts';
import { ApiError } from '../request/api-error.ts';
import type { Service } from '../service.ts';

export function keepBrowsersOut(service: Service) {
  return async function guard(ctx: Context, next: Next): Promise<void> {
    if (guardHeaders(ctx.req, ctx.res, service) === 'preflight') ctx.status = 204;
    else await next();
  };
}

/** Sets the headers that a page of an allowed origin needs. @throws ApiError for other pages */
export function guardHeaders(
  req: IncomingMessage,
  res: ServerResponse,
  { keys, config }: Service,
): 'pass' | 'preflight' {
  const verdict = guardAgainstBrowsers(req as { method: string; headers: typeof req.headers }, {
    open: !keys.configured(),
    corsOrigins: config.corsOrigins,
  });
  if (verdict.kind === 'refuse') throw new ApiError(verdict.status, verdict.code, verdict.message);
  for (const name in verdict.headers) res.setHeader(name, verdict.headers[name] ?? '');
  return verdict.kind;
}

export function identify(service: Service) {
  return async function identifyCaller(ctx: Context, next: Next): Promise<void> {
    ctx.state['caller'] = callerOf(ctx.req, service);
    await next();
  };
}

/** @throws ApiError 401 */
export function callerOf({ headers, socket }: IncomingMessage, { keys, now, refused }: Service): Caller {
  const asked = authenticate({ headers, remoteAddress: socket.remoteAddress }, keys, now());
  if (asked.ok) return asked.caller;
  refused.note(asked.because, socket.remoteAddress, asked.keyId);
  throw new ApiError(401, 'invalid_api_key', asked.message, { headers: { 'www-authenticate': 'Bearer' } });
}
