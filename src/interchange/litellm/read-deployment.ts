/**
 * One entry of LiteLLM's `model_list` as a deployment: which name it serves, the model behind it, how it is reached, its
 * weight. What an entry says beyond that is reported by the table of settings. Knows no other entry.
 */
import type { Price } from '../../language/semantics/model.ts';
import type { ModelCard, ProviderCard } from '../model-card.ts';
import { asObject, type Json, numberOf, positiveIn, textOf, textsIn } from '../plain-values.ts';
import type { LossList } from '../report.ts';
import { holdsSecret, isKeyNotName } from '../secrets.ts';
import { variableIn } from './named-variable.ts';
import { otherThanChat, whichProvider } from './which-provider.ts';

type Lose = LossList['lose'];
export interface Deployment {
  /** The name that clients ask for; with `*` it is a glob. */
  readonly group: string;
  readonly card: ModelCard;
  /** By what LiteLLM weighs, in its order. */
  readonly weights: Readonly<Record<'weight' | 'rpm' | 'tpm', number | undefined>>;
  readonly order: number | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly streamTimeout: number | undefined;
  readonly retries: number | undefined;
  readonly where: string;
}

/** What an entry can refer to. */
export interface Surroundings {
  /** `credential_list`: parameters by the credential's name. */
  readonly credentials: ReadonlyMap<string, Json>;
  /** The section `environment_variables`. */
  readonly environment: Json;
  readonly lose: Lose;
}

/** LiteLLM's costs of a token, and what each is in a price line. */
const COSTS = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  cache_read_input_token_cost: 'cached',
  cache_creation_input_token_cost: 'cacheWrite',
  output_cost_per_reasoning_token: 'reasoning',
} as const;

/** Members that LiteLLM can leave out, and the clause that leaves them out here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  temperature: 'fixed temperature',
  stream_options: 'not stream options',
};

const CAN: Readonly<Record<string, string>> = {
  supports_function_calling: 'tools',
  supports_vision: 'images',
  supports_response_schema: 'json',
  supports_assistant_prefill: 'prefill',
  supports_reasoning: 'reasoning',
  supports_audio_input: 'audio',
};

/** What people write where a server asks for no key. */
const NO_KEY =
  /^(?:empty|none|null|na|n\/a|no-?key|not-?needed|not-?required|not-?used|unused|dummy|fake|fake-?key|sk-(?:dummy|fake|none|empty|no-key|not-needed|local|xxx+)|any(?:thing)?|x+|ollama|lm-?studio|local|vllm|test)$/i;

/** Undefined, after a loss, where the entry names nothing that could be called. */
export function readDeployment(entry: Json, where: string, around: Surroundings): Deployment | undefined {
  const { lose } = around;
  const group = entry['model_name'];
  const params = withCredential(asObject(entry['litellm_params']), where, around);
  const model = textOf(params['model']);
  if (textOf(group) === undefined || typeof group !== 'string' || model === undefined) {
    const lacks = textOf(group) === undefined ? 'model_name' : 'litellm_params.model';
    lose(
      'an entry',
      where,
      `it has no ${lacks}: it cannot be asked for`,
      'complete it and import again',
      'answers',
    );
    return undefined;
  }
  if (isKeyNotName(group) || isKeyNotName(model)) {
    lose(
      'an entry with a key in the place of a name',
      where,
      'a key is never copied, and names no model',
      'write the name in `model_name` and `model`, and import again',
      'answers',
    );
    return undefined;
  }
  const info = asObject(entry['model_info']);
  const at = addressIn(params, around);
  const { provider, upstream } = which(model, params, at);
  if (upstream.includes('*')) {
    lose(
      `${group} → ${model}`,
      where,
      'it means every model of a provider, and a policy only sends to models that it declares',
      'add an entry for each model that is used, and import again',
      'answers',
    );
    return undefined;
  }
  const mode = otherThanChat(textOf(info['mode']), provider, upstream);
  if (mode !== undefined) {
    lose(
      `${group} (${mode})`,
      where,
      'llmr answers chat completions only',
      'have callers ask the provider itself',
      'answers',
    );
    return undefined;
  }
  sayMode(textOf(info['mode']), group, where, lose);
  return {
    group,
    where,
    weights: {
      weight: numberOf(params['weight'] ?? entry['weight']),
      rpm: numberOf(params['rpm'] ?? entry['rpm']),
      tpm: numberOf(params['tpm'] ?? entry['tpm']),
    },
    order: numberOf(params['order']),
    timeout: positiveIn(params['timeout']),
    streamTimeout: positiveIn(params['stream_timeout']),
    retries: numberOf(params['num_retries'] ?? params['max_retries']),
    card: cardOf(reachOf(provider, params, at, where, lose), upstream, params, info, where, lose),
  };
}

function sayMode(mode: string | undefined, group: string, where: string, lose: Lose): void {
  if (mode === 'responses')
    lose(
      `${group} (mode: responses)`,
      where,
      'LiteLLM asks it by the Responses API, llmr by chat completions, which some such models refuse',
      'try it, and leave it out if it refuses',
      'answers',
    );
}

/** What the entry says itself wins over what its credential says. */
function withCredential(params: Json, where: string, { credentials, lose }: Surroundings): Json {
  const name = textOf(params['litellm_credential_name']);
  if (name === undefined) return params;
  const values = credentials.get(name);
  const said = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
  if (values !== undefined) return { ...values, ...said };
  lose(
    'litellm_credential_name',
    `${where}.litellm_params`,
    'no credential of this name is in `credential_list`: it may be in LiteLLM’s database',
    'write `at` and `key env` in its provider',
    'answers',
  );
  return params;
}

