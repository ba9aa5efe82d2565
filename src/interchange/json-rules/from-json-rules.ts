/**
 * Rules of json-rules-engine as a policy: one route per rule, in the order of their priorities. Written for what `to-json-rules.ts`
 * exports and for anybody's rules whose facts are called as llmr calls them; the rest is reported as lost.
 */

import { INTENTS_LIBRARY } from '../../language/library/library-address.ts';
import { libraryIntent } from '../../language/library/library-files.ts';
import { isNotYet } from '../../language/semantics/not-yet.ts';
import { specOfId } from '../../language/vocabulary/fact-spec.ts';
import { type FactKind, factRow, SECRET_HEADERS } from '../../language/vocabulary/facts.ts';
import type { FactSpec } from '../../language/vocabulary/value-set.ts';
import { createDraft, nameFrom, quoted } from '../draft-policy.ts';
import { isObject, type Json } from '../plain-values.ts';
import { createLosses, type ImportOutcome } from '../report.ts';
import { shownName, shownValue, withoutSecrets } from '../secrets.ts';
import { alternativesOf, keyOf, type RuleScope } from './condition-terms.ts';
import { type AskedFact, type FactMap, mapKey } from './fact-map.ts';
import { canaryOf, grouped, type Rule, ruleOf } from './read-rules.ts';
import { type Alternatives, type Test, Untranslatable } from './test-alternatives.ts';
import { testWords } from './test-words.ts';

