/**
 * The parameter that a provider names in an error, as a path of names that requests really have. Anything else that a
 * provider may write there, such as a sentence, a key or a piece of the prompt, is dropped. Knows no dialect.
 */

/** Members of chat requests, of every server that speaks a dialect of them. A name that is not here is not repeated. */
const NAMES = new Set(
  `add_generation_prompt additionalProperties anyOf arguments audio background best_of body budget_tokens cache_control
  chat_template chat_template_kwargs content contents conversation data description detail documents echo effort enum
  extra_body file file_data file_id filename format frequency_penalty function function_call functions
  generation_config guided_choice guided_grammar guided_json guided_regex id ignore_eos image_url include
  include_usage index input input_audio instructions items json_schema keep_alive length_penalty logit_bias
  logits_processors logprobs max_completion_tokens max_new_tokens max_output_tokens max_tokens messages metadata
  min_p min_tokens mm_processor_kwargs modalities model models n name num_ctx num_predict options
  parallel_tool_calls parameters parts plugins prediction presence_penalty previous_response_id priority prompt
  prompt_cache_key prompt_cache_retention properties provider random_seed reasoning reasoning_content
  reasoning_effort refusal repeat_penalty repetition_penalty required response_format role route safe_prompt
  safety_identifier safety_settings schema seed service_tier skip_special_tokens stop stop_token_ids store stream
  stream_options strict structured_outputs suffix summary system temperature text thinking tool_call_id tool_calls
  tool_choice tools top_a top_k top_logprobs top_p transforms truncation type typical_p url use_beam_search user
  verbosity video_url voice web_search_options`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Segments of a path; deeper ones are the caller's own schemas. */
const MOST_SEGMENTS = 12;

/**
 * `messages[0].content` of `messages[0].content`, `messages.0.content`, `/messages/0/content` and
 * `body.messages.0.content`; cut before the first name that is not a member of requests. Undefined: no parameter.
 */
export function requestParameter(said: string): string | undefined {
  if (said.length > 200) return undefined;
  const segments = said.split(/[.[\]/'"]+/).filter((segment) => segment !== '');
  if (segments[0] === 'body') segments.shift();
  let path = '';
  for (const segment of segments.slice(0, MOST_SEGMENTS)) {
    if (/^\d{1,6}$/.test(segment) && path !== '') path += `[${segment}]`;
    else if (NAMES.has(segment)) path += path === '' ? segment : `.${segment}`;
    else break;
  }
  return path === '' ? undefined : path;
}