interface Address {
  readonly at?: string;
  readonly atVariable?: string;
}

/** A variable that the file itself sets to an address is that address. */
function addressIn(params: Json, { environment }: Surroundings): Address {
  const written = textOf(params['api_base']) ?? textOf(params['base_url']);
  if (written === undefined) return {};
  const variable = variableIn(written);
  if (variable === undefined) return { at: written };
  const set = textOf(environment[variable]);
  return set === undefined || variableIn(set) !== undefined ? { atVariable: variable } : { at: set };
}

function which(model: string, params: Json, { at }: Address): ReturnType<typeof whichProvider> {
  const custom = textOf(params['custom_llm_provider']);
  const found =
    variableIn(model) === undefined
      ? whichProvider(model, custom, at)
      : { ...whichProvider('', custom, at), upstream: '' };
  return holdsSecret(found.provider) ? { ...found, provider: 'unknown' } : found;
}

/** Azure's `/openai/v1` is an address like OpenAI's own. */
function reachOf(provider: string, params: Json, address: Address, where: string, lose: Lose): ProviderCard {
  const version = versionIn(params['api_version'], where, lose);
  const likeOpenAi = provider === 'azure' && /\/openai\/v1\/?$/.test(address.at ?? '');
  const at = provider === 'azure' && !likeOpenAi ? address.at?.replace(/\/openai(?:\/.*)?$/, '') : address.at;
  const region = ['region_name', 'aws_region_name', 'vertex_location', 'vertex_ai_location']
    .map((key) => textOf(params[key]))
    .find((one) => one !== undefined);
  const isName =
    region !== undefined && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/i.test(region) && !holdsSecret(region);
  if (region !== undefined && !isName)
    lose(
      'the region',
      where,
      'it is read from the environment or is not a name, and a policy holds its regions',
      'write `region NAME` in the provider, if a route says `within region`',
    );
  return {
    provider: likeOpenAi ? 'openai_like' : provider,
    ...(likeOpenAi ? { called: 'azure' } : {}),
    ...(at === undefined ? {} : { at }),
    ...(address.atVariable === undefined ? {} : { atVariable: address.atVariable }),
    ...keyIn(params['api_key'], at ?? address.atVariable),
    ...(version !== undefined && !likeOpenAi && variableIn(version) === undefined
      ? { apiVersion: version }
      : {}),
    ...(isName ? { region } : {}),
  };
}

function versionIn(written: unknown, where: string, lose: Lose): string | undefined {
  const version = written === undefined || written === null ? '' : String(written);
  if (version === '') return undefined;
  if (/^[\w.-]{1,40}$/.test(version) && !holdsSecret(version)) return version;
  lose(
    'the API version',
    where,
    'it is read from the environment or is not a version, and a policy holds it',
    'write `api version "…"` in the provider',
    'answers',
  );
  return undefined;
}

function keyIn(key: unknown, away: string | undefined): Pick<ProviderCard, 'keyVariable' | 'hiddenKey'> {
  if (key === undefined || key === null || key === '') return {};
  const variable = variableIn(key);
  if (variable !== undefined) return { keyVariable: variable };
  const written = String(key).trim();
  return NO_KEY.test(written) && away !== undefined
    ? { keyVariable: { none: true } }
    : { hiddenKey: written };
}

function cardOf(
  reach: ProviderCard,
  upstream: string,
  params: Json,
  info: Json,
  where: string,
  lose: Lose,
): ModelCard {
  const price = priceOf(params, info, where, lose);
  const wire = textsIn(params['additional_drop_params']).flatMap((name) => LEFT_OUT[name] ?? []);
  const window = positiveIn(info['max_input_tokens']);
  const out = positiveIn(info['max_output_tokens']);
  const denied = Object.keys(CAN).filter((key) => info[key] === false);
  const base = textOf(info['base_model']) ?? textOf(params['base_model']);
  return {
    ...reach,
    upstream,
    ...(base === undefined || holdsSecret(base) ? {} : { base: base.replace(/^.*\//, '') }),
    ...(window === undefined ? {} : { window: Math.floor(window) }),
    ...(out === undefined ? {} : { output: Math.floor(out) }),
    ...(price === undefined ? {} : { price }),
    ...(wire.length === 0 ? {} : { wire: [...new Set(wire)] }),
    ...(denied.length === 0
      ? {}
      : {
          can: Object.entries(CAN)
            .filter(([key]) => !denied.includes(key))
            .map(([, word]) => word),
        }),
  };
}

/** Dollars for a million tokens, 0 included; undefined, after a loss, with only one of input and output. */
function priceOf(params: Json, info: Json, where: string, lose: Lose): Price | undefined {
  const costs = Object.entries(COSTS).flatMap(([key, part]) => {
    const cost = numberOf(params[key] ?? info[key]);
    return cost === undefined || cost < 0 ? [] : [[part, perMillion(cost)] as const];
  });
  const { input, output, ...others } = Object.fromEntries(costs) as Partial<Price>;
  if (input !== undefined && output !== undefined) return { input, output, ...others };
  if (costs.length > 0)
    lose(
      'the costs of a token',
      where,
      'a price has both `in` and `out`, and the entry has not',
      'write `price $… in, $… out` in the model',
      'money',
    );
  return undefined;
}

function perMillion(perToken: number): number {
  return Number((perToken * 1e6).toPrecision(12));
}
