/**
 * `GET /v1/decisions/{id}`: the whole trace, for the caller that made it and for admins; 404 for all other callers.
 */
import type { Context } from 'koa';
import type { Caller } from '../callers/authenticate.ts';
import { ApiError } from '../request/api-error.ts';
import { isDecisionId } from '../request/decision-id.ts';
import type { Service } from '../service.ts';

export function readDecision(service: Service) {
  return async function answer(ctx: Context & { params: Record<string, string> }): Promise<void> {
    const id = (ctx.params['id'] ?? '').toUpperCase();
    const document = isDecisionId(id)
      ? await service.findDecision(id, ctx.state['caller'] as Caller)
      : undefined;
    if (document === undefined) {
      // The same message whether it never existed, was dropped, or belongs to another caller.
      throw new ApiError(404, 'not_found', 'There is no such decision, or it belongs to another caller.');
    }
    ctx.set('cache-control', 'no-store');
    const feedback = await service.feedbackOn(id);
    ctx.body = feedback === undefined ? document : { ...document, feedback };
  };
}
