/**
 * The body for one upstream out of the caller's own bytes: the model's name replaced, the `llmr` member gone, usage
 * asked for. Everything else stays byte for byte, which keeps numbers, order and speed. Knows no HTTP.
 */

import { isRecord } from './is-record.ts';
import { type Member, objectMembers } from './json-members.ts';

export interface BodyTemplate {
  /** Whether the caller asked for the usage event of a stream. */
  readonly usageAsked: boolean;
  /** The bytes for this model, `gpt-4o-2026-08-06`. */
  bodyFor(upstreamId: string): Buffer;
}

/** `json` is `body` parsed. `transformed` is what transforms made of it, when there are any: then it is written anew. */
export function bodyTemplate(
  body: Buffer,
  json: Readonly<Record<string, unknown>>,
  stream: boolean,
  transformed?: Readonly<Record<string, unknown>>,
): BodyTemplate {
  const options = (transformed ?? json)['stream_options'];
  const usageAsked = isRecord(options) && options['include_usage'] === true;
  const ask = stream && !usageAsked;
  const wanted = ask ? { ...(isRecord(options) ? options : {}), include_usage: true } : undefined;
  const pieces = transformed === undefined ? cut(body, wanted) : undefined;
  if (pieces === undefined) {
    // Transforms, or members named twice: one meaning for all, the one that the decision was made on.
    const { llmr: _, ...rest }: Record<string, unknown> = transformed ?? json;
    if (wanted !== undefined) rest['stream_options'] = wanted;
    return {
      usageAsked,
      bodyFor: (upstreamId) => Buffer.from(JSON.stringify({ ...rest, model: upstreamId })),
    };
  }
  return {
    usageAsked,
    bodyFor: (upstreamId) =>
      Buffer.concat([...pieces.before, Buffer.from(JSON.stringify(upstreamId)), ...pieces.after]),
  };
}

interface Edit {
  readonly from: number;
  readonly to: number;
  /** Undefined: the place where the model's name goes. */
  readonly text: string | undefined;
}

/** The bytes before and after the model's name; undefined where a member is there twice or the bytes are odd. */
function cut(body: Buffer, options: object | undefined): { before: Buffer[]; after: Buffer[] } | undefined {
  const object = objectMembers(body);
  if (object === undefined) return undefined;
  const { members, close } = object;
  if (new Set(members.map((member) => member.key)).size < members.length) return undefined;
  const edits: Edit[] = [];
  const added: (string | undefined)[] = [];

  const model = find(members, 'model');
  if (model === undefined) added.push('"model":', undefined);
  else edits.push({ from: model.valueFrom, to: model.to, text: undefined });

  if (options !== undefined) {
    const text = JSON.stringify(options);
    const there = find(members, 'stream_options');
    if (there === undefined) added.push(`${added.length > 0 ? ',' : ''}"stream_options":${text}`);
    else edits.push({ from: there.valueFrom, to: there.to, text });
  }

  const own = members.findIndex((member) => member.key === 'llmr');
  const kept = members.length - (own < 0 ? 0 : 1);
  if (own >= 0) edits.push(removal(members, own));
  if (added.length > 0 && kept > 0) added.unshift(',');
  for (const text of added) edits.push({ from: close, to: close, text });

  // A stable sort: what is added at the end keeps its order.
  edits.sort((a, b) => a.from - b.from);
  const before: Buffer[] = [];
  const after: Buffer[] = [];
  let side = before;
  let at = 0;
  for (const { from, to, text } of edits) {
    side.push(body.subarray(at, from));
    if (text === undefined) side = after;
    else if (text !== '') side.push(Buffer.from(text));
    at = to;
  }
  side.push(body.subarray(at));
  return { before, after };
}

function find(members: readonly Member[], key: string): Member | undefined {
  return members.find((member) => member.key === key);
}

/** A member with one of the commas beside it. */
function removal(members: readonly Member[], index: number): Edit {
  const own = members[index];
  const next = members[index + 1];
  const before = members[index - 1];
  if (own === undefined) throw new RangeError('no such member');
  if (next !== undefined) return { from: own.from, to: next.from, text: '' };
  return { from: before?.to ?? own.from, to: own.to, text: '' };
}
