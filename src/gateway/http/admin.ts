/** What an operator may see: which policies are active, and why others are not. Admin keys only. */
import type Router from '@koa/router';
import type { Context, Next } from 'koa';
import type { Caller } from '../callers/authenticate.ts';
import { lineWords } from '../ledger/budget-buckets.ts';
import { ApiError } from '../request/api-error.ts';
import type { Service } from '../service.ts';
import { changeRollout, listRollouts } from './rollouts.ts';

export function adminRoutes(router: Router, service: Service): void {
  const adminsOnly = async (ctx: Context, next: Next): Promise<void> => {
    mustBeAdmin(ctx);
    await service.refresh();
    await next();
  };
  router.get('/admin/policy', adminsOnly, (ctx) => {
    ctx.body = {
      ...service.policyStatus(),
      policies: (service.current()?.all ?? []).map(({ policy, hash }) => ({
        name: policy.name,
        hash,
        file: policy.at.path,
        serves: policy.serves,
        routes: policy.routes.length,
      })),
    };
  });
  router.get('/admin/models', adminsOnly, (ctx) => {
    ctx.body = {
      models: (service.current()?.all ?? []).flatMap(({ policy, state, conditions, isDown }) =>
        [...policy.models.values()].map((model) => ({
          policy: policy.name,
          model: model.name,
          down: isDown(model.name),
          p95LatencyMs: conditions.p95Latency(model.name),
          errorRatePercent: conditions.errorRate(model.name),
          loadPercent: conditions.load(model.name),
          deployments: model.deployments.map((deployment) => ({
            id: deployment.id,
            state: state(deployment.id),
          })),
        })),
      ),
    };
  });
  router.get('/admin/budgets', adminsOnly, (ctx) => {
    const shares = service.budgets.shares();
    ctx.body = {
      version: 1,
      budgets: (service.current()?.all ?? []).flatMap(({ policy }) =>
        [...policy.budgets.values()].map(({ name, lines }) => ({
          policy: policy.name,
          name,
          limits: lines.map(lineWords),
          usedPercent: shares.get(name) ?? 0,
        })),
      ),
      buckets: service.budgets.buckets().map(({ resetsAt, ...bucket }) => ({
        ...bucket,
        resets: new Date(resetsAt).toISOString(),
      })),
    };
  });
  router.get('/admin/rollouts', adminsOnly, listRollouts(service));
  router.post('/admin/rollouts/:policy/:name/:action', adminsOnly, changeRollout(service));
}

function mustBeAdmin(ctx: Context): void {
  if ((ctx.state['caller'] as Caller).admin) return;
  throw new ApiError(
    403,
    'forbidden',
    'This path requires a key with the admin scope: create one with "llmr keys add --admin".',
  );
}
