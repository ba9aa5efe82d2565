/**
 * A Messages body in the form of a chat completions body, for reading only: every fact is then read by the one reader
 * of requests, so that a policy decides the same for the same question in either form. Must not know: facts, policies.
 */
import { isFilled, isObject, type Json } from '../../../language/planning/chat-members.ts';

/** Members that control an answer and are not part of the prompt; `max_tokens` and others have chat's own name. */
const SETTINGS: ReadonlySet<string> = new Set([
  'anthropic_beta',
  'betas',
  'cache_control',
  'container',
  'context_management',
  'inference_geo',
  'mcp_servers',
  'output_config',
  'output_format',
  'service_tier',
  'speed',
  'stop_sequences',
  'system',
  'thinking',
  'tool_choice',
  'tools',
]);

export function asChat(body: Json): Json {
  const chat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) if (!SETTINGS.has(name)) chat[name] = value;
  chat['messages'] = chatMessages(body);
  const { tools } = body;
  if (Array.isArray(tools)) chat['tools'] = tools.map(chatTool);
  const choice = chatChoice(body['tool_choice']);
  if (choice !== undefined) chat['tool_choice'] = choice;
  const format = chatFormat(body);
  if (format !== undefined) chat['response_format'] = format;
  return chat;
}

function chatMessages({ system, messages }: Json): readonly Json[] {
  const list = Array.isArray(messages) ? messages.filter(isObject) : [];
  const all = list.flatMap(asChatMessages);
  const prompted = typeof system === 'string' ? system !== '' : isFilled(system);
  return prompted ? [{ role: 'system', content: system }, ...all] : all;
}

/** A message with tool results becomes one message for each of them, and one for what else it holds. */
export function asChatMessages(message: Json): readonly Json[] {
  const { content } = message;
  if (!Array.isArray(content)) return [message];
  const results: Json[] = [];
  const calls: Json[] = [];
  const rest: unknown[] = [];
  for (const block of content) {
    if (isObject(block) && block['type'] === 'tool_result') {
      results.push({ role: 'tool', tool_call_id: block['tool_use_id'], content: block['content'] });
    } else if (isObject(block) && block['type'] === 'tool_use') {
      const { id, name, input } = block;
      calls.push({ id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } });
    } else rest.push(withoutSignature(block));
  }
  const others = { ...message, content: rest, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
  return results.length > 0 && rest.length === 0 && calls.length === 0 ? results : [...results, others];
}

/** A signature is not read by the model. */
function withoutSignature(block: unknown): unknown {
  if (!isObject(block) || block['signature'] === undefined) return block;
  const { signature: _, ...kept } = block;
  return kept;
}

/** A tool of the provider, with a type of its own, stays as it is. */
function chatTool(tool: unknown): unknown {
  if (!isObject(tool) || tool['input_schema'] === undefined) return tool;
  const { name, description, input_schema: parameters, strict } = tool;
  return {
    type: 'function',
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      parameters,
      ...(strict === undefined ? {} : { strict }),
    },
  };
}

const CHOICES: Readonly<Record<string, string>> = { auto: 'auto', any: 'required', none: 'none' };

function chatChoice(choice: unknown): unknown {
  if (!isObject(choice)) return undefined;
  const { type, name } = choice;
  return type === 'tool' ? { type: 'function', function: { name } } : (CHOICES[String(type)] ?? choice);
}

/** `output_config.format`, or `output_format` as it was called before. */
function chatFormat({ output_config: config, output_format: former }: Json): unknown {
  const format = isObject(config) && config['format'] != null ? config['format'] : former;
  if (!isObject(format)) return undefined;
  const { schema } = format;
  return { type: 'json_schema', json_schema: { name: 'answer', schema } };
}
