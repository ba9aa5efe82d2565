/**
 * Identifies the caller before anything else: web pages are refused on every path, credentials are checked on all
 * paths except the open ones. Later middleware finds the caller in `ctx.state.caller`.
 */
import type { Context, Next } from 'koa';
import { authenticate } from '../callers/authenticate.ts';
import { guardAgainstBrowsers } from '../callers/browser-guard.ts';
import { ApiError } from '../request/api-error.ts';
import type { Service } from '../service.ts';

export function keepBrowsersOut({ keys, config }: Service) {
  return async function guard(ctx: Context, next: Next): Promise<void> {
    const verdict = guardAgainstBrowsers(ctx.req as { method: string; headers: typeof ctx.req.headers }, {
      open: !keys.configured(),
      corsOrigins: config.corsOrigins,
    });
    if (verdict.kind === 'refuse') throw new ApiError(verdict.status, verdict.code, verdict.message);
    for (const [name, value] of Object.entries(verdict.headers)) ctx.res.setHeader(name, value);
    if (verdict.kind === 'preflight') ctx.status = 204;
    else await next();
  };
}

export function identify({ keys, now, refused }: Service) {
  return async function identifyCaller(ctx: Context, next: Next): Promise<void> {
    const asked = authenticate(
      { headers: ctx.req.headers, remoteAddress: ctx.req.socket.remoteAddress },
      keys,
      now(),
    );
    if (!asked.ok) {
      refused.note(asked.because, ctx.req.socket.remoteAddress, asked.keyId);
      throw new ApiError(401, 'invalid_api_key', asked.message, {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    ctx.state['caller'] = asked.caller;
    await next();
  };
}
