/**
 * Members of a request's body by which a caller can make a provider answer with another model, or at another price,
 * than the policy has chosen. They are not sent on unless the provider's `pass` line names them. Knows no provider.
 */

/** Who reads the member, and what it changes there. */
export const HELD_MEMBERS = {
  models: 'OpenRouter, Vercel AI Gateway: other models to answer',
  route: 'OpenRouter: how it falls back',
  provider: 'OpenRouter: which hosts may answer, at which price',
  plugins: 'OpenRouter: web search and file parsing, billed apart',
  preset: 'OpenRouter: a stored model and its parameters',
  providerOptions: 'Vercel AI Gateway: other models and hosts',
  fallbacks: 'LiteLLM: other models to answer',
  context_window_fallbacks: 'LiteLLM: other models to answer',
  content_policy_fallbacks: 'LiteLLM: other models to answer',
  model_list: 'LiteLLM: models and keys of the caller',
  api_base: 'LiteLLM: another address to call',
  base_url: 'LiteLLM: another address to call',
  api_key: 'LiteLLM: another key to call with',
  custom_llm_provider: 'LiteLLM: another provider to call',
  extra_body: 'LiteLLM: is merged into the body that it sends',
  service_tier: 'OpenAI, Anthropic, Gemini, Groq, Fireworks: half to six times the price',
  speed: 'Anthropic: fast mode, at a multiple of the price',
  inference_geo: 'Anthropic: where the model runs, at another price',
  web_search_options: 'OpenAI, OpenRouter, Perplexity: web search, billed for each call',
  search_parameters: 'xAI: live search, billed for each source',
  enable_search: 'Alibaba Cloud: web search, billed for each call',
} as const satisfies Readonly<Record<string, string>>;

export type HeldMember = keyof typeof HELD_MEMBERS;

export const HELD_MEMBER_NAMES = Object.keys(HELD_MEMBERS) as readonly HeldMember[];

export function isHeldMember(name: string): name is HeldMember {
  return Object.hasOwn(HELD_MEMBERS, name);
}
