/** From a Koa context to the exchange that the request page needs. */
import type { Context } from 'koa';
import type { Exchange } from '../request/exchange.ts';

/** For paths behind `identify`. */
export function exchangeOf(ctx: Context): Exchange {
  return {
    req: ctx.req,
    res: ctx.res,
    caller: ctx.state['caller'],
    // Read when it is asked for: the address of a request that is refused may be no address.
    get endpoint() {
      return ctx.query['endpoint'];
    },
    takeOver() {
      ctx.respond = false;
    },
  };
}
