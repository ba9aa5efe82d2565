/**
 * The messages by which servers report that a request does not fit a model's window. Each is listed with the server
 * that uses it and the source where it was found. Knows no wire format.
 */

interface Wording {
  /** The server that sends it. */
  readonly server: string;
  readonly words: RegExp;
  /** Server source, or the report that quotes it. */
  readonly source: string;
}

const OVERFLOW_LIST = 'https://github.com/badlogic/pi-mono/blob/main/packages/ai/src/utils/overflow.ts';
const COLLECTED = 'https://github.com/BerriAI/litellm/pull/21647';

export const TOO_LONG_WORDINGS: readonly Wording[] = [
  {
    server: 'OpenAI, Azure, DeepSeek, OpenRouter, SambaNova, vLLM, Aphrodite, SGLang, FastChat, NIM',
    words: /maximum context (?:length|limit)/i,
    source: 'https://github.com/vercel/ai/issues/428',
  },
  { server: 'OpenAI', words: /exceeds? the context window/i, source: OVERFLOW_LIST },
  {
    server: 'Azure OpenAI',
    words: /input tokens exceed the configured limit/i,
    source: 'https://github.com/BerriAI/litellm/issues/15968',
  },
  { server: 'Anthropic, Fireworks, oMLX', words: /prompt is too long/i, source: OVERFLOW_LIST },
  {
    server: 'Anthropic',
    words: /exceeds? context limit/i,
    source: 'https://github.com/BrokkAi/brokk-app/issues/540',
  },
  {
    server: 'Bedrock, Replicate',
    words: /\binput is too long|too many total text bytes/i,
    source: COLLECTED,
  },
  {
    server: 'Bedrock (Nova, Titan)',
    words: /too many input tokens|input tokens exceeded|input is longer than the maximum number of tokens/i,
    source: COLLECTED,
  },
  {
    server: 'Gemini, Vertex AI',
    words: /input (?:token count|context)\b.{0,60}(?:exceeds|too long|only supports up to)/i,
    source: OVERFLOW_LIST,
  },
  { server: 'Gemini', words: /request payload size exceeds the limit/i, source: OVERFLOW_LIST },
  {
    server: 'Mistral',
    words: /too large for model with \d+ maximum context length/i,
    source: 'https://github.com/BerriAI/litellm/issues/21558',
  },
  { server: 'Cohere', words: /too many tokens\b/i, source: COLLECTED },
  {
    server: 'Groq, Cerebras, OpenAI',
    words: /reduce the length of (?:the|your|either) (?:input )?(?:messages?|prompt|one)/i,
    source: OVERFLOW_LIST,
  },
  {
    server: 'Cerebras',
    words: /current length is \d+ while limit is \d+/i,
    source:
      'https://github.com/BerriAI/litellm/blob/main/litellm/litellm_core_utils/exception_mapping_utils.py',
  },
  { server: 'xAI', words: /maximum prompt length is \d+/i, source: OVERFLOW_LIST },
  {
    server: 'text-generation-inference, Together',
    words: /`?inputs`? tokens \+ `?max_new_tokens`? must be|`?inputs`? must have less than \d+ tokens/i,
    source: 'https://github.com/huggingface/text-generation-inference/blob/main/router/src/validation.rs',
  },
  {
    server: 'Moonshot',
    words: /exceeded model token limit|token length too long|length of tokens in the request is too long/i,
    source: OVERFLOW_LIST,
  },
  {
    server: 'Zhipu (1261)',
    words: /prompt exceeds max length|prompt too long|超长/i,
    source: 'https://github.com/zeroclaw-labs/zeroclaw/issues/4124',
  },
  {
    server: 'Qwen (DashScope), Xunfei',
    words: /range of input length should be/i,
    source: 'https://github.com/QwenLM/qwen-code/issues/3652',
  },
  { server: 'MiniMax (2013)', words: /context window exceeds limit/i, source: OVERFLOW_LIST },
  {
    server: 'Baidu Qianfan',
    words: /prompt tokens too long|the max input characters? is/i,
    source: 'https://cloud.baidu.com/doc/WENXINWORKSHOP/s/tlmyncueh',
  },
  {
    server: 'Perplexity',
    words: /length of all messages is too long/i,
    source: COLLECTED,
  },
  {
    server: 'watsonx.ai',
    words: /number of input tokens \d+ cannot exceed|input tokens \(\d+\) plus prefix length/i,
    source: 'https://github.com/IBM/text-generation-inference/blob/main/router/src/validation.rs',
  },
  {
    server: 'TensorRT-LLM, Triton, Replicate',
    words: /prompt length\b.{0,20} exceeds maximum (?:input|sequence) length/i,
    source: 'https://github.com/triton-inference-server/tensorrtllm_backend/issues/565',
  },
  {
    server: 'GitHub Copilot',
    words: /prompt token count of \d+ exceeds the limit/i,
    source: OVERFLOW_LIST,
  },
  {
    server: 'GitHub Models',
    words: /request body too large for .{1,60} model\. max size: \d+ tokens/i,
    source: 'https://github.com/cline/cline/issues/2115',
  },
  {
    server: 'LiteLLM',
    words: /ContextWindowExceededError|context window exceeded for/i,
    source: 'https://github.com/anomalyco/opencode/pull/44889',
  },
  {
    server: 'vLLM, Xinference',
    words:
      /longer than the maximum model length|too long to fit into the model|context length is only \d+ tokens/i,
    source: 'https://github.com/xorbitsai/inference/issues/3785',
  },
  {
    server: 'SGLang',
    words:
      /longer than the model's context length|input length \(\d+ tokens\) exceeds the maximum allowed length/i,
    source: 'https://github.com/BerriAI/litellm/issues/10793',
  },
  {
    server: 'llama.cpp, text-generation-webui, TabbyAPI, Lemonade, llama-box, Jan',
    words: /exceeds the available context size|context size has been exceeded|input is too large to process/i,
    source: 'https://github.com/janhq/jan/issues/8237',
  },
  {
    server: 'llama-cpp-python',
    words: /requested tokens \(\d+\) exceed context window/i,
    source: 'https://github.com/OpenCSGs/llm-inference/issues/99',
  },
  {
    server: 'TabbyAPI before 2026',
    words: /greater than (?:the )?max_seq_len/i,
    source: 'https://github.com/SillyTavern/SillyTavern/issues/3543',
  },
  {
    server: 'Ollama',
    words:
      /input length exceeds the context length|prompt is longer than the context length|exceeded (?:max )?context length|exceeds maximum context length/i,
    source: 'https://github.com/ollama/ollama/blob/main/llm/llama_server.go',
  },
  {
    server: 'LM Studio',
    words:
      /greater than the context length|loaded with context length of only|reached context length of \d+ tokens/i,
    source: 'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/546',
  },
  {
    server: 'LMDeploy',
    words: /exceeds the model context length/i,
    source: 'https://github.com/InternLM/lmdeploy/blob/main/lmdeploy/serve/core/exceptions.py',
  },
  {
    server: 'Salesforce Einstein',
    words: /input tokens exceed model token limit/i,
    source: 'https://github.com/forcedotcom/Einstein-GPT-for-Developers/issues/228',
  },
  {
    server: 'ds4',
    words: /exceeds context size|configured context size is \d+ tokens/i,
    source: 'https://github.com/antirez/ds4/pull/150',
  },
  {
    server: 'servers in Chinese',
    words: /输入长度超|上下文长度超|超出.{0,6}上下文|token\s?数量?超|超过.{0,8}最大.{0,6}长度/i,
    source: 'https://github.com/QwenLM/qwen-code/issues/3652',
  },
];

