/**
 * Every setting of a Portkey config and what becomes of it: the table that the importer reads and the documentation
 * shows. Knows no policy.
 */
import type { LossWeight } from '../report.ts';

export interface Setting {
  /** `kept` as it is; `changed`: what it decides is written differently; `lost`: reported, with what to write instead. */
  readonly becomes: 'kept' | 'changed' | 'lost';
  /** One sentence for the documentation. */
  readonly says: string;
  /** Of what is lost: for the report. */
  readonly loss?: { readonly why: string; readonly instead: string; readonly weight: LossWeight };
  /** The value is made of known words and numbers, and may be shown. */
  readonly words?: true;
}

const kept = (says: string): Setting => ({ becomes: 'kept', says });
const changed = (says: string): Setting => ({ becomes: 'changed', says });
const lost = (weight: LossWeight, why: string, instead: string, words?: true): Setting => ({
  becomes: 'lost',
  says: `${why}: ${instead}`,
  loss: { why, instead, weight },
  ...(words === undefined ? {} : { words }),
});

const GUARDRAIL = 'its checks are kept at Portkey under this id, and may refuse a request';
const beforeCall = lost(
  'answers',
  GUARDRAIL,
  'write a route that refuses, with conditions on `text`, or a `predicate`',
);
const afterCall = lost('answers', GUARDRAIL, 'write a `check`, and `expect` it in the routes');
const mutator = lost(
  'requests',
  'it changes texts by rules that are kept at Portkey',
  'write a `transform`, if it can express the change',
);
const aws = lost('requests', 'a policy never holds credentials', 'set it in the environment of the service');
const place = lost(
  'requests',
  'a policy names no such part of an account',
  'set it at the provider, or in the environment of the service',
);

export const PORTKEY_SETTINGS: Readonly<Record<string, Setting>> = {
  strategy: kept(
    '`single`, `fallback` (a chain), `loadbalance` (a split), `conditional` (routes), nested in each other',
  ),
  'strategy.conditions': kept('a route for each, in their order'),
  'strategy.default': kept('`otherwise`'),
  'strategy.on_status_codes': changed(
    '`on`, with kinds of failure in place of codes; without it, all that is not 2xx',
  ),
  'strategy.sticky': changed(
    '`split … by metadata "…"` for one field of metadata, without which the first target answers; it does not end after `ttl`',
  ),
  targets: kept('models, chains and splits'),
  options: kept('the older name of `targets`'),
  mode: kept('the older place of `strategy.mode`'),
  name: kept('the name of the model, chain or split'),
  weight: changed('shares in percent; 0 takes no requests, and none is 1'),
  provider: kept('a `provider` with its address; one that llmr does not know has an empty `at`, to fill in'),
  virtual_key: changed(
    'a `provider` of this name, as the name suggests: the key comes from a variable that is named after it',
  ),
  api_key: changed('`key env`; a literal key is never copied'),
  'override_params.model': kept('`is`; `@slug/model` names the provider too'),
  override_params: changed('a `transform` of the routes, where all targets of a route set the same'),
  'retry.attempts': kept('`retry`'),
  'retry.on_status_codes': changed('`on` of the chain, with kinds of failure in place of codes'),
  'retry.use_retry_after_headers': changed('`Retry-After` is always honoured'),
  request_timeout: kept('`within`'),
  custom_host: kept('`at`; the key of a known provider does not go with it'),
  resource_name: kept('`at` of an Azure resource'),
  deployment_id: kept('`is`, for Azure'),
  azure_deployment_name: kept('`is`, for Azure'),
  api_version: kept('`api version`'),
  azure_api_version: kept('`api version`'),
  cache: lost('money', 'answers are not cached', 'leave it out, and expect more calls', true),
  cb_config: lost(
    'requests',
    'every deployment has a circuit breaker, with thresholds of its own',
    'leave it out',
  ),
  default_params: lost(
    'requests',
    'a transform sets a parameter in any case',
    'have callers send it, or write a `transform` with `set`',
    true,
  ),
  drop_params: lost(
    'requests',
    'a model says whether it takes `temperature`, and nothing of other parameters',
    'write `fixed temperature` in the model, where that is meant',
    true,
  ),
  prompt_id: lost(
    'fill in',
    'the prompt, its model and its provider are kept at Portkey',
    'fill in the model and the provider, and have callers send the messages',
  ),
  input_guardrails: beforeCall,
  before_request_hooks: beforeCall,
  default_input_guardrails: beforeCall,
  output_guardrails: afterCall,
  after_request_hooks: afterCall,
  default_output_guardrails: afterCall,
  input_mutators: mutator,
  output_mutators: mutator,
  forward_headers: lost(
    'requests',
    'headers of the caller are not forwarded, and credentials never',
    'leave it out',
    true,
  ),
  metadata: lost(
    'answers',
    'a policy reads metadata and does not write it',
    'have callers send it with the request',
  ),
  budget: lost('money', 'what it bounds is not in the config', 'write a `budget`, and route by it'),
  usage_limits: lost(
    'money',
    'a config and a policy count different things',
    'write a `budget` with `limit $…/month per …`, and route by it',
  ),
  rate_limits: lost(
    'money',
    'a config and a policy count different things',
    'write a `limit`, and route by it',
  ),
  strict_open_ai_compliance: lost(
    'nothing to do',
    'answers are always in the dialect of the endpoint',
    'leave it out',
    true,
  ),
  passthrough: lost('requests', 'requests are always read', 'leave it out', true),
  ...{ aws_access_key_id: aws, aws_secret_access_key: aws, aws_session_token: aws, aws_role_arn: aws },
  ...{ aws_external_id: aws, aws_auth_type: aws, aws_region: aws, vertex_service_account_json: aws },
  ...{ vertex_project_id: place, vertex_region: place, openai_organization: place, openai_project: place },
  ...{ azure_region: place, azure_endpoint_name: place, azure_deployment_type: place, azure_auth_mode: aws },
  azure_ad_token: aws,
  azure_model_name: lost('nothing to do', 'the deployment says it', 'leave it out', true),
  deployments: lost(
    'answers',
    'it lists deployments of an Azure resource by alias',
    'write a model for each',
    true,
  ),
};

/** Read by the importer together with another setting. */
export const READ_WITHIN = ['retry', 'on_status_codes', 'weight'];
/** Of Portkey's own bookkeeping: nothing is decided by them. */
export const BOOKKEEPING = ['$schema', 'id', 'slug', 'description', 'trace_id', 'index', 'model'];
export const UNKNOWN_SETTING = {
  why: 'llmr does not know this setting',
  instead: 'look up what it decides, and write that',
  weight: 'requests',
} as const;
