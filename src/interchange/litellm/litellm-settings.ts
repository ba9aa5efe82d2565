/** Settings of LiteLLM that the import reads, by section, and what to do about well-known others. A table. */

/** What to do instead of `drop_params`. */
export const DROP_PARAMS =
  'say it of the provider or model: `not stream options`, `max as max_completion_tokens`, `fixed temperature`';

export const LITELLM_KNOWN: Readonly<Record<string, readonly string[]>> = {
  router_settings: [
    ...[
      'routing_strategy',
      'num_retries',
      'timeout',
      'fallbacks',
      'context_window_fallbacks',
      'default_fallbacks',
    ],
    'model_group_alias',
  ],
  litellm_settings: [
    ...['num_retries', 'request_timeout', 'fallbacks', 'context_window_fallbacks', 'default_fallbacks'],
    ...['max_budget', 'budget_duration'],
  ],
  general_settings: [],
};

export const LITELLM_LOST: Readonly<Record<string, string>> = {
  master_key: 'make keys with `llmr keys add`',
  database_url: 'leave it out: llmr keeps spend and keys under --data',
  allowed_fails: 'leave it out: each deployment has a circuit breaker',
  cooldown_time:
    'leave it out: a breaker opens for 5 s and longer, and a 429 cools down until its Retry-After',
  retry_after: 'leave it out: Retry-After is honoured and backoff has jitter',
  redis_host: 'leave it out: one service keeps its own store',
  redis_port: 'leave it out: one service keeps its own store',
  redis_password: 'leave it out: one service keeps its own store',
  content_policy_fallbacks: 'add `content-filter` to the `on` line of the chain that shall move on for it',
  retry_policy: 'name the failure classes in the `on` line of a chain',
  enable_pre_call_checks: 'leave it out: candidates that cannot hold a request are always removed',
  drop_params: DROP_PARAMS,
  cache: 'leave it out for now',
  cache_params: 'leave it out for now',
  success_callback: 'read /metrics and the decision log',
  failure_callback: 'read /metrics and the decision log',
  callbacks: 'read /metrics and the decision log',
  environment_variables: 'set them where the service is started',
  guardrails: 'write a `check`, and `expect` it in a route',
};
