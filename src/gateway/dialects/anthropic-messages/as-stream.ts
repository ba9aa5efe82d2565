/** Turns a whole message into the requested stream, for servers that always answer with JSON. Knows no HTTP. */
import type { Json } from '../../../language/planning/chat-members.ts';
import { isRecord } from '../is-record.ts';
import { parseObject } from '../parse-json.ts';
import { blocksOf } from './content-blocks.ts';
import { eventOf } from './write-error.ts';

/** @param body an answer that `readAnswer` found whole */
export function asStream(body: Buffer): Buffer {
  const json = parseObject(body.toString('utf8'));
  const { stop_reason: reason, stop_sequence: sequence, usage } = json;
  const start = { ...json, content: [], stop_reason: null, stop_sequence: null };
  return Buffer.concat([
    eventOf({ type: 'message_start', message: start }),
    ...blocksOf(json).flatMap(eventsOfBlock),
    eventOf({
      type: 'message_delta',
      delta: { stop_reason: reason ?? 'end_turn', stop_sequence: sequence ?? null },
      ...(isRecord(usage) ? { usage } : {}),
    }),
    eventOf({ type: 'message_stop' }),
  ]);
}

function eventsOfBlock(block: Json, index: number): readonly Buffer[] {
  const { begun, deltas } = parted(block);
  return [
    eventOf({ type: 'content_block_start', index, content_block: begun }),
    ...deltas.map((delta) => eventOf({ type: 'content_block_delta', index, delta })),
    eventOf({ type: 'content_block_stop', index }),
  ];
}

/** Text, thinking and arguments come in deltas; other blocks come whole. */
function parted(block: Json): { readonly begun: Json; readonly deltas: readonly Json[] } {
  const { type, text, thinking, signature, input } = block;
  if (type === 'text') return { begun: { ...block, text: '' }, deltas: [{ type: 'text_delta', text }] };
  if (type === 'thinking') {
    return {
      begun: { ...block, thinking: '', signature: '' },
      deltas: [
        { type: 'thinking_delta', thinking },
        { type: 'signature_delta', signature },
      ],
    };
  }
  if (type === 'tool_use' || type === 'server_tool_use') {
    const json = { type: 'input_json_delta', partial_json: JSON.stringify(input ?? {}) };
    return { begun: { ...block, input: {} }, deltas: [json] };
  }
  return { begun: block, deltas: [] };
}
