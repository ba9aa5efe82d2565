/**
 * Opens every part of a service and passes each what it needs, without listening: the stores, what a request may use,
 * the active policies. A worker process gets what only one process may hold from its primary. The only file that knows
 * all parts.
 */
import { join } from 'node:path';
import { type LiveReader, openLiveReader } from '../meaning/live-reader.ts';
import { createAllowedHosts } from '../network/allowed-hosts.ts';
import type { ConcurrencyLimiter } from './admission/limits/concurrency-limiter.ts';
import { createByteBudget } from './bounds/byte-budget.ts';
import { mayStart } from './callers/authenticate.ts';
import { type KeyStore, openKeyStore } from './callers/key-store.ts';
import { createRefusedCallers } from './callers/refused-callers.ts';
import { createEnvironment, type GatewayConfig } from './config/config.ts';
import { type DecisionFiles, type KeptDecisions, openKeptDecisions } from './decisions/keep-decisions.ts';
import { type KeptPolicies, openKeptPolicies } from './decisions/kept-policies.ts';
import { recordCopy } from './decisions/record-metrics.ts';
import { loadPredicates, type Predicates } from './facts/predicates.ts';
import {
  type BreakerSettings,
  type BreakerState,
  createCircuitBreakers,
  type SharedBreakers,
  type TellBreakers,
} from './health/circuit-breaker.ts';
import { createHealth, type EndedCall, type SharedHealth } from './health/deployment-health.ts';
import { type BudgetGate, type BudgetGateOptions, createBudgetGate } from './ledger/budget-gate.ts';
import { createSettlingLedger, type SettlingLedger } from './ledger/settle-later.ts';
import { openSqliteLedger } from './ledger/sqlite-ledger.ts';
import { createLog, type Log } from './observe/log.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { type ActiveSet, openPolicies } from './policies/open-policies.ts';
import { shownWire } from './policies/policy-runtime.ts';
import { codeId } from './policies/reload/code-id.ts';
import { keepSet } from './policies/reload/keep-set.ts';
import type { PolicyStore } from './policies/reload/policy-store.ts';
import { createVetting, type Vetting } from './policies/reload/vetting.ts';
import type { ServingSet } from './policies/serving-set.ts';
import type { Service } from './service.ts';
import type { Stop } from './stop.ts';
import { tightenDataFolder } from './stores/data-folder.ts';
import type { Pin } from './traffic/affinity/pins.ts';
import { openTraffic } from './traffic/open-traffic.ts';
import type { Rollouts } from './traffic/rollouts/rollouts.ts';
import type { Traffic } from './traffic/traffic.ts';
import { systemClock } from './upstream/clock.ts';
import { createOriginPools } from './upstream/origin-pools.ts';

/** What a program that starts the service can pass in. */
export interface Registered {
  /** By the name that policies declare; they override those that `llmr.json` names. */
  readonly predicates?: Predicates;
  /** Where absent, the limits of service.md apply. */
  readonly breaker?: BreakerSettings;
  /**
   * A vetting process shared by several gateways in one process; the program that starts them closes it. It handles one
   * question at a time.
   */
  readonly vetting?: Vetting;
}

/** What a worker process has in its primary process. */
export interface Elsewhere {
  readonly ledger: SettlingLedger;
  readonly places: ConcurrencyLimiter;
  readonly rollouts: Rollouts;
  readonly files: DecisionFiles;
  readonly vetting: Vetting;
  readonly onBudgetWarning: NonNullable<BudgetGateOptions['onWarning']>;
  /** Called with what other processes must hear of. */
  readonly tellPin: (pin: Pin) => void;
  readonly tellBreakers: TellBreakers;
  readonly tellEnded: (call: EndedCall) => void;
}

export interface Start {
  readonly config: GatewayConfig;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly registered: Registered;
  readonly log: Log;
  readonly stop: Stop;
  readonly elsewhere?: Elsewhere;
  /** This process answers no requests: worker processes do, which must serve each active set. */
  readonly forWorkers?: { onActive(set: ActiveSet): void };
}

/** Everything that is open before the first policy is. */
export interface Parts {
  readonly keys: KeyStore;
  readonly ledger: SettlingLedger;
  readonly budgets: BudgetGate;
  readonly metrics: Metrics;
  readonly traffic: Traffic;
  readonly kept: KeptPolicies;
  readonly decisions: KeptDecisions;
  readonly breakers: SharedBreakers;
  readonly health: SharedHealth;
}

export interface OpenService extends Parts {
  readonly service: Service;
  readonly policies: PolicyStore<ServingSet>;
  /** From now on the service reports that it is shutting down. */
  drain(): void;
}

export async function openService(start: Start): Promise<OpenService> {
  const predicates = { ...(await loadPredicates(start.config.predicates)), ...start.registered.predicates };
  const parts = await openParts(start);
  const { config, variables, log, stop } = start;
  const pools = createOriginPools(systemClock, createAllowedHosts(config.hosts));
  stop.add('pools', () => pools.destroy());
  const encoderKey = variables[config.encoderKey];
  const encoding = {
    encoder: config.encoder,
    hosts: config.hosts,
    ...(encoderKey === undefined ? {} : { key: encoderKey }),
  };
  const reader = await openLiveReader({
    ...encoding,
    encoderWaitMs: config.encoderWaitMs,
    onSecondLook: (outcome) => parts.metrics.add('llmr_second_looks_total', [outcome]),
  });
  stop.add('reader', () => reader.close());
  const policies = openPolicies({
    ...{ config, variables, predicates, encoding, pools, log },
    ...parts,
    // The primary counts and reports what it makes active.
    ...(start.elsewhere === undefined ? {} : { metrics: createMetrics(), log: createLog('silent') }),
    reader: start.forWorkers === undefined ? reader : { warm: async () => {} },
    ...(start.forWorkers === undefined ? {} : { onActive: start.forWorkers.onActive }),
    environment: createEnvironment(config.environment, variables),
    vetting: start.elsewhere?.vetting ?? start.registered.vetting ?? openVetting(config, stop),
    clock: systemClock,
    keep: parts.kept.keep,
  });
  const state = { draining: false };
  const service = serviceOf(start, parts, { reader, policies, draining: () => state.draining });
  return {
    ...{ ...parts, service, policies },
    drain() {
      state.draining = true;
    },
  };
}