/** For servers not in the table: a window or a count of input tokens that was exceeded. */
const IN_OTHER_WORDS = [
  /\bcontext[ _-]?(?:length|window|size|limit)\b.{0,40}\b(?:exceed|too (?:small|long)|overflow|surpass)/i,
  /\b(?:exceed|surpass|overflow|longer than|larger than|greater than|beyond|does not fit|too (?:long|large|big) for)\w*\b.{0,60}\bcontext[ _-]?(?:length|window|size|limit)\b/i,
  /\b(?:prompt|input|messages?|conversation) (?:tokens? |length |text )?(?:is|are|was|has) too (?:long|large)\b/i,
  /\b(?:prompt|input|request)\b.{0,40}\btokens?\b.{0,40}\b(?:exceeds?|exceeded|longer than|greater than|more than)\b.{0,40}\b(?:maximum|max|limit|allowed)\b/i,
];

/** A limit on tokens per time, which is unrelated to windows. */
const RATE =
  /\bper[ -](?:\d+[ -]?)?(?:s|secs?|seconds?|minutes?|mins?|hours?|days?|weeks?|months?)\b|\b(?:hourly|daily|weekly|monthly)\b|\b[TR]P[MDS]\b|rate[ _-]?limit|\bquota\b|\bcredits?\b|\bafford\b|\bbalance\b/i;

