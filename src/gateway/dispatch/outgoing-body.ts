/**
 * What one request sends to upstreams: the caller's bytes with changes spliced in. Transforms are applied once per
 * request; what an upstream needs is written for each attempt. Knows no upstream.
 */

import type { Plan } from '../../language/planning/plan.ts';
import { type Rewrites, withMessages } from '../../language/planning/rewrites.ts';
import { transformBody } from '../../language/planning/transform-body.ts';
import type { ProviderDialect, Recipient } from '../dialects/dialect.ts';
import {
  applyEdits,
  changedSlightly,
  editsFor,
  type Original,
  originalOf,
  spliced,
} from '../dialects/json-edits.ts';
import { memberValue } from '../dialects/json-members.ts';
import type { OutgoingRequest } from './outcome.ts';

type Json = Readonly<Record<string, unknown>>;

export interface SentBody {
  readonly bytes: Buffer;
  /** What differs for this upstream, in words. */
  readonly changes: readonly string[];
}

export interface OutgoingBody {
  /** Whether the caller requested the usage event of a stream. */
  readonly usageAsked: boolean;
  /** The parsed body, before it is adapted to an upstream. */
  readonly json: Json;
  /** What transforms changed, in words. */
  readonly changes: readonly string[];
  /** The bytes for one attempt. */
  bodyFor(dialect: ProviderDialect, to: Omit<Recipient, 'stream'>): SentBody;
  /** The same request with the beginning of an answer as its last message. */
  continued(said: string): OutgoingBody;
}

export function outgoingBody(plan: Pick<Plan, 'transforms'>, request: OutgoingRequest): OutgoingBody {
  const { body, changes, rewrites } = transformBody(request.json, plan.transforms, request.dialect);
  return new Outgoing(request, body, rewrites, changes);
}

class Outgoing implements OutgoingBody {
  readonly usageAsked: boolean;
  readonly json: Json;
  readonly changes: readonly string[];
  readonly #request: OutgoingRequest;
  readonly #rewrites: Rewrites;
  /** The members of the bytes; `whole` where they cannot be indexed: then the whole body is rewritten. */
  #original: Original | 'whole' | undefined;

  constructor(request: OutgoingRequest, json: Json, rewrites: Rewrites, changes: readonly string[]) {
    this.#request = request;
    this.#rewrites = rewrites;
    this.json = json;
    this.changes = changes;
    this.usageAsked = request.dialect.asksForUsage(json);
  }

  bodyFor(dialect: ProviderDialect, to: Omit<Recipient, 'stream'>): SentBody {
    const { stream } = this.#request;
    const { json, model, changes } = dialect.writeRequest(this.json, { ...to, stream }, this.#rewrites);
    if (model === undefined) return { bytes: this.#edited(dialect, json), changes };
    const bytes = this.#withModel(model) ?? this.#edited(dialect, { ...json, model });
    return { bytes, changes };
  }

  /** Most requests: as they came, except for the model's name. Undefined where more has to change. */
  #withModel(model: string): Buffer | undefined {
    const { body, json } = this.#request;
    if (this.json !== json) return undefined;
    const place = memberValue(body, 'model', Object.keys(json).length);
    return place && spliced(body, place, JSON.stringify(model));
  }

  #edited(dialect: ProviderDialect, json: Json): Buffer {
    const slightly = changedSlightly(this.#request.body, this.#request.json, json);
    if (slightly !== undefined) return slightly;
    this.#original ??= originalOf(this.#request.body, this.#request.json) ?? 'whole';
    if (this.#original === 'whole') return Buffer.from(JSON.stringify(json));
    const edits = editsFor(this.#original, json, this.#rewrites, dialect.isDecisive);
    return applyEdits(this.#original.bytes, edits);
  }

  continued(said: string): OutgoingBody {
    const { messages } = this.json;
    const list = Array.isArray(messages) ? (messages as readonly unknown[]) : [];
    const json = withMessages(this.json, [...list, { role: 'assistant', content: said }], this.#rewrites);
    return new Outgoing(this.#request, json, this.#rewrites, this.changes);
  }
}
