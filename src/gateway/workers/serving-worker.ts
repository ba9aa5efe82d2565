/**
 * The entry of a worker process: opens the service with what its primary holds, serves the sets that the primary has
 * accepted, and ends when the primary does. Reads no policy file and writes no store.
 */
import cluster from 'node:cluster';
import { type Listening, listenTo } from '../listen-to.ts';
import { createLog } from '../observe/log.ts';
import { type OpenService, openService, type Start } from '../open-service.ts';
import type { ActiveSet } from '../policies/open-policies.ts';
import type { Vetting } from '../policies/reload/vetting.ts';
import { withTables } from '../policies/reload/word-tables.ts';
import type { Service } from '../service.ts';
import { createStop } from '../stop.ts';
import { type Channel, openChannel } from './channel.ts';
import { createHealthCollector } from './health-news.ts';
import type { Beginning, ForPrimary, ForWorkers, OperatorView } from './protocol.ts';
import { createRemoteFiles } from './remote-files.ts';
import { createRemoteLedger } from './remote-ledger.ts';
import { createRemotePlaces } from './remote-places.ts';
import { createRemoteRollouts } from './remote-rollouts.ts';

/** Milliseconds between messages with what was counted. */
const COUNTED_EVERY = 100;

const NOTHING_SEEN: OperatorView = {
  status: { hash: null, since: null, history: [] },
  shares: new Map(),
  buckets: [],
  rollouts: [],
};

class ServingWorker {
  readonly #primary: Channel<ForWorkers>;
  readonly #ledger;
  readonly #rollouts;
  readonly #health;
  /** Calls in flight by deployment, in each other worker. */
  readonly #elsewhere = new Map<string, Map<number, number>>();
  #view = NOTHING_SEEN;
  #set: ActiveSet | undefined;
  #start: Start | undefined;
  #open: OpenService | undefined;
  #listening: Listening | undefined;

  constructor(end: Parameters<typeof openChannel>[0]) {
    this.#primary = openChannel<ForWorkers>(end, this.#calls());
    this.#ledger = createRemoteLedger(this.#primary);
    this.#rollouts = createRemoteRollouts(this.#primary, () => this.#view);
    this.#health = createHealthCollector((news) => this.#primary.tell('health', news));
    this.#primary.tell('loaded');
  }

  #calls(): ForPrimary {
    return {
      begin: (beginning) => this.#begin(beginning),
      serve: (set) => this.#serve(set),
      listen: (port) => this.#listen(port),
      health: (from, { breakers, ended, inFlight }) => {
        const { open } = this.#begun();
        for (const [deployment, news] of breakers) open.breakers.hear(deployment, news);
        for (const call of ended) open.health.hear(call);
        for (const [deployment, now] of inFlight) {
          const others = this.#elsewhere.get(deployment) ?? new Map<number, number>();
          this.#elsewhere.set(deployment, others.set(from, now));
          open.health.elsewhere(
            deployment,
            [...others.values()].reduce((sum, one) => sum + one, 0),
          );
        }
      },
      pins: (pins) => {
        for (const pin of pins) this.#begun().open.traffic.pins.hear(pin);
      },
      rolloutShares: (shares) => this.#rollouts.hear(shares),
      store: (state) => this.#ledger.hear(state),
      drainMetrics: () => this.#begun().open.metrics.drain(),
      recentDecision: (id) => this.#begun().open.decisions.recent(id),
      drain: (graceMs) => this.#drain(graceMs),
    };
  }

  #begun(): { readonly start: Start; readonly open: OpenService } {
    if (this.#start === undefined || this.#open === undefined) throw new Error('the worker has not begun');
    return { start: this.#start, open: this.#open };
  }

  async #begin({ config, variables, breaker }: Beginning): Promise<void> {
    const primary = this.#primary;
    const log = createLog(config.logLevel);
    const stop = createStop((message) => log.warn(message));
    const vetting: Vetting = {
      vet: async () => {
        const set = this.#set;
        if (set === undefined) throw new Error('there is no active set');
        return {
          kind: 'good',
          policies: set.policies.map(withTables),
          warnings: 0,
          since: set.since,
          hash: set.hash,
          paths: [],
        };
      },
      close: async () => {},
    };
    this.#start = {
      ...{ config, variables, log, stop },
      registered: breaker === undefined ? {} : { breaker },
      elsewhere: {
        ledger: this.#ledger,
        places: createRemotePlaces(primary),
        rollouts: this.#rollouts,
        files: createRemoteFiles(primary, config.decisionLogDays),
        vetting,
        onBudgetWarning: (warning, bucket) => primary.tell('budgetWarning', warning, bucket),
        tellPin: (pin) => primary.tell('pin', pin),
        tellBreakers: (deployment, news) => this.#health.tellBreakers(deployment, news),
        tellEnded: (call) => this.#health.tellEnded(call),
      },
    };
    this.#open = await openService(this.#start);
    this.#health.begin(this.#open.health);
    setInterval(() => this.#tellCounted(), COUNTED_EVERY).unref();
  }

  async #serve(set: ActiveSet): Promise<void> {
    const { policies } = this.#begun().open;
    this.#set = set;
    await policies.reload();
    const { hash, rejected } = policies.status();
    if (hash !== set.hash) throw new Error(rejected?.reason ?? `it serves ${hash}, not ${set.hash}`);
  }

  async #listen(port: number): Promise<string> {
    const { start, open } = this.#begun();
    this.#listening = await listenTo(start, open, port, this.#service(open));
    return this.#listening.url;
  }

  /** What an operator sees is the primary's. */
  #service({ service }: OpenService): Service {
    return {
      ...service,
      budgets: {
        ...service.budgets,
        shares: () => this.#view.shares,
        buckets: () => this.#view.buckets,
      },
      policyStatus: () => this.#view.status,
      refresh: async () => {
        this.#view = await this.#primary.ask('operatorView');
      },
      metricsText: () => this.#primary.ask('metricsText'),
    };
  }

  #tellCounted(): void {
    const changes = this.#begun().open.metrics.drain();
    if (changes.length > 0) this.#primary.tell('metrics', changes);
  }

  async #drain(graceMs: number): Promise<void> {
    if (this.#listening === undefined) await this.#start?.stop.run();
    else await this.#listening.close(graceMs);
    this.#health.close();
    this.#tellCounted();
  }
}

// The primary decides when a worker ends; a terminal sends its signals to all processes.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
if (cluster.worker === undefined) throw new Error('serving-worker.ts must be started by its primary process');
new ServingWorker({
  connected: () => process.connected,
  send: (message, sent) => void process.send?.(message, undefined, undefined, () => sent()),
  onMessage: (take) => void process.on('message', take),
});
