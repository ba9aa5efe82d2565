/** Mutates one clause of a model or provider: windows, capabilities, prices, addresses. Must not know routes. */
import type { Capability, Deployment, Model, Policy, Price, Provider } from '../../semantics/model.ts';
import { formatCount, formatMoney } from '../../vocabulary/format-quantity.ts';
import { deploymentWords, quoted } from '../bind/clause-words.ts';
import {
  dropItems,
  type Edit,
  instead,
  type Members,
  mutateItems,
  mutateMembers,
  NAME,
  PLACE,
  scaled,
  shortened,
} from './mutate-members.ts';

const NOT_ESTIMATED = {
  leftAlone:
    'a test estimates a cost from input and output alone; what was cached or reasoned is known afterwards',
} as const;
const WIRE = {
  leftAlone: 'lists members that a provider refuses; a test has no real provider',
} as const;

const PRICE = {
  input: (value) => scaled(value, (usd) => `${formatMoney(usd)} in`),
  output: (value) => scaled(value, (usd) => `${formatMoney(usd)} out`),
  cached: NOT_ESTIMATED,
  cacheWrite: NOT_ESTIMATED,
  reasoning: NOT_ESTIMATED,
  image: NOT_ESTIMATED,
} as const satisfies Members<Price>;

const DEPLOYMENT = {
  id: NAME,
  upstreamId: (value, _policy, { provider }) => shortened(value, (id) => `is ${quoted(id)} on ${provider}`),
  provider: { leftAlone: 'each of its clauses is mutated where it is declared' },
  region: (value, policy) => otherRegion(policy, value),
  simulation: { leftAlone: 'behavior of a simulation; a test scripts failures itself' },
} as const satisfies Members<Deployment>;

const CAPABILITIES: readonly Capability[] = ['tools', 'images', 'json', 'prefill', 'reasoning', 'audio'];

const MODEL = {
  name: NAME,
  at: PLACE,
  deployments: (value, policy) => [
    ...dropItems(value, deploymentWords, 1),
    ...mutateItems(value, (each) => mutateMembers(each, DEPLOYMENT, policy)),
  ],
  window: (value) => scaled(value, (tokens) => `window ${formatCount(tokens)}`),
  output: (value) => scaled(value, (tokens) => `output ${formatCount(tokens)}`),
  price: (value, policy) => mutateMembers(value, PRICE, policy),
  can: (value) => [...dropItems(value, (one) => one), ...capabilityAdded(value)],
  retires: { leftAlone: 'a date that lint reads; it does not affect requests' },
  wire: WIRE,
} as const satisfies Members<Model>;

/** The first thing a request may need that the model cannot do. */
function capabilityAdded(can: readonly Capability[]): Edit<readonly Capability[]>[] {
  const other = CAPABILITIES.slice(0, 3).find((each) => !can.includes(each));
  return other === undefined ? [] : [{ from: '', to: other, value: [...can, other] }];
}

const PROVIDER = {
  name: NAME,
  at: PLACE,
  speaks: (value) =>
    value === 'simulated' || value === 'ai-sdk'
      ? []
      : instead(value, ['openai', 'anthropic'], (dialect) => `speaks ${dialect}`).slice(0, 1),
  package: WIRE,
  url: (value) => shortened(value, (url) => `at ${quoted(url)}`),
  keyVariable: (value) => shortened(value, (name) => `key env ${name}`),
  region: { leftAlone: 'it is a region of each deployment, which is mutated' },
  apiVersion: (value) => shortened(value, (version) => `api version ${quoted(version)}`),
  wire: WIRE,
  pass: WIRE,
} as const satisfies Members<Provider>;

/** Only where some route has `within region`: otherwise a region has no effect. */
function otherRegion(policy: Policy, region: string): Edit<string>[] {
  const asked = [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])].some(
    ({ action }) => action.region !== undefined,
  );
  const other = region === 'us' ? 'eu' : 'us';
  return asked ? [{ from: `region ${region}`, to: `region ${other}`, value: other }] : [];
}

export function mutateModel(policy: Policy, model: Model): readonly Edit<Model>[] {
  return mutateMembers(model, MODEL, policy);
}

export function mutateProvider(policy: Policy, provider: Provider): readonly Edit<Provider>[] {
  return mutateMembers(provider, PROVIDER, policy);
}
