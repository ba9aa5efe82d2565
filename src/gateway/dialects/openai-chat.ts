/**
 * OpenAI chat completions, streamed and not, as far as dispatch needs it. Tolerant of what compatible servers leave
 * out; strict about what would pass a truncated answer for a whole one. Knows no HTTP and no policy.
 */
import type { AnswerSign, Dialect, EventKind, Fault, ReportedUsage, StreamReader } from './dialect.ts';
import { cleanMessage, faultInBand, isRecord, readOpenAiFault } from './openai-fault.ts';

export const openAiChat: Dialect = {
  readStream: (request, keepText) => new ChatStreamReader(request['n'], keepText === true),
  readAnswer,
  readFault: readOpenAiFault,
  withMember: (event, member) => sseEvent(JSON.stringify({ ...JSON.parse(event), llmr: member })),
  withText(event, text) {
    const chunk = JSON.parse(event);
    const [choice] = chunk.choices;
    return sseEvent(
      JSON.stringify({ ...chunk, choices: [{ ...choice, delta: { ...choice.delta, content: text } }] }),
    );
  },
  bodyWithMember(body, member) {
    // An upstream's own member, of a second llmr behind this one, must not stay beside ours.
    if (body.includes('"llmr"')) {
      return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString('utf8')), llmr: member }));
    }
    // The last brace: the body was parsed as an object before.
    const close = body.lastIndexOf(0x7d);
    const empty = body.subarray(0, close).toString('latin1').trimEnd().endsWith('{');
    const tail = Buffer.from(`${empty ? '' : ','}"llmr":${JSON.stringify(member)}}`);
    return Buffer.concat([body.subarray(0, close), tail]);
  },
  brokenEvent: (message) =>
    sseEvent(
      JSON.stringify({ error: { message, type: 'server_error', param: null, code: 'broken_stream' } }),
    ),
  doneEvent: Buffer.from('data: [DONE]\n\n'),
};

function sseEvent(data: string): Buffer {
  return Buffer.from(`data: ${data}\n\n`);
}

/** What a stream cannot be gone on with in the middle of. */
const TOOL_CALLS = ['tool_calls', 'function_call'];
const NOT_TEXT = [...TOOL_CALLS, 'refusal', 'audio'];

class ChatStreamReader implements StreamReader {
  usage: ReportedUsage | undefined;
  fault: Fault | undefined;
  characters = 0;
  filtered = false;
  delta = '';
  text = '';
  onlyText = true;
  callsTools = false;
  readonly #keepText: boolean;
  readonly #choices: number;
  readonly #finishedChoices = new Set<number>();
  #content = false;

  constructor(choices: unknown, keepText: boolean) {
    this.#keepText = keepText;
    this.#choices = typeof choices === 'number' && choices > 1 ? choices : 1;
  }

  get finished(): boolean {
    return this.#finishedChoices.size >= this.#choices;
  }

  read(data: string, name: string): EventKind {
    this.delta = '';
    if (data === '[DONE]' || data.trim() === '[DONE]') return 'done';
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return 'malformed';
    }
    if (!isRecord(json)) return 'malformed';
    if (name === 'error' || json['error'] != null) {
      const error = faultInBand(json) ?? faultInBand({ error: json });
      if (error !== undefined) {
        this.fault = error;
        return 'fault';
      }
    }
    const usage = readUsage(json['usage']);
    if (usage !== undefined) this.usage = usage;
    const choices = json['choices'];
    // What tells no usage that can be believed is still that event, and nobody's who has not asked for it.
    if (!Array.isArray(choices) || choices.length === 0) return isRecord(json['usage']) ? 'usage' : 'quiet';
    let kind: EventKind = 'quiet';
    for (const choice of choices) if (isRecord(choice) && this.#readChoice(choice)) kind = 'content';
    return kind;
  }

  #keep(delta: Readonly<Record<string, unknown>>): void {
    const { content } = delta;
    this.delta = typeof content === 'string' ? content : '';
    this.text += this.delta;
    if (TOOL_CALLS.some((name) => delta[name] != null)) this.callsTools = true;
    if (NOT_TEXT.some((name) => delta[name] != null) || Array.isArray(content)) this.onlyText = false;
  }

  #readChoice(choice: Readonly<Record<string, unknown>>): boolean {
    const delta = choice['delta'];
    const characters = isRecord(delta) ? charactersOf(delta) : 0;
    this.characters += characters;
    if (this.#keepText && isRecord(delta)) this.#keep(delta);
    if (characters > 0) {
      this.#content = true;
      this.filtered = false;
    }
    const finish = choice['finish_reason'];
    if (typeof finish !== 'string' || finish === '') return characters > 0;
    this.#finishedChoices.add(typeof choice['index'] === 'number' ? choice['index'] : 0);
    if (finish === 'content_filter' && !this.#content) this.filtered = true;
    return true;
  }
}

