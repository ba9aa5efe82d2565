/**
 * The Koa application, readable top to bottom in the order of a request's life: errors outermost, then limits of the
 * head, then identification of the caller, then the paths. Holds no logic of its own.
 */
import Router from '@koa/router';
import Koa from 'koa';
import { CALLER_DIALECTS, servedAt } from '../dialects/dialects.ts';
import { countRequest, explainRequest, handleRequest } from '../handle-request.ts';
import { ApiError } from '../request/api-error.ts';
import { dialectNamed } from '../request/unsupported-endpoints.ts';
import type { Service } from '../service.ts';
import { adminRoutes } from './admin.ts';
import { readDecision } from './decisions.ts';
import { errorAnswers } from './error-answers.ts';
import { exchangeOf } from './exchange-of.ts';
import { takeFeedback } from './feedback.ts';
import { limitFields } from './harden-server.ts';
import { answerHealthy, answerMetrics, answerReady } from './health.ts';
import { identify, keepBrowsersOut } from './identify.ts';
import { listModels, ONE_MODEL, readModel } from './models.ts';

export function createApp(service: Service): Koa {
  const app = new Koa();
  app.use(errorAnswers(service.log));
  app.use(limitHead);
  app.use(joinSlashes);
  app.use(keepBrowsersOut(service));

  const open = new Router();
  open.get('/healthz', answerHealthy);
  open.get('/readyz', answerReady(service));
  open.get('/metrics', answerMetrics(service));
  app.use(open.routes());

  app.use(identify(service));
  const api = new Router();
  for (const dialect of CALLER_DIALECTS) {
    api.post(servedAt(dialect), (ctx) => handleRequest(exchangeOf(ctx, dialect), service));
    const { counting } = dialect;
    if (counting === undefined) continue;
    api.post(servedAt(counting), (ctx) => countRequest(exchangeOf(ctx, dialect), service, counting));
  }
  api.post('/v1/route', (ctx) =>
    explainRequest(exchangeOf(ctx, dialectNamed(ctx.query['endpoint'])), service),
  );
  api.post('/v1/feedback', takeFeedback(service));
  api.get('/v1/models', listModels(service));
  api.get(ONE_MODEL, readModel(service));
  api.get('/v1/decisions/:id', readDecision(service));
  adminRoutes(api, service);
  app.use(api.routes());
  app.use(api.allowedMethods());
  // Koa's own fallback; errors that reach it have been answered above.
  app.silent = true;
  return app;
}

async function limitHead(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  limitFields(ctx.req);
  if (!hasPath(ctx)) {
    const what = 'send a path that begins with "/", or a whole address such as "http://HOST/v1/models"';
    throw new ApiError(400, 'bad_http', `The first line of the request has no valid path: ${what}.`);
  }
  await next();
}

/** Clients whose base URL ends in a slash request `/v1//chat/completions`. */
async function joinSlashes(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  if (ctx.path.includes('//')) {
    ctx.path = ctx.path.replace(/\/{2,}/g, '/');
  }
  await next();
}

/** Node passes on any request line; its URL parser throws on some of them, or finds no path. */
function hasPath(ctx: Koa.Context): boolean {
  try {
    return ctx.path.startsWith('/') || (ctx.path === '*' && ctx.method === 'OPTIONS');
  } catch {
    return false;
  }
}
