/**
 * `POST /v1/feedback`: a caller's judgement of an answer, joined to its decision. For the caller that made the
 * decision and for admins; 404 for all others. New feedback replaces earlier feedback.
 */
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Context } from 'koa';
import type { Caller } from '../callers/authenticate.ts';
import type { Feedback } from '../decisions/feedback-log.ts';
import { ApiError } from '../request/api-error.ts';
import { isDecisionId } from '../request/decision-id.ts';
import { readJson } from '../request/read-json.ts';
import { holdUntilClosed } from '../request/receive.ts';
import type { Service } from '../service.ts';

const MOST_BYTES = 64 * 1_024;

type Body = Feedback & { readonly decision: string };

const SCHEMA = {
  type: 'object',
  required: ['decision', 'score'],
  additionalProperties: false,
  properties: {
    decision: { type: 'string', minLength: 26, maxLength: 26 },
    score: { type: 'number', minimum: 0, maximum: 1 },
    label: { type: 'string', minLength: 1, maxLength: 100 },
    comment: { type: 'string', maxLength: 10_000 },
  },
};

let compiled: Promise<ValidateFunction<Body>> | undefined;

/** The compiler of schemas is loaded with the first feedback: a start does not need it. */
function validator(): Promise<ValidateFunction<Body>> {
  compiled ??= import('ajv/dist/2020.js').then(({ Ajv2020 }) =>
    new Ajv2020({ strict: true }).compile<Body>(SCHEMA),
  );
  return compiled;
}

export function takeFeedback(service: Service) {
  return async function answer(ctx: Context): Promise<void> {
    const { json } = await readJson(
      ctx.req,
      Math.min(MOST_BYTES, service.config.bodyLimitBytes),
      holdUntilClosed(ctx.res, service.bodies),
    );
    const validate = await validator();
    if (!validate(json)) throw faultOf(validate.errors?.[0]);
    const { decision, ...feedback } = json;
    const id = decision.toUpperCase();
    const document = isDecisionId(id)
      ? await service.findDecision(id, ctx.state['caller'] as Caller)
      : undefined;
    if (document === undefined)
      throw new ApiError(404, 'not_found', 'There is no such decision, or it belongs to another caller.', {
        param: 'decision',
      });
    if (document.attempts === undefined && document.refused === undefined)
      throw new ApiError(
        400,
        'invalid_body',
        'That decision was made by /v1/route, without an answer that could be judged.',
        { param: 'decision' },
      );
    const replaced = await service.giveFeedback(document, { ...feedback });
    ctx.body = { version: 1, decision: id, score: feedback.score, replaced };
  };
}

function faultOf(fault: ErrorObject | undefined): ApiError {
  const { missingProperty, additionalProperty } = (fault?.params ?? {}) as Record<string, string>;
  if (additionalProperty !== undefined) {
    const name = additionalProperty.slice(0, 100);
    const write = 'allowed are decision, score, label and comment.';
    return new ApiError(400, 'invalid_body', `Unknown member "${name}": ${write}`, {
      param: name,
      explain: `The body has an unknown member: ${write}`,
    });
  }
  const param = missingProperty ?? fault?.instancePath.slice(1) ?? '';
  const words = missingProperty === undefined ? (fault?.message ?? 'is wrong') : 'is missing';
  return new ApiError(400, 'invalid_body', `"${param}" ${words}.`, { param });
}
