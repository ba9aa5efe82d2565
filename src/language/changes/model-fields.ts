/** The clauses of `provider` and `model`, and where a difference in each is reported. Knows no comparison. */
import type { Deployment, Model, Price, Provider, WireFacts } from '../semantics/model.ts';
import { formatDuration, formatMoney, formatQuantity } from '../vocabulary/format-quantity.ts';
import {
  changedFields,
  type Field,
  type Fields,
  NONE,
  sameValue,
  type Told,
  toldOf,
  wholeWords,
} from './field.ts';

const tokens = (value: number): string => formatQuantity('tokens', value);
export const quoted = (text: string): string => JSON.stringify(text);
export const listed = (names: readonly string[]): string => names.join(', ');

const WIRE_FIELDS: Fields<WireFacts> = {
  streamOptions: { told: 'notes', clause: 'not stream options', words: () => 'said' },
  outputLimitAs: { told: 'notes', clause: 'max as', words: (name) => name },
  fixedTemperature: { told: 'notes', clause: 'fixed temperature', words: () => 'said' },
};

const NO_WIRE: WireFacts = {};

const WIRE: Field<WireFacts> = {
  told: 'notes',
  clause: '',
  words: (wire) => wholeWords(WIRE_FIELDS, wire),
  changes: (head, before, after) => changedFields(WIRE_FIELDS, head, before ?? NO_WIRE, after ?? NO_WIRE),
};

export const PROVIDER_FIELDS: Fields<Provider> = {
  name: 'name',
  at: 'place',
  speaks: { told: 'notes', clause: 'speaks', words: (dialect) => dialect },
  package: { told: 'notes', clause: 'package', words: quoted },
  url: { told: 'notes', clause: 'at', words: addressWords, changes: addressChanges },
  keyVariable: { told: 'notes', clause: 'key env', words: (variable) => variable },
  region: { told: 'notes', clause: 'region', words: (region) => region },
  apiVersion: { told: 'notes', clause: 'api version', words: quoted },
  wire: WIRE,
  pass: { told: 'notes', clause: 'pass', unordered: true, words: listed },
};

/** Without parts that may be secret. */
function addressWords(address: string): string {
  const url = new URL(address);
  const hidden = url.username !== '' || url.password !== '' || url.search !== '';
  if (!hidden) return quoted(address);
  url.username = '';
  url.password = '';
  const names = [...new Set(url.searchParams.keys())];
  url.search = '';
  return `${quoted(url.href)}${names.length === 0 ? '' : ` with ${listed(names)}`}`;
}

function addressChanges(what: string, before?: string, after?: string): readonly Told[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [addressWords(before), addressWords(after)];
  if (was !== is) return [toldOf(what, was, is)];
  return [toldOf(what, was, 'the same host and path, with other credentials or parameters')];
}

export const PRICE_FIELDS: Fields<Price> = {
  input: priceOf('in'),
  output: priceOf('out'),
  cached: priceOf('cached'),
  cacheWrite: priceOf('cache write'),
  reasoning: priceOf('reasoning'),
  image: priceOf('an image'),
};

function priceOf(per: string): Field<number> {
  return { told: 'notes', clause: per, words: formatMoney };
}

export function priceWords(price: Price): string {
  const parts = (Object.keys(PRICE_FIELDS) as (keyof Price)[]).flatMap((key) => {
    const field = PRICE_FIELDS[key];
    const value = price[key];
    return value === undefined || typeof field === 'string' ? [] : [`${field.words(value)} ${field.clause}`];
  });
  return listed(parts);
}

/** The destination of requests. Its region matters only to routes with `within region`, and is compared there. */
const DEPLOYMENT_FIELDS: Fields<Deployment> = {
  id: 'derived',
  upstreamId: { told: 'regions', clause: 'is', words: quoted },
  provider: { told: 'regions', clause: 'on', words: (name) => name },
  region: { told: 'notes', clause: 'region', words: (region) => region },
  simulation: {
    told: 'notes',
    clause: 'in a simulation',
    words: ({ firstTokenMs, fails }) =>
      [
        ...(firstTokenMs === undefined ? [] : [`first token ${formatDuration(firstTokenMs)}`]),
        ...(fails === undefined ? [] : [`fails ${fails.percent}% with ${fails.with}`]),
      ].join(' '),
  },
};

export { DEPLOYMENT_FIELDS };

export function deploymentWords({ upstreamId, provider, region }: Deployment): string {
  return `is ${quoted(upstreamId)} on ${provider}${region === undefined ? '' : ` region ${region}`}`;
}

export const MODEL_FIELDS: Fields<Model> = {
  name: 'name',
  at: 'place',
  deployments: { told: 'regions', clause: '', words: (all) => listed(all.map(deploymentWords)) },
  window: { told: 'regions', clause: 'window', words: tokens },
  output: { told: 'regions', clause: 'output', words: tokens },
  price: {
    told: 'notes',
    clause: 'price',
    words: priceWords,
    changes: (head, before, after) =>
      before === undefined || after === undefined ? [] : changedFields(PRICE_FIELDS, head, before, after),
  },
  can: {
    told: 'regions',
    clause: 'can',
    unordered: true,
    words: (all) => (all.length === 0 ? NONE : listed(all)),
  },
  retires: 'for people',
  wire: WIRE,
};

/** Clauses of deployments that do not affect routing, deployment by deployment. */
export function deploymentNotes(head: string, before: Model, after: Model): readonly Told[] {
  const several = before.deployments.length > 1 || after.deployments.length > 1;
  return after.deployments.flatMap((now): readonly Told[] => {
    const old = before.deployments.find(({ id }) => id === now.id);
    if (old === undefined) return [];
    const what = several ? `${head} on ${now.provider}` : head;
    return (['region', 'simulation'] as const).flatMap((key) => {
      const field = DEPLOYMENT_FIELDS[key] as Field<unknown>;
      const [was, is] = [old[key], now[key]];
      if (sameValue(was, is)) return [];
      const words = (value: unknown): string => (value === undefined ? NONE : field.words(value));
      return [toldOf(`${what}, ${field.clause}`, words(was), words(is))];
    });
  });
}
