/**
 * What one request sends to upstreams: the caller's bytes with the little that changes spliced in, or a body written
 * anew where transforms change it. Made once a request, whatever the number of attempts. Knows no upstream.
 */
import type { Plan } from '../../language/graph/plan.ts';
import { transformBody } from '../../language/planning/transform-body.ts';
import { type BodyTemplate, bodyTemplate } from '../dialects/splice-body.ts';
import { countTokens } from '../facts/count-tokens.ts';
import { viewChat } from '../facts/view-chat.ts';
import type { OutgoingRequest } from './outcome.ts';

export interface OutgoingBody {
  readonly template: BodyTemplate;
  /** What is sent, parsed, but for the model's name. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What transforms changed, in words. */
  readonly changes: readonly string[];
}

export function outgoingBody(plan: Plan, request: OutgoingRequest): OutgoingBody {
  const { body, json, stream } = request;
  if (plan.transforms.length === 0) return { template: bodyTemplate(body, json, stream), json, changes: [] };
  const { body: transformed, changes } = transformBody(json, plan.transforms, countMessage);
  // Transforms that found nothing to do leave the caller's bytes as they are.
  const template = bodyTemplate(body, json, stream, changes.length === 0 ? undefined : transformed);
  return { template, json: transformed, changes };
}

/** As the facts count: text, and the framing around it. */
function countMessage(message: Readonly<Record<string, unknown>>): number {
  const { texts, extraTokens } = viewChat({ model: '', messages: [message] });
  return countTokens(texts, extraTokens, []).tokens;
}
