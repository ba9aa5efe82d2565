/**
 * Words that begin a clause elsewhere, and the clause here: `url "…"` of a provider is `at "…"`, `return 403 "…"` of a
 * route is `refuse 403 "…"`. A table by block, in the form that `foreign-phrases.ts` explains; the first that fits wins.
 */

import type { BlockKind } from './keywords.ts';
import type { Phrase } from './phrase.ts';

const NAME = '[A-Za-z_][\\w.-]*';
const TEXT = '"\\d+"';
const LIST = `${NAME}(?: , ${NAME})*`;

/** Only the words at the beginning of the line are replaced; `rest` is what has to follow them. */
const begins = (words: string, write: string, because: string, rest = ''): Phrase => ({
  when: new RegExp(`^(?:${words})(?= ${rest})`, 'g'),
  write,
  because,
});

const line = (source: string, write: Phrase['write'], because: string, guess?: true): Phrase => ({
  when: new RegExp(`^(?:${source})(?= $| )`, 'g'),
  write,
  because,
  ...(guess ? { guess } : {}),
});

const ROUTE = 'a route says what answers with `use TARGET`, or `refuse STATUS "TEXT"`';
const WHEN = 'the conditions of a route begin with `when`';
const BECAUSE = 'the reason for a route is its `because`';

const ROUTES: readonly Phrase[] = [
  begins(
    'return|reject|deny|block|forbid|error|status|respond|fail|abort|refused|refusal|refuse with|reject with',
    'refuse',
    ROUTE,
    `\\d+ ${TEXT}`,
  ),
  line(
    `(?:refuse|return|reject|deny|block|forbid|error|respond|fail|abort)(?: with)? (?<text>${TEXT}) (?<status>\\d+)`,
    ({ text, status }) => `refuse ${status} ${text}`,
    ROUTE,
  ),
  line(
    '(?:return|reject|deny|block|forbid|error|status|respond|fail|abort) (?<status>[45]\\d\\d)(?= $)',
    ({ status }) => `refuse ${status} "This request is not answered."`,
    ROUTE,
    true,
  ),
  line(
    '(?:reject|deny|block|forbid|forbidden)(?= $)',
    () => 'refuse 403 "This request is not answered."',
    ROUTE,
    true,
  ),
  begins(
    'send to|route to|forward to|go to|then use|answer with|served by|send|forward|forward_to|proxy|proxy_pass|reverse_proxy|call|select|choose|pick|goto|target|targets|to|model|models|chain|pool|split|rollout|backend|upstream|provider|destination|then|uses|using|answer|serve|dispatch|redirect|return|allow|accept',
    'use',
    ROUTE,
    `${NAME} $`,
  ),
  line(
    `unless (?<fact>tier|team|user|key|language|intent|endpoint|day) (?:is )(?<value>${NAME}|${TEXT})`,
    ({ fact, value }) => `when ${fact} is not ${value}`,
    WHEN,
  ),
  begins(
    'if|where|match|matches|matcher|filter|given|case|condition|conditions|expression|require|requires|whenever|for|while',
    'when',
    WHEN,
    `(?:${NAME}|${TEXT}) `,
  ),
  begins('description|desc|reason|comment|note|explanation|why|rationale|doc', 'because', BECAUSE, `${TEXT}`),
  begins(
    'validate|check|verify|guard|assert',
    'expect',
    'a check of the answer is named by `expect`',
    `${NAME} $`,
  ),
  begins(
    'region|in region|data_region|residency',
    'within region',
    'where a request may be answered is `within region`',
    NAME,
  ),
  begins('tag|tags|labels|experiment', 'label', 'what marks the decisions of a route is its `label`', TEXT),
  begins(
    'expires|expire|valid until|expires on|ends|before',
    'until',
    'the last day of a route is `until`',
    '\\d',
  ),
  begins('shadow|copy|duplicate|tee', 'mirror', 'a share of requests is copied with `mirror`', '\\d'),
];

