/**
 * The answer of a simulated model: a pure function of the request's last user message and the model's name, so that
 * tests and load generators can rely on it. Formatted as an OpenAI answer. Knows no time and no network.
 */
import { sampleJson } from './sample-json.ts';

type Json = Readonly<Record<string, unknown>>;

export interface SimulatedAnswer {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly SimulatedChoice[];
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface SimulatedChoice {
  /** Pieces of text, about a token each; empty for a tool call. */
  readonly pieces: readonly string[];
  readonly tool?: { readonly id: string; readonly name: string; readonly arguments: string };
  readonly finish: 'stop' | 'length' | 'tool_calls';
}

/** Unix seconds in every answer, so that equal requests get equal bytes. */
const CREATED = 1_767_225_600;

export function simulateAnswer(
  model: string,
  request: Json,
  countTokens: (text: string) => number,
): SimulatedAnswer {
  const texts = allTexts(request['messages']);
  const last = lastUserText(request['messages']);
  const seed = hashOf(`${model}\n${last}`);
  const count = integer(request['n']) ?? 1;
  const choices: SimulatedChoice[] = [];
  for (let index = 0; index < Math.min(count, 16); index += 1)
    choices.push(choiceOf(model, request, last, seed));
  const outputTokens = choices.reduce((sum, { pieces, tool }) => {
    return sum + pieces.length + (tool === undefined ? 0 : countTokens(tool.name + tool.arguments));
  }, 0);
  const inputTokens = texts.reduce((sum, text) => sum + countTokens(text) + 4, 3);
  return { id: `chatcmpl-sim-${hex(seed)}`, model, choices, inputTokens, outputTokens };
}

function choiceOf(model: string, request: Json, last: string, seed: number): SimulatedChoice {
  const tool = forcedTool(request);
  if (tool !== undefined) {
    const call = {
      id: `call_${hex(seed)}`,
      name: tool.name,
      arguments: JSON.stringify(sampleJson(tool.parameters)),
    };
    return { pieces: [], tool: call, finish: 'tool_calls' };
  }
  const pieces = rest(textFor(model, request, last, seed), request, model).match(/\s*\S{1,12}/g) ?? [];
  const most = integer(request['max_completion_tokens']) ?? integer(request['max_tokens']);
  if (most !== undefined && pieces.length > most) return { pieces: pieces.slice(0, most), finish: 'length' };
  return { pieces, finish: 'stop' };
}

const OPENINGS = ['You said', 'I read', 'Here is what arrived', 'Understood', 'Your message was'];
const CLOSINGS = [
  'Nothing was looked up and nothing was spent.',
  'A real model would say more.',
  'The same words will get this same answer.',
  'Ask again and nothing will change.',
];

function textFor(model: string, request: Json, last: string, seed: number): string {
  const format = request['response_format'];
  if (isRecord(format) && format['type'] === 'json_object') {
    return JSON.stringify({ model, simulated: true, echo: excerpt(last) });
  }
  if (isRecord(format) && format['type'] === 'json_schema' && isRecord(format['json_schema'])) {
    return JSON.stringify(sampleJson(format['json_schema']['schema']));
  }
  const opening = OPENINGS[seed % OPENINGS.length] ?? '';
  const closing = CLOSINGS[(seed >>> 8) % CLOSINGS.length] ?? '';
  return `This is ${model}, simulated. ${opening}: "${excerpt(last)}" ${closing}`;
}

/** After a last message of the assistant a model continues from there: the same text if it was its own. */
function rest(text: string, request: Json, model: string): string {
  const messages = Array.isArray(request['messages']) ? request['messages'].filter(isRecord) : [];
  const last = messages.at(-1);
  if (last?.['role'] !== 'assistant') return text;
  const begun = textOf(last['content']);
  return text.startsWith(begun) ? text.slice(begun.length) : ` And ${model} goes on from there.`;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** The tool that `tool_choice` requires. */
function forcedTool(request: Json): { name: string; parameters: unknown } | undefined {
  const tools = Array.isArray(request['tools']) ? request['tools'].filter(isRecord) : [];
  const functions = tools.map((tool) => tool['function']).filter(isRecord);
  const choice = request['tool_choice'];
  const wanted = isRecord(choice) && isRecord(choice['function']) ? choice['function']['name'] : undefined;
  if (wanted === undefined && choice !== 'required') return undefined;
  const found = wanted === undefined ? functions[0] : functions.find((one) => one['name'] === wanted);
  return found === undefined ? undefined : { name: String(found['name']), parameters: found['parameters'] };
}

export function completionBody(answer: SimulatedAnswer): Buffer {
  const choices = answer.choices.map((choice, index) => ({
    index,
    message: {
      role: 'assistant',
      content: choice.tool === undefined ? choice.pieces.join('') : null,
      refusal: null,
      ...(choice.tool === undefined ? {} : { tool_calls: [toolCall(choice.tool)] }),
    },
    logprobs: null,
    finish_reason: choice.finish,
  }));
  return Buffer.from(
    JSON.stringify({ ...frame(answer, 'chat.completion'), choices, usage: usageOf(answer) }),
  );
}

/** The events of a stream, in order, ready for the wire. */
export function* completionEvents(answer: SimulatedAnswer, includeUsage: boolean): Generator<Buffer> {
  const head = JSON.stringify(frame(answer, 'chat.completion.chunk')).slice(0, -1);
  const usage = includeUsage ? ',"usage":null' : '';
  const event = (index: number, delta: unknown, finish: string | null): Buffer => {
    const choice = JSON.stringify({ index, delta, logprobs: null, finish_reason: finish });
    return Buffer.from(`data: ${head},"choices":[${choice}]${usage}}\n\n`);
  };
  for (const [index, choice] of answer.choices.entries()) {
    yield event(
      index,
      { role: 'assistant', content: choice.tool === undefined ? '' : null, refusal: null },
      null,
    );
    for (const piece of choice.pieces) yield event(index, { content: piece }, null);
    if (choice.tool !== undefined) {
      yield event(
        index,
        { tool_calls: [{ index: 0, ...toolCall({ ...choice.tool, arguments: '' }) }] },
        null,
      );
      const rest = { index: 0, function: { arguments: choice.tool.arguments } };
      yield event(index, { tool_calls: [rest] }, null);
    }
    yield event(index, {}, choice.finish);
  }
  if (includeUsage) {
    yield Buffer.from(`data: ${head},"choices":[],"usage":${JSON.stringify(usageOf(answer))}}\n\n`);
  }
  yield Buffer.from('data: [DONE]\n\n');
}

function toolCall(tool: { id: string; name: string; arguments: string }): object {
  return { id: tool.id, type: 'function', function: { name: tool.name, arguments: tool.arguments } };
}

function frame(answer: SimulatedAnswer, object: string): object {
  return { id: answer.id, object, created: CREATED, model: answer.model, system_fingerprint: 'fp_simulated' };
}

function usageOf({ inputTokens, outputTokens }: SimulatedAnswer): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

function lastUserText(messages: unknown): string {
  const list = Array.isArray(messages) ? messages.filter(isRecord) : [];
  const last = list.findLast((message) => message['role'] === 'user') ?? list.at(-1);
  return last === undefined ? '' : textOf(last['content']);
}

function allTexts(messages: unknown): string[] {
  const list = Array.isArray(messages) ? messages.filter(isRecord) : [];
  return list.map((message) => textOf(message['content']));
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const parts = content.filter(isRecord).map((part) => part['text']);
  return parts.filter((text) => typeof text === 'string').join('\n');
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo): the same on every machine. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}

function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
