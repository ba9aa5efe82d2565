/**
 * What a user wrote, in one row of an export: the last message of a user where there are messages, else the first
 * member that holds a prompt. By the shapes that LiteLLM, Langfuse, LangSmith, Helicone, promptfoo, OpenAI
 * (fine-tuning, evals, batches), Anthropic and data sets in the ShareGPT and Alpaca forms write. Must not know: files,
 * intents.
 */

type Members = Readonly<Record<string, unknown>>;

/** In this order: the first that holds a text of a user is taken. */
const MEMBERS = [
  'messages',
  'conversations',
  'conversation',
  'conversation_a',
  'turns',
  'history',
  'prompt',
  'question',
  'query',
  'instruction',
  'text',
  'utterance',
  'user_input',
  'user_message',
  'user_prompt',
  'prompt_text',
  'input_text',
  'user',
  'message',
  'input',
  'inputs',
  'contents',
  'content',
  'parts',
  'args',
  'raw',
  'body',
  'request',
  'request_body',
  'proxy_server_request',
  'item',
  'vars',
  'attributes',
  'gen_ai.input.messages',
  'gen_ai.prompt',
  'input.value',
  'kwargs',
  'params',
  'input_body_json',
  'items',
  'chosen',
  'mapping',
].map((name) => ({ name, plain: plainName(name) }));

/** `requestBody`, `request_body` and `Request Body` are one. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[_\s-]/g, '');
}

/** Members whose own members have names that the user of the tool chose. */
const VARIABLES: ReadonlySet<string> = new Set(['vars', 'inputs', 'input', 'item']);
/** Exports nest a few levels deep; a document that nests deeper is not one of them. */
const DEEPEST = 8;

export function promptOf(row: unknown, depth = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof row === 'string') return ofString(row, depth);
  if (Array.isArray(row)) return ofList(row, depth);
  if (typeof row !== 'object' || row === null) return undefined;
  return isOfUser(row as Members) ? ofMembers(row as Members, depth) : undefined;
}

/** Some exports keep a JSON document as a string, or a string as one. */
function ofString(text: string, depth: number): string | undefined {
  if (/^\s*(?:\[\s*[[{]|\{\s*"|"[\s\S]*"\s*$)/.test(text)) {
    try {
      return promptOf(JSON.parse(text), depth + 1) ?? undefined;
    } catch {
      return text;
    }
  }
  return text.trim() === '' || text === REDACTED ? undefined : text;
}

/** What LiteLLM writes in place of messages that it does not log. */
const REDACTED = 'redacted-by-litellm';

/** Messages, turns or the parts of one message. */
function ofList(list: readonly unknown[], depth: number): string | undefined {
  if (list.length > 0 && list.every(isPart)) {
    const texts = list.flatMap((part) => {
      const { type, text, content } = part as Members;
      const written = type === 'tool_result' ? undefined : (text ?? content);
      return typeof written === 'string' ? [written] : [];
    });
    return texts.length === 0 ? undefined : texts.join('\n');
  }
  for (let at = list.length - 1; at >= 0; at--) {
    const found = promptOf(list[at], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `{"type": "text", "text": …}`, also an image next to one, or a part of Gemini's. */
function isPart(one: unknown): boolean {
  if (typeof one !== 'object' || one === null || 'role' in one) return false;
  const { type, text, content } = one as Members;
  const isMessageOfLangChain = 'kwargs' in one || (content !== undefined && type !== 'text');
  return !isMessageOfLangChain && (typeof text === 'string' || typeof type === 'string');
}

const OTHERS =
  /^(?:tool_result|function_call_output|system|developer|assistant|ai|gpt|chatgpt|bot|model|tool|function|AIMessage.*|SystemMessage|ToolMessage)$/i;

/** Messages name who wrote them: `role`, ShareGPT's `from`, LangChain's `type` or the last name of its `id`. */
function isOfUser({ role, from, author: writer, type, id }: Members): boolean {
  const named = typeof writer === 'object' && writer !== null ? (writer as Members)['role'] : undefined;
  const author = role ?? from ?? named ?? (Array.isArray(id) ? id.at(-1) : type);
  return typeof author !== 'string' || !OTHERS.test(author);
}

function ofMembers(row: Members, depth: number): string | undefined {
  // ShareGPT's messages; elsewhere `value` may be anything.
  if ('from' in row && 'value' in row) return promptOf(row['value'], depth + 1);
  const members: Members = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [plainName(name), value]),
  );
  for (const { name, plain } of MEMBERS) {
    const member = members[plain];
    if (member === undefined || member === null) continue;
    // ChatGPT's export: messages by their ids.
    const value = name === 'mapping' && typeof member === 'object' ? Object.values(member) : member;
    const found = promptOf(value, depth + 1) ?? (VARIABLES.has(name) ? longestIn(value) : undefined);
    if (found === undefined) continue;
    const pasted = name === 'instruction' ? members['input'] : undefined;
    return typeof pasted === 'string' && pasted.trim() !== '' ? `${found}\n\n${pasted}` : found;
  }
  return ofFlatMessages(row, depth);
}

/** Traces of OpenTelemetry write each message as attributes: `gen_ai.prompt.0.role`, `llm.input_messages.0.message.role`. */
const FLAT = /^(?:gen_ai\.prompt|llm\.input_messages)\.(\d+)\.(?:message\.)?(role|content)$/;

function ofFlatMessages(row: Members, depth: number): string | undefined {
  const messages: Record<string, unknown>[] = [];
  for (const [name, value] of Object.entries(row)) {
    const [, at, part] = FLAT.exec(name) ?? [];
    if (at === undefined || part === undefined || Number(at) > MOST_FLAT) continue;
    messages[Number(at)] = { ...messages[Number(at)], [part]: value };
  }
  return messages.length === 0 ? undefined : ofList(messages, depth);
}

const MOST_FLAT = 10_000;

function longestIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const texts = Object.values(value).filter((one) => typeof one === 'string');
  return texts.sort((a, b) => b.length - a.length)[0];
}
