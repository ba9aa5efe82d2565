/**
 * Every setting of LiteLLM that the import knows: what becomes of it, what it weighs, and what to write instead. The
 * importer reports by this table and docs/interchange.md prints it, so that neither can say something else. A table.
 */
import type { LossWeight } from '../report.ts';

/** `kept`: the policy says the same. `changed`: it says something near. `lost`: it says nothing of it. */
export type Fate = 'kept' | 'changed' | 'lost';

export interface Setting {
  readonly fate: Fate;
  /** Kept: what it becomes. Otherwise why it is not kept. */
  readonly why: string;
  /** What to write instead; empty where it is kept. */
  readonly instead: string;
  readonly weight: LossWeight;
  /** Its value is one of a few known words, and may be printed. */
  readonly words?: true;
}

const kept = (why: string): Setting => ({ fate: 'kept', why, instead: '', weight: 'nothing to do' });
const changed = (weight: LossWeight, why: string, instead: string): Setting => ({
  fate: 'changed',
  why,
  instead,
  weight,
});
const lost = (weight: LossWeight, why: string, instead: string): Setting => ({
  fate: 'lost',
  why,
  instead,
  weight,
});
const worded = (setting: Setting): Setting => ({ ...setting, words: true });

const NO_NEED = 'leave it out';
const OWN_STORE = lost('nothing to do', 'a service keeps its own store under --data', NO_NEED);
const OBSERVED = worded(
  lost('nothing to do', 'llmr does not call such services', 'read /metrics and the decision log'),
);
const AWS = lost(
  'answers',
  'the login of an AWS account does not belong in a policy',
  'set it where the service is started',
);
const VERTEX = lost(
  'answers',
  'the login of a Google Cloud project does not belong in a policy',
  'set it where the service is started',
);
const AZURE_LOGIN = lost(
  'answers',
  'llmr sends keys, and does not log in to Azure or Google',
  'use a key, and name its variable with `key env`',
);
const REGION = kept('`region` of the provider');
const SENT = (name: string): Setting =>
  changed(
    'requests',
    'LiteLLM sends it where a request does not; a policy says it for a route, and it then wins over the request',
    `write \`transform t { set ${name} VALUE }\`, and \`use … with t\` in the route`,
  );
const CREDENTIALS = lost(
  'nothing to do',
  'an operator says who may call, not a policy',
  'make keys with `llmr keys add`',
);

export type Section =
  | 'file'
  | 'model_list'
  | 'litellm_params'
  | 'model_info'
  | 'router_settings'
  | 'litellm_settings'
  | 'general_settings';

