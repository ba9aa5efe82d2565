/**
 * Every key of `llmr.json`, declared once: type, default, bounds, description. The JSON Schema, environment names,
 * messages and the type of the configuration are all derived from this table. No key holds a secret: policies name
 * environment variables, and `environment` lists the names they may read.
 */

/** Patterns of names in maps: of an environment variable, and of what a file is declared for. */
export const VARIABLE = '^[A-Za-z_][A-Za-z0-9_]*$';
export const FILE_NAME = '^[A-Za-z_][A-Za-z0-9_]*([-.][A-Za-z0-9_]+)*$';

/** `all`, or percent with digits after the point. */
export const SHARE_OF_DECISIONS = '^(all|(100|[0-9]{1,2})(\\.[0-9]{1,6})?%)$';

interface Common {
  readonly doc: string;
}
export type KeySpec =
  | (Common & {
      readonly kind: 'text';
      readonly default: string;
      readonly path?: boolean;
      /** The format, as a regular expression and in words. */
      readonly pattern?: string;
      readonly words?: string;
    })
  | (Common & { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[] })
  | (Common & {
      readonly kind: 'number';
      readonly default: number;
      readonly least: number;
      readonly most: number;
    })
  | (Common & { readonly kind: 'flag'; readonly default: boolean })
  | (Common & {
      readonly kind: 'list';
      readonly default: readonly string[];
      /** The format of each entry, as a regular expression and in words. */
      readonly pattern: string;
      readonly entries: string;
    })
  /** Lists by the name of an environment variable. */
  | (Common & {
      readonly kind: 'lists';
      readonly default: Readonly<Record<string, readonly string[]>>;
      readonly pattern: string;
      readonly entries: string;
    })
  /** Files by name, relative to the configuration file. */
  | (Common & { readonly kind: 'files'; readonly default: Readonly<Record<string, string>> });

const HOST =
  '^(?:[A-Za-z0-9*_](?:[A-Za-z0-9*_.-]*[A-Za-z0-9*_])?(?::[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](?::[0-9]{1,5})?|[0-9A-Fa-f:.]+(?:/[0-9]{1,3})?)$';
const HOST_WORDS =
  'a host such as "api.example.com" or "*.example.com", an address or a range such as "10.0.0.0/8"; with ":443" only that port';