/** Characters in a delta or a message: text, reasoning under its several names, refusals, tool calls, audio. */
function charactersOf(part: Readonly<Record<string, unknown>>): number {
  let count = 0;
  for (const name in part) {
    const value = part[name];
    switch (name) {
      case 'content':
      case 'refusal':
      case 'reasoning':
      case 'reasoning_content':
        if (typeof value === 'string') count += value.length;
        else if (Array.isArray(value)) count += JSON.stringify(value).length;
        break;
      case 'tool_calls':
      case 'function_call':
      case 'audio':
      case 'reasoning_details':
        if (Array.isArray(value) ? value.length > 0 : isRecord(value)) count += JSON.stringify(value).length;
        break;
    }
  }
  return count;
}

function readAnswer(body: Buffer): AnswerSign {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    const what = body.length === 0 ? 'an empty body' : 'a body that is not whole JSON';
    return malformed(`answered with ${what}`);
  }
  if (!isRecord(json)) return malformed('answered with JSON that is not an object');
  const choices = json['choices'];
  if (json['error'] != null && !(Array.isArray(choices) && choices.length > 0)) {
    const fault = faultInBand(json);
    if (fault !== undefined) return { kind: 'fault', fault };
  }
  if (!Array.isArray(choices)) return malformed('answered without choices');
  if (choices.length === 0) return malformed('answered with no choice');
  let characters = 0;
  let filtered = true;
  for (const choice of choices) {
    if (!isRecord(choice) || !isRecord(choice['message']))
      return malformed('answered with a choice without a message');
    const length = charactersOf(choice['message']);
    characters += length;
    if (choice['finish_reason'] !== 'content_filter' || length > 0) filtered = false;
  }
  if (filtered) {
    return {
      kind: 'fault',
      fault: { class: 'content-filter', message: "the provider's filter withheld the answer" },
    };
  }
  return {
    kind: 'whole',
    usage: readUsage(json['usage']),
    characters,
    text: textOf(choices[0]),
    callsTools: choices.some(callsTools),
  };
}

function callsTools(choice: unknown): boolean {
  const message = isRecord(choice) ? choice['message'] : undefined;
  if (!isRecord(message)) return false;
  const calls = message['tool_calls'];
  return (Array.isArray(calls) && calls.length > 0) || isRecord(message['function_call']);
}

function textOf(choice: unknown): string {
  const message = isRecord(choice) ? choice['message'] : undefined;
  const content = isRecord(message) ? message['content'] : undefined;
  return typeof content === 'string' ? content : '';
}

function malformed(message: string): AnswerSign {
  return { kind: 'fault', fault: { class: 'malformed', message: cleanMessage(message) } };
}

export function readUsage(usage: unknown): ReportedUsage | undefined {
  if (!isRecord(usage)) return undefined;
  const input = count(usage['prompt_tokens'] ?? usage['input_tokens']);
  const output = count(usage['completion_tokens'] ?? usage['output_tokens']);
  // Half of it would be charged as if the other half were nothing: llmr's own count is nearer.
  if (input === undefined || output === undefined) return undefined;
  const inputDetails = usage['prompt_tokens_details'];
  const outputDetails = usage['completion_tokens_details'];
  const cached = isRecord(inputDetails) ? count(inputDetails['cached_tokens']) : undefined;
  const reasoning = isRecord(outputDetails) ? count(outputDetails['reasoning_tokens']) : undefined;
  return {
    inputTokens: input,
    outputTokens: output,
    ...(cached !== undefined ? { cachedTokens: cached } : {}),
    ...(reasoning !== undefined ? { reasoningTokens: reasoning } : {}),
  };
}

/** Far beyond any window: a larger number is a mistake, and would spoil every sum it goes into. */
const MOST_TOKENS = 1_000_000_000;

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MOST_TOKENS ? Math.round(value) : undefined;
}
