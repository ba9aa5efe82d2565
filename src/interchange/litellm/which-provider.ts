/**
 * Which provider LiteLLM asks for a model: by `custom_llm_provider`, by what is before the first `/`, by the name
 * alone, or by the address. Knows no setting but these.
 */
import { isAtHome, KNOWN_PROVIDERS, knownProvider } from '../known-providers.ts';

export interface WhichProvider {
  readonly provider: string;
  /** The model's name there. */
  readonly upstream: string;
}

/** Names without a provider, as LiteLLM's lists of models have them. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^(?:ft:)?(?:gpt|chatgpt|o\d|text-embedding|dall-e|whisper|tts-|davinci|babbage|codex|omni-)/i, 'openai'],
  [/^claude/i, 'anthropic'],
  [/^gemini|^text-bison|^chat-bison/i, 'vertex_ai'],
  [/^command/i, 'cohere'],
  [/^(?:[a-z]{2,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek)\./i, 'bedrock'],
];

export function whichProvider(
  model: string,
  custom: string | undefined,
  address: string | undefined,
): WhichProvider {
  const slash = model.indexOf('/');
  const prefix = slash < 0 ? undefined : model.slice(0, slash);
  const rest = slash < 0 ? model : model.slice(slash + 1);
  if (custom !== undefined) return { provider: custom, upstream: prefix === custom ? rest : model };
  if (prefix !== undefined && knownProvider(prefix) !== undefined) return named(prefix, rest);
  const byAddress = address === undefined ? undefined : ownerOf(address);
  if (byAddress !== undefined) return { provider: byAddress, upstream: model };
  if (prefix !== undefined) return { provider: prefix, upstream: rest };
  const byName = BY_NAME.find(([pattern]) => pattern.test(model));
  return { provider: byName?.[1] ?? 'unknown', upstream: model };
}

/** `bedrock/converse/…` and `openai/responses/…` say how a model is asked, not which it is. */
function named(provider: string, rest: string): WhichProvider {
  return { provider, upstream: rest.replace(/^(?:converse|converse_like|invoke|responses|chat)\//, '') };
}

function ownerOf(address: string): string | undefined {
  return Object.entries(KNOWN_PROVIDERS).find(
    ([, known]) => known.speaks === 'openai' && known.key !== undefined && isAtHome(known, address),
  )?.[0];
}

/** What is not asked by chat completions, by its mode or, where none is given, by its name. */
export function otherThanChat(
  mode: string | undefined,
  provider: string,
  upstream: string,
): string | undefined {
  if (provider === 'text-completion-openai' || provider === 'text-completion-codestral') return 'completion';
  if (mode !== undefined) return mode === 'chat' || mode === 'responses' ? undefined : mode;
  if (/embed|(?:^|\/)(?:bge|gte|e5)-/i.test(upstream)) return 'embedding';
  if (/^(?:dall-e|gpt-image|stable-diffusion)|imagen-/i.test(upstream)) return 'image_generation';
  if (/whisper|transcribe/i.test(upstream)) return 'audio_transcription';
  if (/^tts-|-tts\b/i.test(upstream)) return 'audio_speech';
  if (/rerank/i.test(upstream)) return 'rerank';
  if (/moderation/i.test(upstream)) return 'moderation';
  return /realtime/i.test(upstream) ? 'realtime' : undefined;
}
