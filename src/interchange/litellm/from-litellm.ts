/**
 * A LiteLLM proxy configuration (`config.yaml`) as a policy: model groups become models, splits or pools, router
 * fallbacks become chains, and each group's name is served by a route. Takes the parsed document; reads no file.
 */
import { createDraft, duration, nameFrom, quoted, shares } from '../draft-policy.ts';
import { createModelDrafts } from '../model-drafts.ts';
import { createLosses, type ImportOutcome } from '../report.ts';
import { LITELLM_KNOWN, LITELLM_LOST } from './litellm-settings.ts';
import { asObject, type Deployment, type Json, numberIn, readDeployment, shown } from './read-deployment.ts';

const RETRIED =
  'rate-limit, overload, server-error, timeout, connection, broken-stream, malformed, empty, gone';

export function fromLitellm(document: unknown, fallbackName: string): ImportOutcome {
  const config = asObject(document);
  const list = config['model_list'];
  if (!Array.isArray(list) || list.length === 0) return { ok: false, message: 'this has no "model_list"' };
  const losses = createLosses();
  const { lose } = losses;
  const draft = createDraft(['Imported from a LiteLLM configuration.']);
  const models = createModelDrafts(draft, losses);
  const general = asObject(config['litellm_settings']);
  const settings: Json = {
    ...pick(general, [
      'num_retries',
      'fallbacks',
      'context_window_fallbacks',
      'default_fallbacks',
      'content_policy_fallbacks',
    ]),
    ...(general['request_timeout'] === undefined ? {} : { timeout: general['request_timeout'] }),
    ...asObject(config['router_settings']),
  };
  sayLost();

  const groups = new Map<string, Deployment[]>();
  for (const [index, entry] of list.entries()) {
    const deployment = readDeployment(asObject(entry), `model_list[${index}]`, lose);
    if (deployment !== undefined)
      groups.set(deployment.group, [...(groups.get(deployment.group) ?? []), deployment]);
  }
  if (groups.size === 0)
    return {
      ok: false,
      message: 'no entry of "model_list" can be served: each needs a model_name and litellm_params.model',
    };
  const targets = new Map([...groups].map(([group, deployments]) => [group, targetOf(group, deployments)]));
  const aliases = aliasesOf();
  const chains = new Map([...targets].map(([group, target]) => [group, chainOf(group, target)]));

  const names = [...groups.keys()].flatMap((group) => [group, ...(aliases.get(group) ?? [])]);
  for (const [group, target] of chains) {
    const asked = [group, ...(aliases.get(group) ?? [])].map(quoted).join(' or ');
    draft.route(
      `route ${draft.name('route', group)} {\nbecause "Clients ask for this model group by name."\nwhen asked for is ${asked}\nuse ${target} }`,
    );
  }
  budget();
  const name = nameFrom(fallbackName);
  const header = `policy ${name} edition 1 { serves ${[...new Set(names)].map(quoted).join(', ')} }`;
  const text = draft.text(
    header,
    'otherwise {\nbecause "Nothing else is served."\nrefuse 404 "There is no such model." }',
  );
  return { ok: true, text, name, lost: losses.all };

  /** One model with its deployments, or a split or pool where the models of a group differ. */
  function targetOf(group: string, deployments: readonly Deployment[]): string {
    const byModel = new Map<string, Deployment[]>();
    for (const one of deployments) {
      const same = (one.card.base ?? one.card.upstream).replace(/^.*\//, '').toLowerCase();
      byModel.set(same, [...(byModel.get(same) ?? []), one]);
    }
    const drafted = [...byModel.values()].map((same) => {
      const weights = new Set(same.map(({ weight }) => weight));
      if (weights.size > 1) {
        lose(
          `weights ${same.map(({ weight }) => weight ?? 1).join(' : ')}`,
          `model group ${group}`,
          'deployments of one model share its requests by health and load',
          'declare a model for each deployment and a split, if the shares matter',
        );
      }
      const upstream = same[0]?.card.upstream.replace(/^.*\//, '') ?? group;
      const name = models.model(
        byModel.size === 1 ? group : `${group}-${upstream}`,
        same.map(({ card }) => card),
        `model group ${group}`,
      );
      return {
        name,
        weight: same.reduce((sum, { weight }) => sum + (weight ?? 1), 0),
        weighted: same.some(({ weight }) => weight !== undefined),
      };
    });
    const [only] = drafted;
    if (only !== undefined && drafted.length === 1) return only.name;
    const name = draft.name('target', group);
    const strategy = String(settings['routing_strategy'] ?? 'simple-shuffle');
    if (strategy === 'simple-shuffle' && drafted.some(({ weighted }) => weighted)) {
      const percent = shares(drafted.map(({ weight }) => weight));
      draft.declare(
        `split ${name} by request {\n${drafted.map((arm, index) => `${percent[index]}% ${arm.name}`).join('\n')} }`,
      );
    } else {
      draft.declare(
        `pool ${name} { ${ORDERS[strategy] ?? 'in turn'} ${drafted.map((arm) => arm.name).join(', ')} }`,
      );
    }
    return name;
  }

  function aliasesOf(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const [alias, target] of Object.entries(asObject(settings['model_group_alias']))) {
      const group = typeof target === 'string' ? target : asObject(target)['model'];
      if (typeof group === 'string' && targets.has(group)) {
        if (!targets.has(alias)) found.set(group, [...(found.get(group) ?? []), alias]);
      } else
        lose(
          `alias ${alias}`,
          'router_settings.model_group_alias',
          'it names no model group',
          'leave it out',
        );
    }
    return found;
  }

  /** What a group's requests go to: itself, retried, then its fallbacks; a larger window for what is too long. */
  function chainOf(group: string, target: string): string {
    const retries = Math.min(10, Math.max(0, Math.floor(numberIn(settings['num_retries']) ?? 0)));
    const timeout = numberIn(settings['timeout']);
    const fallbacks =
      listOf('fallbacks', group) ?? namesIn(settings['default_fallbacks'], group, 'default_fallbacks');
    const larger = listOf('context_window_fallbacks', group) ?? [];
    const options = `${timeout === undefined ? '' : ` within ${duration(timeout * 1_000)}`}${retries === 0 ? '' : ` retry ${retries}`}`;
    const within = timeout === undefined ? '' : ` within ${duration(timeout * 1_000)}`;
    const alike = larger.join() === fallbacks.join();
    let result = target;
    if (fallbacks.length > 0 || options !== '') {
      result = draft.name('target', `${group}-${fallbacks.length > 0 ? 'or-fallback' : 'retried'}`);
      const steps = [
        `try ${target}${options}`,
        ...fallbacks.map((other) => `then ${targets.get(other)}${within}`),
      ];
      draft.declare(
        `chain ${result} {\n${steps.join('\n')}\non ${RETRIED}${alike && larger.length > 0 ? ', too-long' : ''} }`,
      );
    }
    if (larger.length > 0 && !alike) {
      const inner = result;
      result = draft.name('target', `${group}-or-larger`);
      draft.declare(
        `chain ${result} {\n${[`try ${inner}`, ...larger.map((other) => `then ${targets.get(other)}${within}`)].join('\n')}\non too-long }`,
      );
    }
    return result;
  }

  function listOf(key: string, group: string): string[] | undefined {
    const lists = settings[key];
    if (!Array.isArray(lists)) return undefined;
    const own =
      lists.map(asObject).find((entry) => entry[group] !== undefined) ??
      lists.map(asObject).find((entry) => entry['*'] !== undefined);
    return own === undefined ? undefined : namesIn(own[group] ?? own['*'], group, key);
  }

  function namesIn(list: unknown, group: string, key: string): string[] {
    const wanted = Array.isArray(list) ? list : [];
    return wanted.flatMap((other) => {
      if (typeof other === 'string' && targets.has(other)) return other === group ? [] : [other];
      lose(
        `fallback ${shown('', other)} of ${group}`,
        `router_settings.${key}`,
        'it is no model group',
        'declare it, and put it into the chain',
      );
      return [];
    });
  }

  function budget(): void {
    const most = numberIn(general['max_budget']);
    if (most === undefined) return;
    const window = { '1d': 'day', '24h': 'day', '7d': 'week', '30d': 'month', '1mo': 'month', '1h': 'hour' }[
      String(general['budget_duration'] ?? '30d')
    ];
    if (window === undefined || models.unpriced().length > 0) {
      lose(
        `max_budget: ${most}`,
        'litellm_settings',
        window === undefined
          ? `a window of ${String(general['budget_duration'])} is none of the calendar's`
          : 'a budget over models without a price holds nothing',
        `price the models, and write \`budget total { limit $${most}/${window ?? 'month'} per all }\``,
      );
      return;
    }
    draft.declare(`budget total { limit $${most}/${window} per all }`);
  }

  function sayLost(): void {
    for (const [section, value] of Object.entries(config)) {
      if (section === 'model_list') continue;
      const known = LITELLM_KNOWN[section];
      if (known === undefined) {
        lose(section, section, 'a policy has no such section', LITELLM_LOST[section] ?? 'leave it out');
        continue;
      }
      for (const [key, setting] of Object.entries(asObject(value))) {
        if (known.includes(key)) continue;
        lose(
          `${key}: ${shown(key, setting)}`,
          section,
          'it has no counterpart in a policy',
          LITELLM_LOST[key] ?? 'leave it out',
        );
      }
    }
    const strategy = settings['routing_strategy'];
    if (typeof strategy === 'string' && ORDERS[strategy] === undefined) {
      lose(
        `routing_strategy: ${strategy}`,
        'router_settings',
        'llmr has `in turn`, `least busy of`, `fastest of` and `cheapest of`',
        'choose one of them where a pool stands',
      );
    }
  }
}

const ORDERS: Readonly<Record<string, string>> = {
  'simple-shuffle': 'in turn',
  'least-busy': 'least busy of',
  'latency-based-routing': 'fastest of',
  'cost-based-routing': 'cheapest of',
};

function pick(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
