/**
 * Who asks, before anything else is looked at: pages in browsers are kept out, credentials checked. What follows
 * finds the caller in `ctx.state.caller`.
 */
import type { Context, Next } from 'koa';
import { authenticate } from '../callers/authenticate.ts';
import { guardAgainstBrowsers } from '../callers/browser-guard.ts';
import type { Service } from '../service.ts';
import { ApiError } from './api-error.ts';

export function identify(service: Service) {
  return async function identifyCaller(ctx: Context, next: Next): Promise<void> {
    const { keys, config } = service;
    const guard = guardAgainstBrowsers(ctx.req as { method: string; headers: typeof ctx.req.headers }, {
      open: !keys.configured(),
      corsOrigins: config.corsOrigins,
    });
    if (guard.kind === 'refuse') throw new ApiError(guard.status, guard.code, guard.message);
    for (const [name, value] of Object.entries(guard.headers)) ctx.res.setHeader(name, value);
    if (guard.kind === 'preflight') {
      ctx.status = 204;
      return;
    }
    const asked = authenticate(
      { headers: ctx.req.headers, remoteAddress: ctx.req.socket.remoteAddress },
      keys,
      service.now(),
    );
    if (!asked.ok) {
      throw new ApiError(401, 'invalid_api_key', asked.message, {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    ctx.state['caller'] = asked.caller;
    await next();
  };
}