/** `facts`: what the facts of the rules are called in llmr, where that is another name. */
export function fromJsonRules(
  document: unknown,
  fallbackName: string,
  facts: FactMap = new Map(),
): ImportOutcome {
  const json = isObject(document) ? document : {};
  // One rule alone is what the engine's documentation shows, and what many programs keep per file.
  const one = json['rules'] === undefined && isObject(json['event']) && isObject(json['conditions']);
  const written = Array.isArray(document) ? document : one ? [document] : json['rules'];
  if (!Array.isArray(written))
    return {
      ok: false,
      message:
        json['all'] !== undefined || json['any'] !== undefined
          ? 'this is the conditions of a rule without its event: write `[{"conditions": …, "event": {"type": "NAME OF A MODEL"}}]` around it'
          : 'this is not a rule, a list of rules or an object with "rules"',
    };
  const losses = createLosses();
  const { lose } = losses;
  const name = nameFrom(typeof json['policy'] === 'string' ? json['policy'] : fallbackName);
  const rules = written
    .flatMap((rule, index) => ruleOf(rule, index, lose))
    .sort((a, b) => b.priority - a.priority);
  if (new Set(rules.map(({ priority }) => priority)).size < rules.length) {
    lose(
      'equal priorities',
      'rules',
      'the engine reports all rules that fire, a policy takes the first: those of one priority are in the order of the file',
      'check the order of the routes',
      'answers',
    );
  }
  const shared = !one && isObject(json['conditions']) ? json['conditions'] : {};
  const declared = declaredBy(
    json,
    [...rules.map(({ conditions }) => conditions), ...Object.values(shared)],
    facts,
  );
  const asked = new Map<string, string>();
  const draft = createDraft([`Imported from json-rules-engine rules.`]);
  const used = {
    targets: new Set<string>(),
    groups: new Map<string, Set<string>>(),
    tiers: false,
    predicates: new Set<string>(),
  };

  const specOf = (wanted: AskedFact): FactSpec => {
    const key = mapKey(wanted);
    const id = facts.get(key) ?? wanted.fact;
    const said = `say what it is called here: \`--fact '${key}=metadata "${nameFrom(withoutSecrets(wanted.fact))}"'\`, or another fact of a request`;
    if (!facts.has(key)) {
      if (wanted.path !== undefined)
        throw new Untranslatable(`it looks inside the fact "${wanted.fact}" with a path`, said);
      if (wanted.params !== undefined)
        throw new Untranslatable(`it gives parameters to the fact "${wanted.fact}"`, said);
    }
    const params = JSON.stringify(wanted.params ?? null);
    if ((asked.get(key) ?? params) !== params)
      throw new Untranslatable(
        `it gives other parameters to the fact "${wanted.fact}" than another condition`,
      );
    asked.set(key, params);
    const spec = specOfId(id, declared);
    if (spec === undefined) throw new Untranslatable(`there is no fact "${id}" in llmr`, said);
    const kind = spec.fact as FactKind;
    if (isNotYet(kind)) throw new Untranslatable(`the fact "${id}" is not available yet`);
    const about = factRow(kind).subject;
    if (about === 'budget' || about === 'limit' || kind === 'rules')
      throw new Untranslatable(`"${id}" needs a declaration that rules do not carry`);
    if (kind === 'header' && SECRET_HEADERS.some((secret) => secret === spec.subject))
      throw new Untranslatable(`"${id}" carries credentials`);
    if (kind === 'similarity to') throw new Untranslatable(`"${id}" needs examples of the intent`);
    return spec;
  };
  const flagOf = (test: string): FactSpec | undefined => {
    const id = facts.get(test);
    if (id === undefined) return undefined;
    const spec = specOf({ fact: id, path: undefined, params: undefined });
    if (spec.domain.kind !== 'flag')
      throw new Untranslatable(
        `"${id}" is neither true nor false, and stands for a whole test`,
        'name a `predicate … holds`',
      );
    return spec;
  };
  const scope: RuleScope = { specOf, flagOf, shared };
  const note = (tests: Alternatives): void => {
    for (const { spec } of tests.flat()) {
      if (spec.fact === 'tier') used.tiers = true;
      if (spec.fact === 'intent')
        used.groups.set(spec.id, new Set(spec.domain.kind === 'choice' ? spec.domain.values : []));
      if (factRow(spec.fact as FactKind).subject === 'model') used.targets.add(spec.subject ?? '');
      if (spec.fact === 'predicate') used.predicates.add(spec.subject ?? '');
    }
  };

  let otherwise: string | undefined;
  let imported = 0;
  const groups = grouped(rules);
  for (const [index, group] of groups.entries()) {
    const [first] = group;
    if (first === undefined) continue;
    if (otherwise !== undefined) {
      lose(
        `rule "${first.name}"`,
        first.where,
        'a rule above it always fires',
        'move it up, or leave it out',
        'answers',
      );
      continue;
    }
    try {
      const main = group.find(({ params }) => params['kind'] !== 'canary');
      const canaries = group
        .filter(({ params }) => params['kind'] === 'canary')
        .map((rule) => canaryOf(rule, scope));
      const alternatives =
        main === undefined ? (canaries[0]?.guard ?? []) : alternativesOf(main.conditions, scope);
      if (alternatives.length === 0) {
        lose(
          `rule "${first.name}"`,
          first.where,
          'its conditions exclude each other: it never fires',
          'leave it out',
          'nothing to do',
        );
        continue;
      }
      const body = [
        ...canaries.map(({ share, key, target }) => `canary ${share}% by ${key} use ${targetName(target)}`),
        ...(main === undefined ? [] : [answerOf(main)]),
        ...(typeof first.params['label'] === 'string' ? [`label ${quoted(first.params['label'])}`] : []),
      ];
      const always = alternatives.some((tests) => tests.every((test) => testWords(test, name).length === 0));
      note(alternatives);
      imported++;
      if (always && main !== undefined && (index === groups.length - 1 || canaries.length === 0)) {
        const routeName = String(first.params['route'] ?? first.name);
        if (routeName !== 'otherwise') {
          lose(
            `the name of route ${routeName}`,
            first.where,
            'it always fires, so that it is the last resort',
            'look for `otherwise` in decisions',
          );
        }
        otherwise = `otherwise { ${body.join('\n')} }`;
      } else {
        const routeName = draft.name('route', String(first.params['route'] ?? first.name));
        draft.route(
          `route ${routeName} {\n${always ? '' : `when ${whenWords(alternatives, name)}\n`}${body.join('\n')} }`,
        );
      }
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      lose(`rule "${first.name}"`, first.where, error.message, error.instead, 'answers');
    }
  }
  declareAll();
  if (otherwise === undefined) {
    lose(
      'what happens when no rule fires',
      'rules',
      'the engine then has no event, a policy always has an answer',
      'write who answers in the `otherwise` that refuses now',
      'answers',
    );
  }
  if (imported === 0)
    return {
      ok: false,
      message:
        written.length === 0
          ? 'this is an empty list of rules'
          : 'this holds no rule that a route can express',
      lost: losses.all,
    };
  const text = draft.text(
    `policy ${name} edition 1 { serves ${quoted(name)} }`,
    otherwise ?? 'otherwise { refuse 404 "No rule takes this request." }',
  );
  return { ok: true, text, name, lost: losses.all };

  function targetName(target: string): string {
    const model = nameFrom(target);
    used.targets.add(model);
    return model;
  }

  function answerOf({ params, type, where, name: rule }: Rule): string {
    if (params['kind'] === 'refuse' || typeof params['status'] === 'number') {
      const status = Number(params['status'] ?? 403);
      return `refuse ${status >= 400 && status <= 599 ? status : 403} ${quoted(String(params['message'] ?? 'Refused.'))}`;
    }
    const target = params['target'] ?? params['model'];
    for (const [key, value] of Object.entries(params)) {
      if (['route', 'kind', 'target', 'model', 'label', 'canary'].includes(key)) continue;
      lose(
        `${shownName(key)}: ${shownValue(key, value)}`,
        `${where}.event.params`,
        'a policy decides who answers and nothing else of the event',
        'let the program that read it read the decision instead',
      );
    }
    if (typeof target !== 'string') {
      lose(
        `event "${type}"`,
        where,
        `it does not say which model answers (rule "${rule}")`,
        `say which model \`${nameFrom(withoutSecrets(type))}\` is`,
        'answers',
      );
    }
    return `use ${targetName(typeof target === 'string' ? target : type)}`;
  }

  function declareAll(): void {
    if (used.targets.size > 0) {
      draft.declare('provider llm {\nspeaks openai\nat "" # Fill in the address.\n}');
      for (const target of used.targets)
        draft.declare(`model ${target} {\nis "" on llm # Fill in the model.\n}`);
      lose(
        `models (${[...used.targets].join(', ')})`,
        'rules',
        'rules only name them',
        'write the address of the provider, its `key env`, and the provider’s name of each model; then window and price',
        'fill in',
      );
    }
    if (used.tiers) {
      draft.declare(`tier ${declared.tiers.join(', ')}`);
      if (!Array.isArray(json['tiers']))
        lose(
          `the order of tiers (${declared.tiers.join(', ')})`,
          'rules',
          'rules compare them for equality only',
          'put them in order, lowest first',
          'answers',
        );
    }
    for (const predicate of used.predicates) draft.declare(`predicate ${predicate} { within 50ms }`);
    for (const [group, values] of used.groups) {
      declareIntents(
        group,
        [...values].filter((value) => value !== 'none'),
      );
    }
  }

  /** Rules have no examples: where the standard library has an intent of the name, its examples are more than a name. */
  function declareIntents(group: string, intents: readonly string[]): void {
    const [known, unknown] = [true, false].map((has) =>
      intents.filter((intent) => (libraryIntent(intent) !== undefined) === has),
    );
    for (const intent of intents) {
      const examples = known?.includes(intent)
        ? `examples from ${quoted(`${INTENTS_LIBRARY}/${intent}`)}`
        : `like ${quoted(intent)}`;
      draft.declare(`intent ${intent}${group === 'intent' ? '' : ` in ${group}`} { ${examples} }`);
    }
    const because = 'rules know their names, not what people write';
    const loseThese = (these: readonly string[] | undefined, instead: string): void => {
      if (these !== undefined && these.length > 0)
        lose(`intents (${these.join(', ')})`, 'rules', because, instead, 'answers');
    };
    loseThese(unknown, 'give each at least five examples');
    loseThese(
      known,
      'they have the examples of llmr for these names: read them with `llmr intents library NAME`, and replace them if yours mean something else',
    );
  }
}

