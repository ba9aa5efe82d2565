/**
 * A live policy with the machinery that serves it: its deployments bound to upstreams, their health under the
 * policy's own names. Made once at a swap. Breaker and health state survives a policy reload.
 */
import type { DeploymentState } from '../../language/planning/plan.ts';
import { mostTokens, reserveFor } from '../../language/planning/reserve.ts';
import type { Deployment, Policy, Provider } from '../../language/semantics/model.ts';
import type { CallerDialect } from '../dialects/dialect.ts';
import { createDispatcher, type Dispatcher } from '../dispatch/dispatch.ts';
import { routeIn, type UpstreamRoute } from '../dispatch/dispatch-settings.ts';
import type { TellWords } from '../dispatch/tell-words.ts';
import type { Predicates } from '../facts/predicates.ts';
import type { CircuitBreakers } from '../health/circuit-breaker.ts';
import type { Health } from '../health/deployment-health.ts';
import { createModelConditions, type ModelConditions } from '../health/model-conditions.ts';
import { createPoolMeasures } from '../health/pool-measures.ts';
import { createSlowStart } from '../health/slow-start.ts';
import { chargeOf, dollarsOfMicros } from '../ledger/money.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Absent } from './connect-provider.ts';
import type { LivePolicy } from './live-policy.ts';

export interface PolicyRuntime extends LivePolicy {
  /** Registered functions by name. */
  readonly predicates: Predicates;
  readonly dispatcher: Dispatcher;
  state(deployment: string): DeploymentState;
  /** For requests in a dialect. */
  stateFor(deployment: string, dialect: CallerDialect): DeploymentState;
  /** Of a deployment in state `no-key`, in words. */
  whyNoKey(deployment: string): string | undefined;
  /** Weighted requests in flight at a deployment, as pools compare them. */
  load(deployment: string): number;
  /** What `fastest of` compares, in milliseconds; undefined: not measured, so it is tried. */
  latency(model: string): number | undefined;
  /** As conditions read them. */
  readonly conditions: ModelConditions;
  /** Whether a deployment is simulated. */
  simulated(deployment: string): boolean;
  /** Percent of the key space on a rollout's new side. */
  rolloutShare(rollout: string): number;
  isDown(model: string): boolean;
}

export interface ServingParts {
  readonly predicates?: Predicates;
  readonly clock: Clock;
  readonly breakers: CircuitBreakers;
  readonly health: Health;
  readonly random: () => number;
  /** Requests in flight at one deployment that count as a load of 100 %, where no limit says how many it may take. */
  readonly fullLoad: number;
  /** Which error texts of providers may be shown. */
  readonly words: TellWords;
  /** Bytes of one event of a stream. */
  readonly eventLimit: number;
  rolloutShare(policy: string, rollout: string): number;
  connect(provider: Provider, deployment: Deployment): UpstreamRoute | Absent;
}