export const CONFIG_KEYS = {
  policies: {
    kind: 'text',
    path: true,
    default: 'policies',
    doc: 'Folder of the policy set. llmr watches it and applies valid changes immediately.',
  },
  host: {
    kind: 'text',
    default: '127.0.0.1',
    doc: 'Address to listen on. Any address except loopback requires at least one llmr key.',
  },
  port: {
    kind: 'number',
    default: 8787,
    least: 0,
    most: 65_535,
    doc: 'Port to listen on; 0 chooses a free port.',
  },
  workers: {
    kind: 'number',
    default: 1,
    least: 1,
    most: 64,
    doc: 'Processes that answer requests. With more than one, a further process holds budgets, limits and rollouts, and the memory limits of bodies and decisions are divided among the workers.',
  },
  data: {
    kind: 'text',
    path: true,
    default: '.llmr',
    doc: 'Folder for persistent data: budget usage, keys, decisions, trained heads. Only one service can use it.',
  },
  simulate: {
    kind: 'flag',
    default: false,
    doc: 'Simulate every provider: nothing is sent and nothing is charged.',
  },
  bodyLimitBytes: {
    kind: 'number',
    default: 16 * 1_048_576,
    least: 1_024,
    most: 1_073_741_824,
    doc: 'Maximum size of a request body, in bytes.',
  },
  bodyMemoryBytes: {
    kind: 'number',
    default: 32 * 1_048_576,
    least: 1_048_576,
    most: 1_099_511_627_776,
    doc: 'Maximum bytes of all request bodies in memory at the same time; beyond it, requests get 503 with Retry-After. A body of up to bodyLimitBytes always fits if there is no other.',
  },
  environment: {
    kind: 'list',
    default: ['*_API_KEY', '*_KEY'],
    pattern: '^[A-Za-z0-9_*?]+$',
    entries: 'a name of an environment variable; * stands for any characters, ? for one character',
    doc: 'Environment variables that a policy may name as a provider’s key. Names that begin with AWS_ or LLMR_ are never allowed.',
  },
  keys: {
    kind: 'lists',
    default: {},
    pattern: HOST,
    entries: HOST_WORDS,
    doc: 'Hosts that a key may be sent to, per environment variable: {"OPENAI_API_KEY": ["api.openai.com", "eu.api.openai.com"]}. A key that is not listed is sent to one host only.',
  },
  hosts: {
    kind: 'list',
    default: [],
    pattern: HOST,
    entries: HOST_WORDS,
    doc: 'Hosts and address ranges of providers and the encoder (default: any). Link-local and metadata addresses are never allowed.',
  },
  corsOrigins: {
    kind: 'list',
    default: [],
    pattern: '^https?://[^/*\\s]+$',
    entries: 'an origin such as "https://app.example.com", without a path and without wildcards',
    doc: 'Origins whose pages may call this service from a browser (default: none).',
  },
  logLevel: {
    kind: 'choice',
    default: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    doc: 'Level of the log on standard error, as JSON lines.',
  },
  keepProviderMessages: {
    kind: 'flag',
    default: false,
    doc: 'Keep providers’ error messages, without known secrets, in the decision log and show them to admins. They can quote prompts.',
  },
  decisions: {
    kind: 'text',
    default: 'all',
    pattern: SHARE_OF_DECISIONS,
    words: '"all" or a share such as "10%"',
    doc: 'Decisions to keep in the log: “all”, or a share such as “10%” and every failure, refusal and fallback. A record of the share carries its weight, which replay and learning use. Metrics and budgets always count every request.',
  },
  decisionLogDays: {
    kind: 'number',
    default: 30,
    least: 0,
    most: 3_650,
    doc: 'Days to keep decisions-*.jsonl; 0 writes none.',
  },
  decisionLogMegabytes: {
    kind: 'number',
    default: 1_024,
    least: 1,
    most: 1_048_576,
    doc: 'Maximum total size of decisions-*.jsonl, in megabytes; the oldest are deleted first.',
  },
  decisionsInMemory: {
    kind: 'number',
    default: 10_000,
    least: 0,
    most: 1_000_000,
    doc: 'Number of recent decisions kept in memory for /v1/decisions; older ones are read from the log.',
  },
  drainSeconds: {
    kind: 'number',
    default: 8,
    least: 0,
    most: 3_600,
    doc: 'Seconds to wait for running answers after SIGTERM before they are cut. Keep it below the supervisor’s timeout (default: docker stop 10 s, Kubernetes 30 s).',
  },
  reloadPollMs: {
    kind: 'number',
    default: 2_000,
    least: 100,
    most: 3_600_000,
    doc: 'Milliseconds between checks of the policy folder, for changes without a file event.',
  },
  reloadBudgetMs: {
    kind: 'number',
    default: 30_000,
    least: 1_000,
    most: 600_000,
    doc: 'Maximum milliseconds for checking a changed policy set; beyond it the previous set stays active.',
  },
  fullLoad: {
    kind: 'number',
    default: 100,
    least: 1,
    most: 1_000_000,
    doc: 'Requests in flight at one deployment that count as a load of 100 %, if no “at once per model” limit is set.',
  },
  stickyConversations: {
    kind: 'flag',
    default: true,
    doc: 'Keep conversations of more than one message on the model that started them; tool loops always stay.',
  },
  predicates: {
    kind: 'files',
    default: {},
    doc: 'Modules of the predicates that policies declare, by name: {"vip": "./vip.js"}. The default export is the function.',
  },
  encoder: {
    kind: 'text',
    default: 'words-1',
    doc: 'Encoder for intents: words-1, ngrams-1, folder:PATH (relative to the current directory), or https://HOST/v1#MODEL. Commands that read policies use it too.',
  },
  encoderKey: {
    kind: 'text',
    default: 'EMBEDDINGS_API_KEY',
    doc: 'Name of the environment variable with the key for an encoder at a URL; if the variable is not set, no key is sent.',
  },
  encoderWaitMs: {
    kind: 'number',
    default: 250,
    least: 1,
    most: 60_000,
    doc: 'Milliseconds to wait for an encoder that is not built in before a request’s intent is unknown.',
  },
  storeWaitMs: {
    kind: 'number',
    default: 250,
    least: 1,
    most: 60_000,
    doc: 'Milliseconds without any progress in the ledger after which a budget’s “when unknown” applies.',
  },
} as const satisfies Record<string, KeySpec>;

export type ConfigKey = keyof typeof CONFIG_KEYS;
type ValueOf<Spec extends KeySpec> = Spec extends {
  readonly kind: 'choice';
  readonly choices: readonly (infer Choice)[];
}
  ? Choice
  : Spec extends { readonly kind: 'list' }
    ? readonly string[]
    : Spec extends { readonly kind: 'number' }
      ? number
      : Spec extends { readonly kind: 'flag' }
        ? boolean
        : Spec extends { readonly kind: 'files' }
          ? Readonly<Record<string, string>>
          : Spec extends { readonly kind: 'lists' }
            ? Readonly<Record<string, readonly string[]>>
            : string;

export type GatewayConfig = { readonly [Key in ConfigKey]: ValueOf<(typeof CONFIG_KEYS)[Key]> };

export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as readonly ConfigKey[];

/** `bodyLimitBytes` is `LLMR_BODY_LIMIT_BYTES`. */
export function variableOf(key: ConfigKey): string {
  return `LLMR_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** What a value must be, to follow "must be". */
export function demandOf(spec: KeySpec): string {
  switch (spec.kind) {
    case 'text':
      return spec.words ?? 'a string that is not empty';
    case 'choice':
      return `one of ${spec.choices.map((choice) => `"${choice}"`).join(', ')}`;
    case 'number':
      return `a whole number from ${spec.least} to ${spec.most}`;
    case 'flag':
      return 'true or false';
    case 'list':
      return `a list; each entry ${spec.entries}`;
    case 'lists':
      return `an object of variables and lists, such as {"OPENAI_API_KEY": ["api.openai.com"]}; each entry ${spec.entries}`;
    case 'files':
      return 'an object of names and files, such as {"vip": "./vip.js"}';
  }
}
