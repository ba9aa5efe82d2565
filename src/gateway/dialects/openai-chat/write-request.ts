/**
 * Adapts a chat completions body to one upstream: the model's name there, one output limit under the name the
 * upstream reads, and no members that it refuses or that would change the model or the price. Only members of the
 * body itself are touched. Pure; knows no bytes and no policy.
 */
import { type Json, type OutputLimit, outputLimitsOf } from '../../../language/planning/chat-members.ts';
import { type Rewrites, withMember } from '../../../language/planning/rewrites.ts';
import type { WireFacts } from '../../../language/semantics/model.ts';
import { formatCount } from '../../../language/vocabulary/format-quantity.ts';
import type { Recipient, WrittenRequest } from '../dialect.ts';
import { isRecord } from '../is-record.ts';
import { withoutHeld } from '../without-held.ts';

export function writeRequest(body: Json, to: Recipient, rewrites: Rewrites): WrittenRequest {
  const changes: string[] = [];
  let json = withoutHeld(body, to.pass, rewrites, changes);
  json = withLimit(json, to, rewrites, changes);
  if (to.wire.fixedTemperature === true && json['temperature'] !== undefined) {
    changes.push('temperature left out, the model has a fixed one');
    json = rewrites.made({ ...json, temperature: undefined }, json);
  }
  json = withStreamOptions(json, to, rewrites, changes);
  if (json === body && body['llmr'] === undefined) return { json, model: to.upstreamId, changes };
  return { json: rewrites.made({ ...json, model: to.upstreamId, llmr: undefined }, json), changes };
}

/** One limit, the largest that the caller wrote or the one to be sent, under one name. */
function withLimit(body: Json, to: Recipient, rewrites: Rewrites, changes: string[]): Json {
  const written = outputLimitsOf(body);
  if (isAsItShouldBe(written, to)) return body;
  const asked = written.length === 0 ? undefined : Math.max(...written.map(({ tokens }) => tokens));
  const tokens = to.outputLimit ?? asked;
  if (tokens === undefined) return body;
  const kept =
    written.find((limit) => isFirst(limit, asked)) ?? written.find((limit) => limit.tokens === asked);
  const place = placeFor(kept, to.wire.outputLimitAs);
  const only = written.length === 1 && kept?.name === place.name && kept.within === place.within;
  if (asked === undefined) changes.push(`output limit of ${formatCount(tokens)} tokens set for the budget`);
  else if (tokens < asked) changes.push(`output limit lowered to ${formatCount(tokens)} tokens`);
  if (only && tokens === asked) return body;
  if (kept !== undefined && kept.name !== place.name) changes.push(`${kept.name} sent as ${place.name}`);
  else if (written.length > 1) changes.push(`of several output limits only ${place.name} sent`);
  let json = body;
  for (const { name, within } of [...written, ...emptyLimits(body)]) {
    if (name !== place.name || within !== place.within) {
      json = withMember(json, name, within, undefined, rewrites);
    }
  }
  // 1e3 and "1000" mean the same to llmr, and their bytes stay.
  const same = kept !== undefined && kept.name === place.name && kept.tokens === tokens;
  return same ? json : withMember(json, place.name, place.within, finite(tokens), rewrites);
}

/** No limit and none to be sent, or one with the right number and name. */
function isAsItShouldBe(written: readonly OutputLimit[], { outputLimit, wire }: Recipient): boolean {
  const [one] = written;
  if (one === undefined) return outputLimit === undefined;
  if (written.length > 1 || (outputLimit !== undefined && outputLimit !== one.tokens)) return false;
  return wire.outputLimitAs === undefined || (wire.outputLimitAs === one.name && one.within === undefined);
}

/** Of equal limits `max_tokens`: a server that does not know the newer name would generate without limit. */
function isFirst({ name, tokens, within }: OutputLimit, asked: number | undefined): boolean {
  return tokens === asked && within === undefined && name === 'max_tokens';
}

function placeFor(
  kept: OutputLimit | undefined,
  outputLimitAs: WireFacts['outputLimitAs'],
): Pick<OutputLimit, 'name' | 'within'> {
  if (outputLimitAs !== undefined) return { name: outputLimitAs };
  return kept ?? { name: 'max_tokens' };
}

/** -1 and null next to a limit that is sent would be a second one. */
function emptyLimits(body: Json): readonly Pick<OutputLimit, 'name' | 'within'>[] {
  return ['max_tokens', 'max_completion_tokens']
    .filter((name) => body[name] !== undefined)
    .map((name) => ({ name }));
}

/** 1e999 cannot be written as JSON again. */
function finite(tokens: number): number {
  return Number.isFinite(tokens) ? tokens : Number.MAX_SAFE_INTEGER;
}

/** Usage is requested wherever the provider supports it. */
function withStreamOptions(body: Json, to: Recipient, rewrites: Rewrites, changes: string[]): Json {
  const options = body['stream_options'];
  if (!to.stream) return withoutStream(body, rewrites);
  if (to.wire.streamOptions === false) {
    if (options === undefined) return body;
    changes.push('stream_options left out, the provider does not accept it');
    return rewrites.made({ ...body, stream_options: undefined }, body);
  }
  if (isRecord(options) && options['include_usage'] === true) return body;
  const asking = { ...(isRecord(options) ? options : {}), include_usage: true };
  return rewrites.made(
    { ...body, stream_options: isRecord(options) ? rewrites.made(asking, options) : asking },
    body,
  );
}

/** For a mirrored copy of a streamed request, which is sent unstreamed. */
function withoutStream(body: Json, rewrites: Rewrites): Json {
  if (body['stream'] !== true) return body;
  return rewrites.made({ ...body, stream: undefined, stream_options: undefined }, body);
}
