/**
 * What the primary does for one worker: its reservations and permits, which it gives back when the worker ends, and
 * what the worker observes, writes and reads.
 */
import type { Slot } from '../admission/limits/concurrency-limiter.ts';
import type { DecisionLine } from '../decisions/decision-log.ts';
import type { Charge } from '../ledger/ledger.ts';
import type { ForWorkers } from './protocol.ts';
import type { SharedState } from './shared-state.ts';

interface TakenPlace {
  readonly leaving: AbortController;
  place?: Slot;
}

type Spending = Pick<ForWorkers, 'reserve' | 'settle' | 'refund' | 'used' | 'running'>;
type Permits = Pick<ForWorkers, 'takePlace' | 'leavePlace' | 'placesTaken'>;

export class AnsweredWorker {
  readonly calls: ForWorkers;
  /** Resolves when the worker can be asked. */
  readonly loaded: Promise<void>;
  readonly #number: number;
  readonly #shared: SharedState;
  /** Neither settled nor refunded. */
  readonly #reserved = new Map<string, readonly Charge[]>();
  /** Permits and waits for them, by the worker's own numbers. */
  readonly #taken = new Map<number, TakenPlace>();
  #gone = false;

  constructor(number: number, shared: SharedState) {
    this.#number = number;
    this.#shared = shared;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.loaded = promise;
    this.calls = { ...this.#spending(), ...this.#permits(), ...this.#knowledge(), loaded: () => resolve() };
  }

  /**
   * The worker has ended: its permits are free, and its open reservations are settled as spent, because what it sent
   * may be billed. Resolves with their number.
   */
  async ended(): Promise<number> {
    this.#gone = true;
    for (const place of [...this.#taken.keys()]) this.#leavePlace(place);
    const left = [...this.#reserved];
    this.#reserved.clear();
    await Promise.all(left.map(([id, charges]) => this.#settleAsSpent(id, charges)));
    return left.length;
  }

  #spending(): Spending {
    const { ledger } = this.#shared.open;
    return {
      reserve: async (id, charges, now) => {
        const reservation = await ledger.reserve(id, charges, now);
        if (!reservation.ok) return reservation;
        if (this.#gone) await this.#settleAsSpent(id, charges);
        else this.#reserved.set(id, charges);
        return reservation;
      },
      settle: async (id, amounts, now) => {
        this.#reserved.delete(id);
        return ledger.settle(id, amounts, now);
      },
      refund: async (id, now) => {
        this.#reserved.delete(id);
        return ledger.refund(id, now);
      },
      used: async (buckets, now) => ledger.used(buckets, now),
      running: (now) => ledger.running(now),
    };
  }

  async #settleAsSpent(id: string, charges: readonly Charge[]): Promise<void> {
    const { open, log } = this.#shared;
    const amounts = new Map(charges.map(({ bucket, amount }) => [bucket.key, amount]));
    try {
      await open.ledger.settle(id, amounts, Date.now());
    } catch (error) {
      log.warn(`${id} is not settled: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #permits(): Permits {
    const { places } = this.#shared;
    return {
      takePlace: async (which, wanted) => {
        if (this.#gone) return 'gone';
        const one: TakenPlace = { leaving: new AbortController() };
        this.#taken.set(which, one);
        const place = await places.take({ ...wanted, signal: one.leaving.signal });
        if (typeof place === 'string') {
          this.#taken.delete(which);
          return place;
        }
        if (this.#taken.get(which) !== one) {
          place.release();
          return 'gone';
        }
        one.place = place;
        return 'held';
      },
      leavePlace: (which) => this.#leavePlace(which),
      placesTaken: (key) => places.taken(key),
    };
  }

  #leavePlace(which: number): void {
    const one = this.#taken.get(which);
    this.#taken.delete(which);
    one?.leaving.abort();
    one?.place?.release();
  }

  /** Everything that is neither spent nor permitted. */
  #knowledge(): Omit<ForWorkers, keyof Spending | keyof Permits | 'loaded'> {
    const shared = this.#shared;
    const number = this.#number;
    const { traffic, metrics, decisions } = shared.open;
    const { log, feedback } = decisions.files;
    return {
      health: (news) => shared.passOn(number, news),
      pin(pin) {
        traffic.pins.hear(pin);
        for (const worker of shared.others(number)) worker.tell('pins', [pin]);
      },
      sampleRollout: (policy, name, sample) => traffic.rollouts.sample(policy, name, sample),
      async actOnRollout(policy, name, action) {
        const acted = await traffic.rollouts.act(policy, name, action);
        shared.tellRollouts();
        return acted;
      },
      metrics: (changes) => metrics.absorb(changes),
      decision: (text, time) => log.append(text, time),
      dropped(lines) {
        shared.dropped += lines;
      },
      findDecision: (id) => this.#findDecision(id),
      giveFeedback: (line) => feedback.put(line),
      findFeedback: (decision) => feedback.find(decision),
      budgetWarning: (warning, bucket) => shared.warn(warning, bucket),
      operatorView: () => shared.view(),
      metricsText: () => shared.metricsText(),
    };
  }

  /** The other workers have those that are under way or not logged. */
  async #findDecision(id: string): Promise<DecisionLine | undefined> {
    const others = [...this.#shared.others(this.#number)].map((worker) =>
      worker.ask('recentDecision', id).catch(() => undefined),
    );
    const found = (await Promise.all(others)).find((record) => record !== undefined);
    return found ?? this.#shared.open.decisions.files.log.find(id);
  }
}