async function openParts({ config, registered, log, stop, elsewhere }: Start): Promise<Parts> {
  const keys = openKeyStore(join(config.data, 'keys.sqlite'));
  stop.add('keys', () => keys.close());
  const may = mayStart(config.host, keys.configured());
  if (!may.ok) throw new Error(may.message);

  const trouble = (message: string) => log.warn(message);
  const ledger = elsewhere?.ledger ?? (await openLedger(config, trouble));
  stop.add('ledger', () => ledger.close());
  const budgets = createBudgetGate({
    ledger,
    now: Date.now,
    storeWait: config.storeWaitMs,
    onTrouble: trouble,
    onWarning:
      elsewhere?.onBudgetWarning ??
      ((warning) => log.warn({ ...warning }, 'a budget has passed its warning mark')),
  });
  const metrics = createMetrics();
  const clock = systemClock;
  const traffic = openTraffic({
    ...{ config, ledger, clock, log, metrics },
    onCopy: (run, route, copy) => recordCopy(metrics, run, route, copy),
    ...(elsewhere === undefined ? {} : { shared: elsewhere, tellPin: elsewhere.tellPin }),
  });
  stop.add('traffic', () => traffic.close());
  const kept = openKeptPolicies(config.data, trouble, elsewhere === undefined);
  stop.add('kept policies', () => kept.close());
  const decisions = await openKeptDecisions({
    ...{ config, policies: kept, metrics, traffic, now: Date.now, onTrouble: trouble },
    ...(elsewhere === undefined ? {} : { files: elsewhere.files }),
  });
  stop.add('decisions', () => decisions.close());
  tightenDataFolder(config.data);
  const breakers = createCircuitBreakers(clock, registered.breaker, elsewhere?.tellBreakers);
  const health = createHealth(clock, elsewhere?.tellEnded);
  return { keys, ledger, budgets, metrics, traffic, kept, decisions, breakers, health };
}

async function openLedger(
  { data }: GatewayConfig,
  onTrouble: (message: string) => void,
): Promise<SettlingLedger> {
  return createSettlingLedger(await openSqliteLedger(join(data, 'ledger.sqlite'), { onTrouble }), {
    onTrouble,
  });
}

interface Prepared {
  readonly reader: LiveReader;
  readonly policies: PolicyStore<ServingSet>;
  readonly draining: () => boolean;
}

function serviceOf({ config, log }: Start, parts: Parts, { reader, policies, draining }: Prepared): Service {
  const { keys, budgets, traffic, decisions, metrics, ledger } = parts;
  const turns = new Map<string, number>();
  return {
    config,
    bodies: createByteBudget(Math.max(config.bodyMemoryBytes, config.bodyLimitBytes)),
    keys,
    refused: createRefusedCallers({
      count: (because) => metrics.add('llmr_refused_callers_total', [because]),
      warn: (details, message) => log.warn(details, message),
      elapsed: systemClock.elapsed,
    }),
    log,
    now: Date.now,
    current: () => policies.current(),
    reader,
    budgets,
    traffic,
    turn(pool) {
      const turn = turns.get(pool) ?? 0;
      turns.set(pool, turn + 1);
      return turn;
    },
    peekTurn: (pool) => turns.get(pool) ?? 0,
    ...decisions.forService,
    policyStatus: () => policies.status(),
    storeAnswers: () => ledger.healthy(),
    draining,
    refresh: async () => {},
    metricsText: () => metricsText(parts, budgets.shares()),
  };
}

/** `shares`: of budgets, by name. */
export function metricsText(parts: Parts, shares: ReadonlyMap<string, number>): string {
  const { breakers, traffic, metrics, decisions } = parts;
  for (const [deployment, state] of worstStates(breakers.all()))
    metrics.set('llmr_breaker_state', [deployment], state);
  for (const [budget, percent] of shares) metrics.set('llmr_budget_used_percent', [budget], percent);
  traffic.measure();
  metrics.set('llmr_decision_log_dropped_total', [], decisions.dropped());
  return metrics.text();
}

function openVetting(config: GatewayConfig, stop: Stop): Vetting {
  const vetting = keepSet(createVetting(config.reloadBudgetMs), join(config.data, 'active.set'), codeId());
  stop.add('vetting', () => vetting.close());
  return vetting;
}

const STATES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/**
 * By the name shown in metrics, which contains no address: if a name covers several addresses, the worst state
 * counts.
 */
function worstStates(all: Iterable<readonly [string, BreakerState]>): Map<string, number> {
  const worst = new Map<string, number>();
  for (const [wire, state] of all) {
    const shown = shownWire(wire);
    worst.set(shown, Math.max(worst.get(shown) ?? 0, STATES[state]));
  }
  return worst;
}
