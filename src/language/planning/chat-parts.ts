/**
 * The kind of a part of a message's content, in any API's spelling: OpenAI (chat and responses), Anthropic, Gemini,
 * Bedrock, Ollama, vLLM, OpenRouter, the AI SDK and LangChain all send parts to chat endpoints. Knows no message.
 */
import { foldName } from '../vocabulary/fold-name.ts';
import { isObject, type Json } from './chat-members.ts';

export type MediaKind = 'image' | 'audio' | 'video' | 'file';
/** `nested`: holds parts of its own. `other`: not known by name. */
export type PartKind = MediaKind | 'text' | 'tool-call' | 'tool-result' | 'other';

/** By the part's `type`, folded. */
const KIND_OF_TYPE: ReadonlyMap<string, PartKind> = new Map(
  (
    [
      [
        'text',
        ['text', 'input_text', 'output_text', 'refusal', 'thinking', 'redacted_thinking', 'reasoning'],
      ],
      [
        'image',
        [
          'image',
          'image_url',
          'input_image',
          'image_file',
          'image_embeds',
          'image_pil',
          'image_base64',
          'image_bytes',
        ],
      ],
      ['audio', ['audio', 'audio_url', 'input_audio', 'audio_embeds', 'input_audio_url', 'output_audio']],
      ['video', ['video', 'video_url', 'input_video', 'video_embeds', 'video_file']],
      ['file', ['file', 'input_file', 'document', 'document_url', 'file_url', 'pdf', 'container_upload']],
      [
        'tool-call',
        ['tool_use', 'server_tool_use', 'mcp_tool_use', 'tool_call', 'function_call', 'tool_calls'],
      ],
      [
        'tool-result',
        ['tool_result', 'mcp_tool_result', 'function_call_output', 'web_search_tool_result', 'tool_response'],
      ],
    ] as const
  ).flatMap(([kind, types]) => types.map((type): [string, PartKind] => [foldName(type), kind])),
);

/** By a member that carries media, folded: vLLM reads parts without a type, Gemini and Bedrock have none. */
const KIND_OF_MEMBER: ReadonlyMap<string, MediaKind> = new Map(
  (
    [
      ['image', ['image', 'image_url', 'image_embeds', 'image_pil', 'image_file', 'input_image']],
      ['audio', ['audio', 'audio_url', 'input_audio', 'audio_embeds']],
      ['video', ['video', 'video_url', 'video_embeds']],
      ['file', ['file', 'document', 'inline_data', 'file_data', 'input_file', 'file_url']],
    ] as const
  ).flatMap(([kind, names]) => names.map((name): [string, MediaKind] => [foldName(name), kind])),
);

const MEDIA_TYPES: ReadonlySet<string> = new Set(['mediatype', 'mimetype', 'contenttype']);
const GENERIC: ReadonlySet<PartKind> = new Set(['file', 'other']);

export function partKind(part: Json): PartKind {
  const type = part['type'];
  const named = typeof type === 'string' ? KIND_OF_TYPE.get(foldName(type)) : undefined;
  const kind = named ?? kindByMembers(part);
  // A file may be a picture, and a part of an unknown type anything: its media type decides.
  if (GENERIC.has(kind)) return kindByMediaType(part, 2) ?? kind;
  // Gemini's and LiteLLM's callers send every kind of file as `image_url`.
  return kind === 'image' ? (otherDataIn(part) ?? kind) : kind;
}

/** For a value that may not be a part at all: its members' names prove nothing, its type and media type do. */
export function typedKind(value: Json): PartKind | undefined {
  const type = value['type'];
  const named = typeof type === 'string' ? KIND_OF_TYPE.get(foldName(type)) : undefined;
  return named ?? kindByMediaType(value, 1);
}

/** The kind of a data URL in a part for images, if it is not an image; bytes without a type may be one. */
function otherDataIn(part: Json): MediaKind | undefined {
  for (const value of Object.values(part)) {
    const text = isObject(value) ? value['url'] : value;
    if (typeof text !== 'string' || /^data:application\/octet-stream/i.test(text)) continue;
    const kind = kindOfDataUrl(text);
    if (kind !== undefined && kind !== 'image') return kind;
  }
  return undefined;
}

function kindByMembers(part: Json): PartKind {
  for (const name of Object.keys(part)) {
    const kind = KIND_OF_MEMBER.get(foldName(name));
    if (kind !== undefined) return kind;
  }
  return typeof part['text'] === 'string' ? 'text' : 'other';
}

/** Searches the part and the objects in it, down to a number of levels. */
function kindByMediaType(part: Json, levels: number): MediaKind | undefined {
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === 'string') {
      const kind = MEDIA_TYPES.has(foldName(name)) ? kindOfMediaType(value) : kindOfDataUrl(value);
      if (kind !== undefined) return kind;
    } else if (levels > 1 && isObject(value)) {
      const kind = kindByMediaType(value, levels - 1);
      if (kind !== undefined) return kind;
    }
  }
  return undefined;
}

function kindOfMediaType(type: string): MediaKind | undefined {
  const [main, sub] = type.toLowerCase().split('/');
  if (sub === undefined) return undefined;
  return main === 'image' || main === 'audio' || main === 'video' ? main : 'file';
}

/** `data:image/png;base64,…`; undefined for any other string. */
export function kindOfDataUrl(text: string): MediaKind | undefined {
  const found = /^data:([a-z]+\/[\w.+-]+)[;,]/i.exec(text.slice(0, 200));
  return found?.[1] === undefined ? undefined : kindOfMediaType(found[1]);
}
