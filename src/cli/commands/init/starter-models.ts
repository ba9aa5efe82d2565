/**
 * The models that `llmr init` begins with. The first of a provider is always used; the second only if the provider is
 * the only one, for requests with tools. Prices are list prices in dollars per million tokens on the day given below.
 * A table.
 */
import { CATALOGUE_DATE } from '../../../language/vocabulary/catalogue.ts';

export interface StarterModel {
  /** Name in the policy. */
  readonly name: string;
  /** The provider's own name of it. */
  readonly upstream: string;
  readonly window?: string;
  readonly price?: string;
  readonly can?: string;
  /** A remark above the declaration. */
  readonly note?: string;
}

/** Prices that the catalogue has are the catalogue's. */
export const STARTER_DATE = CATALOGUE_DATE;

/** Where a provider is reached for chat completions, if that is not by its own wire format. */
export const COMPATIBLE: Readonly<Record<string, { readonly at: string; readonly note: string }>> = {
  anthropic: {
    at: 'https://api.anthropic.com/v1',
    note: "Anthropic's OpenAI-compatible address, for chat completions; callers of /v1/messages need `speaks anthropic`.",
  },
};

const card = (
  name: string,
  upstream: string,
  window: string,
  price: string,
  can: string,
  note?: string,
): StarterModel => ({ name, upstream, window, price, can, ...(note === undefined ? {} : { note }) });

const ALL = 'tools, images, json';
const gemini = [
  card('gemini-flash', 'gemini-2.5-flash', '1M output 64k', '$0.30 in, $2.50 out', ALL),
  card('gemini-pro', 'gemini-2.5-pro', '1M output 64k', '$1.25 in, $10 out', ALL),
];
const ollama = [
  card(
    'llama',
    'llama3.2',
    '4k output 4k',
    '$0 in, $0 out',
    'tools, json',
    'The window is what Ollama gives a model unless OLLAMA_CONTEXT_LENGTH is larger.',
  ),
];

export const STARTER_MODELS: Readonly<Record<string, readonly StarterModel[]>> = {
  openai: [
    card('gpt-mini', 'gpt-4.1-mini', '1M output 32k', '$0.40 in, $1.60 out', ALL),
    card('gpt', 'gpt-4.1', '1M output 32k', '$2 in, $8 out', ALL),
  ],
  // Their compatible address ignores `response_format`: no json.
  anthropic: [
    card('haiku', 'claude-haiku-4-5', '200k output 64k', '$1 in, $5 out', 'tools, images'),
    card('sonnet', 'claude-sonnet-4-5', '200k output 64k', '$3 in, $15 out', 'tools, images'),
  ],
  openrouter: [
    card('mini', 'openai/gpt-4o-mini', '128k output 16k', '$0.15 in, $0.60 out', ALL),
    card('sonnet', 'anthropic/claude-sonnet-4.5', '200k output 64k', '$3 in, $15 out', ALL),
  ],
  groq: [
    card('llama-70b', 'llama-3.3-70b-versatile', '128k output 32k', '$0.59 in, $0.79 out', 'tools, json'),
  ],
  mistral: [card('mistral-small', 'mistral-small-2506', '128k', '$0.10 in, $0.30 out', 'tools, json')],
  gemini,
  google: gemini,
  ollama,
};
