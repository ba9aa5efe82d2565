/**
 * The accounting of one attempt: its record, its budget reservation, its circuit breaker permit. Closed exactly once,
 * however the attempt ends. Knows neither the wire nor the plan.
 */
import type { Needs } from '../../language/planning/plan.ts';
import { FAILURES } from '../../language/semantics/failures.ts';
import type { Fault, Produced, ReportedUsage } from '../dialects/dialect.ts';
import type { Permit } from '../health/circuit-breaker.ts';
import { chargedUsage } from './charged-usage.ts';
import type { DispatchSettings } from './dispatch-settings.ts';
import type { AttemptRecord, OutgoingRequest } from './outcome.ts';
import { NO_WORDS } from './tell-words.ts';

export interface AccountParts {
  readonly settings: DispatchSettings;
  readonly request: OutgoingRequest;
  readonly record: AttemptRecord;
  readonly permit: Permit;
  /** Undefined where nothing was reserved. */
  readonly settle: ((record: AttemptRecord) => void | Promise<void>) | undefined;
}

/** Whether anything may have been sent by now. */
interface Sent {
  readonly maybeSent: boolean;
}

const SETTLED = Promise.resolve();

export class AttemptAccount {
  readonly record: AttemptRecord;
  /** Resolves when the reservation has been settled; never rejects. */
  settled: Promise<void> = SETTLED;
  readonly #parts: AccountParts;
  readonly #sent: Sent;
  readonly #began: number;
  #closed = false;
  #settleOwed: (() => void) | undefined;

  constructor(parts: AccountParts, sent: Sent) {
    this.#parts = parts;
    this.#sent = sent;
    this.record = parts.record;
    this.#began = parts.settings.clock.elapsed();
    this.record.beganAt = this.#began;
    parts.settings.health.began(parts.record.deployment);
  }

  get closed(): boolean {
    return this.#closed;
  }

  firstChunk(): void {
    if (this.record.firstChunkMs !== undefined) return;
    this.record.firstChunkMs = this.#elapsed();
    this.#parts.permit.answering();
  }

  /** Usage and cost as far as they are known; may be called before the end, to include them in the answer. */
  used(reported: ReportedUsage | undefined, characters: number | undefined): void {
    const { settings, request, record } = this.#parts;
    const tokensIn = settings.tokensIn ?? fourToAToken;
    const written = characters === undefined ? undefined : tokensIn(characters);
    const expected = settings.expected(record.model, request.needs ?? guessedNeeds(request));
    const { usage, note } = chargedUsage(reported, written, expected, isUnfinished(record));
    record.usage = usage;
    if (note !== undefined) record.usageNote = note;
    else if (record.usageNote !== undefined) delete record.usageNote;
    const cost = settings.costOf(record.model, usage);
    if (cost !== undefined) record.costUsd = cost;
  }

  /** The same attempt has been sent once more, and why. */
  repeated(why: string): void {
    this.record.repeats = [...(this.record.repeats ?? []), why];
  }

  answered(): void {
    this.record.outcome = 'answered';
    this.record.ms = this.#elapsed();
  }

  /** The answer is complete and its usage noted; `owing`: usage may still arrive, and `settleOwed` must be called. */
  complete(owing = false): void {
    if (this.#closed) return;
    this.answered();
    this.#close(false, owing);
    this.#parts.permit.succeeded();
  }

  /** Settles an answer that was complete before its usage was known. */
  settleOwed(): void {
    this.#settleOwed?.();
  }

  /**
   * `burnt` is what the attempt may have cost although it failed; undefined where the provider refused it, because
   * providers do not charge for that.
   */
  failed(fault: Fault, burnt?: Produced): void {
    if (this.#closed) return;
    const { record } = this;
    record.outcome = 'failed';
    record.class = fault.class;
    record.message = fault.message;
    const { words = NO_WORDS } = this.#parts.settings;
    Object.assign(record, words.facts(fault, this.#parts.request.body));
    const kept = words.kept(fault);
    if (kept !== undefined) record.providerMessage = kept;
    if (fault.retryAfterMs !== undefined) record.retryAfterMs ??= fault.retryAfterMs;
    if (burnt !== undefined && this.#sent.maybeSent) this.used(burnt.usage, burnt.characters);
    this.#close(true);
    this.#parts.permit.failed(fault.class, record.status, record.retryAfterMs, fault.cools);
  }

  /** The caller has left, or another attempt has won. */
  aborted(usage: ReportedUsage | undefined, characters: number | undefined): void {
    if (this.#closed) return;
    this.record.outcome = 'aborted';
    if (this.#sent.maybeSent) this.used(usage, characters);
    this.#close(false);
    this.#parts.permit.void();
  }

  #close(failed: boolean, owing = false): void {
    this.#closed = true;
    const { record, settings, settle } = this.#parts;
    record.ms = this.#elapsed();
    record.maybeSent = this.#sent.maybeSent;
    const { firstChunkMs } = record;
    const unhealthy = failed && record.class !== undefined && FAILURES[record.class].fault === 'provider';
    settings.health.ended(record.deployment, { firstChunkMs, failed: unhealthy });
    // The ledger retries a settlement that fails; the answer must not fail with it.
    const due = owing ? new Promise<void>((resolve) => (this.#settleOwed = resolve)) : undefined;
    if (settle !== undefined)
      this.settled = due?.then(() => quietly(settle, record)) ?? quietly(settle, record);
    else if (due !== undefined) this.settled = due;
  }

  #elapsed(): number {
    return Math.round((this.#parts.settings.clock.elapsed() - this.#began) * 10) / 10;
  }
}

/** The answer was abandoned or broke off, so its usage may be incomplete. */
function isUnfinished({ outcome, class: failure }: AttemptRecord): boolean {
  if (outcome === 'aborted') return true;
  return failure === 'broken-stream' || failure === 'timeout' || failure === 'connection';
}

/** At once where the ledger settles at once. What fails is reported where it happens. */
function quietly(settle: NonNullable<AccountParts['settle']>, record: AttemptRecord): Promise<void> {
  try {
    return settle(record)?.catch(() => {}) ?? SETTLED;
  } catch {
    return SETTLED;
  }
}

/** Where nothing has been counted. */
function guessedNeeds({ body }: OutgoingRequest): Needs {
  return { inputTokens: Math.ceil(body.length / 4), tools: false, images: false, json: false, audio: false };
}

function fourToAToken(characters: number): number {
  return Math.ceil(characters / 4);
}