const CHAIN: readonly Phrase[] = [
  begins(
    'fallback|fallbacks|fallback to|else|next|or|and|and then|finally|otherwise|backup|secondary|second|after|default',
    'then',
    'the steps of a chain are `try`, then `then`',
    NAME,
  ),
  begins(
    'first|primary|start|use|begin|main|model|prefer|attempt',
    'try',
    'the first step of a chain is `try`',
    NAME,
  ),
  begins(
    'on_error|on_errors|retry_on|fallback_on|on error|on errors|if|when|for|errors|upon|triggers|on_failure|on status',
    'on',
    'the failures that a chain moves on for are listed after `on`',
    '[\\w]',
  ),
];

const POOL: readonly Phrase[] = [
  begins(
    'round robin(?: of)?|round-robin(?: of)?|round_robin(?: of)?|roundrobin(?: of)?|random(?: of)?|rotate|turn|in turns|in turn of|shuffle(?: of)?|simple-shuffle(?: of)?|weighted(?: of)?',
    'in turn',
    'a pool asks its members `in turn`',
    NAME,
  ),
  begins(
    'least_busy(?: of)?|least-busy(?: of)?|least loaded(?: of)?|leastconn|least_conn|least connections(?: of)?|least busy|idlest(?: of)?',
    'least busy of',
    'the orders of a pool are `fastest of`, `cheapest of`, `least busy of` and `in turn`',
    NAME,
  ),
  begins(
    'lowest latency(?: of)?|lowest-latency(?: of)?|latency(?: of)?|quickest(?: of)?|fast(?: of)?|latency-based-routing|quick(?: of)?',
    'fastest of',
    'the orders of a pool are `fastest of`, `cheapest of`, `least busy of` and `in turn`',
    NAME,
  ),
  begins(
    'lowest cost(?: of)?|lowest-cost(?: of)?|lowest price(?: of)?|cost(?: of)?|cheap(?: of)?|cheaper(?: of)?|cost-based-routing',
    'cheapest of',
    'the orders of a pool are `fastest of`, `cheapest of`, `least busy of` and `in turn`',
    NAME,
  ),
  line(
    `(?:models |members |targets |of |one of |any of |use )?(?<list>${LIST})(?= $)`,
    ({ list }) => `fastest of ${list}`,
    'a pool says in which order it asks: `fastest of`, `cheapest of`, `least busy of` or `in turn`',
    true,
  ),
];

const SPLIT: readonly Phrase[] = [
  line(
    `(?:weight|share|percent) (?<share>\\d[\\d.]*)%? (?<name>${NAME})`,
    ({ share, name }) => `${share}% ${name}`,
    'each line of a split is a share and a target, `90% MODEL`',
  ),
  line(
    `(?:arm |weight |model |use )?(?<name>${NAME})(?: weight| gets| :| =)? (?<share>\\d[\\d.]*)(?<percent>%)?`,
    ({ name, share = '', percent }) => {
      const whole = percent === undefined && Number(share) > 0 && Number(share) < 1;
      return `${whole ? Number((Number(share) * 100).toPrecision(6)) : share}% ${name}`;
    },
    'each line of a split is a share and a target, `90% MODEL`',
  ),
];

const PROVIDER: readonly Phrase[] = [
  begins(
    'url|uri|reverse_proxy|proxy_pass|upstream|base_url|baseUrl|baseURL|base|api_base|apiBase|endpoint|host|address|server|base url|api base|domain',
    'at',
    'the address of a provider is `at`',
    TEXT,
  ),
  begins(
    'api_key|apikey|apiKey|api key|token|secret|auth|authorization|credentials|key_env|api-key|keys',
    'key',
    'the key of a provider is read from a variable: `key env NAME`',
    'env',
  ),
  line(
    `(?:api_key|apikey|apiKey|api key|token|secret|auth|authorization|credentials|key_env|api_key_env|env|api-key)(?: env| from)? (?<name>[A-Z][A-Z0-9_]+)`,
    ({ name }) => `key env ${name}`,
    'the key of a provider is read from a variable: `key env NAME`',
  ),
  begins(
    'type|kind|dialect|protocol|format|api_type|provider|adapter|speak|talks|speaking|uses|is|api|compatible with',
    'speaks',
    'the wire format of a provider is `speaks`',
    `${NAME} $`,
  ),
  begins(
    'version|api_version|apiVersion|api-version',
    'api version',
    'the version of an Azure API is `api version`',
    TEXT,
  ),
  begins('location|data_region|regions', 'region', 'where a provider runs is its `region`', NAME),
];

