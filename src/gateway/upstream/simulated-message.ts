/**
 * The answer of a simulated model as Anthropic writes it: a message, or the events of its stream. Knows no time and no
 * network.
 */
import { asChat } from '../dialects/anthropic-messages/as-chat.ts';
import { asStream } from '../dialects/anthropic-messages/as-stream.ts';
import type { SimulatedAnswer } from './simulated-answer.ts';

type Json = Readonly<Record<string, unknown>>;

const REASONS = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const;

/** The request as the simulated model reads it. */
export const messageAsked = asChat;

export function messageBody(answer: SimulatedAnswer): Buffer {
  return Buffer.from(JSON.stringify(messageOf(answer)));
}

/** The events of a stream, in order: a piece of text each, as a model would send them. */
export function* messageEvents(answer: SimulatedAnswer): Generator<Buffer> {
  const whole = asStream(messageBody(answer)).toString('utf8');
  for (const event of whole.split(/(?<=\n\n)/)) {
    const pieces = answer.choices[0]?.pieces ?? [];
    const marker = JSON.stringify(pieces.join(''));
    if (pieces.length === 0 || !event.includes('text_delta')) yield Buffer.from(event);
    else for (const piece of pieces) yield Buffer.from(event.replace(marker, () => JSON.stringify(piece)));
  }
}

function messageOf({ id, model, choices, inputTokens, outputTokens }: SimulatedAnswer): Json {
  const [choice] = choices;
  const tool = choice?.tool;
  return {
    id: id.replace('chatcmpl', 'msg'),
    type: 'message',
    role: 'assistant',
    model,
    content: [
      tool === undefined
        ? { type: 'text', text: choice?.pieces.join('') ?? '' }
        : { type: 'tool_use', id: tool.id, name: tool.name, input: JSON.parse(tool.arguments) },
    ],
    stop_reason: REASONS[choice?.finish ?? 'stop'],
    stop_sequence: null,
    usage: {
      input_tokens: inputTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: outputTokens,
    },
  };
}
