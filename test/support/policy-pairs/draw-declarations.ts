/**
 * Clauses of everything that is declared before routes: policies, providers, models, intents, money, targets,
 * transforms and checks. One row a clause; a block is drawn from its rows. Knows no routes and no tests.
 */
import { type Clause, type Clauses, often, once, table } from './draft-clauses.ts';
import * as v from './draw.ts';
import { type Draw, quoted } from './draw.ts';

const name = (list: readonly string[]) => (draw: Draw) => draw.one(list);
const sentence = (draw: Draw): string => quoted(draw.one(v.SENTENCES));

const within = (word: string): Clause => once(0.5, (draw) => `${word} within ${draw.one(v.TIMES)}`);

/** Of providers and models alike. */
const WIRE: Clauses = {
  'not stream': once(0.15, () => 'not stream options'),
  'max as': once(0.15, (draw) => `max as ${draw.one(['max_tokens', 'max_completion_tokens'])}`),
  fixed: once(0.15, () => 'fixed temperature'),
};

const PRICE_PARTS = ['cached', 'cache write', 'reasoning', 'an image'];

function price(draw: Draw): string {
  if (draw.chance(0.25))
    return `price from catalogue "${draw.one(['openai/gpt-4o', 'openai/gpt-4o-mini', 'openai/o3'])}"`;
  const more = draw.some(PRICE_PARTS, 0).map((part) => `${draw.one(v.DOLLARS)} ${part}`);
  return `price ${[`${draw.one(v.DOLLARS)} in`, `${draw.one(v.DOLLARS)} out`, ...more].join(', ')}`;
}

function limitLine(draw: Draw, dollars: boolean): string {
  const per = `/${draw.one(v.SPANS)} per ${draw.one(v.PERS)}`;
  if (dollars && draw.chance(0.5)) return `${draw.one(['$5', '$50', '$200'])}${per}`;
  return `${draw.one(['10', '200k', '2M'])} ${draw.one(['tokens', 'requests'])}${per}`;
}

const FROM_FILE = (draw: Draw): string => `examples from "./${draw.one(['examples', 'others'])}.txt"`;
const LIKES = [
  'I want my money back',
  'it crashes at start',
  'hurry please',
  'charge me back',
  'broken screen',
];

const step =
  (word: string) =>
  (draw: Draw): string => {
    const options = draw.some(
      [
        `within ${draw.one(v.TIMES)}`,
        `first token within ${draw.one(v.TIMES)}`,
        `idle within ${draw.one(v.TIMES)}`,
        `ending within ${draw.one(v.TIMES)}`,
        `retry ${draw.one(['1', '2', '3'])}`,
        `hedge after ${draw.one(v.TIMES)}`,
      ],
      0,
      3,
    );
    return [word, draw.one([...v.MODELS, 'quick', 'halves', 'slowly']), ...options].join(' ');
  };

export const ORDERS = ['fastest of', 'cheapest of', 'least busy of', 'in turn'] as const;

export function pool(draw: Draw, members: readonly string[]): string {
  const enough = draw.chance(0.3)
    ? ` good enough at ${draw.one(v.PERCENTS)}${draw.one(['', '', ' by prompt'])}`
    : '';
  const explore = draw.chance(0.1) ? ` explore ${draw.one(['1%', '2%'])}` : '';
  return `${draw.one(ORDERS)} ${draw.some(members, 1, 3).join(', ')}${enough}${explore}`;
}

function arms(draw: Draw): string {
  const [one, two, three] = draw.shuffled(v.MODELS);
  return draw.one([
    `90% ${one}\n  10% ${two}`,
    `50% ${one}\n  50% ${two}`,
    `20% ${one}\n  30% ${two}\n  50% ${three}`,
  ]);
}

function steps(draw: Draw): string {
  const later = [`20% after ${draw.one(v.LONG_TIMES)}`, `100% after ${draw.one(v.LONG_TIMES)}`];
  return `steps ${[draw.one(['1%', '5%']), ...later.slice(draw.below(2))].join(', ')}`;
}

const models = (draw: Draw): string =>
  `from ${draw.one(['haiku', 'sonnet'])} to ${draw.one(['opus', 'mini'])}`;

