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
    const data = (service.current()?.names ?? []).map((name) => entryOf(service, name, ctx));
    ctx.body = asksAsAnthropic(ctx)
      ? { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
      : { object: 'list', data };
  };
}

/** An id may hold slashes, written as they are or as `%2F`. */
export const ONE_MODEL = /^\/v1\/models\/(.+)$/;

/** 404 with the names that are served; a policy that serves `*` has every model. */
export function readModel(service: Service) {
  return function answerModel(ctx: Context): void {
    const name = decoded(ONE_MODEL.exec(ctx.path)?.[1] ?? '');
    findServing(service.current(), name);
    ctx.body = entryOf(service, name, ctx);
  };
}

/** Each client knows its own provider's list. */
function asksAsAnthropic(ctx: Context): boolean {
  return ctx.get('anthropic-version') !== '';
}

function entryOf(
  service: Service,
  name: string,
  ctx: Context,
): Readonly<Record<'id', string> & Record<string, unknown>> {
  const set = service.current();
  const since = set?.since ?? 0;
  if (asksAsAnthropic(ctx)) {
    return { id: name, type: 'model', display_name: name, created_at: new Date(since).toISOString() };
  }
  return {
    id: name,
    object: 'model',
    created: Math.floor(since / 1000),
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
