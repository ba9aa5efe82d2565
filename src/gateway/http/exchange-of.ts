/** From a Koa context to the exchange that the request page needs. */
import type { Context } from 'koa';
import type { CallerDialect } from '../dialects/dialect.ts';
import type { Exchange } from '../request/exchange.ts';

/** For paths behind `identify`. */
export function exchangeOf(ctx: Context, dialect: CallerDialect): Exchange {
  return {
    req: ctx.req,
    res: ctx.res,
    caller: ctx.state['caller'],
    dialect,
    takeOver() {
      ctx.respond = false;
    },
  };
}
