/**
 * One condition of a json-rules-engine document → the same, checked: existing facts and operators, comparable values,
 * nothing that runs code. Faults on which the engine would be silent or throw at a request are reported here.
 */
import { didYouMean } from '../diagnostics/suggest.ts';
import { PLAIN_FACT_IDS, specOfId } from '../vocabulary/fact-spec.ts';
import { type FactKind, factRow, SECRET_HEADERS } from '../vocabulary/facts.ts';
import { regularPatternProblem } from '../vocabulary/text-patterns.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import type { Context } from './context.ts';
import type { RuleCondition } from './model.ts';
import { isNotYet } from './not-yet.ts';
import { type Code, listed } from './report.ts';
import { DECORATORS, isNumeric, KNOWN_OPERATORS } from './rule-operators.ts';
import { groupsOf } from './scope.ts';

/** Collected while a document is read. */
export interface DocumentContext {
  readonly context: Context;
  readonly facts: Map<string, FactSpec>;
  readonly tokenCuts: Set<number>;
  /** `word`: what to point at in the document. */
  fault(code: Code, message: string, because: string, help: string, word?: string): void;
}

type Json = Readonly<Record<string, unknown>>;
const MOST_DEPTH = 32;
const GROUPS = ['all', 'any', 'not'] as const;

/** Undefined after an error. `where` is the path to it: `rules[0].conditions.all[1]`. */
export function checkRuleCondition(
  reading: DocumentContext,
  json: unknown,
  where: string,
  depth = 0,
): RuleCondition | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || depth > MOST_DEPTH) {
    return shapeFault(reading, where, depth > MOST_DEPTH ? 'is nested too deeply' : 'is not a condition');
  }
  const condition = json as Json;
  const group = GROUPS.filter((word) => word in condition);
  if (group.length > 1) return shapeFault(reading, where, `says ${group.join(' and ')} at once`);
  const inner = (part: unknown, at: string) => checkRuleCondition(reading, part, at, depth + 1);
  if ('all' in condition || 'any' in condition) {
    const word = 'all' in condition ? 'all' : 'any';
    const parts = condition[word];
    if (!Array.isArray(parts)) return shapeFault(reading, `${where}.${word}`, 'is not a list');
    const checked = parts.map((part, index) => inner(part, `${where}.${word}[${index}]`));
    const whole = checked.filter((part) => part !== undefined);
    if (whole.length < checked.length) return undefined;
    return word === 'all' ? { all: whole } : { any: whole };
  }
  if ('not' in condition) {
    const not = inner(condition['not'], `${where}.not`);
    return not === undefined ? undefined : { not };
  }
  if ('condition' in condition) {
    reading.fault(
      'L1310',
      `${where} refers to the shared condition \`${String(condition['condition'])}\``,
      'shared conditions live in the program that made the engine, not in the document',
      'write the condition out here',
    );
    return undefined;
  }
  if (depth === 0) return shapeFault(reading, where, 'has neither `all` nor `any` nor `not`');
  return checkTest(reading, condition, where);
}

function shapeFault(reading: DocumentContext, where: string, what: string): undefined {
  reading.fault(
    'L1310',
    `${where} ${what}`,
    'conditions are `{"all": […]}`, `{"any": […]}`, `{"not": …}` or `{"fact", "operator", "value"}`',
    'write it as json-rules-engine documents it',
  );
  return undefined;
}

function checkTest(reading: DocumentContext, condition: Json, where: string): RuleCondition | undefined {
  const { fact, operator, value, path } = condition;
  if (typeof fact !== 'string' || typeof operator !== 'string' || !('value' in condition)) {
    return shapeFault(reading, where, 'lacks one of `fact`, `operator` and `value`');
  }
  if (path !== undefined) {
    const script = typeof path === 'string' && path.includes('(');
    reading.fault(
      'L1310',
      `${where} has a \`path\``,
      script
        ? 'a script expression in a JSONPath would run code from a data file'
        : 'facts of a request are single values without members',
      'remove `path`, and test the fact itself',
      typeof path === 'string' ? path : undefined,
    );
    return undefined;
  }
  if (condition['params'] !== undefined) {
    return shapeFault(reading, where, 'has `params`, and no fact of a request takes any; it');
  }
  const spec = checkFact(reading, fact, where);
  const base = checkOperator(reading, operator, where);
  if (spec === undefined || base === undefined) return undefined;
  if (!checkValue(reading, spec, operator, base, value, where)) return undefined;
  return { fact, operator, value };
}

/** The fact of an id, added to those that the document reads. */
function checkFact(reading: DocumentContext, id: string, where: string): FactSpec | undefined {
  const { context } = reading;
  const spec = specOfId(id, context.declared);
  if (spec === undefined || !subjectIsThere(context, spec)) {
    const valid = factIds(context);
    const near = didYouMean(id, valid);
    reading.fault(
      'L1106',
      `${where}: there is no fact \`${id}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      `facts: ${listed(valid)}`,
      near === undefined ? 'name facts as `llmr explain` shows them' : `write \`${near}\``,
      id,
    );
    return undefined;
  }
  const kind = spec.fact as FactKind;
  if (kind === 'rules' || kind === 'predicate' || isNotYet(kind)) {
    reading.fault(
      'L1308',
      `${where} cannot use \`${id}\``,
      isNotYet(kind)
        ? 'this fact is not available yet'
        : 'a document can use only facts of the request itself',
      'test it in a condition of the route',
      id,
    );
    return undefined;
  }
  if (kind === 'header' && SECRET_HEADERS.some((secret) => secret === spec.subject)) {
    reading.fault(
      'L1307',
      `${where} reads the \`${spec.subject}\` header`,
      'it carries credentials',
      'test `team`, `user`, `key` or `tier`',
      id,
    );
    return undefined;
  }
  reading.facts.set(id, spec);
  return spec;
}