/** Limits on something else: the requested output, a picture, a name, a list. */
const OTHER_LIMIT =
  /\b(?:completion|output|new|reasoning|thinking) tokens?\b|\bmax_?\w*?tokens\b|\bthinking\b|\bbudget|\bvocab|\btoken[ _]ids?\b|\bimage|\baudio|\bfile|\bstop\b|\bmetadata\b|\btools?\b|\bname\b|\bdescription\b|\buser\b/i;

/** A size without the words above: what is measured, its unit, that it is bounded, and two numbers. */
const MEASURED = [
  /\b(?:context|prompt|input|sequence|window|conversation|messages?)(?:s|_\w+)?\b/i,
  /\b(?:tokens?|context|window)\b/i,
  /\b(?:max|maximum|limit|limited|up to|at most|only|supports?|allows?|allowed|exceed\w*|longer|larger|greater|more than|beyond|too (?:long|large|many|big)|fits?|cannot|must)\b|[<>≤≥]/i,
];
/** Memory, time and sizes in bytes are not token counts. */
const NO_TOKENS = /\b[KMGT]i?B\b|\bbytes?\b|\bmemory\b|\btime(?:d |-)?out\b|\bm?s\b|\bseconds?\b/i;
/** A window is larger; a smaller number counts messages, or is a status. */
const LEAST_WINDOW = 256;

/** Two numbers of which one may be a window and the other what was sent: `8192`, `8,192`, `128k`. */
function comparesSizes(text: string): boolean {
  if (NO_TOKENS.test(text) || !MEASURED.every((words) => words.test(text))) return false;
  const sizes = new Set<number>();
  for (const [, digits = '', unit] of text.matchAll(
    /(?<![\w.-])(\d{1,3}(?:[,_]\d{3})+|\d{1,9})(k|m)?(?![\w-])/gi,
  )) {
    const size = Number(digits.replace(/[,_]/g, '')) * (unit === undefined ? 1 : /k/i.test(unit) ? 1e3 : 1e6);
    if (size >= LEAST_WINDOW) sizes.add(size);
  }
  return sizes.size > 1;
}

/**
 * Whether one message of an error reports that the request does not fit the window. Reads its first 2,000 characters.
 */
export function saysTooLong(message: string): boolean {
  const text = message.slice(0, 2_000);
  if (RATE.test(text)) return false;
  if (TOO_LONG_WORDINGS.some(({ words }) => words.test(text))) return true;
  return !OTHER_LIMIT.test(text) && (IN_OTHER_WORDS.some((words) => words.test(text)) || comparesSizes(text));
}
