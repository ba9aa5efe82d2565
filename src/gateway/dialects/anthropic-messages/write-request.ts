/**
 * Adapts a Messages body and its headers to one upstream: the model's name there, a lowered output limit, and nothing
 * by which a caller would pick another model or price. Everything else stays as the caller wrote it. Pure; knows no
 * bytes and no policy.
 */
import { isObject, type Json } from '../../../language/planning/chat-members.ts';
import type { Rewrites } from '../../../language/planning/rewrites.ts';
import { formatCount } from '../../../language/vocabulary/format-quantity.ts';
import type { Recipient, WrittenRequest } from '../dialect.ts';
import { withoutHeld } from '../without-held.ts';

export function writeRequest(body: Json, to: Recipient, rewrites: Rewrites): WrittenRequest {
  const changes: string[] = [];
  let json = withoutHeld(body, to.pass, rewrites, changes);
  json = withLimit(json, to.outputLimit, rewrites, changes);
  if (to.wire.fixedTemperature === true && json['temperature'] !== undefined) {
    changes.push('temperature left out, the model has a fixed one');
    json = rewrites.made({ ...json, temperature: undefined }, json);
  }
  // A mirrored copy of a streamed request is sent unstreamed.
  if (!to.stream && json['stream'] === true) json = rewrites.made({ ...json, stream: undefined }, json);
  if (json === body && body['llmr'] === undefined) return { json, model: to.upstreamId, changes };
  return { json: rewrites.made({ ...json, model: to.upstreamId, llmr: undefined }, json), changes };
}

/** A provider refuses a thinking budget that is not below the limit. */
function withLimit(body: Json, limit: number | undefined, rewrites: Rewrites, changes: string[]): Json {
  const asked = body['max_tokens'];
  if (limit === undefined || limit === asked) return body;
  if (Number(asked) > limit) changes.push(`output limit lowered to ${formatCount(limit)} tokens`);
  const json = rewrites.made({ ...body, max_tokens: limit }, body);
  const { thinking } = body;
  if (!isObject(thinking) || !(Number(thinking['budget_tokens']) >= limit)) return json;
  changes.push(`thinking budget lowered to ${formatCount(limit - 1)} tokens`);
  const lowered = rewrites.made({ ...thinking, budget_tokens: limit - 1 }, thinking);
  return rewrites.made({ ...json, thinking: lowered }, json);
}

/** The version that the provider's documentation names where none is sent. */
const USUAL_VERSION = '2023-06-01';

/** Names of betas by which a caller picks another price, and the held members with which a policy lets them pass. */
const HELD_BETAS: readonly (readonly [RegExp, members: readonly string[]])[] = [
  [/^fast-mode-/, ['speed', 'anthropic_beta']],
  [/^context-1m-/, ['anthropic_beta']],
];

/** The caller's headers as the provider gets them: `anthropic-beta` without the names that are held back. */
export function writeHeaders(
  headers: Readonly<Record<string, string>>,
  version = USUAL_VERSION,
  pass: readonly string[] = [],
): Readonly<Record<string, string>> {
  const { 'anthropic-beta': betas, ...others } = headers;
  const sent = betas === undefined ? '' : keptBetas(betas, pass);
  return {
    'anthropic-version': version,
    ...others,
    ...(sent === '' ? {} : { 'anthropic-beta': sent }),
  };
}

/** As written where nothing is held back. */
function keptBetas(betas: string, pass: readonly string[]): string {
  const isHeld = (name: string): boolean =>
    HELD_BETAS.some(
      ([pattern, members]) => pattern.test(name.trim()) && !members.some((each) => pass.includes(each)),
    );
  const names = betas.split(',');
  return names.some(isHeld)
    ? names
        .filter((name) => !isHeld(name))
        .join(',')
        .trim()
    : betas;
}
