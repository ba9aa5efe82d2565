/**
 * The bytes of one attempt: written for what the deployment is known to accept, and rewritten where it refuses a
 * member after all. Knows neither the wire format nor the plan.
 */
import type { WireFacts } from '../../language/semantics/model.ts';
import type { RefusedMember } from '../dialects/dialect.ts';
import type { UpstreamRoute } from './dispatch-settings.ts';
import { factsFor, type LearnedWire } from './learned-wire.ts';
import type { AttemptRecord } from './outcome.ts';
import type { OutgoingBody, SentBody } from './outgoing-body.ts';

const NOTHING_DECLARED: WireFacts = {};
const NOTHING_PASSED: readonly string[] = [];

export class AttemptBody {
  #bytes: Buffer | undefined;
  #facts: WireFacts;
  /** Changes made for this attempt that the provider has not accepted yet. */
  #tried: WireFacts | undefined;
  #refused: Set<RefusedMember> | undefined;
  readonly #body: OutgoingBody;
  readonly #route: UpstreamRoute;
  readonly #outputLimit: number | undefined;
  readonly #record: AttemptRecord;
  readonly #learned: LearnedWire;

  /** `outputLimit`: what the plan has to be sent. */
  constructor(
    body: OutgoingBody,
    route: UpstreamRoute,
    outputLimit: number | undefined,
    record: AttemptRecord,
    learned: LearnedWire,
  ) {
    this.#body = body;
    this.#route = route;
    this.#outputLimit = outputLimit;
    this.#record = record;
    this.#learned = learned;
    this.#facts = learned.factsOf(record.deployment, route.wire ?? NOTHING_DECLARED);
  }

  /** Written when it is first sent: an error then ends the attempt and releases what was reserved for it. */
  get bytes(): Buffer {
    this.#bytes ??= this.#sent(this.#written(this.#facts));
    return this.#bytes;
  }

  /** The same request without that member, once each; undefined where that changes nothing. */
  without(refused: RefusedMember): Buffer | undefined {
    this.#refused ??= new Set();
    if (this.#refused.has(refused)) return undefined;
    this.#refused.add(refused);
    const change = factsFor(refused);
    const facts = { ...this.#facts, ...change };
    const body = this.#written(facts);
    if (body.bytes.equals(this.bytes)) return undefined;
    this.#facts = facts;
    this.#tried = { ...this.#tried, ...change };
    this.#bytes = this.#sent(body);
    return this.#bytes;
  }

  /** The provider has begun to answer the last version sent. */
  taken(): void {
    if (this.#tried !== undefined) this.#learned.learn(this.#record.deployment, this.#tried);
    this.#tried = undefined;
  }

  #written(wire: WireFacts): SentBody {
    const { upstreamId, dialect, pass = NOTHING_PASSED } = this.#route;
    return this.#body.bodyFor(dialect, { upstreamId, wire, pass, outputLimit: this.#outputLimit });
  }

  #sent({ bytes, changes }: SentBody): Buffer {
    if (changes.length > 0) this.#record.changes = changes;
    else if (this.#record.changes !== undefined) delete this.#record.changes;
    return bytes;
  }
}
