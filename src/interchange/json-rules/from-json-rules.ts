/**
 * Rules of json-rules-engine as a policy: one route per rule, in the order of their priorities. Written for what `to-json-rules.ts`
 * exports and for anybody's rules whose facts are called as llmr calls them; the rest is reported as lost.
 */

import { createDraft, nameFrom, quoted } from '../draft-policy.ts';
import { isObject, type Json } from '../plain-values.ts';
import { createLosses, type ImportOutcome } from '../report.ts';
import { shownName, shownValue, withoutSecrets } from '../secrets.ts';
import { alternativesOf, keyOf } from './condition-terms.ts';
import { declareUsed, noteUsed, nothingUsed } from './declare-used.ts';
import { type FactMap, mapKey } from './fact-map.ts';
import { canaryOf, grouped, type Rule, ruleOf } from './read-rules.ts';
import { createRuleScope } from './rule-scope.ts';
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
  const shared = !one && isObject(json['conditions']) ? json['conditions'] : {};
  return new RulesImport(json, written, shared, fallbackName, facts).outcome();
}

class RulesImport {
  readonly #json: Json;
  readonly #written: readonly unknown[];
  readonly #losses = createLosses();
  readonly #name: string;
  readonly #rules: readonly Rule[];
  readonly #declared: ReturnType<typeof declaredBy>;
  readonly #scope: ReturnType<typeof createRuleScope>;
  readonly #draft = createDraft(['Imported from json-rules-engine rules.']);
  readonly #used = nothingUsed();
  #otherwise: string | undefined;
  #imported = 0;

  constructor(json: Json, written: readonly unknown[], shared: Json, fallbackName: string, facts: FactMap) {
    this.#json = json;
    this.#written = written;
    this.#name = nameFrom(typeof json['policy'] === 'string' ? json['policy'] : fallbackName);
    this.#rules = written
      .flatMap((rule, index) => ruleOf(rule, index, this.#losses.lose))
      .sort((a, b) => b.priority - a.priority);
    const conditions = [...this.#rules.map((rule) => rule.conditions), ...Object.values(shared)];
    this.#declared = declaredBy(json, conditions, facts);
    this.#scope = createRuleScope(facts, this.#declared, shared);
  }

  outcome(): ImportOutcome {
    const { lose, all: lost } = this.#losses;
    if (new Set(this.#rules.map(({ priority }) => priority)).size < this.#rules.length) {
      lose(
        'equal priorities',
        'rules',
        'the engine reports all rules that fire, a policy takes the first: those of one priority are in the order of the file',
        'check the order of the routes',
        'answers',
      );
    }
    const groups = grouped(this.#rules);
    for (const [index, group] of groups.entries()) this.#take(group, index === groups.length - 1);
    const tiersAreOrdered = Array.isArray(this.#json['tiers']);
    declareUsed(
      { draft: this.#draft, losses: this.#losses, declared: this.#declared, tiersAreOrdered },
      this.#used,
    );
    if (this.#otherwise === undefined) {
      lose(
        'what happens when no rule fires',
        'rules',
        'the engine then has no event, a policy always has an answer',
        'write who answers in the `otherwise` that refuses now',
        'answers',
      );
    }
    if (this.#imported === 0) {
      const isEmpty = this.#written.length === 0;
      const what = isEmpty ? 'is an empty list of rules' : 'holds no rule that a route can express';
      return { ok: false, message: `this ${what}`, lost };
    }
    const text = this.#draft.text(
      `policy ${this.#name} edition 1 { serves ${quoted(this.#name)} }`,
      this.#otherwise ?? 'otherwise { refuse 404 "No rule takes this request." }',
    );
    return { ok: true, text, name: this.#name, lost };
  }

  /** A rule with its canaries, as a route. */
  #take(group: readonly Rule[], isLast: boolean): void {
    const [first] = group;
    if (first === undefined) return;
    const rule = `rule "${first.name}"`;
    const { lose } = this.#losses;
    if (this.#otherwise !== undefined) {
      lose(rule, first.where, 'a rule above it always fires', 'move it up, or leave it out', 'answers');
      return;
    }
    try {
      const main = group.find(({ params }) => params['kind'] !== 'canary');
      const canaries = group
        .filter(({ params }) => params['kind'] === 'canary')
        .map((canary) => canaryOf(canary, this.#scope));
      const alternatives =
        main === undefined ? (canaries[0]?.guard ?? []) : alternativesOf(main.conditions, this.#scope);
      if (alternatives.length === 0) {
        const why = 'its conditions exclude each other: it never fires';
        lose(rule, first.where, why, 'leave it out', 'nothing to do');
        return;
      }
      const body = [
        ...canaries.map(
          ({ share, key, target }) => `canary ${share}% by ${key} use ${this.#targetName(target)}`,
        ),
        ...(main === undefined ? [] : [this.#answerOf(main)]),
        ...(typeof first.params['label'] === 'string' ? [`label ${quoted(first.params['label'])}`] : []),
      ];
      // A test of the policy's own name needs no words.
      const needsNoWords = (test: Test): boolean => testWords(test, this.#name).length === 0;
      const always = alternatives.some((tests) => tests.every(needsNoWords));
      noteUsed(this.#used, alternatives);
      this.#imported++;
      const canBeLast = main !== undefined && (isLast || canaries.length === 0);
      if (always && canBeLast) this.#declareLast(first, body);
      else this.#declareRoute(first, always ? '' : `when ${whenWords(alternatives, this.#name)}\n`, body);
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      lose(rule, first.where, error.message, error.instead, 'answers');
    }
  }

  #declareRoute(first: Rule, when: string, body: readonly string[]): void {
    const name = this.#draft.name('route', nameOf(first));
    this.#draft.route(`route ${name} {\n${when}${body.join('\n')} }`);
  }

  #declareLast(first: Rule, body: readonly string[]): void {
    const name = nameOf(first);
    if (name !== 'otherwise') {
      this.#losses.lose(
        `the name of route ${name}`,
        first.where,
        'it always fires, so that it is the last resort',
        'look for `otherwise` in decisions',
      );
    }
    this.#otherwise = `otherwise { ${body.join('\n')} }`;
  }

  #targetName(target: string): string {
    const model = nameFrom(target);
    this.#used.targets.add(model);
    return model;
  }

  #answerOf({ params, type, where, name: rule }: Rule): string {
    if (params['kind'] === 'refuse' || typeof params['status'] === 'number') {
      const status = Number(params['status'] ?? 403);
      return `refuse ${status >= 400 && status <= 599 ? status : 403} ${quoted(String(params['message'] ?? 'Refused.'))}`;
    }
    const target = params['target'] ?? params['model'];
    for (const [key, value] of Object.entries(params)) {
      if (['route', 'kind', 'target', 'model', 'label', 'canary'].includes(key)) continue;
      this.#losses.lose(
        `${shownName(key)}: ${shownValue(key, value)}`,
        `${where}.event.params`,
        'a policy decides who answers and nothing else of the event',
        'let the program that read it read the decision instead',
      );
    }
    if (typeof target !== 'string') {
      this.#losses.lose(
        `event "${type}"`,
        where,
        `it does not say which model answers (rule "${rule}")`,
        `say which model \`${nameFrom(withoutSecrets(type))}\` is`,
        'answers',
      );
    }
    return `use ${this.#targetName(typeof target === 'string' ? target : type)}`;
  }
}

/** Of the route that a rule becomes. */
function nameOf({ params, name }: Rule): string {
  return String(params['route'] ?? name);
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
