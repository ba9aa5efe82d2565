/**
 * The composition root: opens stores and files, passes each part what it needs, listens, and drains at shutdown. The
 * only file that knows all parts.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { encoderFault } from '../meaning/encoder-fault.ts';
import { openLiveReader } from '../meaning/live-reader.ts';
import { createAllowedHosts } from '../network/allowed-hosts.ts';
import { createByteBudget } from './bounds/byte-budget.ts';
import { mayStart } from './callers/authenticate.ts';
import { openKeyStore } from './callers/key-store.ts';
import { createRefusedCallers } from './callers/refused-callers.ts';
import { createEnvironment, type GatewayConfig } from './config/config.ts';
import { openKeptDecisions } from './decisions/keep-decisions.ts';
import { openKeptPolicies } from './decisions/kept-policies.ts';
import { recordCopy } from './decisions/record-metrics.ts';
import { loadPredicates, type Predicates } from './facts/predicates.ts';
import { type BreakerSettings, type BreakerState, createCircuitBreakers } from './health/circuit-breaker.ts';
import { createHealth } from './health/deployment-health.ts';
import { createDrain } from './http/drain.ts';
import { hardenServer } from './http/harden-server.ts';
import { listen } from './http/listen.ts';
import { createListener } from './http/listener.ts';
import { createBudgetGate } from './ledger/budget-gate.ts';
import { createSettlingLedger } from './ledger/settle-later.ts';
import { openSqliteLedger } from './ledger/sqlite-ledger.ts';
import { createLog, type Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { openPolicies } from './policies/open-policies.ts';
import { codeId } from './policies/reload/code-id.ts';
import { keepSet } from './policies/reload/keep-set.ts';
import { createVetting, type Vetting } from './policies/reload/vetting.ts';
import { watchPolicies } from './policies/reload/watch-policies.ts';
import { shownWire } from './policies/serving.ts';
import type { Service } from './service.ts';
import { createStop, type Stop } from './stop.ts';
import { tightenDataFolder } from './stores/data-folder.ts';
import { openTraffic } from './traffic/open-traffic.ts';
import { systemClock } from './upstream/clock.ts';
import { createOriginPools } from './upstream/origin-pools.ts';

export interface Gateway {
  readonly url: string;
  readonly service: Service;
  /** Reads the policies again, whether or not a change was detected. Never rejects. */
  reload(): Promise<void>;
  /**
   * Stops accepting connections, waits at most `graceMs` for running answers (default: `drainSeconds`), then closes
   * everything.
   */
  close(graceMs?: number): Promise<void>;
}

/** What a program that starts the service can pass in. */
export interface Registered {
  /** By the name that policies declare; they override those that `llmr.json` names. */
  readonly predicates?: Predicates;
  /** Where absent, the limits of service.md apply. */
  readonly breaker?: BreakerSettings;
  /**
   * A thread shared by several gateways in one process; the program that starts them closes it. It handles one
   * question at a time.
   */
  readonly vetting?: Vetting;
}

/** Milliseconds for settling calls that were cut, and settlements that the store has not accepted before. */
const LAST_SETTLEMENTS = 3_000;

/** @throws Error with a message for the operator: no key on an open address, a ledger in use, a port taken. */
export async function startGateway(
  config: GatewayConfig,
  variables: Readonly<Record<string, string | undefined>> = process.env,
  registered: Registered = {},
): Promise<Gateway> {
  const fault = encoderFault(config.encoder);
  if (fault !== undefined) throw new Error(`"encoder": ${fault}`);
  const log = createLog(config.logLevel);
  const stop = createStop((message) => log.warn(message));
  try {
    return await start(config, variables, registered, log, stop);
  } catch (error) {
    // Open resources would keep the process alive.
    await stop.run();
    throw error;
  }
}

