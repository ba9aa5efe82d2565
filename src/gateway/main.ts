/**
 * The composition root: opens what must be opened, hands each part what it needs, listens, drains. The only file that
 * knows all of them, and it decides nothing.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openLiveReader } from '../meaning/live-reader.ts';
import { encoderFault } from '../meaning/open-meaning.ts';
import { createByteBudget } from './bounds/byte-budget.ts';
import { mayStart } from './callers/authenticate.ts';
import { openKeyStore } from './callers/key-store.ts';
import { createEnvironment, type GatewayConfig } from './config.ts';
import { connectProvider } from './connect-provider.ts';
import { type BreakerSettings, createCircuitBreakers } from './dispatch/circuit-breaker.ts';
import { createHealth } from './dispatch/health.ts';
import { loadPredicates, type Predicates } from './facts/predicates.ts';
import { rulesEngine } from './facts/rule-documents.ts';
import { createApp } from './http/app.ts';
import { createDrain } from './http/drain.ts';
import { hardenServer } from './http/harden-server.ts';
import { listen } from './http/listen.ts';
import { openKeptDecisions } from './keep-decisions.ts';
import { createBudgetGate } from './ledger/budget-gate.ts';
import { openSqliteLedger } from './ledger/sqlite-ledger.ts';
import { createLiveSet } from './live-policy.ts';
import { createLog } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { openTraffic } from './open-traffic.ts';
import { createPolicyStore } from './reload/policy-store.ts';
import { createVetting } from './reload/vetting.ts';
import { watchPolicies } from './reload/watch-policies.ts';
import type { Service, ServingSet } from './service.ts';
import { createServing } from './serving.ts';
import { tellAbsent } from './tell-absent.ts';
import { systemClock } from './upstream/clock.ts';
import { createOriginPools } from './upstream/origin-pools.ts';

export interface Gateway {
  readonly url: string;
  readonly service: Service;
  /** Stops taking connections, waits for running answers at most `graceMs`, closes everything. */
  close(graceMs?: number): Promise<void>;
}

/** What a program that starts the service brings along. */
export interface Registered {
  /** By the name policies declare; stronger than those that `llmr.json` names. */
  readonly predicates?: Predicates;
  /** Otherwise as service.md has them. */
  readonly breaker?: BreakerSettings;
}

