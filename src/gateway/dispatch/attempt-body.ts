/**
 * The bytes of one attempt: written for what the deployment is known to accept, and rewritten where it refuses a
 * member after all. Knows neither the wire format nor the plan.
 */
import type { WireFacts } from '../../language/semantics/model.ts';
import type { RefusedMember } from '../dialects/dialect.ts';
import { factsFor, type LearnedWire } from './learned-wire.ts';
import type { AttemptRecord } from './outcome.ts';
import type { SentBody } from './outgoing-body.ts';

export class AttemptBody {
  #bytes: Buffer;
  #facts: WireFacts;
  /** Changes made for this attempt that the provider has not accepted yet. */
  #tried: WireFacts | undefined;
  readonly #refused = new Set<RefusedMember>();
  readonly #write: (facts: WireFacts) => SentBody;
  readonly #record: AttemptRecord;
  readonly #learned: LearnedWire;

  /** `declared`: what the policy declares about the model and its provider. */
  constructor(
    write: (facts: WireFacts) => SentBody,
    declared: WireFacts,
    record: AttemptRecord,
    learned: LearnedWire,
  ) {
    this.#write = write;
    this.#record = record;
    this.#learned = learned;
    this.#facts = learned.factsOf(record.deployment, declared);
    this.#bytes = this.#sent(write(this.#facts));
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** The same request without that member, once each; undefined where that changes nothing. */
  without(refused: RefusedMember): Buffer | undefined {
    if (this.#refused.has(refused)) return undefined;
    this.#refused.add(refused);
    const change = factsFor(refused);
    const facts = { ...this.#facts, ...change };
    const body = this.#write(facts);
    if (body.bytes.equals(this.#bytes)) return undefined;
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

  #sent({ bytes, changes }: SentBody): Buffer {
    if (changes.length > 0) this.#record.changes = changes;
    else delete this.#record.changes;
    return bytes;
  }
}