export const DECLARED: Readonly<Record<string, Clauses>> = table({
  policy: {
    owner: once(0.5, (draw) => `owner "@${draw.one(v.WORDS)}"`),
    salt: once(0.3, (draw) => `salt ${quoted(draw.one(['main', 'spring', 'store']))}`),
    serves: once(
      0.9,
      (draw) => `serves ${draw.some(['main', 'auto', 'second', 'large', '*'], 1, 3).map(quoted).join(', ')}`,
    ),
    rules: once(0.1, () => 'rules exactly one'),
    defaults: once(0.4, 'defaults'),
    meaning: once(0.3, 'meaning'),
  },
  defaults: {
    connect: within('connect'),
    'first token': within('first token'),
    idle: within('idle'),
    ending: within('ending'),
    whole: within('whole'),
    attempt: within('attempt'),
  },
  meaning: { second: once(1, (draw) => `second look usable within ${draw.one(v.TIMES)}`) },
  provider: {
    speaks: once(
      1,
      (draw) =>
        `speaks ${draw.one(['openai', 'openai', 'simulated', 'anthropic', 'azure', 'ai-sdk "@ai-sdk/mistral"', 'ai-sdk "@ai-sdk/groq"'])}`,
    ),
    at: once(0.8, (draw) => `at "https://${draw.one(['one', 'two', 'three'])}.example.com/v1"`),
    key: once(0.7, (draw) => `key env ${draw.one(['ONE', 'TWO'])}_API_KEY`),
    region: once(0.5, (draw) => `region ${draw.one(['eu', 'us'])}`),
    api: once(0.3, (draw) => `api version "2025-0${1 + draw.below(5)}-01"`),
    ...WIRE,
    pass: once(0.3, (draw) => `pass ${draw.some(['models', 'provider', 'service_tier'], 1, 2).join(', ')}`),
  },
  lab: {
    speaks: once(1, () => 'speaks simulated'),
    region: once(0.5, (draw) => `region ${draw.one(['eu', 'us'])}`),
    ...WIRE,
  },
  model: {
    is: often(1, (draw) =>
      draw.chance(0.4)
        ? { kind: 'deployment', head: `is "${draw.one(v.WORDS)}" on lab`, body: [] }
        : `is "${draw.one(v.WORDS)}" on ${draw.one(v.PROVIDERS)}`,
    ),
    window: once(
      0.8,
      (draw) => `window ${draw.one(v.WINDOWS)}${draw.chance(0.35) ? ` output ${draw.one(v.OUTPUTS)}` : ''}`,
    ),
    output: once(0.3, (draw) => `output ${draw.one(v.OUTPUTS)}`),
    price: once(0.8, price),
    can: once(
      0.5,
      (draw) =>
        `can ${draw.some(['tools', 'images', 'json', 'prefill', 'reasoning', 'audio'], 1, 4).join(', ')}`,
    ),
    retires: once(0.2, (draw) => `retires ${draw.one(v.DATES)}`),
    ...WIRE,
  },
  deployment: {
    region: once(0.5, (draw) => `region ${draw.one(['eu', 'us'])}`),
    first: once(0.5, (draw) => `first token ${draw.one(v.TIMES)}`),
    fails: once(0.7, (draw) => `fails ${draw.one(v.PERCENTS)} with ${draw.one(v.FAILURES)}`),
  },
  intent: {
    means: once(0.6, (draw) => `means ${sentence(draw)}`),
    like: often(1, (draw) => `like ${quoted(draw.one(LIKES))}`),
    not: often(0.3, (draw) => `not ${quoted(draw.one(LIKES))}`),
    examples: once(0.3, FROM_FILE),
    match: once(0.3, (draw) => `match at least ${draw.one(v.SCORES)}`),
    whole: once(0.2, () => 'whole message'),
  },
  budget: {
    limit: often(1, (draw) => `limit ${limitLine(draw, true)}`),
    warn: once(0.3, (draw) => `warn at ${draw.one(v.PERCENTS)}`),
    zone: once(0.3, (draw) => `zone ${quoted(draw.one(v.ZONES))}`),
    when: once(0.4, (draw) => `when unknown ${draw.one(['refuse', 'allow'])}`),
    durable: once(0.2, () => 'durable every'),
  },
  limit: {
    rate: often(1, (draw) =>
      draw.chance(0.4) ? `${draw.one(['5', '60'])} at once per ${draw.one(v.PERS)}` : limitLine(draw, false),
    ),
    wait: once(0.4, (draw) => `wait up to ${draw.one(v.TIMES)}`),
  },
  chain: {
    try: { ...once(1, step('try')), place: 'first' },
    next: often(0.9, step('then')),
    on: { ...once(0.5, (draw) => `on ${draw.some(v.FAILURES, 1, 3).join(', ')}`), place: 'last' },
  },
  pool: { order: once(1, (draw) => pool(draw, [...v.MODELS, 'halves'])) },
  split: { arms: once(1, arms) },
  rollout: {
    from: once(1, models),
    steps: once(1, steps),
    errors: often(
      0.4,
      (draw) => `abort when error rate over ${draw.one(v.PERCENTS)} for ${draw.one(v.LONG_TIMES)}`,
    ),
    latency: often(
      0.4,
      (draw) => `abort when p95 latency over ${draw.one(v.TIMES)} for ${draw.one(v.LONG_TIMES)}`,
    ),
  },
  transform: {
    system: once(0.6, (draw) => `system ${draw.one(['prepend', 'append', 'replace'])} ${sentence(draw)}`),
    set: once(
      0.6,
      (draw) =>
        `set ${draw.one(['temperature 0.2', 'temperature 0.9', 'top_p 0.5', 'stop "!"', 'logprobs true', 'stop "?"'])}`,
    ),
    cap: once(0.4, (draw) => `cap output ${draw.one(v.OUTPUTS)}`),
    trim: once(0.4, (draw) => `trim history to ${draw.one(['2k', '8k', '16k'])}`),
    drop: once(0.3, (draw) => `drop ${draw.one(['images', 'audio', 'tools'])}`),
  },
  check: {
    schema: once(0.4, (draw) => `json schema "./${draw.one(['ticket', 'order'])}.schema.json"`),
    contains: once(0.5, (draw) => `contains ${quoted(draw.one(v.WORDS))}`),
    matches: once(0.4, (draw) => `matches ${draw.one(v.PATTERNS)}`),
    not: often(
      0.4,
      (draw) =>
        `not ${draw.chance(0.5) ? `contains ${quoted(draw.one(v.WORDS))}` : `matches ${draw.one(v.PATTERNS)}`}`,
    ),
    length: once(0.4, (draw) => `length up to ${draw.one(v.OUTPUTS)}`),
    failure: once(0.6, (draw) => `on failure ${draw.one(['try next', 'retry 1', 'retry 2', 'refuse'])}`),
  },
  predicate: {
    within: once(0.5, (draw) => `within ${draw.one(v.TIMES)}`),
    when: once(0.6, (draw) => `when unknown ${name(['yes', 'no'])(draw)}`),
  },
});