const MODEL: readonly Phrase[] = [
  begins(
    'name|id|model|upstream|deployment|model_name|model_id|deployments|served as|uses|as',
    'is',
    'what a model is called at its provider is `is "ID" on PROVIDER`',
    `${TEXT} on`,
  ),
  line(
    `(?:name|id|model|upstream|deployment|model_name|model_id|is) (?<id>${TEXT})(?: ,)? (?:provider|via|at|from|in|by|using|@|with) (?<provider>${NAME})`,
    ({ id, provider }) => `is ${id} on ${provider}`,
    'what a model is called at its provider is `is "ID" on PROVIDER`',
  ),
  line(
    `(?:provider|on|via|from) (?<provider>${NAME}) (?:model|is|as|name|id) (?<id>${TEXT})`,
    ({ id, provider }) => `is ${id} on ${provider}`,
    'what a model is called at its provider is `is "ID" on PROVIDER`',
  ),
  begins(
    'context|context_window|max_context|max_input_tokens|context_length|contextWindow|context window|ctx|max_input|context size|input',
    'window',
    'how much a model can read is its `window`',
    '\\d',
  ),
  begins(
    'max_tokens|max_output|max_output_tokens|output_limit|max output|max_completion_tokens|max tokens|maxTokens',
    'output',
    'how much a model can write is its `output`',
    '\\d',
  ),
  begins('cost|pricing|prices|costs|rate', 'price', 'what a model costs is its `price`', '(?:\\$|\\d|from)'),
  begins(
    'supports|capabilities|features|has|capability|support|able to|modalities|supports_',
    'can',
    'what a model is able to do is listed after `can`',
    NAME,
  ),
  begins(
    'deprecated|sunset|expires|retire|end of life|eol|deprecated on|retired',
    'retires',
    'the day a model is shut off is `retires`',
    '\\d',
  ),
];

const BUDGET: readonly Phrase[] = [
  begins(
    'max|cap|amount|spend|total|up to|allow|limits|maximum|budget|spending',
    'limit',
    'what may be spent is a `limit` line',
    '(?:\\$|\\d)',
  ),
  line(
    `(?<amount>\\$?[\\d.]+[kM]?(?: tokens| requests)? / [a-z]+ per [a-z]+)`,
    ({ amount = '' }) => `limit ${amount.replace(' / ', '/')}`,
    'each line of a budget begins with its word: `limit`, `warn`, `zone`, `when` or `durable`',
  ),
  begins(
    'alert at|warning at|notify at|alert|warning|notify|threshold|soft limit',
    'warn at',
    'the share from which a budget warns is `warn at`',
    '\\d',
  ),
  begins('warn when|warn over|warn', 'warn at', 'the share from which a budget warns is `warn at`', '\\d'),
  begins('timezone|tz|time zone|time_zone', 'zone', 'the time zone of a budget is its `zone`', TEXT),
  begins(
    'if unknown|on unknown|unknown|when down|on error|if down',
    'when unknown',
    'what holds while the store is down is `when unknown`',
    NAME,
  ),
];

const LIMIT: readonly Phrase[] = [
  begins('max|maximum|rate|up to|allow|at most|cap', '', 'each line of a limit is the limit itself', '\\d'),
  line(
    '(?:rpm|RPM|requests_per_minute|requests per minute) (?<count>\\d[\\w.]*)(?: per (?<who>[a-z]+))?',
    ({ count, who }) => `${count} requests/min per ${who ?? 'user'}`,
    'a limit is written as a count, a window and who it is for',
    true,
  ),
  line(
    '(?:tpm|TPM|tokens_per_minute|tokens per minute) (?<count>\\d[\\w.]*)(?: per (?<who>[a-z]+))?',
    ({ count, who }) => `${count} tokens/min per ${who ?? 'user'}`,
    'a limit is written as a count, a window and who it is for',
    true,
  ),
  line(
    '(?:concurrency|concurrent|parallel|max_parallel|max_parallel_requests|max_concurrency) (?<count>\\d[\\w.]*)(?: per (?<who>[a-z]+))?',
    ({ count, who }) => `${count} at once per ${who ?? 'user'}`,
    'how many requests may run at the same time is `at once`',
    true,
  ),
  begins(
    'queue|timeout|wait for|waits|wait|queue for',
    'wait up to',
    'how long a request may wait is `wait up to`',
    '\\d',
  ),
];

