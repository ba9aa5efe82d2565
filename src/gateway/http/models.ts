/** `GET /v1/models`: the names clients may ask for, which are policies and not providers' models. */
import type { Context } from 'koa';
import type { Service } from '../service.ts';

export function listModels(service: Service) {
  return function answerModels(ctx: Context): void {
    const set = service.current();
    ctx.body = {
      object: 'list',
      data: (set?.names ?? []).map((name) => ({
        id: name,
        object: 'model',
        created: Math.floor((set?.since ?? 0) / 1000),
        owned_by: set?.find(name)?.policy.owner ?? 'llmr',
      })),
    };
  };
}