export function createServing(live: LivePolicy, parts: ServingParts): PolicyRuntime {
  const { breakers, health } = parts;
  const { models } = live.policy;
  const { routes, wires, absent } = connectAll(live.policy, parts.connect);
  const wire = (deployment: string) => wires.get(deployment) ?? deployment;
  const state = (deployment: string): DeploymentState =>
    routes.has(deployment) ? breakers.state(wire(deployment)) : (absent.get(deployment)?.kind ?? 'no-key');
  const routeFor = (deployment: string, dialect: CallerDialect) => routeIn(routes.get(deployment), dialect);
  const measured = (model: string, read: (wire: string) => number | undefined): number[] =>
    (models.get(model)?.deployments ?? [])
      .map((deployment) => read(wire(deployment.id)))
      .filter((value) => value !== undefined);
  const scopedHealth: Health = {
    began: (deployment) => health.began(wire(deployment)),
    ended: (deployment, ended) => health.ended(wire(deployment), ended),
    load: (deployment) => health.load(wire(deployment)),
    latency: (deployment) => health.latency(wire(deployment)),
    p95: (deployment) => health.p95(wire(deployment)),
    errorRate: (deployment) => health.errorRate(wire(deployment)),
  };
  const { elapsed } = parts.clock;
  const measures = createPoolMeasures(
    scopedHealth,
    createSlowStart((deployment) => breakers.breaker(wire(deployment))),
    elapsed,
  );
  const idsOf = (model: string) => (models.get(model)?.deployments ?? []).map((deployment) => deployment.id);
  return {
    ...live,
    predicates: parts.predicates ?? {},
    dispatcher: createDispatcher({
      upstreamFor: routeFor,
      clock: parts.clock,
      random: parts.random,
      costOf: (model, usage) => {
        const price = models.get(model)?.price;
        return price === undefined ? undefined : dollarsOfMicros(chargeOf(price, usage));
      },
      expected(name, needs) {
        const model = models.get(name);
        if (model === undefined) throw new Error(`policy ${live.policy.name} has no model "${name}"`);
        const onlyText = !needs.images && !needs.audio;
        const { predictedTokens: predicted = 0 } = needs;
        return {
          reserve: reserveFor(model, needs).usage,
          most: mostTokens(model, needs),
          onlyText,
          predicted,
        };
      },
      outputLimit: (model) => models.get(model)?.output ?? models.get(model)?.window,
      limits: { event: parts.eventLimit },
      breakers: {
        state: (deployment) => breakers.state(wire(deployment)),
        enter: (deployment, force) => breakers.enter(wire(deployment), force),
        breaker: (deployment) => breakers.breaker(wire(deployment)),
        all: () => breakers.all(),
      },
      health: scopedHealth,
      words: parts.words,
    }),
    state,
    stateFor: (deployment, dialect) =>
      routes.has(deployment) && routeFor(deployment, dialect) === undefined
        ? 'other-dialect'
        : state(deployment),
    simulated: (deployment) => routes.get(deployment)?.simulated === true,
    whyNoKey(deployment) {
      const why = absent.get(deployment);
      return why?.kind === 'no-key' ? why.because : undefined;
    },
    rolloutShare: (rollout) => parts.rolloutShare(live.policy.name, rollout),
    load: measures.load,
    latency: (model) => measures.latency(idsOf(model).filter((id) => state(id) === 'ready')),
    conditions: createModelConditions(
      {
        p95Latency: (model) => least(measured(model, health.p95)) ?? null,
        errorRate: (model) => least(measured(model, health.errorRate)) ?? null,
        load(model) {
          const inFlight = measured(model, health.load).reduce((sum, one) => sum + one, 0);
          return (100 * inFlight) / mostAtOnce(live.policy, model, parts.fullLoad);
        },
      },
      elapsed,
    ),
    isDown: (model) =>
      isDown(
        idsOf(model).filter((id) => routes.has(id)),
        (id) => breakers.breaker(wire(id)),
      ),
  };
}

interface Connected {
  readonly routes: ReadonlyMap<string, UpstreamRoute>;
  /** Names of breakers. */
  readonly wires: ReadonlyMap<string, string>;
  readonly absent: ReadonlyMap<string, Absent>;
}

/** By deployment. */
function connectAll({ models, providers }: Policy, connect: ServingParts['connect']): Connected {
  const routes = new Map<string, UpstreamRoute>();
  const wires = new Map<string, string>();
  const absent = new Map<string, Absent>();
  for (const model of models.values()) {
    for (const deployment of model.deployments) {
      const provider = providers.get(deployment.provider);
      if (provider === undefined) continue;
      wires.set(deployment.id, wireName(provider, deployment));
      const route = connect(provider, deployment);
      if ('upstream' in route) {
        const wire = { ...provider.wire, ...model.wire };
        const pass = provider.pass ?? [];
        const others = (route.others ?? []).map((other) => ({ ...other, wire, pass }));
        routes.set(deployment.id, { ...route, others, wire, pass });
      } else absent.set(deployment.id, route);
    }
  }
  return { routes, wires, absent };
}

/** Down: every usable deployment has an open breaker. Deployments without a key cannot be used and do not count. */
function isDown(candidates: readonly string[], breaker: (deployment: string) => string): boolean {
  return candidates.length > 0 && candidates.every((deployment) => breaker(deployment) === 'open');
}

/**
 * Concurrent requests that a model may serve: the tightest `N at once per model`, else the default for each of its
 * deployments.
 */
function mostAtOnce(policy: Policy, model: string, fullLoad: number): number {
  const said = [...policy.limits.values()]
    .flatMap((limit) => limit.lines)
    .filter((line) => line.unit === 'at once' && line.per === 'model')
    .map((line) => line.amount);
  return least(said) ?? fullLoad * Math.max(1, policy.models.get(model)?.deployments.length ?? 1);
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

/** The key by which policies share a breaker: the same model at the same address. Never shown; see `shownWire`. */
function wireName(provider: Provider, deployment: Deployment): string {
  return `${provider.name}/${deployment.upstreamId}${provider.url === undefined ? '' : `${AT}${address(provider.url)}`}`;
}

/** Without parts that may be secret: password and query. */
function address(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** Names of providers contain no spaces. */
const AT = ' at ';

/** As metrics show it: without the address. */
export function shownWire(wire: string): string {
  const at = wire.lastIndexOf(AT);
  return at < 0 ? wire : wire.slice(0, at);
}