function subjectIsThere({ scope, declared }: Context, { fact, subject = '' }: FactSpec): boolean {
  switch (factRow(fact as FactKind).subject) {
    case 'model':
      return scope.names.targets.get(subject)?.node.kind === 'model';
    case 'budget':
      return scope.names.budgets.has(subject);
    case 'limit':
      return scope.names.limits.has(subject);
    case 'intent':
      return scope.names.intents.has(subject);
    case 'group':
      return (declared.groups.get(subject) ?? []).length > 0;
    default:
      return fact !== 'tier' || declared.tiers.length > 0;
  }
}

function factIds({ scope, declared }: Context): readonly string[] {
  const models = [...scope.names.targets].filter(([, entry]) => entry.node.kind === 'model');
  return [
    ...PLAIN_FACT_IDS.filter(
      (id) => !isNotYet(id) && (id !== 'tier' || declared.tiers.length > 0) && id !== 'intent',
    ),
    ...groupsOf(scope).keys(),
    ...models.map(([name]) => `${name} is down`),
    ...[...scope.names.budgets.keys()].flatMap((name) => [`budget ${name} used`, `budget ${name} left`]),
  ];
}

/** The operator without its decorators. */
function checkOperator(reading: DocumentContext, operator: string, where: string): string | undefined {
  const parts = operator.split(':');
  const base = parts.pop() ?? '';
  const unknown = parts.find((part) => !DECORATORS.includes(part));
  const [word, valid] =
    unknown === undefined ? ([base, KNOWN_OPERATORS] as const) : ([unknown, DECORATORS] as const);
  if (!valid.includes(word)) {
    const near = didYouMean(word, valid);
    reading.fault(
      'L1105',
      `${where}: there is no operator \`${operator}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      `${unknown === undefined ? 'operators' : 'decorators'}: ${listed([...valid], 14)}`,
      near === undefined ? 'write one of these' : `write \`${operator.replace(word, near)}\``,
      operator,
    );
    return undefined;
  }
  const lists = base === 'contains' || base === 'doesNotContain';
  if ((lists && !parts.includes('swap')) || parts.includes('someFact') || parts.includes('everyFact')) {
    reading.fault(
      'L1303',
      `${where}: \`${operator}\` never holds`,
      'it tests the entries of a list, and facts of a request are single values',
      lists ? 'use `in`, or `containsText` for a text within a text' : 'remove the decorator',
      operator,
    );
    return undefined;
  }
  return base;
}

function checkValue(
  reading: DocumentContext,
  spec: FactSpec,
  operator: string,
  base: string,
  value: unknown,
  where: string,
): boolean {
  const told = (what: string, because: string): false => {
    const word = typeof value === 'string' ? value : operator;
    reading.fault(
      'L1303',
      `${where}: ${what}`,
      because,
      'correct the value, or the fact it is compared with',
      word,
    );
    return false;
  };
  if (typeof value === 'object' && value !== null && 'fact' in value) {
    return typeof value.fact === 'string' && checkFact(reading, value.fact, `${where}.value`) !== undefined;
  }
  const decorated = operator !== base;
  if ((base === 'in' || base === 'notIn') && !decorated && !Array.isArray(value)) {
    return told(`\`${operator}\` takes a list`, 'the engine would fail on it at every request');
  }
  if (base === 'matchesRe2' && typeof value === 'string') {
    const problem = regularPatternProblem(value);
    if (problem !== undefined) return told(`\`${value}\` is not a regular expression`, problem);
  }
  if (decorated) return true;
  const { domain, id } = spec;
  if (isNumeric(base) && (domain.kind !== 'number' || typeof value !== 'number')) {
    return told(
      `\`${operator}\` compares numbers`,
      domain.kind === 'number' ? `\`${id}\` is a number, so its value must be one` : `\`${id}\` is none`,
    );
  }
  for (const one of Array.isArray(value) ? value : [value]) {
    if (one === null || base === 'matchesRe2' || base === 'fitsGlob' || base === 'containsText') continue;
    if (domain.kind === 'choice' && !domain.values.includes(String(one))) {
      const near = didYouMean(String(one), domain.values);
      return told(
        `\`${String(one)}\` is not a value of \`${id}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
        `it is one of ${listed([...domain.values])}`,
      );
    }
    const kind = domain.kind === 'flag' ? 'boolean' : domain.kind === 'number' ? 'number' : 'string';
    if (typeof one !== kind)
      return told(`\`${id}\` is never equal to ${JSON.stringify(one)}`, `its values are ${KIND_WORDS[kind]}`);
    if (spec.fact === 'tokens' && typeof one === 'number') reading.tokenCuts.add(one);
  }
  return true;
}
const KIND_WORDS = { boolean: 'true and false', number: 'numbers', string: 'texts' } as const;
