/**
 * Members of a request's body by which a caller can make a provider answer with another model, or at another price,
 * than the policy has chosen. They are not sent on unless the provider's `pass` line names them. Knows no provider.
 */
import { foldName } from './fold-name.ts';

/** Which servers read the member, and what it changes there. */
export const HELD_MEMBERS = {
  models: 'OpenRouter, Vercel AI Gateway: other models to answer',
  route: 'OpenRouter: how it falls back',
  provider: 'OpenRouter: which hosts may answer, at which price',
  plugins: 'OpenRouter: web search and file parsing, billed apart',
  preset: 'OpenRouter: a stored model and its parameters',
  providerOptions: 'Vercel AI Gateway: other models and hosts',
  fallbacks: 'LiteLLM, AssemblyAI, orq.ai: other models to answer',
  context_window_fallbacks: 'LiteLLM: other models to answer',
  content_policy_fallbacks: 'LiteLLM: other models to answer',
  load_balancer: 'orq.ai: other models to answer',
  orq: 'orq.ai: other models to answer',
  model_list: 'LiteLLM: models and keys of the caller',
  api_base: 'LiteLLM: another address to call',
  base_url: 'LiteLLM: another address to call',
  api_key: 'LiteLLM: another key to call with',
  custom_llm_provider: 'LiteLLM: another provider to call',
  extra_body: 'LiteLLM: is merged into the body that it sends',
  extra_headers: 'LiteLLM: headers that it sends',
  deployment_id: 'LiteLLM: another deployment to call',
  litellm_credential_name: 'LiteLLM: another key to call with',
  mock_response: 'LiteLLM: an answer without a model',
  tags: 'LiteLLM: which deployments may answer',
  compound_custom: 'Groq: the models and tools of a compound system',
  lora_path: 'SGLang: an adapter, which is another model',
  lora: 'llama.cpp: adapters, which make another model',
  adapter_id: 'TGI, LoRAX: an adapter, which is another model',
  safety_model: 'Together: a second model, billed apart',
  data_sources: 'Azure: searches in other services, with other keys',
  performanceConfig: 'Bedrock: latency at another price',
  service_tier: 'OpenAI, Anthropic, Gemini, Groq, Fireworks: half to six times the price',
  speed: 'Anthropic: fast mode, at a multiple of the price',
  anthropic_beta: 'Anthropic, also as a header: fast mode and a window of a million tokens, at another price',
  inference_geo: 'Anthropic: where the model runs, at another price',
  web_search_options: 'OpenAI, OpenRouter, Perplexity: web search, billed for each call',
  search_parameters: 'xAI: live search, billed for each source',
  enable_search: 'Alibaba Cloud: web search, billed for each call',
} as const satisfies Readonly<Record<string, string>>;

export type HeldMember = keyof typeof HELD_MEMBERS;

export const HELD_MEMBER_NAMES = Object.keys(HELD_MEMBERS) as readonly HeldMember[];

const HELD_BY_FOLDED_NAME: ReadonlyMap<string, HeldMember> = new Map(
  HELD_MEMBER_NAMES.map((name) => [foldName(name), name]),
);

/**
 * The held member that the laxest servers read a body's member as, for instance `Service-Tier`; undefined: it is not
 * held.
 */
export function heldMemberOf(name: string): HeldMember | undefined {
  return HELD_BY_FOLDED_NAME.get(foldName(name));
}

export function isHeldMember(name: string): name is HeldMember {
  return Object.hasOwn(HELD_MEMBERS, name);
}
