/**
 * A LiteLLM proxy configuration (`config.yaml`) as a policy: the entries of one name become a model, split or pool,
 * router fallbacks become chains, and each name is served by a route. Takes the parsed document; reads no file.
 */
import { createDraft, nameFrom, quoted } from '../draft-policy.ts';
import { createModelDrafts } from '../model-drafts.ts';
import { asObject, type Json, numberOf, textOf } from '../plain-values.ts';
import type { DuplicateKey } from '../read-document.ts';
import { createLosses, type ImportOutcome, type LossList } from '../report.ts';
import { createGroupChains } from './group-chains.ts';
import { createGroupTargets } from './group-targets.ts';
import { type Deployment, readDeployment } from './read-deployment.ts';
import { routesFor } from './routes.ts';
import { saySettings } from './say-settings.ts';
import { spendingLines } from './spending.ts';

/** What router_settings and litellm_settings may both say; the router's word counts. */
const SHARED = [
  ...['num_retries', 'fallbacks', 'default_fallbacks', 'context_window_fallbacks'],
  'content_policy_fallbacks',
];

export function fromLitellm(
  document: unknown,
  fallbackName: string,
  duplicates: readonly DuplicateKey[] = [],
): ImportOutcome {
  const config = asObject(document);
  const list = config['model_list'];
  if (!Array.isArray(list) || list.length === 0) return { ok: false, message: noModels(config) };
  const losses = createLosses();
  saySettings(config, duplicates, losses);
  const groups = groupsIn(config, list, losses);
  if (groups.size === 0)
    return {
      ok: false,
      message: 'no entry of "model_list" can be served: see the list',
      lost: losses.all,
    };
  const draft = createDraft(['Imported from a LiteLLM configuration.']);
  const models = createModelDrafts(draft, losses);
  const settings = routerSettings(config);
  const strategy = textOf(settings['routing_strategy']) ?? 'simple-shuffle';
  const targetOf = createGroupTargets(draft, models, losses, strategy);
  const targets = new Map([...groups].map(([group, deployments]) => [group, targetOf(group, deployments)]));
  const aliases = aliasesIn(settings, targets, losses);
  const chainOf = createGroupChains(draft, losses, settings, targets, aliases);
  const chains = new Map([...targets].map(([group, levels]) => [group, chainOf(group, levels)]));
  const { serves, routes } = routesFor(chains, aliases, (wanted) => draft.name('route', wanted));
  for (const route of routes) draft.route(route);
  for (const line of spendingLines(config, models.unpriced(), losses)) draft.declare(line);
  sayDefaults(settings, groups, losses);
  if (draft.isTooLarge())
    return {
      ok: false,
      message: `this has ${list.length} entries in "model_list": a policy file holds 1 MiB, split it`,
    };
  const name = nameFrom(fallbackName);
  const text = draft.text(
    `policy ${name} edition 1 { serves ${serves.map(quoted).join(', ')} }`,
    'otherwise {\nbecause "Nothing else is served."\nrefuse 404 "There is no such model." }',
  );
  return { ok: true, text, name, lost: losses.all, runnable: models.runnable() };
}

function noModels(config: Json): string {
  if (Array.isArray(config['model_list'])) return 'this has an empty "model_list"';
  if (config['include'] !== undefined)
    return 'this has no "model_list": it is in the files under `include`, import those';
  return 'this has no "model_list"';
}

function routerSettings(config: Json): Json {
  const general = asObject(config['litellm_settings']);
  const shared = SHARED.filter((key) => general[key] !== undefined).map((key) => [key, general[key]]);
  return {
    ...Object.fromEntries(shared),
    ...(general['request_timeout'] === undefined ? {} : { timeout: general['request_timeout'] }),
    ...(general['model_alias_map'] === undefined ? {} : { model_group_alias: general['model_alias_map'] }),
    ...asObject(config['router_settings']),
  };
}

/** The entries that can be served, by the name that clients ask for. */
function groupsIn(
  config: Json,
  list: readonly unknown[],
  { lose }: LossList,
): ReadonlyMap<string, readonly Deployment[]> {
  const written = Array.isArray(config['credential_list']) ? config['credential_list'].map(asObject) : [];
  const credentials = new Map(
    written.map((one) => [String(one['credential_name']), asObject(one['credential_values'])]),
  );
  const around = { credentials, environment: asObject(config['environment_variables']), lose };
  const groups = new Map<string, Deployment[]>();
  for (const [index, entry] of list.entries()) {
    const deployment = readDeployment(asObject(entry), `model_list[${index}]`, around);
    if (deployment === undefined) continue;
    const same = groups.get(deployment.group);
    if (same === undefined) groups.set(deployment.group, [deployment]);
    else same.push(deployment);
  }
  return groups;
}

/** Alias → name of a group. In LiteLLM an alias wins over a group of its name. */
function aliasesIn(
  settings: Json,
  groups: ReadonlyMap<string, unknown>,
  { lose }: LossList,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [alias, target] of Object.entries(asObject(settings['model_group_alias']))) {
    const group = typeof target === 'string' ? target : asObject(target)['model'];
    const where = 'router_settings.model_group_alias';
    if (alias === '' || typeof group !== 'string' || !groups.has(group)) {
      lose(
        `alias "${alias}"`,
        where,
        'it leads to no name of model_list that was imported',
        'correct it and import again',
        'answers',
      );
      continue;
    }
    if (alias === group) continue;
    found.set(alias, group);
    if (groups.has(alias))
      lose(
        `model_name "${alias}"`,
        where,
        `an alias has the same name and wins, in LiteLLM as here: its requests go to "${group}"`,
        'rename one of the two, if both are meant',
        'answers',
      );
  }
  return found;
}

function sayDefaults(
  settings: Json,
  groups: ReadonlyMap<string, readonly Deployment[]>,
  { lose }: LossList,
): void {
  const deployments = [...groups.values()].flat();
  if (
    numberOf(settings['num_retries']) === undefined &&
    deployments.every(({ retries }) => retries === undefined)
  )
    lose(
      'num_retries (not set)',
      'router_settings',
      'LiteLLM retries by itself, 3 times by its documentation; the policy does so only where a name has several deployments',
      'write a chain, `try MODEL retry 3`',
    );
  if (numberOf(settings['timeout']) === undefined && deployments.some(({ timeout }) => timeout === undefined))
    lose(
      'timeout (not set)',
      'router_settings',
      'LiteLLM waits 10 minutes, llmr 30 s for the first token and 120 s for an answer',
      'write `defaults { first token within 2min attempt within 10min }` in the policy, if models think for long',
    );
}
