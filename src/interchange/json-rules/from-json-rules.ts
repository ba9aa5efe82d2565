/**
 * Rules of json-rules-engine as a policy: a route each, priority as reading order. Written for what `to-json-rules.ts`
 * exports and for anybody's rules whose facts are called as llmr calls them; the rest is reported as lost.
 */

import { isNotYet } from '../../language/semantics/not-yet.ts';
import { keyWords, specOfId } from '../../language/vocabulary/fact-spec.ts';
import { type FactKind, factRow, SECRET_HEADERS } from '../../language/vocabulary/facts.ts';
import type { FactSpec, KeySpec } from '../../language/vocabulary/value-set.ts';
import { createDraft, nameFrom, quoted } from '../draft-policy.ts';
import { createLosses, type ImportOutcome } from '../report.ts';
import { type Alternatives, alternativesOf, keyOf, type Test, Untranslatable } from './condition-terms.ts';
import { testWords } from './test-words.ts';

type Json = Readonly<Record<string, unknown>>;
interface Rule {
  readonly where: string;
  readonly name: string;
  readonly priority: number;
  readonly conditions: unknown;
  readonly params: Json;
  readonly type: string;
}

export function fromJsonRules(document: unknown, fallbackName: string): ImportOutcome {
  const json = isObject(document) ? document : {};
  const written = Array.isArray(document) ? document : json['rules'];
  if (!Array.isArray(written))
    return { ok: false, message: 'this is neither a list of rules nor an object with "rules"' };
  const { all: lost, lose } = createLosses();
  const name = nameFrom(typeof json['policy'] === 'string' ? json['policy'] : fallbackName);
  const rules = written
    .flatMap((rule, index) => ruleOf(rule, index, lose))
    .sort((a, b) => b.priority - a.priority);
  if (new Set(rules.map(({ priority }) => priority)).size < rules.length) {
    lose(
      'equal priorities',
      'rules',
      'the engine runs them at the same time, a policy in reading order',
      'check the order of the routes',
    );
  }
  const declared = declaredBy(json, rules);
  const draft = createDraft([`Imported from json-rules-engine rules.`]);
  const used = {
    targets: new Set<string>(),
    groups: new Map<string, Set<string>>(),
    tiers: false,
    predicates: new Set<string>(),
  };

  const specOf = (id: string): FactSpec => {
    const spec = specOfId(id, declared);
    if (spec === undefined) throw new Untranslatable(`there is no fact "${id}" in llmr`);
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
      );
      continue;
    }
    try {
      const main = group.find(({ params }) => params['kind'] !== 'canary');
      const canaries = group
        .filter(({ params }) => params['kind'] === 'canary')
        .map((rule) => canaryOf(rule, specOf));
      const alternatives =
        main === undefined ? (canaries[0]?.guard ?? []) : alternativesOf(main.conditions, specOf);
      if (alternatives.length === 0) {
        lose(
          `rule "${first.name}"`,
          first.where,
          'its conditions exclude each other: it never fires',
          'leave it out',
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
      lose(
        `rule "${first.name}"`,
        first.where,
        error.message,
        'write its route by hand, or keep the document and ask it: `rules "FILE" match`',
      );
    }
  }
  declareAll();
  if (otherwise === undefined) {
    lose(
      'what happens when no rule fires',
      'rules',
      'the engine then has no event, a policy always has an answer',
      'replace the `otherwise` that refuses by who shall answer',
    );
  }
  const text = draft.text(
    `policy ${name} edition 1 { serves ${quoted(name)} }`,
    otherwise ?? 'otherwise { refuse 404 "No rule takes this request." }',
  );
  return { ok: true, text, name, lost };

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
        `${key}: ${JSON.stringify(value)}`,
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
        `say who model \`${nameFrom(type)}\` is`,
      );
    }
    return `use ${targetName(typeof target === 'string' ? target : type)}`;
  }

  function declareAll(): void {
    if (used.targets.size > 0) {
      draft.declare('provider simulated { speaks simulated }');
      for (const target of used.targets)
        draft.declare(`model ${target} { is ${quoted(target)} on simulated }`);
      lose(
        `models (${[...used.targets].join(', ')})`,
        'rules',
        'rules only name them',
        'replace `provider simulated` and the models by real ones, with window and price',
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
        );
    }
    for (const predicate of used.predicates) draft.declare(`predicate ${predicate} { within 50ms }`);
    for (const [group, values] of used.groups) {
      const intents = [...values].filter((value) => value !== 'none');
      for (const intent of intents)
        draft.declare(
          `intent ${intent}${group === 'intent' ? '' : ` in ${group}`} { like ${quoted(intent)} }`,
        );
      lose(
        `intents (${intents.join(', ')})`,
        'rules',
        'rules know their names, not what people write',
        'give each at least five examples',
      );
    }
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

/** Rules that say one route: its canaries first, then who takes the rest. */
function grouped(rules: readonly Rule[]): readonly (readonly Rule[])[] {
  const groups: Rule[][] = [];
  for (const rule of rules) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const same = before?.params['kind'] === 'canary' && before.params['route'] === rule.params['route'];
    if (same && last !== undefined) last.push(rule);
    else groups.push([rule]);
  }
  return groups;
}

interface ImportedCanary {
  readonly share: number;
  readonly key: string;
  readonly target: string;
  readonly guard: Alternatives;
}
function canaryOf(rule: Rule, specOf: (id: string) => FactSpec): ImportedCanary {
  const shares = new Map<string, { key: KeySpec; share: number }>();
  const guard = alternativesOf(rule.conditions, specOf).map((tests) =>
    tests.filter(({ spec, set }) => {
      if (spec.fact !== 'share' || set.kind !== 'numbers' || spec.key === undefined) return true;
      const [range] = set.ranges;
      if (range === undefined || !range.highOpen) return true;
      const share = Math.round((range.high - Math.max(0, range.low)) * 1e6) / 1e6;
      shares.set(spec.id, { key: spec.key, share });
      return false;
    }),
  );
  const [only] = [...shares.values()];
  if (only === undefined || shares.size > 1)
    throw new Untranslatable('it is called a canary, and takes no share of a key');
  return { share: only.share, key: keyWords(only.key), target: String(rule.params['target'] ?? ''), guard };
}

function ruleOf(json: unknown, index: number, lose: ReturnType<typeof createLosses>['lose']): Rule[] {
  const where = `rules[${index}]`;
  if (!isObject(json) || !isObject(json['conditions'])) {
    lose(`rule ${index + 1}`, where, 'it has no conditions', 'write its route by hand');
    return [];
  }
  const event = isObject(json['event']) ? json['event'] : {};
  const type = String(event['type'] ?? 'event');
  const name = typeof json['name'] === 'string' ? json['name'] : `${type}-${index + 1}`;
  const priority = typeof json['priority'] === 'number' ? json['priority'] : 1;
  const params = isObject(event['params']) ? event['params'] : {};
  return [{ where, name, priority, conditions: json['conditions'], params, type }];
}

/** Tiers and intents: as the document lists them, else as its conditions name them. */
function declaredBy(json: Json, rules: readonly Rule[]) {
  const named = new Map<string, Set<string>>();
  const visit = (condition: unknown): void => {
    if (Array.isArray(condition)) condition.forEach(visit);
    if (!isObject(condition)) return;
    for (const word of ['all', 'any', 'not']) visit(condition[word]);
    const { fact, value } = condition;
    if (typeof fact !== 'string') return;
    const values = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    const known = named.get(fact) ?? new Set();
    for (const one of values) known.add(one);
    named.set(fact, known);
  };
  for (const { conditions } of rules) visit(conditions);
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

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
