/**
 * A Portkey gateway config as a policy: fallback becomes a chain, loadbalance a split, conditional the routes. Takes
 * the parsed document; reads no file.
 */
import { createDraft, nameFrom, quoted } from '../draft-policy.ts';
import { createModelDrafts } from '../model-drafts.ts';
import { asObject, type Json, textOf } from '../plain-values.ts';
import { createLosses, type ImportOutcome, type LossList } from '../report.ts';
import { shownName, shownValue } from '../secrets.ts';
import { inheritedBy, inSnakeCase, NOTHING_INHERITED, strategyOf, targetsOf } from './config-shape.ts';
import { createPlanDrafts } from './declare-plans.ts';
import { isAlways, whenWords } from './formula.ts';
import { planTargets } from './plan-targets.ts';
import {
  BOOKKEEPING,
  PORTKEY_SETTINGS,
  READ_WITHIN,
  type Setting,
  UNKNOWN_SETTING,
} from './portkey-settings.ts';

/** `gaps`: what only the program knows in which the config was found. */
export function fromPortkey(
  document: unknown,
  fallbackName: string,
  gaps: readonly { readonly what: string; readonly line: number }[] = [],
): ImportOutcome {
  if (Array.isArray(document)) {
    const count = document.length === 0 ? 'an empty list' : `a list of ${document.length}`;
    return {
      ok: false,
      message: `this is ${count}, and a config is one object: write each config to a file of its own`,
    };
  }
  const config = asObject(inSnakeCase(document));
  const losses = createLosses();
  if (typeof config['config'] === 'string' && /^pc-/.test(config['config']))
    return {
      ok: false,
      message:
        'this names a config that Portkey keeps (pc-…) and does not hold it: copy the JSON from its Configs page',
    };
  if (!holdsTarget(config)) {
    reportLost(config, 'config', losses);
    return {
      ok: false,
      message:
        'this has neither "targets" nor a "provider", "virtual_key" or model: nothing in it says who answers',
      lost: losses.all,
    };
  }
  const draft = createDraft(['Imported from a Portkey config.']);
  const models = createModelDrafts(draft, losses);
  const plans = createPlanDrafts(draft, models, losses);
  reportLost(config, 'config', losses);
  for (const { what, line } of gaps)
    losses.lose(
      what,
      `line ${line}`,
      'only the program knows its value',
      'look it up, and write what it decides',
      'answers',
    );
  let otherwise: string | undefined;
  let used = 0;
  for (const { formula, plan, because, name } of planTargets(config, NOTHING_INHERITED, losses)) {
    const words = plans.declare(plan);
    if (words !== undefined) used++;
    const answer =
      words === undefined
        ? `refuse 404 ${quoted(plan.kind === 'nothing' ? plan.why : '')}`
        : `use ${words.target}${words.transform === undefined ? '' : ` with ${words.transform}`}`;
    const reason = because === '' ? 'The config sends every request here.' : because;
    if (isAlways(formula)) otherwise = `otherwise {\nbecause ${quoted(reason)}\n${answer} }`;
    else
      draft.route(
        `route ${draft.name('route', name === '' ? 'route' : name)} {\nbecause ${quoted(reason)}\nwhen ${whenWords(formula)}\n${answer} }`,
      );
  }
  if (used === 0) return { ok: false, message: 'this leads to no target that can answer', lost: losses.all };
  const name = nameFrom(fallbackName);
  const last = otherwise ?? 'otherwise { refuse 404 "No condition takes this request." }';
  return {
    ok: true,
    text: draft.text(`policy ${name} edition 1 { serves "*" }`, last),
    name,
    lost: losses.all,
    runnable: models.runnable(),
  };
}

function holdsTarget(config: Json): boolean {
  if (targetsOf(config).length > 0) return true;
  const { model } = inheritedBy(config, NOTHING_INHERITED);
  return [config['provider'], config['virtual_key'], config['prompt_id'], model].some(
    (one) => textOf(one) !== undefined,
  );
}

/** Settings without a counterpart, of a node and of all below it. */
function reportLost(node: Json, where: string, losses: LossList): void {
  const { lose } = losses;
  for (const [name, value] of Object.entries(node)) {
    if (READ_WITHIN.includes(name) || BOOKKEEPING.includes(name)) continue;
    const setting = Object.hasOwn(PORTKEY_SETTINGS, name) ? PORTKEY_SETTINGS[name] : undefined;
    const loss = setting === undefined ? UNKNOWN_SETTING : setting.loss;
    if (loss === undefined || value === null || value === undefined) continue;
    lose(
      `${shownName(name)}: ${shownValue(name, plainCache(name, value), setting?.words === true)}`,
      where,
      loss.why,
      loss.instead,
      loss.weight,
    );
  }
  const retry = asObject(node['retry']);
  const honours = retry['use_retry_after_headers'] ?? retry['use_retry_after_header'];
  if (node['retry'] !== undefined && honours !== true)
    lose(
      'retry.use_retry_after_headers',
      where,
      '`Retry-After` is always honoured',
      'no action is needed',
      'nothing to do',
    );
  for (const name of Object.keys(strategyOf(node)))
    if (!['mode', 'conditions', 'default', 'on_status_codes', 'sticky'].includes(name))
      lose(`strategy.${shownName(name)}`, where, known(name).why, known(name).instead, known(name).weight);
  for (const [index, target] of targetsOf(node).entries())
    reportLost(target, `${where === 'config' ? '' : `${where}.`}targets[${index}]`, losses);
}

/** What is reported of a setting, wherever it is written. */
function known(name: string): typeof UNKNOWN_SETTING | NonNullable<Setting['loss']> {
  return (
    (Object.hasOwn(PORTKEY_SETTINGS, name) ? PORTKEY_SETTINGS[name]?.loss : undefined) ?? UNKNOWN_SETTING
  );
}

/** `{"mode": "semantic"}` as its mode. */
function plainCache(name: string, value: unknown): unknown {
  return name === 'cache' ? (asObject(value)['mode'] ?? value) : value;
}
