/**
 * The meaning of a finish reason: an ending, a filter that stopped the answer, or a failure that ended it. Each
 * provider uses its own words. Knows no stream.
 */
import type { FailureClass } from '../../language/semantics/failures.ts';
import { isRecord } from './is-record.ts';

export type Finish =
  | { readonly kind: 'none' }
  | { readonly kind: 'ended'; readonly atLimit: boolean }
  | { readonly kind: 'filtered' }
  /** `message` names the kind of finish reason, never the word that was received. */
  | { readonly kind: 'failed'; readonly class: FailureClass; readonly message: string }
  /** A word that neither reports a failure nor is a known ending. */
  | { readonly kind: 'unknown' };

const NONE: Finish = { kind: 'none' };
const ENDED: Finish = { kind: 'ended', atLimit: false };
const AT_LIMIT: Finish = { kind: 'ended', atLimit: true };
const FILTERED: Finish = { kind: 'filtered' };

/** In lower-case letters alone, as `lettersOf` leaves them. */
const NOT_YET = words(' null none undefined nil finishreasonunspecified unspecified');

/**
 * OpenAI: stop, length, tool_calls, function_call. Anthropic and Bedrock: end_turn, stop_sequence, tool_use,
 * max_tokens, model_context_window_exceeded, pause_turn. Google: STOP, MAX_TOKENS. Cohere: COMPLETE. TGI: eos_token.
 * Together: eos. Mistral: model_length. vLLM: repetition.
 */
const ENDINGS = words(
  'stop toolcalls toolcall functioncall functioncalls tooluse eos eostoken eot endoftext endturn end ended ' +
    'stopsequence stopstring stopstr stoptoken stopped complete completed completion done finish finished success ' +
    'succeeded normal pauseturn',
);
const LIMITS = words(
  'length maxtokens maxoutputtokens maxlength modellength maxcompletiontokens tokenlimit contextlength ' +
    'modelcontextwindowexceeded repetition incomplete',
);

/** Azure, Zhipu (`sensitive`), Anthropic (`refusal`), Bedrock (`guardrail_intervened`), Google and Cohere. */
const FILTERED_WORD =
  /contentfilter|contentpolicy|safety|sensitive|refusal|guardrail|recitation|prohibited|blocklist|blocked|spii|moderation|toxic|flagged/;

/**
 * DeepSeek: insufficient_system_resource. Zhipu: network_error. vLLM: abort, error. Google: MALFORMED_FUNCTION_CALL,
 * UNEXPECTED_TOOL_CALL. Cohere: ERROR, USER_CANCEL. And similar words.
 */
const FAILED_WORD =
  /error|fail|abort|cancel|timedout|timeout|deadline|insufficient|exhausted|unavailable|overload|exception|crash|interrupt|disconnect|preempt|evict|kill|malformed|invalid|unexpected|outofmemory|^oom$|quota|ratelimit|capacity|toomany|reset|lost|refused|terminated|shutdown/;

export function readFinish(choice: Readonly<Record<string, unknown>>): Finish {
  const word = wordOf(choice['finish_reason']) ?? wordOf(choice['finishReason']);
  // Nearly every event of a stream.
  if (word === undefined) return NONE;
  if (word === 'stop') return ENDED;
  const letters = lettersOf(word);
  if (NOT_YET.has(letters)) return NONE;
  if (ENDINGS.has(letters)) return ENDED;
  if (LIMITS.has(letters)) return AT_LIMIT;
  if (FILTERED_WORD.test(letters)) return FILTERED;
  const failed = FAILED_WORD.exec(letters)?.[0];
  if (failed === undefined) return { kind: 'unknown' };
  return {
    kind: 'failed',
    class: classOf(letters),
    message: `the answer ended with a finish reason of "${failed}"`,
  };
}

/** The caller set the limit: an answer that reached it before its first word is what was requested. */
export function setsLimit(request: Readonly<Record<string, unknown>>): boolean {
  return ['max_tokens', 'max_completion_tokens'].some((name) => typeof request[name] === 'number');
}

/** SGLang sends `{"type": "stop", …}` at its own endpoint, and some proxies pass it on. */
function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isRecord(value) && typeof value['type'] === 'string' ? value['type'] : undefined;
}

/** `FinishReason.MAX_TOKENS`, `max-tokens` and `maxTokens` are one word. */
function lettersOf(word: string): string {
  return word
    .slice(word.lastIndexOf('.') + 1)
    .toLowerCase()
    .replace(/[^a-z]+/g, '');
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function classOf(letters: string): FailureClass {
  if (/timeout|timedout|deadline/.test(letters)) return 'timeout';
  if (/insufficient|unavailable|overload|capacity|preempt|evict|outofmemory|^oom$/.test(letters))
    return 'overload';
  if (/ratelimit|quota|toomany/.test(letters)) return 'rate-limit';
  if (/malformed|invalid|unexpected/.test(letters)) return 'malformed';
  return 'server-error';
}
