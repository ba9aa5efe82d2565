/**
 * `GET /v1/models` and `/v1/models/{id}`: the names that clients may request, which are policies and not providers'
 * models.
 */
import type { Context } from 'koa';
import { ApiError } from '../request/api-error.ts';
import { findServing } from '../request/find-serving.ts';
import type { Service } from '../service.ts';

export function listModels(service: Service) {
  return function answerModels(ctx: Context): void {
    ctx.body = {
      object: 'list',
      data: (service.current()?.names ?? []).map((name) => entryOf(service, name)),
    };
  };
}

/** An id may hold slashes, written as they are or as `%2F`. */
export const ONE_MODEL = /^\/v1\/models\/(.+)$/;

/** 404 with the names that are served; a policy that serves `*` has every model. */
export function readModel(service: Service) {
  return function answerModel(ctx: Context): void {
    const name = decoded(ONE_MODEL.exec(ctx.path)?.[1] ?? '');
    findServing(service.current(), name);
    ctx.body = entryOf(service, name);
  };
}

function entryOf(service: Service, name: string): object {
  const set = service.current();
  return {
    id: name,
    object: 'model',
    created: Math.floor((set?.since ?? 0) / 1000),
    owned_by: set?.find(name)?.policy.owner ?? 'llmr',
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(400, 'bad_http', 'The model name in the path is not valid URL encoding.');
  }
}
