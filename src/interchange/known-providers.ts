/**
 * Providers as other gateways name them, and how llmr reaches each: its dialect, its own address, the variable its key
 * is usually in, and what is spoken at an address that is not its own. A table; knows no configuration.
 */

export interface KnownProvider {
  readonly speaks: string;
  /** The provider's own address; without it every account or installation has its own. */
  readonly at?: string;
  /** The variable that holds the key for `at`, and for no other host. */
  readonly key?: string;
  /** The prefix of llmr's price catalogue. */
  readonly catalogue?: string;
  /** Other gateways speak another protocol at an address of the user's own; llmr cannot. */
  readonly onlyAtHome?: true;
  /** A path that `at` needs and that other gateways add by themselves. */
  readonly path?: string;
  /** Begins every model id there, if it is not written. */
  readonly modelPrefix?: string;
  /** An imperative: what to write in a version that cannot call this dialect. */
  readonly meanwhile?: string;
}

const compatible = (at: string, key: string, more: Partial<KnownProvider> = {}): KnownProvider => ({
  speaks: 'openai',
  at,
  key,
  ...more,
});
const viaPackage = (name: string, meanwhile: string): KnownProvider => ({
  speaks: `ai-sdk "@ai-sdk/${name}"`,
  onlyAtHome: true,
  meanwhile,
});
const installed = (more: Partial<KnownProvider> = {}): KnownProvider => ({ speaks: 'openai', ...more });

const azure: KnownProvider = {
  speaks: 'azure',
  catalogue: 'openai',
  meanwhile:
    'write `speaks openai` and `at "https://RESOURCE.openai.azure.com/openai/v1"`, if its OpenAI-compatible API is enough',
};
const fireworks = compatible('https://api.fireworks.ai/inference/v1', 'FIREWORKS_API_KEY', {
  modelPrefix: 'accounts/fireworks/models/',
});
const gemini = compatible('https://generativelanguage.googleapis.com/v1beta/openai', 'GEMINI_API_KEY', {
  catalogue: 'google',
  onlyAtHome: true,
});
const mistral = compatible('https://api.mistral.ai/v1', 'MISTRAL_API_KEY', { path: '/v1' });
const together = compatible('https://api.together.xyz/v1', 'TOGETHER_API_KEY');
const vertex = viaPackage(
  'google-vertex',
  'put an OpenAI-compatible gateway in front of it, or use `gemini` with a key',
);
const cohere = compatible('https://api.cohere.ai/compatibility/v1', 'COHERE_API_KEY', { onlyAtHome: true });
const ollama = installed({ at: 'http://127.0.0.1:11434/v1', path: '/v1' });

export const KNOWN_PROVIDERS: Readonly<Record<string, KnownProvider>> = {
  openai: compatible('https://api.openai.com/v1', 'OPENAI_API_KEY', { catalogue: 'openai' }),
  anthropic: {
    speaks: 'anthropic',
    at: 'https://api.anthropic.com',
    key: 'ANTHROPIC_API_KEY',
    catalogue: 'anthropic',
    meanwhile:
      'write `speaks openai` and `at "https://api.anthropic.com/v1"`, if its OpenAI-compatible API is enough',
  },
  azure,
  'azure-openai': azure,
  openrouter: compatible('https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY'),
  groq: compatible('https://api.groq.com/openai/v1', 'GROQ_API_KEY'),
  mistral,
  'mistral-ai': mistral,
  codestral: compatible('https://codestral.mistral.ai/v1', 'CODESTRAL_API_KEY'),
  deepseek: compatible('https://api.deepseek.com/v1', 'DEEPSEEK_API_KEY'),
  together_ai: together,
  'together-ai': together,
  fireworks_ai: fireworks,
  'fireworks-ai': fireworks,
  xai: compatible('https://api.x.ai/v1', 'XAI_API_KEY'),
  perplexity: compatible('https://api.perplexity.ai', 'PERPLEXITYAI_API_KEY'),
  deepinfra: compatible('https://api.deepinfra.com/v1/openai', 'DEEPINFRA_API_KEY'),
  cerebras: compatible('https://api.cerebras.ai/v1', 'CEREBRAS_API_KEY'),
  sambanova: compatible('https://api.sambanova.ai/v1', 'SAMBANOVA_API_KEY'),
  nvidia_nim: compatible('https://integrate.api.nvidia.com/v1', 'NVIDIA_NIM_API_KEY'),
  moonshot: compatible('https://api.moonshot.ai/v1', 'MOONSHOT_API_KEY'),
  hyperbolic: compatible('https://api.hyperbolic.xyz/v1', 'HYPERBOLIC_API_KEY'),
  gemini,
  google: gemini,
  cohere,
  cohere_chat: cohere,
  ollama,
  ollama_chat: ollama,
  hosted_vllm: installed(),
  vllm: installed(),
  lm_studio: installed(),
  llamafile: installed(),
  xinference: installed(),
  openai_like: installed(),
  custom_openai: installed(),
  litellm_proxy: installed(),
  databricks: installed(),
  bedrock: viaPackage('amazon-bedrock', 'put an OpenAI-compatible gateway in front of it'),
  vertex_ai: vertex,
  'vertex-ai': vertex,
};

/** Whether an address is the provider's own: the same host, over the same protocol. */
export function isAtHome({ at }: KnownProvider, address: string): boolean {
  if (at === undefined || !URL.canParse(address)) return false;
  return new URL(address).origin === new URL(at).origin;
}

/** Undefined for what is not in the table, whatever it is called. */
export function knownProvider(name: string): KnownProvider | undefined {
  return Object.hasOwn(KNOWN_PROVIDERS, name) ? KNOWN_PROVIDERS[name] : undefined;
}
