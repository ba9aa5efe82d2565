/**
 * Liveness, readiness and metrics, for orchestrators and scrapers, so without a key. They show hashes and counts,
 * nothing about callers.
 */
import type { Context } from 'koa';
import type { Service } from '../service.ts';

export function answerHealthy(ctx: Context): void {
  ctx.body = { alive: true };
}

/** Ready: a policy is loaded, the store answers, and the service is not draining. */
export function answerReady(service: Service) {
  return function answer(ctx: Context): void {
    const set = service.current();
    const store = service.storeAnswers();
    const policy = set !== undefined && set.all.length > 0;
    const ready = policy && store && !service.draining();
    ctx.status = ready ? 200 : 503;
    ctx.body = {
      ready,
      policy: policy ? 'loaded' : 'none',
      store: store ? 'answers' : 'does not answer',
      draining: service.draining(),
      hash: set?.hash ?? null,
      policies: (set?.all ?? []).map((serving) => ({ name: serving.policy.name, hash: serving.hash })),
    };
  };
}

export function answerMetrics(service: Service) {
  return async function answer(ctx: Context): Promise<void> {
    ctx.type = 'text/plain; version=0.0.4; charset=utf-8';
    ctx.body = await service.metricsText();
  };
}