async function start(
  config: GatewayConfig,
  variables: Readonly<Record<string, string | undefined>>,
  registered: Registered,
  log: Log,
  stop: Stop,
): Promise<Gateway> {
  const predicates = { ...(await loadPredicates(config.predicates)), ...registered.predicates };
  const environment = createEnvironment(config.environment, variables);
  const keys = openKeyStore(join(config.data, 'keys.sqlite'));
  stop.add('keys', keys.close);
  const may = mayStart(config.host, keys.configured());
  if (!may.ok) throw new Error(may.message);

  const trouble = (message: string) => log.warn(message);
  const store = await openSqliteLedger(join(config.data, 'ledger.sqlite'), { onTrouble: trouble });
  const ledger = createSettlingLedger(store, { onTrouble: trouble });
  stop.add('ledger', ledger.close);
  const budgets = createBudgetGate({
    ledger,
    now: Date.now,
    storeWait: config.storeWaitMs,
    onTrouble: trouble,
    onWarning: (warning) => log.warn({ ...warning }, 'a budget has passed its warning mark'),
  });
  const metrics = createMetrics();
  const clock = systemClock;
  const traffic = openTraffic({
    ...{ config, ledger, clock, log, metrics },
    onCopy: (run, route, copy) => recordCopy(metrics, run, route, copy),
  });
  stop.add('traffic', traffic.close);
  const kept = openKeptPolicies(config.data, trouble);
  stop.add('kept policies', kept.close);
  const keeping = { config, policies: kept, metrics, traffic, now: Date.now, onTrouble: trouble };
  const decisions = await openKeptDecisions(keeping);
  stop.add('decisions', decisions.close);
  tightenDataFolder(config.data);
  const breakers = createCircuitBreakers(clock, registered.breaker);
  const health = createHealth(clock);
  const pools = createOriginPools(clock, createAllowedHosts(config.hosts));
  stop.add('pools', () => pools.destroy());
  const vetting = registered.vetting ?? openVetting(config, stop);
  const encoderKey = variables[config.encoderKey];
  const encoding = {
    encoder: config.encoder,
    hosts: config.hosts,
    ...(encoderKey === undefined ? {} : { key: encoderKey }),
  };
  const reader = await openLiveReader({
    ...encoding,
    encoderWaitMs: config.encoderWaitMs,
    onSecondLook: (outcome) => metrics.add('llmr_second_looks_total', [outcome]),
  });
  stop.add('reader', () => reader.close());
  const turns = new Map<string, number>();
  let draining = false;

  const policies = openPolicies({
    config,
    variables,
    predicates,
    environment,
    encoding,
    vetting,
    reader,
    clock,
    breakers,
    health,
    pools,
    traffic,
    ...{ budgets, keep: kept.keep, metrics, log },
  });

  const service: Service = {
    config,
    bodies: createByteBudget(Math.max(config.bodyMemoryBytes, config.bodyLimitBytes)),
    keys,
    refused: createRefusedCallers({
      count: (because) => metrics.add('llmr_refused_callers_total', [because]),
      warn: (details, message) => log.warn(details, message),
      elapsed: clock.elapsed,
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
    draining: () => draining,
    metricsText() {
      for (const [deployment, state] of worstStates(breakers.all()))
        metrics.set('llmr_breaker_state', [deployment], state);
      for (const [budget, percent] of budgets.shares())
        metrics.set('llmr_budget_used_percent', [budget], percent);
      traffic.measure();
      metrics.set('llmr_decision_log_dropped_total', [], decisions.dropped());
      return metrics.text();
    },
  };

  await policies.reload();
  // Before any caller can read the spend.
  await budgets.recall((policies.current()?.all ?? []).map(({ policy }) => policy));
  const watching = watchPolicies({
    directory: config.policies,
    poll: config.reloadPollMs,
    seen: () => policies.seen(),
    onChange: () => policies.reload(),
    onTrouble: trouble,
  });
  stop.add('watching', () => watching.close());
  const server = createServer(createListener(service));
  hardenServer(server);
  const drain = createDrain(server);
  const url = await listen(server, config.host, config.port);
  return {
    url,
    service,
    reload: () => policies.reload(),
    async close(graceMs = config.drainSeconds * 1_000) {
      draining = true;
      const end = performance.now() + graceMs;
      stop.add('server', () => drain(graceMs));
      // A call may outlive its answer, for example while it waits for its usage; remaining calls are cut and settled.
      stop.add('settlements', () => ledger.settled(end - performance.now()));
      stop.add('last settlements', async () => tellUnsettled(await ledger.settled(LAST_SETTLEMENTS), log));
      await stop.run();
    },
  };
}

function openVetting(config: GatewayConfig, stop: Stop): Vetting {
  const vetting = keepSet(createVetting(config.reloadBudgetMs), join(config.data, 'active.set'), codeId());
  stop.add('vetting', () => vetting.close());
  return vetting;
}

function tellUnsettled(count: number, log: Log): void {
  if (count > 0) log.warn(`${count} reservations could not be settled: they stay charged at their estimates`);
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
