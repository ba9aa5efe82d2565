/**
 * Composes what serves a policy set: binds a vetted set to its upstreams, and notifies traffic, metrics and the log
 * of a swap. Decides nothing; knows no HTTP.
 */
import { join } from 'node:path';
import type { Policy } from '../../language/semantics/model.ts';
import type { LiveReader } from '../../meaning/live-reader.ts';
import type { GatewayConfig, Variable } from '../config/config.ts';
import { createTellWords, type TellWords } from '../dispatch/tell-words.ts';
import type { Predicates } from '../facts/predicates.ts';
import { rulesEngine } from '../facts/rule-documents.ts';
import type { CircuitBreakers } from '../health/circuit-breaker.ts';
import type { Health } from '../health/deployment-health.ts';
import type { BudgetGate } from '../ledger/budget-gate.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import { configuredSecrets, hostNames } from '../secrets/configured-secrets.ts';
import { encoderHosts } from '../secrets/encoder-hosts.ts';
import { keyHosts } from '../secrets/key-hosts.ts';
import { createKnownSecrets } from '../secrets/known-secrets.ts';
import { createTextCleaner } from '../secrets/text-cleaner.ts';
import type { Clock } from '../upstream/clock.ts';
import type { OriginPools } from '../upstream/origin-pools.ts';
import { connectProvider } from './connect-provider.ts';
import { createLiveSet, type LivePolicy } from './live-policy.ts';
import { describeMissing } from './missing-dependencies.ts';
import { createServing } from './policy-runtime.ts';
import { createPolicyStore, type PolicyStore } from './reload/policy-store.ts';
import type { VettedPolicy } from './reload/vet-policies.ts';
import type { Vetting } from './reload/vetting.ts';
import type { ServingSet } from './serving-set.ts';

export interface PolicyParts {
  readonly config: GatewayConfig;
  /** The whole environment, to know which secrets must not be shown. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly predicates: Predicates;
  readonly environment: (name: string) => Variable;
  readonly encoding: { readonly encoder: string; readonly hosts: readonly string[]; readonly key?: string };
  readonly vetting: Vetting;
  readonly reader: Pick<LiveReader, 'warm'>;
  readonly clock: Clock;
  readonly breakers: CircuitBreakers;
  readonly health: Health;
  readonly pools: OriginPools;
  /** Notified of a swap, and asked for a rollout's share of the new side. */
  readonly traffic: {
    inForce(policies: readonly Policy[]): void;
    readonly rollouts: { share(policy: string, rollout: string): number };
  };
  readonly budgets: Pick<BudgetGate, 'recall'>;
  /** Keeps the active policies, so that their decisions can be explained later. */
  readonly keep: (policies: readonly LivePolicy[]) => void;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Called after each swap. */
  readonly onActive?: (set: ActiveSet) => void;
}

/** A set that passed, as plain data that another process can serve. */
export interface ActiveSet {
  readonly hash: string;
  readonly policies: readonly VettedPolicy[];
  /** Epoch milliseconds. */
  readonly since: number;
}

export function openPolicies(parts: PolicyParts): PolicyStore<ServingSet> {
  const { config, predicates, vetting, reader, traffic, metrics, log } = parts;
  /** The hosts that each key has been sent to since the start. */
  const gone = encoderHosts(config);
  /** Whether the active set has intents, so that a change is likely to need training. */
  let trained = false;
  return createPolicyStore<ServingSet>({
    vetting,
    vetOptions: () => ({
      directory: config.policies,
      cacheDir: join(config.data, 'heads'),
      today: new Date().toISOString().slice(0, 10),
      predicates: Object.keys(predicates),
      ...(config.simulate ? {} : { keyHosts: { keys: config.keys, hosts: config.hosts, gone } }),
      ...parts.encoding,
      trained,
    }),
    now: Date.now,
    make: (vetted, hash, since) => makeServingSet(parts, vetted, hash, since),
    onSwap(set, hash, vetted) {
      const inForce = set.all.map((serving) => serving.policy);
      for (const [variable, hosts] of Object.entries(keyHosts(inForce)))
        gone[variable] = [...new Set([...(gone[variable] ?? []), ...hosts])];
      parts.keep(set.all);
      traffic.inForce(inForce);
      void parts.budgets.recall(inForce);
      metrics.add('llmr_reloads_total', ['ok']);
      metrics.set('llmr_policy_rejected', [], 0);
      metrics.clear('llmr_policy_info');
      for (const serving of set.all) metrics.set('llmr_policy_info', [serving.policy.name, serving.hash], 1);
      trained = set.all.some(({ heads }) => heads.size > 0);
      for (const { heads } of set.all) void reader.warm(heads.values());
      log.info({ hash, policies: set.all.map((serving) => serving.policy.name) }, 'policy set active');
      for (const line of describeMissing(set)) log.warn(line);
      parts.onActive?.({ hash, policies: vetted, since: set.since });
    },
    onRejected(reason, text) {
      metrics.add('llmr_reloads_total', ['rejected']);
      metrics.set('llmr_policy_rejected', [], 1);
      log.error({ reason, findings: text }, 'policy set rejected; the previous set stays active');
    },
    onRecovered() {
      metrics.set('llmr_policy_rejected', [], 0);
      log.info('policy folder matches the active set again');
    },
  });
}

/** Which parts of a provider's error text may be shown, given the secrets and addresses of this installation. */
function wordsFor({ config, variables }: PolicyParts, policies: readonly Policy[]): TellWords {
  const secrets = configuredSecrets({ variables, named: [config.encoderKey], policies });
  const cleaner = createTextCleaner(createKnownSecrets(secrets), hostNames(policies));
  return createTellWords(cleaner, config.keepProviderMessages);
}

function makeServingSet(
  parts: PolicyParts,
  vetted: readonly VettedPolicy[],
  hash: string,
  since: number,
): ServingSet {
  const { config, predicates, environment, clock, breakers, health, pools, traffic } = parts;
  const words = wordsFor(
    parts,
    vetted.map(({ policy }) => policy),
  );
  const set = createLiveSet(vetted, hash);
  // Prepared before the first request needs a document, not during it.
  if (vetted.some(({ policy }) => policy.ruleDocuments !== undefined)) void rulesEngine();
  const all = new Map(
    set.policies.map((live) => [
      live,
      createServing(live, {
        eventLimit: Math.max(1_048_576, config.bodyLimitBytes),
        clock,
        breakers,
        health,
        random: Math.random,
        predicates,
        fullLoad: config.fullLoad,
        words,
        rolloutShare: (policy, rollout) => traffic.rollouts.share(policy, rollout),
        connect: (provider, deployment) =>
          connectProvider(provider, deployment, { clock, pools, simulate: config.simulate, environment }),
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
}
