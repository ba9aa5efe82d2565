/**
 * Codes and messages of providers, by failure class. Codes are compared in lower case. A message is compared from its
 * beginning, because further on an error may quote what the caller sent. Knows no wire format.
 */
import type { FailureClass } from '../semantics/failures.ts';

const CODES: Readonly<Partial<Record<FailureClass, readonly string[]>>> = {
  'too-long': [
    'context_length_exceeded',
    'context_window_exceeded',
    'model_context_window_exceeded',
    'contextwindowexceedederror',
    'exceed_context_size_error', // llama.cpp
    'context_exceeded', // ds4
    'too_many_prompt_tokens', // Perplexity
    'tokens_limit_reached', // GitHub Models
    'model_max_prompt_tokens_exceeded', // GitHub Copilot
    'prompt_too_long',
    'request_too_large', // Anthropic
    '1261', // Zhipu
    '1039', // MiniMax
  ],
  'content-filter': [
    'content_filter',
    'content_policy_violation',
    'responsibleaipolicyviolation', // Azure
    'moderation_blocked',
    'data_inspection_failed', // Qwen
    'datainspectionfailed',
    '1301', // Zhipu
  ],
  'rate-limit': [
    'rate_limit_exceeded',
    'rate_limit_error',
    'rate_limit_reached_error', // Moonshot
    'rate_limited',
    'too_many_requests',
    'toomanyrequests',
    'throttlingexception', // Bedrock
    'throttling', // Qwen
    'resource_exhausted', // Google
    // An account without credit is a rate limit of the account: the next provider can answer.
    'insufficient_quota',
    'billing_error',
    'billing_hard_limit_reached',
    'exceeded_current_quota_error', // Moonshot
    'insufficient_balance',
    'arrearage', // Qwen
    '1113', // Zhipu
  ],
  overload: [
    'overloaded_error',
    'overloaded',
    'unavailable',
    'serviceunavailableexception',
    'model_not_ready',
  ],
  timeout: ['timeout_error', 'deadline_exceeded', 'modeltimeoutexception'],
  auth: [
    'authentication_error',
    'authenticationerror',
    'permission_error',
    'permission_denied',
    'unauthenticated',
    'invalid_api_key',
    'invalid_authentication_error', // Moonshot
    'invalidapikey', // Qwen
    'api_key_invalid', // Google
    'account_deactivated',
    'unsupported_country_region_territory',
    'accessdeniedexception', // Bedrock
  ],
  gone: [
    'model_not_found',
    'model_not_available',
    'model_not_supported', // Hugging Face router, watsonx
    'model_decommissioned', // Groq
    'model_deprecated',
    'modeldeprecated', // Azure
    'deploymentnotfound', // Azure
    'invalid_model', // Mistral, Perplexity
    'unknown_model', // GitHub Models
    'modelnotfound',
    'not_found', // Google
    'not_found_error', // Anthropic
    'notfounderror', // vLLM
    'resource_not_found_error', // Moonshot
    'resourcenotfoundexception', // Bedrock
    'resource_does_not_exist', // Databricks
    'endpoint_not_found',
    '1211', // Zhipu
  ],
};

const BY_CODE: ReadonlyMap<string, FailureClass> = new Map(
  Object.entries(CODES).flatMap(([name, codes]) =>
    codes.map((code): [string, FailureClass] => [code, name as FailureClass]),
  ),
);

/** Parts of codes that mean the same in every one that holds them. */
const BY_PART_OF_CODE: readonly (readonly [FailureClass, RegExp])[] = [
  ['too-long', /context[ _-]?(?:length|window|size).*exceed|exceed.*context[ _-]?(?:length|window|size)/],
  ['rate-limit', /quota|throttl|insufficient[ _-]?(?:balance|credits?|funds)/], // Qwen: AllocationQuota.FreeTierOnly
  ['overload', /overload/], // Moonshot: engine_overloaded_error
];

/** The first code that means a class; a whole code before a part of one. */
export function classOfCodes(codes: readonly string[]): FailureClass | undefined {
  const lower = codes.map((code) => code.toLowerCase());
  for (const code of lower) {
    const named = BY_CODE.get(code);
    if (named !== undefined) return named;
  }
  for (const code of lower) {
    const named = BY_PART_OF_CODE.find(([, part]) => part.test(code))?.[0];
    if (named !== undefined) return named;
  }
  return undefined;
}

/** Prefixes that a wrapping gateway adds to a provider's message. */
const WRAPPER =
  /^(?:(?:litellm\.)?\w*(?:Error|Exception)(?::| -)\s*|error code: \d{3} - |\d{3} (?:bad request|not found|forbidden): |openrouter error: )+/i;

/** Messages that mean a class with any 4xx status. */
const SENTENCES: readonly (readonly [FailureClass, RegExp])[] = [
  [
    'rate-limit',
    /^(?:your credit balance is too low|you have reached your specified api usage limits|insufficient (?:balance|credits?|quota|funds)|(?:your )?account balance is|(?:your team|the team) .{0,80}(?:used all available credits|spending limit)|key limit exceeded|you exceeded your current quota|access denied, please make sure your account is in good standing|service tier capacity exceeded)/i,
  ],
  [
    'content-filter',
    /^(?:content exists risk|output blocked by content filtering|your request was rejected as a result of our safety system|the response was filtered due to|.{0,60}requires moderation .{0,40}flagged|invalid prompt: .{0,40}flagged)/i,
  ],
  [
    'auth',
    /^(?:(?:incorrect|invalid|wrong) api[ -]?key|api[ -]?key (?:not valid|is invalid|not found|expired)|(?:no|missing) (?:auth|api key)|user location is not supported|no cookie auth|authentication (?:failed|fails))/i,
  ],
  [
    'gone',
    /^(?:(?:the |this |requested |invalid |unknown |no such |publisher )*(?:model|deployment)s?\b.{0,120}(?:does not exist|doesn't exist|not exist|not found|not supported by|decommissioned|deprecated|retired|no longer (?:available|supported)|end of (?:its )?life|is invalid|not available|not loaded|permitted models)|(?:invalid|unknown|no such|unsupported) model\b|invalid model name|no models? (?:is )?loaded|no endpoints found|no allowed providers|.{1,100} is not a valid model id|not found the model|unable to access model|the provided model identifier is invalid|models\/.{1,100} is not found|模型不存在)/i,
  ],
];

/** Of a 4xx answer, or of an error without a status. */
export function classOfSentence(message: string): FailureClass | undefined {
  const text = message.slice(0, 500).trimStart().replace(WRAPPER, '');
  return SENTENCES.find(([, words]) => words.test(text))?.[0];
}

/** The rate limit is too small for this one request: the deployment can still serve others. */
export function saysTooLargeForRate(message: string): boolean {
  return /^request too large for\b.{0,200}(?:per min|\bTPM\b)/i.test(
    message.trimStart().replace(WRAPPER, ''),
  );
}

/** The model exists, but no host of it offers what this request needs (OpenRouter). */
export function saysUnfit(message: string): boolean {
  return /^no endpoints found (?:that|matching|with)|^no allowed providers/i.test(message.trimStart());
}
