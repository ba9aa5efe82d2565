/** From a Koa context to the exchange that the request page needs. */
import type { Context } from 'koa';
import type { Exchange } from '../request/exchange.ts';

/** For paths behind `identify`. */
export function exchangeOf(ctx: Context): Exchange {
  return {
    req: ctx.req,
    res: ctx.res,
    caller: ctx.state['caller'],
    endpoint: ctx.query['endpoint'],
    takeOver() {
      ctx.respond = false;
    },
  };
}
