/**
 * A Portkey gateway config as a policy: fallback becomes a chain, loadbalance a split, conditional the routes. Takes
 * the parsed document; reads no file.
 */
import { failureNamed } from '../../language/planning/classify-status.ts';
import { createDraft, duration, nameFrom, shares } from '../draft-policy.ts';
import { createModelDrafts } from '../model-drafts.ts';
import { createLosses, type ImportOutcome } from '../report.ts';
import { queryConditions } from './query-conditions.ts';

type Json = Readonly<Record<string, unknown>>;
/** What a target inherits where it says nothing. */
interface Inherited {
  readonly retry: Json;
  readonly timeout: number | undefined;
}

const KNOWN = [
  ...[
    'strategy',
    'targets',
    'name',
    'provider',
    'virtual_key',
    'api_key',
    'weight',
    'override_params',
    'retry',
  ],
  ...['request_timeout', 'on_status_codes', 'custom_host', 'azure_api_version', 'api_version'],
];
const INSTEAD: Readonly<Record<string, string>> = {
  cache: 'leave it out for now',
  input_guardrails: 'write conditions on `text`',
  output_guardrails: 'write a `check`, and `expect` it in a route',
  before_request_hooks: 'write conditions on `text`, or a `predicate`',
  after_request_hooks: 'write a `check`, and `expect` it in a route',
  metadata: 'have callers send it with the request',
  forward_headers: 'leave it out: the caller’s credentials are never forwarded',
};

export function fromPortkey(document: unknown, fallbackName: string): ImportOutcome {
  const config = asObject(document);
  if (
    !Array.isArray(config['targets']) &&
    typeof (config['provider'] ?? config['virtual_key']) !== 'string'
  ) {
    return { ok: false, message: 'this has neither "targets" nor a "provider"' };
  }
  const losses = createLosses();
  const { lose } = losses;
  const draft = createDraft(['Imported from a Portkey config.']);
  const models = createModelDrafts(draft, losses);
  const name = nameFrom(fallbackName);
  let otherwise: string;
  const nothing: Inherited = { retry: {}, timeout: undefined };
  if (modeOf(config) === 'conditional') otherwise = conditional(config);
  else
    otherwise = `otherwise {\nbecause "The config sends every request here."\nuse ${targetOf(config, 'config', nothing)} }`;
  const text = draft.text(`policy ${name} edition 1 { serves "*" }`, otherwise);
  return { ok: true, text, name, lost: losses.all };

  function conditional(node: Json): string {
    sayLost(node, 'config');
    const strategy = asObject(node['strategy']);
    const inherited = inheritedBy(node, nothing);
    const byName = new Map<string, string>();
    for (const [index, target] of targetsOf(node).entries()) {
      const where = `targets[${index}]`;
      const named = target['name'];
      if (typeof named === 'string') byName.set(named, targetOf(target, where, inherited));
      else lose('a target', where, 'it has no name, so that no condition leads to it', 'leave it out');
    }
    const conditions = Array.isArray(strategy['conditions']) ? strategy['conditions'].map(asObject) : [];
    for (const [index, condition] of conditions.entries()) {
      const where = `strategy.conditions[${index}]`;
      const target = byName.get(String(condition['then']));
      const when = queryConditions(condition['query']);
      if (target === undefined || when.kind === 'not') {
        lose(
          `the condition that leads to ${String(condition['then'])}`,
          where,
          when.kind === 'not' ? when.because : 'no target has this name',
          'write its route by hand',
        );
        continue;
      }
      for (const note of when.notes) lose(note.what, where, note.why, note.instead);
      draft.route(
        `route ${draft.name('route', String(condition['then']))} {\nbecause "Condition ${index + 1} of the config."\nwhen ${when.text}\nuse ${target} }`,
      );
    }
    const last = byName.get(String(strategy['default']));
    if (last !== undefined) return `otherwise {\nbecause "The default of the config."\nuse ${last} }`;
    lose(
      'what happens when no condition holds',
      'strategy.default',
      'it names no target',
      'replace the `otherwise` that refuses',
    );
    return 'otherwise {\nbecause "The config has no default."\nrefuse 404 "No condition takes this request." }';
  }

  /** The name of what a node leads to. */
  function targetOf(node: Json, where: string, above: Inherited): string {
    sayLost(node, where);
    const inherited = inheritedBy(node, above);
    const parts = targetsOf(node);
    if (parts.length === 0) return leaf(node, where, inherited);
    const inner = (target: Json, index: number): string =>
      targetOf(target, `${where}.targets[${index}]`, inherited);
    const mode = modeOf(node);
    const wanted = typeof node['name'] === 'string' ? node['name'] : undefined;
    if (mode === 'conditional') {
      lose(
        'a conditional strategy below another',
        where,
        'conditions stand in routes, and routes are not nested',
        'write its conditions into routes; its default target is used here',
      );
      const wantedName = asObject(node['strategy'])['default'];
      const index = Math.max(
        0,
        parts.findIndex((part) => part['name'] === wantedName),
      );
      return inner(parts[index] ?? {}, index);
    }
    if (mode === 'loadbalance' && parts.length > 1) {
      const used = parts
        .map((part, index) => ({
          part,
          index,
          weight: typeof part['weight'] === 'number' ? part['weight'] : 1,
        }))
        .filter(({ weight, index }) => {
          if (weight <= 0)
            lose(
              `${where}.targets[${index}]`,
              where,
              'its weight is 0: it takes no requests',
              'leave it out',
            );
          return weight > 0;
        });
      const arms = used.map(({ part, index }) => inner(part, index));
      if (arms.length === 1) return arms[0] ?? '';
      const percent = shares(used.map(({ weight }) => weight));
      const split = draft.name('target', wanted ?? 'balanced');
      draft.declare(
        `split ${split} by request {\n${arms.map((arm, index) => `${percent[index]}% ${arm}`).join('\n')} }`,
      );
      return split;
    }
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) return inner(first, 0);
    if (mode === 'single')
      lose(
        `${parts.length - 1} more targets`,
        where,
        'the mode is single: only the first is used',
        'leave them out, or write a chain',
      );
    if (mode === 'single') return inner(first ?? {}, 0);
    const steps = parts.map(inner);
    const chain = draft.name('target', wanted ?? 'fallback');
    draft.declare(
      `chain ${chain} {\n${steps.map((step, index) => `${index === 0 ? 'try' : 'then'} ${step}`).join('\n')}${onLine(asObject(node['strategy'])['on_status_codes'] ?? node['on_status_codes'])} }`,
    );
    return chain;
  }

  function leaf(node: Json, where: string, { retry, timeout }: Inherited): string {
    const params = asObject(node['override_params']);
    const provider = node['provider'] ?? node['virtual_key'];
    const written = params['model'];
    if (typeof node['api_key'] === 'string')
      lose(
        'api_key: (a key)',
        where,
        'a policy never holds a key',
        'put it into the environment variable that the provider names',
      );
    if (typeof node['virtual_key'] === 'string' && node['provider'] === undefined)
      lose(
        `virtual_key ${node['virtual_key']}`,
        where,
        'Portkey knows which provider and key it stands for, a file does not',
        'name the provider and its `key env`',
      );
    const [prefix, model] = providerOf(String(provider ?? 'unknown'), written);
    if (model === undefined)
      lose(
        'the model',
        where,
        'the config leaves it to the caller, a policy names it',
        'write the provider’s id in place of "to-be-named"',
      );
    for (const [key, value] of Object.entries(params)) {
      if (key !== 'model')
        lose(
          `override_params.${key}: ${short(value)}`,
          where,
          'parameters belong to a route, not to a model',
          `write \`transform t { set ${nameFrom(key)} … }\`, and \`use … with t\``,
        );
    }
    const host = node['custom_host'];
    const version = node['azure_api_version'] ?? node['api_version'];
    const declared = models.model(
      String(node['name'] ?? model ?? provider ?? 'model'),
      [
        {
          provider: prefix,
          upstream: model ?? 'to-be-named',
          ...(typeof host === 'string' ? { at: host } : {}),
          ...(typeof version === 'string' ? { apiVersion: version } : {}),
        },
      ],
      where,
    );
    const attempts = Math.min(10, Math.floor(Number(retry['attempts'] ?? 0)) || 0);
    if (attempts === 0 && timeout === undefined) return declared;
    const chain = draft.name('target', `${declared}-tried`);
    draft.declare(
      `chain ${chain} {\ntry ${declared}${timeout === undefined ? '' : ` within ${duration(timeout)}`}${attempts > 0 ? ` retry ${attempts}` : ''}${onLine(retry['on_status_codes'])} }`,
    );
    return chain;
  }

  function sayLost(node: Json, where: string): void {
    for (const [key, value] of Object.entries(node)) {
      if (!KNOWN.includes(key))
        lose(
          `${key}: ${short(value)}`,
          where,
          'it has no counterpart in a policy',
          INSTEAD[key] ?? 'leave it out',
        );
    }
    if (asObject(node['retry'])['use_retry_after_header'] === false)
      lose(
        'use_retry_after_header: false',
        `${where}.retry`,
        'Retry-After is always honoured',
        'leave it out',
      );
  }
}