const TRANSFORM: readonly Phrase[] = [
  begins(
    'system_prompt|system prompt|prompt|prefix|prepend|system message|instructions|prepend system',
    'system prepend',
    'the system prompt is changed with `system prepend`, `system append` or `system replace`',
    TEXT,
  ),
  begins(
    'system add|system before',
    'system prepend',
    'the system prompt is changed with `system prepend`, `system append` or `system replace`',
    TEXT,
  ),
  begins(
    'append|suffix|system after',
    'system append',
    'the system prompt is changed with `system prepend`, `system append` or `system replace`',
    TEXT,
  ),
  begins(
    'max_tokens|max tokens|max_output_tokens|limit output|max output|output|limit|set max_tokens|max_completion_tokens|cap',
    'cap output',
    'the length of the answer is limited with `cap output`',
    '\\d',
  ),
  begins(
    'truncate history to|truncate to|truncate|trim to|trim history|trim|max_history|history|cut history to|limit history to',
    'trim history to',
    'a long conversation is shortened with `trim history to`',
    '\\d',
  ),
  begins(
    'remove|strip|without|no|delete|omit',
    'drop',
    'what is left out of a request is named after `drop`',
    NAME,
  ),
  line(
    'set (?<name>[a-z_]+) (?:to|as) (?<value>\\S+)',
    ({ name, value }) => `set ${name} ${value}`,
    'a setting is written `set NAME VALUE`',
  ),
  line(
    '(?<name>temperature|top_p|top_k|seed|frequency_penalty|presence_penalty|reasoning_effort) (?:to )?(?<value>\\S+)',
    ({ name, value }) => `set ${name} ${value}`,
    'a setting is written `set NAME VALUE`',
  ),
];

const CHECK: readonly Phrase[] = [
  begins(
    'schema|json_schema|jsonschema|json-schema|is json|valid json|json matches',
    'json schema',
    'the shape of an answer is checked with `json schema`',
    TEXT,
  ),
  begins(
    'must not contain|does not contain|no|without|excludes?|not contain|never contains|forbid|not include|not includes|never',
    'not contains',
    'what an answer must not hold is `not contains`',
    TEXT,
  ),
  begins(
    'must contain|includes?|has|contain|require|must include|needs',
    'contains',
    'what an answer must hold is `contains`',
    TEXT,
  ),
  line(
    `(?<not>not )?(?:regex|match|pattern|matches|regexp|must match) (?<text>${TEXT})`,
    ({ not = '', text = '' }, contentOf) => `${not}matches /${contentOf(text).replaceAll('/', '\\/')}/`,
    'a pattern is written between slashes after `matches`',
  ),
  begins(
    'max length|length under|length at most|length below|max|length max|max_length|length|at most|shorter than|length less than|length over',
    'length up to',
    'the length of an answer is checked with `length up to`',
    '\\d',
  ),
  begins(
    'on fail|on error|else|otherwise|if fails|if it fails|on_failure|onfail|fallback|failure',
    'on failure',
    'what happens when the check fails is `on failure`',
    NAME,
  ),
];

const INTENT: readonly Phrase[] = [
  begins(
    'description|desc|meaning|definition|mean|describes|about|is',
    'means',
    'what an intent is about is its `means`',
    TEXT,
  ),
  line(
    `(?:examples|file|from|examples_from|load|training) (?<text>${TEXT})`,
    ({ text = '' }, contentOf) =>
      /\.(?:txt|csv|jsonl?)$/.test(contentOf(text)) ? `examples from ${text}` : undefined,
    'a file of examples is named with `examples from`',
  ),
  begins(
    'not like|unlike|except|but not|negative|counterexample|not example|dislike|no',
    'not',
    'what means something else is `not`',
    TEXT,
  ),
  begins(
    'example|examples|utterance|utterances|sample|samples|say|says|phrase|such as|likes|e\\.g\\.',
    'like',
    'an example of an intent is a `like` line',
    TEXT,
  ),
  line(`(?<text>${TEXT})`, ({ text }) => `like ${text}`, 'an example of an intent is a `like` line'),
  begins(
    'threshold|confidence|min|min_score|score|match over|match above|match|at least|score at least|minimum',
    'match at least',
    'how near a message has to be is `match at least`',
    '\\d',
  ),
  line(
    '(?:reads?|reading|match|matches|requires?|must be|uses?|the)? ?(?:the )?(?:whole|entire|full|complete)(?:[ _-](?:message|prompt|text|request))(?: only)?(?:: true)?',
    () => 'whole message',
    'an intent that one sentence must not set says `whole message`',
  ),
];

