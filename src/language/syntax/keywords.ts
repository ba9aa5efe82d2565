/**
 * Which words begin what: the declarations of a file and the clauses of each block.
 * Tables only. Knows no tokens and no grammar; `assign-keywords.ts` applies them by position.
 */

/** Every word the grammar knows. Where a word does not begin a clause it may also be a name. */
export const WORDS = [
  ...['abort', 'after', 'an', 'and', 'any', 'api', 'append', 'as', 'asked', 'at', 'attempt', 'attempts'],
  ...['because', 'between', 'broken', 'budget', 'busy', 'by', 'cache', 'cached', 'can', 'canary', 'cap'],
  ...['case', 'cases', 'catalogue', 'chain', 'cheapest', 'check', 'columns', 'complete', 'connect'],
  ...[
    'contains',
    'continue',
    'cost',
    'defaults',
    'down',
    'drop',
    'durable',
    'edition',
    'ending',
    'enough',
    'env',
    'error',
    'every',
  ],
  ...[
    'exactly',
    'examples',
    'expect',
    'explore',
    'explored',
    'fails',
    'failure',
    'fastest',
    'first',
    'fit',
    'fixed',
    'for',
    'from',
  ],
  ...['given', 'good', 'has', 'header', 'hedge', 'history', 'hold', 'holds', 'idle', 'image', 'in'],
  ...['intent', 'is', 'json', 'key', 'label', 'latency', 'least', 'left', 'length', 'like', 'limit'],
  ...[
    'load',
    'look',
    'match',
    'matches',
    'max',
    'meaning',
    'means',
    'message',
    'metadata',
    'mirror',
    'model',
  ],
  ...[
    'next',
    'no',
    'not',
    'of',
    'on',
    'once',
    'one',
    'options',
    'or',
    'otherwise',
    'out',
    'output',
    'over',
    'owner',
  ],
  ...[
    'p95',
    'pass',
    'per',
    'policy',
    'pool',
    'predicate',
    'predicted',
    'prepend',
    'price',
    'prompt',
    'provider',
    'rate',
    'reached',
  ],
  ...['reason', 'reasoning', 'refuse', 'refused', 'region', 'replace', 'request', 'requests', 'restart'],
  ...[
    'retires',
    'retry',
    'rollout',
    'route',
    'rules',
    'salt',
    'schema',
    'second',
    'serves',
    'set',
    'similarity',
  ],
  ...[
    'speaks',
    'split',
    'steps',
    'stream',
    'system',
    'temperature',
    'test',
    'then',
    'times',
    'to',
    'token',
    'tokens',
  ],
  ...['transform', 'trim', 'try', 'turn', 'twice', 'under', 'unknown', 'until', 'up', 'usable', 'use'],
  ...['used', 'version', 'wait', 'warn', 'when', 'whole', 'window', 'with', 'within', 'write', 'zone'],
  ...['accept', 'always', 'import', 'never', 'quality', 'tests', 'tier'],
] as const;

export type KeywordText = (typeof WORDS)[number];

/** A pair of braces, by what is before it. */
export type BlockKind =
  | 'policy'
  | 'defaults'
  | 'meaning'
  | 'provider'
  | 'model'
  | 'deployment'
  | 'intent'
  | 'budget'
  | 'limit'
  | 'chain'
  | 'pool'
  | 'split'
  | 'rollout'
  | 'transform'
  | 'check'
  | 'predicate'
  | 'route'
  | 'otherwise'
  | 'any'
  | 'test'
  | 'cases'
  | 'property'
  | 'acceptance';

const ACTION: readonly KeywordText[] = [
  'because',
  'use',
  'refuse',
  'canary',
  'mirror',
  'expect',
  'label',
  'until',
  'on',
  'hold',
  'cache',
  'within',
];

/** What is left out of a request, or named otherwise, because it is refused upstream. */
const WIRE: readonly KeywordText[] = ['not', 'max', 'fixed'];

/** The words that begin a clause at the start of a line or after a brace. */
export const CLAUSES: Readonly<Record<BlockKind, readonly KeywordText[]>> = {
  policy: ['owner', 'serves', 'salt', 'rules', 'defaults', 'meaning'],
  defaults: ['connect', 'first', 'idle', 'ending', 'whole', 'attempt'],
  meaning: ['second'],
  provider: ['speaks', 'at', 'key', 'region', 'api', ...WIRE, 'pass'],
  model: ['is', 'window', 'output', 'price', 'can', 'retires', ...WIRE],
  deployment: ['region', 'first', 'fails'],
  intent: ['means', 'like', 'not', 'examples', 'match', 'whole'],
  budget: ['limit', 'warn', 'zone', 'when', 'durable'],
  limit: ['wait'],
  chain: ['try', 'then', 'on'],
  pool: ['fastest', 'cheapest', 'least', 'in'],
  split: [],
  rollout: ['from', 'steps', 'abort'],
  transform: ['system', 'set', 'cap', 'trim', 'drop'],
  check: ['json', 'contains', 'matches', 'not', 'length', 'on'],
  predicate: ['within', 'when'],
  route: [...ACTION, 'when'],
  otherwise: ACTION,
  any: [],
  test: ['given', 'expect'],
  cases: ['given', 'columns', 'case'],
  property: ['when', 'model', 'route', 'refused', 'tokens'],
  acceptance: ['given', 'over'],
};

/** The words that begin a declaration, and the block each opens. */
export const DECLARATIONS: Readonly<Record<string, BlockKind | undefined>> = {
  policy: 'policy',
  import: undefined,
  provider: 'provider',
  model: 'model',
  tier: undefined,
  intent: 'intent',
  budget: 'budget',
  limit: 'limit',
  chain: 'chain',
  pool: 'pool',
  split: 'split',
  rollout: 'rollout',
  transform: 'transform',
  check: 'check',
  quality: undefined,
  predicate: 'predicate',
  route: 'route',
  otherwise: 'otherwise',
  tests: undefined,
  test: 'test',
  cases: 'cases',
  never: 'property',
  always: 'property',
  accept: 'acceptance',
};

export function isDeclarationWord(word: string): boolean {
  return Object.hasOwn(DECLARATIONS, word);
}
