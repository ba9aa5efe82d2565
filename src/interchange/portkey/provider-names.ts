/**
 * Providers as Portkey calls them, and what the name of a slug or virtual key says about its provider. Knows no
 * configuration.
 */
import { KNOWN_PROVIDERS } from '../known-providers.ts';

/** Names that differ from those of the table of known providers. */
const ALIASES: Readonly<Record<string, string>> = {
  'open-ai': 'openai',
  'azure-open-ai': 'azure-openai',
  'x-ai': 'xai',
  'perplexity-ai': 'perplexity',
  'vertex-ai': 'vertex_ai',
  vertex: 'vertex_ai',
  gemini: 'google',
  'together-ai': 'together_ai',
  together: 'together_ai',
  'fireworks-ai': 'fireworks_ai',
  fireworks: 'fireworks_ai',
  mistral: 'mistral-ai',
};

/** The provider's name in the table of known providers; undefined where it is not in it. */
export function knownProvider(name: string): string | undefined {
  const written = ALIASES[name] ?? name;
  return Object.hasOwn(KNOWN_PROVIDERS, written) ? written : undefined;
}

/** Longest first: `azure-openai` before `azure`. */
const BEGINNINGS = [...Object.keys(KNOWN_PROVIDERS), ...Object.keys(ALIASES)].sort(
  (a, b) => b.length - a.length,
);

/** A slug such as `openai-prod` or `OPENAI_VIRTUAL_KEY` is most likely called after its provider. */
export function guessedProvider(slug: string): string | undefined {
  const plain = slug
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^(?:vk|pk|virtual-key|my)-/, '');
  const name = BEGINNINGS.find((one) => {
    const begins = one.replaceAll('_', '-');
    return plain === begins || plain.startsWith(`${begins}-`) || plain.startsWith(`${begins}virtual`);
  });
  return name === undefined ? undefined : knownProvider(name);
}
