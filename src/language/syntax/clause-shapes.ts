/**
 * How each clause and each declaration is written, shown as the way out of a syntax error.
 * Texts for people only. Every word in upper case stands for what the user fills in.
 */

const WIRE_SHAPES = {
  not: 'not stream options',
  max: 'max as max_completion_tokens',
  fixed: 'fixed temperature',
};

/** Clauses that their first word alone does not name. */
export const CLAUSE_NAMES: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> = {
  provider: WIRE_SHAPES,
  model: WIRE_SHAPES,
};

/** By block and first word of the clause; a block without clause words has its line under `line`. */
export const CLAUSE_SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  policy: {
    owner: 'owner "@acme/support"',
    serves: 'serves "support", "auto"',
    salt: 'salt "support-2027"',
    rules: 'rules exactly one',
    defaults: 'defaults { whole within 90s }',
    meaning: 'meaning { second look usable within 25ms }',
  },
  defaults: {
    connect: 'connect within 2s',
    first: 'first token within 5s',
    idle: 'idle within 10s',
    ending: 'ending within 5s',
    whole: 'whole within 90s',
    attempt: 'attempt within 30s',
  },
  meaning: { second: 'second look usable within 25ms' },
  provider: {
    speaks: 'speaks openai',
    at: 'at "https://api.openai.com/v1"',
    key: 'key env OPENAI_API_KEY',
    region: 'region eu',
    api: 'api version "2025-01-01"',
    ...WIRE_SHAPES,
    pass: 'pass models, service_tier',
  },
  model: {
    is: 'is "UPSTREAM-ID" on PROVIDER',
    window: 'window 200k output 64k',
    output: 'output 64k',
    price: 'price $1 in, $5 out',
    can: 'can tools, images, json',
    retires: 'retires 2027-01-31',
    ...WIRE_SHAPES,
  },
  deployment: { region: 'region eu', first: 'first token 200ms', fails: 'fails 5% with overload' },
  intent: {
    means: 'means "what the person wants"',
    like: 'like "something a person wrote"',
    not: 'not "something close that means another thing"',
    examples: 'examples from "./examples.txt"',
    match: 'match at least 0.75',
  },
  budget: {
    limit: 'limit $50/day per team',
    warn: 'warn at 80%',
    zone: 'zone "Europe/Berlin"',
    when: 'when unknown refuse',
  },
  limit: { line: '60 requests/min per user', wait: 'wait up to 2s' },
  chain: {
    try: 'try MODEL within 20s',
    // biome-ignore lint/suspicious/noThenProperty: a word of the language; this table is never awaited.
    then: 'then MODEL within 20s',
    on: 'on rate-limit, overload, timeout',
  },
  pool: {
    fastest: 'fastest of A, B',
    cheapest: 'cheapest of A, B',
    least: 'least busy of A, B',
    in: 'in turn A, B',
  },
  split: { line: '90% MODEL' },
  rollout: {
    from: 'from OLD to NEW',
    steps: 'steps 1%, 5% after 30min, 100% after 1d',
    abort: 'abort when error rate over 3% for 5min',
  },
  transform: {
    system: 'system prepend "TEXT"',
    set: 'set temperature 0.2',
    cap: 'cap output 800',
    trim: 'trim history to 8k',
    drop: 'drop images',
  },
  check: {
    json: 'json schema "./x.json"',
    contains: 'contains "TEXT"',
    matches: 'matches /PATTERN/',
    not: 'not contains "TEXT"',
    length: 'length up to 2k',
    on: 'on failure try next',
  },
  predicate: { within: 'within 20ms', when: 'when unknown no' },
  route: {
    because: 'because "REASON"',
    when: 'when tier is pro or enterprise',
    use: 'use TARGET [with TRANSFORM] [or refuse 503 "TEXT"]',
    refuse: 'refuse 403 "TEXT"',
    canary: 'canary 5% by user use TARGET',
    mirror: 'mirror 5% to MODEL',
    expect: 'expect CHECK',
    label: 'label "EXP-31"',
    until: 'until 2027-12-31',
    on: 'on broken stream restart',
    hold: 'hold until complete',
    cache: 'cache 10min per team',
    within: 'within region eu',
  },
  any: { line: 'tier is pro' },
  test: { given: 'given tier pro, tokens 900', expect: 'expect route NAME, model NAME' },
  cases: { given: 'given tier pro', columns: 'columns tier, tokens, route', case: 'case pro, 900, NAME' },
  property: {
    when: 'when tier is free',
    model: 'model in A, B',
    route: 'route in A, B',
    refused: 'refused',
    tokens: 'tokens fit model',
  },
  acceptance: {
    given: 'given tier pro',
    over: 'over 10k users expect MODEL from 88% to 92%',
  },
};

/** By first word. */
export const DECLARATION_SHAPES: Readonly<Record<string, string>> = {
  policy: 'policy NAME edition 1 { … }',
  import: 'import NAME, NAME from "./FILE.route"',
  provider: 'provider NAME { … }',
  model: 'model NAME { … }',
  tier: 'tier free, pro, enterprise',
  intent: 'intent NAME { … }',
  budget: 'budget NAME { … }',
  limit: 'limit NAME { … }',
  chain: 'chain NAME { … }',
  pool: 'pool NAME { … }',
  split: 'split NAME by user { … }',
  rollout: 'rollout NAME by user { … }',
  transform: 'transform NAME { … }',
  check: 'check NAME { … }',
  quality: 'quality "./quality.csv"',
  predicate: 'predicate NAME { … }',
  route: 'route NAME { … }',
  otherwise: 'otherwise { … }',
  tests: 'tests for "./FILE.route"',
  test: 'test "TITLE" { … }',
  cases: 'cases "TITLE" { … }',
  never: 'never "TITLE" { … }',
  always: 'always "TITLE" { … }',
  accept: 'accept "TITLE" { … }',
};

/** What people write who know another language, and what it is here. */
export const OTHER_WORDS: Readonly<Record<string, string>> = {
  else: 'what no route takes is answered by `otherwise { … }`',
  default: 'what no route takes is answered by `otherwise { … }`',
  if: 'a condition is written `when …`, inside a route',
  elseif: 'write another `route NAME { … }`: the first that fits wins',
  elif: 'write another `route NAME { … }`: the first that fits wins',
  unless: 'write `when FACT is not VALUE`',
  where: 'a condition is written `when …`',
  rule: 'a rule is written `route NAME { … }`',
  group: 'a group of targets is a `chain`, a `pool` or a `split`',
  fallback: 'what is tried next stands in a chain: `chain NAME { try A  then B }`',
  priority: 'routes have no priority: the first from the top that fits wins',
  weight: 'weights stand in a split: `split NAME by user { 90% A  10% B }`',
  drop_params:
    'what a provider refuses is named: `not stream options`, `max as max_tokens`, `fixed temperature`',
  stream_options: 'a provider or model that refuses them says `not stream options`',
  max_tokens: 'how much a model can write is `output 8k`; the name of the limit is `max as max_tokens`',
  max_completion_tokens:
    'how much a model can write is `output 8k`; the name of the limit is `max as max_completion_tokens`',
  temperature: 'a transform says `set temperature 0.2`; a model that refuses it says `fixed temperature`',
  timeout: 'a deadline is written `within 20s` after the step of a chain',
  retries: 'retries are written `retry 1` after the step of a chain',
  or: 'alternatives stand in `any { … }`, one a line',
  return: 'a route says `use TARGET`',
  include: 'another file is used by `import NAME from "./FILE.route"`',
};