// biome-ignore format: a table, one setting on each line
export const LITELLM_SETTINGS: Readonly<Record<Section, Readonly<Record<string, Setting>>>> = {
  file: {
    model_list: kept('models, and a route for each name'),
    router_settings: kept('see below'),
    litellm_settings: kept('see below'),
    general_settings: kept('see below'),
    credential_list: kept('addresses and variables of the models that name a credential'),
    environment_variables: changed('answers', 'an address that is written here is used where `os.environ/NAME` asks for it; variables are not set by a policy', 'set them where the service is started'),
    include: lost('answers', 'the import reads one file', 'import the other files as well, or put them together first'),
    default_litellm_params: lost('requests', 'a policy has no parameters for all models', 'write a transform, and `use … with` it in each route'),
    guardrails: lost('answers', 'guardrails are not run', 'write a `check` and `expect` it in a route, or conditions on `text`'),
    mcp_servers: lost('requests', 'llmr calls no tools', 'have the program that sends the request call them'),
    vector_store_registry: lost('requests', 'llmr reads no vector stores', 'have the program that sends the request read them'),
    search_tools: lost('requests', 'llmr searches nothing', 'have the program that sends the request search'),
    prompts: lost('requests', 'prompts are the program’s own', 'write a transform with `system`'),
    callback_settings: OBSERVED,
    files_settings: lost('requests', 'llmr answers chat completions only', 'call the provider for files'),
    finetune_settings: lost('requests', 'llmr answers chat completions only', 'call the provider for fine-tuning'),
    assistant_settings: lost('requests', 'llmr answers chat completions only', 'call the provider for assistants'),
  },
  model_list: {
    model_name: kept('a route: `asked for is "…"`. Entries of one name share its requests'),
    litellm_params: kept('see below'),
    model_info: kept('see below'),
  },
  litellm_params: {
    model: kept('`is "…" on PROVIDER`'),
    custom_llm_provider: kept('the provider'),
    api_base: kept('`at` of the provider'),
    base_url: kept('`at` of the provider'),
    api_key: kept('`key env` of the provider, for this address only'),
    api_version: kept('`api version`'),
    litellm_credential_name: kept('what `credential_list` says under this name'),
    weight: kept('shares of a `split`. As in LiteLLM, the first entry decides whether weights are read'),
    order: kept('steps of a chain'),
    timeout: kept('`within` and `first token within`'),
    stream_timeout: kept('`first token within`'),
    num_retries: kept('`retry`'),
    max_retries: kept('`retry`'),
    rpm: changed('requests', 'where entries of one name have different models it is a share of requests, as in LiteLLM; nothing keeps a deployment from getting more', 'write `weight` shares in a `split`, or a `limit … per model`, if the figure matters'),
    tpm: changed('requests', 'where entries of one name have different models it is a share of requests, as in LiteLLM; nothing keeps a deployment from getting more', 'write `weight` shares in a `split`, or a `limit … per model`, if the figure matters'),
    max_parallel_requests: lost('requests', 'a deployment is used until it answers 429', 'write `limit l { N at once per model }`, which holds for every model'),
    input_cost_per_token: kept('`price … in`'),
    output_cost_per_token: kept('`price … out`'),
    cache_read_input_token_cost: kept('`price … cached`'),
    cache_creation_input_token_cost: kept('`price … cache write`'),
    output_cost_per_reasoning_token: kept('`price … reasoning`'),
    input_cost_per_second: lost('money', 'prices are for tokens', 'write the price of tokens'),
    output_cost_per_second: lost('money', 'prices are for tokens', 'write the price of tokens'),
    max_budget: lost('money', 'a budget is for callers or for every model alike, not for one deployment', 'write `budget b { limit $…/day per model }`'),
    budget_duration: lost('money', 'it belongs to `max_budget`', 'see `max_budget`'),
    additional_drop_params: worded(changed('requests', 'only `temperature` and `stream_options` can be left out of every request: `fixed temperature`, `not stream options`', 'have callers leave the others out')),
    drop_params: changed('requests', 'llmr learns when a provider refuses `temperature`, `stream_options` or the output limit; other parameters are sent as they are', 'have callers leave them out'),
    aws_region_name: REGION,
    region_name: REGION,
    vertex_location: REGION,
    vertex_ai_location: REGION,
    aws_access_key_id: AWS,
    aws_secret_access_key: AWS,
    aws_session_token: AWS,
    aws_profile_name: AWS,
    aws_role_name: AWS,
    aws_session_name: AWS,
    aws_web_identity_token: AWS,
    vertex_project: VERTEX,
    vertex_ai_project: VERTEX,
    vertex_credentials: AZURE_LOGIN,
    vertex_ai_credentials: AZURE_LOGIN,
    azure_ad_token: AZURE_LOGIN,
    tenant_id: AZURE_LOGIN,
    client_id: AZURE_LOGIN,
    client_secret: AZURE_LOGIN,
    organization: lost('money', 'the account’s default organization is billed', 'use a key that belongs to the organization'),
    tags: lost('answers', 'requests do not choose among deployments by tags: every deployment of the name answers', 'write a route for each tag, such as `when header "x-tag" is "free"`'),
    mock_response: lost('answers', 'the model is really called', 'write `speaks simulated` in its provider'),
    cooldown_time: lost('nothing to do', 'each deployment has a circuit breaker, and after a 429 it waits for Retry-After', NO_NEED),
    headers: lost('answers', 'llmr sends no headers of its own: a provider that asks for them refuses', 'give the key with `key env`'),
    extra_headers: lost('answers', 'llmr sends no headers of its own: a provider that asks for them refuses', 'give the key with `key env`'),
    extra_body: lost('answers', 'a policy adds no members that it does not know', 'have callers send them, and write `pass` for those that are held back'),
    max_tokens: changed('requests', 'LiteLLM sends it where a request has no limit', 'write `transform t { cap output N }`, and `use … with t` in the route'),
    max_completion_tokens: changed('requests', 'LiteLLM sends it where a request has no limit', 'write `transform t { cap output N }`, and `use … with t` in the route'),
    temperature: SENT('temperature'),
    top_p: SENT('top_p'),
    seed: SENT('seed'),
    reasoning_effort: worded({ ...SENT('reasoning_effort'), weight: 'money' }),
    thinking: { ...SENT('thinking'), weight: 'money' },
    service_tier: { ...SENT('service_tier'), weight: 'money' },
    web_search_options: { ...SENT('web_search_options'), weight: 'money' },
    allowed_openai_params: lost('nothing to do', 'llmr sends what callers send', NO_NEED),
    merge_reasoning_content_in_choices: lost('requests', 'answers reach the caller as the provider writes them', 'have callers read `reasoning_content`'),
    guardrails: lost('answers', 'guardrails are not run', 'write a `check` and `expect` it in a route'),
    ssl_verify: lost('answers', 'certificates are always verified', 'give the host a certificate that Node trusts, with NODE_EXTRA_CA_CERTS'),
  },
  model_info: {
    mode: kept('models that do not chat (embedding, image_generation, rerank, …) are left out, and listed'),
    base_model: kept('which model a deployment is one of, for price and shares'),
    max_input_tokens: kept('`window`. llmr always heeds it; LiteLLM only with `enable_pre_call_checks`'),
    max_output_tokens: kept('`output`'),
    input_cost_per_token: kept('`price … in`'),
    output_cost_per_token: kept('`price … out`'),
    cache_read_input_token_cost: kept('`price … cached`'),
    cache_creation_input_token_cost: kept('`price … cache write`'),
    output_cost_per_reasoning_token: kept('`price … reasoning`'),
    supports_function_calling: kept('false: `can` without `tools`'),
    supports_vision: kept('false: `can` without `images`'),
    supports_response_schema: kept('false: `can` without `json`'),
    supports_audio_input: kept('false: `can` without `audio`'),
    supports_reasoning: kept('false: `can` without `reasoning`'),
    supports_assistant_prefill: kept('false: `can` without `prefill`'),
    max_tokens: lost('nothing to do', 'LiteLLM does not hold anyone to it, and people mean either the window or the output by it', 'write `window` or `output` in the model'),
    id: lost('nothing to do', 'a deployment cannot be asked for by its id', NO_NEED),
    access_groups: lost('answers', 'every caller of the service may ask for the model', 'add a condition to its route, such as `and team is "…"`'),
    team_id: lost('answers', 'every caller of the service may ask for the model', 'add a condition to its route, such as `and team is "…"`'),
    input_cost_per_second: lost('money', 'prices are for tokens', 'write the price of tokens'),
  },
  router_settings: {
    routing_strategy: worded(kept('`simple-shuffle`: split or `in turn`; `least-busy`: `least busy of`; `latency-based-routing`: `fastest of`; `cost-based-routing`: `cheapest of`')),
    num_retries: kept('`retry` in each chain, 10 at most'),
    timeout: kept('`within` and `first token within` in each chain'),
    stream_timeout: kept('`first token within`'),
    fallbacks: kept('`then` in a chain, fallbacks of fallbacks included'),
    default_fallbacks: kept('`then` in the chains of names without fallbacks'),
    context_window_fallbacks: kept('a chain `on too-long`'),
    content_policy_fallbacks: kept('a chain `on content-filter`'),
    model_group_alias: kept('further names of a route. An alias wins over a model of its name'),
    enable_pre_call_checks: kept('always: a model that a request does not fit is passed over'),
    enable_tag_filtering: lost('answers', 'requests do not choose among deployments by tags', 'write a route for each tag, such as `when header "x-tag" is "free"`'),
    tag_filtering_match_any: lost('answers', 'it belongs to `enable_tag_filtering`', 'see there'),
    provider_budget_config: lost('money', 'a budget is for callers, models or routes, not for a provider', 'write `budget b { limit $…/day per model }`'),
    optional_pre_call_checks: worded(lost('answers', 'affinity, budgets of deployments and hard limits of deployments have no equivalent', 'write `limit … per model` for limits')),
    model_group_retry_policy: lost('requests', 'which failures are retried is the same for all', 'name failure classes after `on` in the chain'),
    retry_policy: lost('requests', 'which failures are retried is the same for all', 'name failure classes after `on` in the chain'),
    retry_after: lost('nothing to do', 'Retry-After is respected, and waits have jitter', NO_NEED),
    max_fallbacks: kept('no more than this many `then`, 5 unless it is set'),
    allowed_fails: lost('nothing to do', 'each deployment has a circuit breaker', NO_NEED),
    allowed_fails_policy: lost('nothing to do', 'each deployment has a circuit breaker', NO_NEED),
    cooldown_time: lost('nothing to do', 'each deployment has a circuit breaker, and after a 429 it waits for Retry-After', NO_NEED),
    disable_cooldowns: lost('nothing to do', 'circuit breakers cannot be turned off', NO_NEED),
    routing_strategy_args: lost('answers', 'the order of a pool has no settings', NO_NEED),
    default_litellm_params: lost('requests', 'a policy has no parameters for all models', 'write a transform, and `use … with` it in each route'),
    default_max_parallel_requests: lost('requests', 'a deployment is used until it answers 429', 'write `limit l { N at once per model }`'),
    cache_responses: lost('money', 'answers are not cached yet: each request is paid for', 'leave it out for now'),
    redis_host: OWN_STORE,
    redis_port: OWN_STORE,
    redis_password: OWN_STORE,
    redis_url: OWN_STORE,
  },
  litellm_settings: {
    num_retries: kept('as in router_settings, which wins'),
    request_timeout: kept('as `timeout` in router_settings, which wins'),
    fallbacks: kept('as in router_settings, which wins'),
    default_fallbacks: kept('as in router_settings, which wins'),
    context_window_fallbacks: kept('as in router_settings, which wins'),
    content_policy_fallbacks: kept('as in router_settings, which wins'),
    model_alias_map: kept('as `model_group_alias` in router_settings'),
    max_budget: kept('`budget total { limit $…/month per all }`, if `budget_duration` is an hour, a day, a week or a month'),
    budget_duration: worded(changed('money', 'windows begin and end with the calendar (UTC), not with the first request', 'write `zone` in the budget if days begin elsewhere')),
    drop_params: changed('requests', 'llmr learns when a provider refuses `temperature`, `stream_options` or the output limit; other parameters are sent as they are', 'have callers leave them out'),
    modify_params: lost('requests', 'llmr does not adapt requests to a provider', 'have callers send what the provider takes'),
    allowed_fails: lost('nothing to do', 'each deployment has a circuit breaker', NO_NEED),
    cooldown_time: lost('nothing to do', 'each deployment has a circuit breaker, and after a 429 it waits for Retry-After', NO_NEED),
    cache: lost('money', 'answers are not cached yet: each request is paid for', 'leave it out for now'),
    cache_params: lost('nothing to do', 'it belongs to `cache`', NO_NEED),
    custom_provider_map: lost('answers', 'code of LiteLLM does not run here', 'put an OpenAI-compatible server in front of it'),
    guardrails: lost('answers', 'guardrails are not run', 'write a `check` and `expect` it in a route'),
    default_internal_user_params: lost('money', 'LiteLLM keeps its users in a database', 'write `budget b { limit $…/month per user }`'),
    max_internal_user_budget: lost('money', 'LiteLLM keeps its users in a database', 'write `budget b { limit $…/month per user }`'),
    max_end_user_budget: lost('money', 'LiteLLM keeps its users in a database', 'write `budget b { limit $…/month per user }`'),
    default_end_user_params: lost('money', 'LiteLLM keeps its users in a database', 'write `budget b { limit $…/month per user }`'),
    tag_budget_config: lost('money', 'the import writes no budgets of tags', 'write `label` in a route and `budget b { limit $…/month per label }`'),
    master_key: CREDENTIALS,
    set_verbose: lost('nothing to do', 'decisions are recorded', 'read the decision log'),
    json_logs: lost('nothing to do', 'logs are JSON', NO_NEED),
    turn_off_message_logging: lost('nothing to do', 'prompts are never logged', NO_NEED),
    success_callback: OBSERVED,
    failure_callback: OBSERVED,
    callbacks: OBSERVED,
    service_callback: OBSERVED,
    ssl_verify: lost('answers', 'certificates are always verified', 'give the hosts certificates that Node trusts, with NODE_EXTRA_CA_CERTS'),
  },
  general_settings: {
    max_parallel_requests: kept('`limit … { N at once per key }`'),
    global_max_parallel_requests: kept('`limit … { N at once per all }`'),
    master_key: CREDENTIALS,
    database_url: OWN_STORE,
    store_model_in_db: lost('answers', 'models that are only in LiteLLM’s database are not in this file', 'add them by hand'),
    custom_auth: lost('answers', 'callers are known by the keys of the service', 'make keys with `llmr keys add`'),
    enable_jwt_auth: lost('answers', 'callers are known by the keys of the service', 'make keys with `llmr keys add`'),
    pass_through_endpoints: lost('requests', 'llmr answers chat completions only', 'call the provider for the rest'),
    forward_client_headers_to_llm_api: lost('requests', 'headers of callers are not forwarded', NO_NEED),
    completion_model: lost('answers', 'a caller who names no model is not given one', 'have callers name a model'),
    max_budget: lost('money', 'LiteLLM reads it in litellm_settings', 'write `budget total { limit $…/month per all }`'),
    alerting: lost('nothing to do', 'llmr sends no alerts', 'watch /metrics'),
    health_check_interval: lost('nothing to do', 'providers are judged by their answers', NO_NEED),
    background_health_checks: lost('nothing to do', 'providers are judged by their answers', NO_NEED),
  },
};

/** What is reported of a setting that is not in the table. */
export const UNKNOWN_SETTING: Readonly<Record<Section, Setting>> = {
  file: lost('requests', 'a policy has no such section', 'look up what it does, and whether you need it'),
  model_list: lost(
    'nothing to do',
    'LiteLLM reads it under `litellm_params` or `model_info`',
    'move it there if it is meant, and import again',
  ),
  litellm_params: lost(
    'requests',
    'LiteLLM sends it to the provider with every request, a policy does not',
    'write `transform t { set NAME VALUE }`, and `use … with t` in the route',
  ),
  model_info: lost('nothing to do', 'it is information for people', NO_NEED),
  router_settings: lost(
    'requests',
    'the import does not know this setting',
    'look up what it does, and whether you need it',
  ),
  litellm_settings: lost(
    'requests',
    'the import does not know this setting',
    'look up what it does, and whether you need it',
  ),
  general_settings: lost(
    'nothing to do',
    'a policy does not hold settings of the service',
    'see llmr.json and `llmr serve --help`',
  ),
};

export function settingOf(section: Section, key: string): Setting {
  const known = LITELLM_SETTINGS[section];
  return (Object.hasOwn(known, key) ? known[key] : undefined) ?? UNKNOWN_SETTING[section];
}
