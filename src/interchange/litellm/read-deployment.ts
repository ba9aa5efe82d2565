/**
 * One entry of LiteLLM's `model_list` as a deployment: which group it serves, the model behind it, its weight. What
 * an entry says beyond that is lost, and told. Knows no other entry.
 */
import type { Price } from '../../language/semantics/model.ts';
import { nameFrom } from '../draft-policy.ts';
import type { ModelCard } from '../model-drafts.ts';
import type { LossList } from '../report.ts';
import { DROP_PARAMS } from './litellm-settings.ts';

export type Json = Readonly<Record<string, unknown>>;
type Lose = LossList['lose'];
export interface Deployment {
  readonly group: string;
  readonly card: ModelCard;
  readonly weight: number | undefined;
  readonly where: string;
}

/** LiteLLM's costs of a token, and what each is in a price line. */
const COSTS = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  cache_read_input_token_cost: 'cached',
  cache_creation_input_token_cost: 'cacheWrite',
  output_cost_per_reasoning_token: 'reasoning',
} as const;

/** Members that LiteLLM is told to leave out, and the clause that leaves them out here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  temperature: 'fixed temperature',
  stream_options: 'not stream options',
};

const INFO = [
  'id',
  'mode',
  'base_model',
  'max_tokens',
  'max_input_tokens',
  'max_output_tokens',
  ...Object.keys(COSTS),
  'supports_function_calling',
  'supports_vision',
  'supports_response_schema',
];

/** Undefined, after a loss, where the entry names nothing that could be called. */
export function readDeployment(entry: Json, where: string, lose: Lose): Deployment | undefined {
  const group = entry['model_name'];
  const params = asObject(entry['litellm_params']);
  const model = params['model'];
  if (typeof group !== 'string' || typeof model !== 'string') {
    lose('an entry', where, 'it lacks model_name or litellm_params.model', 'add it by hand');
    return undefined;
  }
  if (group.includes('*') || model.includes('*')) {
    lose(
      `${group} → ${model}`,
      where,
      'a wildcard names no model, and a policy only sends to models it declares',
      'declare the models that are used, and list them in `serves`',
    );
    return undefined;
  }
  const info = asObject(entry['model_info']);
  const [prefix, rest] = model.includes('/')
    ? [model.slice(0, model.indexOf('/')), model.slice(model.indexOf('/') + 1)]
    : ['openai', model];
  for (const [key, value] of Object.entries(params)) {
    const known = ['model', 'api_base', 'api_key', 'api_version', 'weight', ...Object.keys(COSTS)].includes(
      key,
    );
    if (key === 'rpm' || key === 'tpm') {
      lose(
        `${key}: ${String(value)}`,
        `${where}.litellm_params`,
        'llmr watches a deployment by its answers (breaker, Retry-After), not by a figure',
        key === 'rpm'
          ? 'it is used as a weight where the models of a group differ; leave it out otherwise'
          : 'leave it out, or give callers a budget in tokens',
      );
    } else if (key === 'order') {
      lose(
        `order: ${String(value)}`,
        `${where}.litellm_params`,
        'deployments of one model are chosen by health and load',
        'declare two models and a chain',
      );
    } else if (key === 'additional_drop_params') {
      for (const name of listOf(value).filter((one) => LEFT_OUT[one] === undefined)) {
        lose(
          `additional_drop_params: ${shown('', name)}`,
          `${where}.litellm_params`,
          'only `temperature` and `stream_options` can be left out of every request',
          'have callers leave it out, or send their requests to a model that accepts it',
        );
      }
    } else if (key === 'drop_params') {
      lose(
        `drop_params: ${shown(key, value)}`,
        `${where}.litellm_params`,
        'it names no parameter',
        DROP_PARAMS,
      );
    } else if (!known) {
      lose(
        `${key}: ${shown(key, value)}`,
        `${where}.litellm_params`,
        'parameters of a deployment have no counterpart',
        `write a transform, \`transform t { set ${nameFrom(key)} … }\`, and \`use … with t\``,
      );
    }
  }
  for (const key of Object.keys(info)) {
    if (!INFO.includes(key))
      lose(
        `${key}: ${shown(key, info[key])}`,
        `${where}.model_info`,
        'a policy does not know it',
        'leave it out',
      );
  }
  return {
    group,
    where,
    weight: numberIn(params['weight']) ?? numberIn(params['rpm']),
    card: cardOf(prefix, rest, params, info, where, lose),
  };
}

function cardOf(
  provider: string,
  upstream: string,
  params: Json,
  info: Json,
  where: string,
  lose: Lose,
): ModelCard {
  const key = params['api_key'];
  const variable = variableIn(key);
  if (typeof key === 'string' && variable === undefined) {
    lose(
      'api_key: (a key)',
      `${where}.litellm_params`,
      'a policy never holds a key',
      'put it into the environment variable that the provider names',
    );
  }
  const base =
    variableIn(params['api_base']) === undefined ? params['api_base'] : `$${variableIn(params['api_base'])}`;
  const price = priceOf(params, info);
  const wire = listOf(params['additional_drop_params']).flatMap((name) => LEFT_OUT[name] ?? []);
  const window = numberIn(info['max_input_tokens'] ?? info['max_tokens']);
  const out = numberIn(info['max_output_tokens']);
  const can = [
    ...(info['supports_function_calling'] === true ? ['tools'] : []),
    ...(info['supports_vision'] === true ? ['images'] : []),
    ...(info['supports_response_schema'] === true ? ['json'] : []),
  ];
  return {
    provider,
    upstream,
    ...(typeof base === 'string' ? { at: base } : {}),
    ...(typeof info['base_model'] === 'string' ? { base: info['base_model'].replace(/^.*\//, '') } : {}),
    ...(variable === undefined ? {} : { keyVariable: variable }),
    ...(typeof params['api_version'] === 'string' && variableIn(params['api_version']) === undefined
      ? { apiVersion: params['api_version'] }
      : {}),
    ...(window === undefined ? {} : { window: Math.floor(window) }),
    ...(out === undefined ? {} : { output: Math.floor(out) }),
    ...(price === undefined ? {} : { price }),
    ...(wire.length === 0 ? {} : { wire: [...new Set(wire)] }),
    ...(can.length === 0 ? {} : { can }),
  };
}

/** Dollars for a million tokens; undefined without both of input and output. */
function priceOf(params: Json, info: Json): Price | undefined {
  const costs = Object.entries(COSTS).flatMap(([key, part]) => {
    const cost = numberIn(params[key] ?? info[key]);
    return cost === undefined ? [] : [[part, perMillion(cost)] as const];
  });
  const { input, output, ...others } = Object.fromEntries(costs) as Partial<Price>;
  return input === undefined || output === undefined ? undefined : { input, output, ...others };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** Only what is over 0. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}

function variableIn(value: unknown): string | undefined {
  return typeof value === 'string' ? /^os\.environ\/([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1] : undefined;
}

function perMillion(perToken: number): number {
  return Number((perToken * 1e6).toPrecision(12));
}

/** Never a secret. */
export function shown(key: string, value: unknown): string {
  if (/key|secret|password|token$/i.test(key)) return '(hidden)';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