/** @throws Error in words for a person: no key on an open address, a ledger in use, a port taken. */
export async function startGateway(
  config: GatewayConfig,
  variables: Readonly<Record<string, string | undefined>> = process.env,
  registered: Registered = {},
): Promise<Gateway> {
  const fault = encoderFault(config.encoder);
  if (fault !== undefined) throw new Error(`"encoder": ${fault}`);
  const predicates = { ...(await loadPredicates(config.predicates)), ...registered.predicates };
  const environment = createEnvironment(config.environment, variables);
  const log = createLog(config.logLevel);
  const keys = openKeyStore(join(config.data, 'keys.sqlite'));
  const may = mayStart(config.host, keys.configured());
  if (!may.ok) throw new Error(may.message);

  const trouble = (message: string) => log.warn(message);
  const ledger = await openSqliteLedger(join(config.data, 'ledger.sqlite'), { onTrouble: trouble });
  const budgets = createBudgetGate({
    ledger,
    now: Date.now,
    storeWait: config.storeWaitMs,
    onTrouble: trouble,
    onWarning: (warning) => log.warn({ ...warning }, 'a budget has passed its warning mark'),
  });
  const metrics = createMetrics();
  const clock = systemClock;
  const traffic = openTraffic({ config, ledger, clock, log, metrics });
  const decisions = await openKeptDecisions({ config, metrics, traffic, now: Date.now, onTrouble: trouble });
  const breakers = createCircuitBreakers(clock, registered.breaker);
  const health = createHealth(clock);
  const pools = createOriginPools(clock);
  const vetting = createVetting(config.reloadBudgetMs);
  const encoderKey = variables[config.encoderKey];
  const encoding = { encoder: config.encoder, ...(encoderKey === undefined ? {} : { key: encoderKey }) };
  const reader = await openLiveReader({ ...encoding, encoderWaitMs: config.encoderWaitMs });
  const turns = new Map<string, number>();
  let draining = false;

  const store = createPolicyStore<ServingSet>({
    vetting,
    vetOptions: () => ({
      directory: config.policies,
      cacheDir: join(config.data, 'heads'),
      today: new Date().toISOString().slice(0, 10),
      predicates: Object.keys(predicates),
      ...encoding,
    }),
    now: Date.now,
    make(policies, hash, since) {
      const set = createLiveSet(policies, hash);
      // Before the first request asks a document, not while it does.
      if (policies.some(({ policy }) => policy.ruleDocuments !== undefined)) void rulesEngine();
      const all = new Map(
        set.policies.map((live) => [
          live,
          createServing(live, {
            clock,
            breakers,
            health,
            random: Math.random,
            predicates,
            fullLoad: config.fullLoad,
            rolloutShare: (policy, rollout) => traffic.rollouts.share(policy, rollout),
            connect: (provider, deployment) =>
              connectProvider(provider, deployment, {
                clock,
                pools,
                simulate: config.simulate,
                environment,
              }),
          }),
        ]),
      );
      return {
        hash,
        since,
        all: [...all.values()],
        names: set.names,
        find(model) {
          const live = set.find(model);
          return live === undefined ? undefined : all.get(live);
        },
      };
    },
    onSwap(set, hash) {
      traffic.inForce(set.all.map((serving) => serving.policy));
      metrics.add('llmr_reloads_total', ['ok']);
      metrics.set('llmr_policy_rejected', [], 0);
      metrics.clear('llmr_policy_info');
      for (const serving of set.all) metrics.set('llmr_policy_info', [serving.policy.name, serving.hash], 1);
      for (const { heads } of set.all) void reader.warm(heads.values());
      log.info({ hash, policies: set.all.map((serving) => serving.policy.name) }, 'policies are in force');
      for (const line of tellAbsent(set, environment)) log.warn(line);
    },
    onRejected(reason, text) {
      metrics.add('llmr_reloads_total', ['rejected']);
      metrics.set('llmr_policy_rejected', [], 1);
      log.error({ reason, findings: text }, 'the policies were not taken; the last good ones stay in force');
    },
    onRecovered() {
      metrics.set('llmr_policy_rejected', [], 0);
      log.info('the folder holds again what is in force');
    },
  });

  const service: Service = {
    config,
    bodies: createByteBudget(Math.max(config.bodyMemoryBytes, config.bodyLimitBytes)),
    keys,
    log,
    now: Date.now,
    current: () => store.current(),
    reader,
    budgets,
    traffic,
    turn(pool) {
      const turn = turns.get(pool) ?? 0;
      turns.set(pool, turn + 1);
      return turn;
    },
    peekTurn: (pool) => turns.get(pool) ?? 0,
    record: decisions.record,
    findDecision: decisions.findDecision,
    giveFeedback: decisions.giveFeedback,
    feedbackOn: decisions.feedbackOn,
    policyStatus: () => store.status(),
    storeAnswers: () => ledger.healthy(),
    draining: () => draining,
    metricsText() {
      for (const [deployment, state] of breakers.all()) {
        metrics.set(
          'llmr_breaker_state',
          [deployment],
          state === 'closed' ? 0 : state === 'half-open' ? 1 : 2,
        );
      }
      for (const [budget, percent] of budgets.shares())
        metrics.set('llmr_budget_used_percent', [budget], percent);
      traffic.measure();
      metrics.set('llmr_decision_log_dropped_total', [], decisions.dropped());
      return metrics.text();
    },
  };

  await store.reload();
  const watching = watchPolicies({
    directory: config.policies,
    poll: config.reloadPollMs,
    seen: () => store.seen(),
    onChange: () => store.reload(),
    onTrouble: trouble,
  });
  const server = createServer(createApp(service).callback());
  hardenServer(server);
  const drain = createDrain(server);
  async function close(graceMs = 10_000): Promise<void> {
    draining = true;
    await watching.close();
    await drain(graceMs);
    await vetting.close();
    await reader.close();
    await traffic.close();
    await pools.destroy();
    await decisions.close();
    await ledger.close();
    keys.close();
  }

  try {
    return { url: await listen(server, config.host, config.port), service, close };
  } catch (error) {
    // What is open would keep the process alive.
    await close(0);
    throw error;
  }
}
