// Every wording in the table is met by a message that a server has really sent, and by nothing that means another limit.
import { describe, expect, test } from 'vitest';
import { saysTooLong, TOO_LONG_WORDINGS } from '../../../src/language/planning/too-long-words.ts';

/** Quoted in the reports and sources that the table names. */
const TOO_LONG = [
  "This model's maximum context length is 8192 tokens. However, your messages resulted in 8312 tokens. Please reduce the length of the messages.",
  "This model's maximum context length is 8191 tokens, however you requested 10346 tokens (10346 in your prompt; 5 for the completion). Please reduce your prompt; or completion length.",
  'Your input exceeds the context window of this model. Please adjust your input and try again.',
  'Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 509178 tokens. Please reduce the length of the messages.',
  'prompt is too long: 213462 tokens > 200000 maximum',
  'input length and `max_tokens` exceed context limit: 179413 + 32768 > 200000, decrease input length or `max_tokens` and try again',
  'Input is too long for requested model.',
  'too many total text bytes: 9500000 > 9000000',
  'Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.',
  '400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9000',
  'Input is longer than the maximum number of tokens allowed',
  'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
  'Request payload size exceeds the limit: 20971520 bytes.',
  'Prompt contains 65673 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
  'too many tokens: size limit exceeded by 713295 tokens. Try using shorter or fewer inputs. The limit for this model is 288000 tokens.',
  'Please reduce the length of the messages or completion.',
  'Please reduce the length of the messages or completion. Current length is 40012 while limit is 8192',
  "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
  '`inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9001 `inputs` tokens and 512 `max_new_tokens`',
  'Input validation error: `inputs` must have less than 4096 tokens. Given: 9001',
  'The prompt is too long: 1000008, model maximum context length: 131071',
  'The maximum context length of DeepSeek-V3-0324 is 32768. However, answering your request will take 39732 tokens. Please reduce the length of the messages or the specified max_completion_tokens value.',
  'Invalid request: Your request exceeded model token limit: 262144 (requested: 291351)',
  'Prompt exceeds max length',
  'Prompt 超长',
  'Range of input length should be [1, 30720]',
  'InternalError.Algo.InvalidParameter: Range of input length should be [1, 202745]',
  'invalid params, context window exceeds limit (2013)',
  'prompt tokens too long',
  'The total length of all messages is too long.',
  'the number of input tokens 9001 cannot exceed the total tokens limit 8192 for this model',
  'Prompt length (5056) exceeds maximum sequence length (2048)',
  'Prompt length exceeds maximum input length.',
  'prompt token count of 51808 exceeds the limit of 12288',
  'Request body too large for gpt-4o model. Max size: 8000 tokens.',
  'litellm.ContextWindowExceededError: litellm.BadRequestError: OpenAIException - x',
  'litellm.BadRequestError: Context Window exceeded for given call. No models have context window large enough for this call.',
  'The decoder prompt (length 21535) is longer than the maximum model length of 16384. Make sure that `max_model_len` is no smaller than the number of text tokens.',
  'The prompt (total length 9001) is too long to fit into the model (context length 8192).',
  "You passed 9001 input tokens and requested 512 output tokens. However, the model's context length is only 8192 tokens, resulting in a maximum input length of 7680 tokens.",
  "'max_tokens' or 'max_completion_tokens' is too large: 8000. This model's maximum context length is 4096 tokens and your request has 2778 input tokens (8000 > 4096 - 2778). None",
  "The input (9001 tokens) is longer than the model's context length (8192 tokens).",
  'Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).',
  "Requested token count exceeds the model's maximum context length of 8192 tokens.",
  'the request exceeds the available context size, try increasing it',
  'request (702568 tokens) exceeds the available context size (250112 tokens), try increasing it',
  'Context size has been exceeded.',
  'Requested tokens (817) exceed context window of 512',
  'Request length 71599 + 2048 is greater than max_seq_len 65536',
  'Prompt length 9001 exceeds the available context size of 8192 tokens',
  'the input length exceeds the context length',
  'prompt too long; exceeded max context length by 263 tokens',
  'the prompt is longer than the context length currently available to the model; shorten the prompt',
  'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length',
  'Trying to keep the first 111490 tokens when context the overflows. However, the model is loaded with context length of only 32768 tokens, which is not enough.',
  'The request exceeds the model context length.',
  'Request input tokens exceed model token limit. Reduce the input size.',
  'Prompt tokens (9001) exceeds context size (8192)',
  'Prompt has 32769 tokens, but the configured context size is 32768 tokens',
  '输入长度超过限制',
  'token 数量超过上限',
  // In no table: what a server that nobody has seen yet may say.
  'Your conversation is too long for the context window of this model.',
  'The context window was exceeded by 300 tokens',
  'prompt of 9001 tokens exceeds the maximum of 8192',
  'This model only supports up to 8192 tokens in its context window; got 9001',
  'Input has 9,001 tokens; this model takes at most 8,192.',
  'context window: 8k, messages: 9001 tokens. Cannot continue.',
  'Sequence length 9001 > 8192 (max_position_embeddings), tokens dropped',
];