const ROLLOUT: readonly Phrase[] = [
  begins(
    'step|stages|phases|stage|percent|percentages|ramp',
    'steps',
    'the shares of a rollout are its `steps`',
    '\\d',
  ),
  begins(
    'rollback when|abort if|stop when|stop if|rollback if|abort on|abort|revert when|cancel when|halt when',
    'abort when',
    'what ends a rollout is `abort when`',
    NAME,
  ),
  begins(
    'old|stable|base|baseline|current',
    'from',
    'the models of a rollout are named with `from OLD to NEW`',
    `${NAME} to`,
  ),
];

const TEST: readonly Phrase[] = [
  begins(
    'input|with|when|if|where|context|setup|assume|provided|request|in',
    'given',
    'a test says what is `given` and what it expects',
    '\\S',
  ),
  begins(
    'then|should|assert|outcome|expects|expected|want|output|verify|must|check|result|returns|assert that',
    'expect',
    'a test says what is `given` and what it expects',
    '\\S',
  ),
  begins(
    'and',
    'given',
    'several facts are joined by commas, or given in a clause of their own',
    '(?:tier|tokens|header|message|budget|intent|team|user) ',
  ),
];

const POLICY: readonly Phrase[] = [
  begins(
    'author|maintainer|team|owners|maintainers|owned by|contact',
    'owner',
    'who is responsible for a policy is its `owner`',
    TEXT,
  ),
  begins(
    'model|models|aliases|alias|serve|served as|names|name|exposes|answers|public',
    'serves',
    'the model names that a policy answers to are listed after `serves`',
    TEXT,
  ),
  begins('timeouts|deadlines|default', 'defaults', 'the deadlines of a policy are in `defaults { … }`', '{'),
];

const DEFAULTS: readonly Phrase[] = [
  begins(
    'timeout within|total within|overall within|request within|timeout|total|overall|request',
    'whole within',
    'the deadlines are `connect`, `first token`, `idle`, `ending`, `attempt` and `whole`, each `within`',
    '\\d',
  ),
  begins(
    'ttft within|ttft|first|first_token|first byte|first token',
    'first token within',
    'the deadlines are `connect`, `first token`, `idle`, `ending`, `attempt` and `whole`, each `within`',
    '\\d',
  ),
];

const PROPERTY: readonly Phrase[] = [
  begins('if|where|given|for|while', 'when', 'the condition of a claim begins with `when`', '\\S'),
  begins(
    'models|model is|models in|uses|use|model =',
    'model in',
    'what a claim is about is `model in`, `route in`, `refused` or `tokens fit model`',
    NAME,
  ),
  begins(
    'model',
    'model in',
    'what a claim is about is `model in`, `route in`, `refused` or `tokens fit model`',
    `${NAME} (?:,|$)`,
  ),
  begins(
    'routes|route is|route',
    'route in',
    'what a claim is about is `model in`, `route in`, `refused` or `tokens fit model`',
    `${NAME} (?:,|$)`,
  ),
  begins('refuse|refusal|rejected|denied|is refused', 'refused', 'a refusal is asked with `refused`', ''),
];

/** By block; matched with the line from its first word on. */
export const CLAUSE_STARTS: Readonly<Partial<Record<BlockKind, readonly Phrase[]>>> = {
  policy: POLICY,
  defaults: DEFAULTS,
  provider: PROVIDER,
  model: MODEL,
  intent: INTENT,
  budget: BUDGET,
  limit: LIMIT,
  chain: CHAIN,
  pool: POOL,
  split: SPLIT,
  rollout: ROLLOUT,
  transform: TRANSFORM,
  check: CHECK,
  route: ROUTES,
  otherwise: ROUTES,
  test: TEST,
  property: PROPERTY,
};
