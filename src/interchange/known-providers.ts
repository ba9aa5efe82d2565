/**
 * Providers as other gateways name them, and how llmr reaches each: its dialect, address, and the variable its key
 * usually stands in. A table; knows no configuration.
 */

export interface KnownProvider {
  readonly speaks: string;
  readonly at?: string;
  readonly key?: string;
  /** The prefix of llmr's price catalogue. */
  readonly catalogue?: string;
}

const compatible = (at: string, key: string, catalogue?: string): KnownProvider => ({
  speaks: 'openai',
  at,
  key,
  ...(catalogue === undefined ? {} : { catalogue }),
});
const viaPackage = (name: string): KnownProvider => ({ speaks: `ai-sdk "@ai-sdk/${name}"` });

export const KNOWN_PROVIDERS: Readonly<Record<string, KnownProvider>> = {
  openai: compatible('https://api.openai.com/v1', 'OPENAI_API_KEY', 'openai'),
  anthropic: {
    speaks: 'anthropic',
    at: 'https://api.anthropic.com',
    key: 'ANTHROPIC_API_KEY',
    catalogue: 'anthropic',
  },
  azure: { speaks: 'azure', key: 'AZURE_API_KEY', catalogue: 'openai' },
  'azure-openai': { speaks: 'azure', key: 'AZURE_API_KEY', catalogue: 'openai' },
  openrouter: compatible('https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY'),
  groq: compatible('https://api.groq.com/openai/v1', 'GROQ_API_KEY'),
  mistral: compatible('https://api.mistral.ai/v1', 'MISTRAL_API_KEY'),
  'mistral-ai': compatible('https://api.mistral.ai/v1', 'MISTRAL_API_KEY'),
  deepseek: compatible('https://api.deepseek.com/v1', 'DEEPSEEK_API_KEY'),
  together_ai: compatible('https://api.together.xyz/v1', 'TOGETHER_API_KEY'),
  'together-ai': compatible('https://api.together.xyz/v1', 'TOGETHER_API_KEY'),
  fireworks_ai: compatible('https://api.fireworks.ai/inference/v1', 'FIREWORKS_API_KEY'),
  'fireworks-ai': compatible('https://api.fireworks.ai/inference/v1', 'FIREWORKS_API_KEY'),
  xai: compatible('https://api.x.ai/v1', 'XAI_API_KEY'),
  gemini: compatible('https://generativelanguage.googleapis.com/v1beta/openai', 'GEMINI_API_KEY', 'google'),
  google: compatible('https://generativelanguage.googleapis.com/v1beta/openai', 'GEMINI_API_KEY', 'google'),
  ollama: { speaks: 'openai', at: 'http://127.0.0.1:11434/v1' },
  hosted_vllm: { speaks: 'openai' },
  bedrock: viaPackage('amazon-bedrock'),
  vertex_ai: viaPackage('google-vertex'),
  'vertex-ai': viaPackage('google-vertex'),
  cohere: viaPackage('cohere'),
};