const ANOTHER_LIMIT = [
  'max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.',
  'max_tokens: 300000 > 64000, which is the maximum allowed number of output tokens for claude-opus-4',
  '`max_new_tokens` must be <= 512. Given: 600',
  "Invalid 'max_tokens': integer above maximum value. Expected a value <= 8192, but got 9000 instead.",
  'Range of max_tokens should be [1, 8192]',
  "Invalid value for 'temperature': must be at most 2.",
  'Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 132819. The input or output tokens must be reduced in order to run successfully.',
  'Rate limit reached for model `llama` on tokens per minute (TPM): Limit 6000, Used 5900, Requested 700.',
  "This request would exceed your organization's rate limit of 40,000 input tokens per minute",
  'You exceeded your current quota, please check your plan and billing details.',
  'Too many tokens, please wait before trying again: rate limit',
  'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 7000000 bytes > 5242880 bytes',
  'Image is too large',
  "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 90 instead.",
  "Invalid 'user': string too long. Expected a string with maximum length 64",
  "Invalid 'metadata.a': string too long. Expected a string with maximum length 512",
  "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
  "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 200 instead.",
  'The file is too large. Maximum size is 20MB',
  'context_management is not supported by this model',
  'n exceeds the maximum supported value',
  'The server had an error while processing your request.',
  'The request took too long and was cancelled.',
  'The limit of 40000 input tokens per 60 seconds was passed: 41200.',
  'Daily limit of 500000 prompt tokens reached: 512000 used.',
  'This request needs 9001 prompt tokens, and your credits only allow 500.',
  'maxOutputTokens is 100000, and the supported range for this prompt is from 1 to 65537 tokens',
  'Prompt has token id 50300, which is over the vocabulary limit of 50257 tokens',
  'CUDA out of memory: tried to allocate 2048 MiB for a prompt of 9001 tokens; at most 1024 MiB are free',
  'Timed out after 30000 ms with a prompt of 9001 tokens; the limit is 30 s',
  'thinking.budget_tokens must be at most 24576 for this context, got 50000 tokens',
  'messages must be at most 500, got 612',
  'Error code 400: the context of 8192 tokens could not be read',
];

describe('says that a request is too long', () => {
  test.each(TOO_LONG)('%s', (message) => {
    expect(saysTooLong(message)).toBe(true);
    expect(saysTooLong(message.toUpperCase())).toBe(true);
  });
});

describe('means something else', () => {
  test.each(ANOTHER_LIMIT)('%s', (message) => expect(saysTooLong(message)).toBe(false));
});

test('every wording of the table is really used, and says where it was found', () => {
  for (const { server, words, source } of TOO_LONG_WORDINGS) {
    expect
      .soft(
        TOO_LONG.filter((message) => words.test(message)),
        server,
      )
      .not.toEqual([]);
    expect.soft(source, server).toMatch(/^https:\/\/\S+$/);
  }
});

test('reads a long text no further than it must', () => {
  const text = `${'context window '.repeat(20_000)}exceeded`;
  expect(saysTooLong(text)).toBe(false);
});
