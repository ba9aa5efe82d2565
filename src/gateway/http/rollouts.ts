/**
 * `/admin/rollouts`: the state of each rollout, and to pause, resume or abort one. Mounted behind the admin scope.
 */
import type { Context } from 'koa';
import { ApiError } from '../request/api-error.ts';
import type { Service } from '../service.ts';

const ACTIONS = ['pause', 'resume', 'abort'] as const;

export function listRollouts({ traffic }: Service) {
  return function answer(ctx: Context): void {
    ctx.body = { version: 1, rollouts: traffic.rollouts.status() };
  };
}

/** `POST /admin/rollouts/{policy}/{name}/{action}`. */
export function changeRollout({ traffic }: Service) {
  return async function answer(ctx: Context & { params: Record<string, string> }): Promise<void> {
    const { policy = '', name = '' } = ctx.params;
    const action = ACTIONS.find((each) => each === ctx.params['action']);
    if (action === undefined) {
      throw new ApiError(404, 'not_found', `Unknown action; available: ${ACTIONS.join(', ')}.`);
    }
    const status = await traffic.rollouts.act(policy, name, action);
    if (status === undefined) {
      throw new ApiError(404, 'not_found', 'No active policy has such a rollout; see /admin/rollouts.');
    }
    if (typeof status === 'string')
      throw new ApiError(400, 'invalid_body', `Nothing was changed: ${status}.`);
    ctx.body = { version: 1, rollout: status };
  };
}