/** `@openai-prod` and `openai` are providers; `openai/gpt-4o` may stand in the model as well. */
function providerOf(provider: string, model: unknown): [string, string | undefined] {
  const bare = provider.replace(/^@/, '');
  const known =
    /^(openai|anthropic|azure-openai|azure|groq|mistral-ai|google|vertex-ai|bedrock|cohere|openrouter|together-ai|fireworks-ai|deepseek)(?:-|$)/.exec(
      bare,
    )?.[1];
  const written = typeof model === 'string' ? model.replace(/^@[^/]+\//, '') : undefined;
  return [known ?? bare, written];
}

function inheritedBy(node: Json, above: Inherited): Inherited {
  const timeout = node['request_timeout'];
  return {
    retry: node['retry'] === undefined ? above.retry : asObject(node['retry']),
    timeout: typeof timeout === 'number' && timeout > 0 ? timeout : above.timeout,
  };
}

/** Status codes as failure classes; nothing where the chain's own default is meant. */
function onLine(codes: unknown): string {
  const classes = (Array.isArray(codes) ? codes : [])
    .map((code) => failureNamed(Number(code)))
    .filter((one) => one !== undefined);
  // A provider that cannot be reached has no status, and Portkey moves on for it.
  const all = [...new Set([...classes, 'connection' as const])];
  return classes.length === 0 ? '' : `\non ${all.join(', ')}`;
}

function modeOf(node: Json): string {
  const strategy = node['strategy'];
  return String(typeof strategy === 'string' ? strategy : (asObject(strategy)['mode'] ?? 'single'));
}
function targetsOf(node: Json): Json[] {
  return Array.isArray(node['targets']) ? node['targets'].map(asObject) : [];
}
function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
function short(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