function whenWords(alternatives: Alternatives, policy: string): string {
  const [first = []] = alternatives;
  const isCommon = (test: Test): boolean =>
    alternatives.every((tests) => tests.some((other) => keyOf(other) === keyOf(test)));
  const common = first.filter(isCommon);
  const parts = common.flatMap((test) => testWords(test, policy));
  const rest = alternatives.map((tests) =>
    tests.filter((test) => !isCommon(test)).flatMap((test) => testWords(test, policy)),
  );
  if (alternatives.length > 1 && rest.every((words) => words.length > 0)) {
    parts.push(`any {\n${rest.map((words) => words.join(' and ')).join('\n')}\n}`);
  }
  return parts.join('\nand ');
}

/** Tiers and intents: as the document lists them, else as its conditions name them. */
function declaredBy(json: Json, conditions: readonly unknown[], facts: FactMap) {
  const named = new Map<string, Set<string>>();
  const visit = (condition: unknown): void => {
    if (Array.isArray(condition)) condition.forEach(visit);
    if (!isObject(condition)) return;
    for (const word of ['all', 'any', 'not']) visit(condition[word]);
    const { fact: written, value, path } = condition;
    if (typeof written !== 'string') return;
    const fact = facts.get(mapKey({ fact: written, path, params: undefined })) ?? written;
    const values = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    const known = named.get(fact) ?? new Set();
    for (const one of values) known.add(one);
    named.set(fact, known);
  };
  visit(conditions);
  const listed = (value: unknown): string[] | undefined =>
    Array.isArray(value) && value.every((one) => typeof one === 'string') && value.length > 0
      ? value
      : undefined;
  const tiers = listed(json['tiers']) ?? [...(named.get('tier') ?? [])];
  const groups = new Map<string, readonly string[]>([
    ['intent', [...(named.get('intent') ?? [])].filter((one) => one !== 'none')],
  ]);
  for (const [group, intents] of Object.entries(isObject(json['intents']) ? json['intents'] : {})) {
    const names = listed(intents);
    if (names !== undefined) groups.set(group, names);
  }
  return { tiers, groups };
}
