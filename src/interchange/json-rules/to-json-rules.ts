/**
 * A typed policy as rules for json-rules-engine: one rule for each way a request can be answered, reading order as
 * descending priority. What that engine cannot say is listed, never left out silently. Knows no graph: it is also the
 * second opinion that the graph is tested against.
 */
import type { RuleProperties, TopLevelCondition } from 'json-rules-engine';
import type { Action, AnyTerm, Policy, Route, Term } from '../../language/semantics/model.ts';
import { derivedSalt } from '../../language/semantics/salts.ts';
import type { NumberRange, TextPattern, ValueSet } from '../../language/vocabulary/value-set.ts';
import type { OperatorName } from './operators.ts';

export interface JsonRules {
  /** The first event, by priority, is the answer. */
  readonly rules: readonly RuleProperties[];
  /** Operators the engine does not have by itself; `operators.ts` has them. */
  readonly operators: readonly OperatorName[];
  /** Facts that must be given by these names; `null` is unknown. */
  readonly facts: readonly string[];
  readonly lost: readonly Lost[];
}
/** Something the policy says and the rules do not. */
export interface Lost {
  /** Absent: lost from the policy as a whole. */
  readonly route?: string;
  readonly what: string;
}

/** What an event carries: `params` of the rule that fired. */
export interface RuleParams {
  readonly route: string;
  readonly kind: 'use' | 'refuse' | 'canary';
  readonly canary?: number;
  readonly target?: string;
  readonly status?: number;
  readonly message?: string;
  readonly label?: string;
}

export function toJsonRules(policy: Policy): JsonRules {
  const routes = [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])];
  const drafts = routes.flatMap(draftsOf);
  const terms = drafts.flatMap((draft) => draft.terms.flatMap(flat));
  return {
    rules: drafts.map(({ params, terms }, index) => ({
      name: [params.route, params.kind === 'use' ? '' : params.kind, params.canary ?? ''].join(' ').trim(),
      // Priorities are 1 or more.
      priority: drafts.length - index,
      conditions: { all: flattened(terms.map(conditionOf)) },
      event: { type: 'route', params: { ...params } },
    })),
    operators: operatorsOf(terms),
    facts: [...new Set(terms.map((term) => term.fact))],
    lost: [...lostFromPolicy(policy), ...routes.flatMap(lostFromRoute)],
  };
}

type Condition = Pick<Term, 'fact' | 'set'>;
type Conditions = Condition | AnyTerm;
interface Draft {
  readonly params: RuleParams;
  readonly terms: readonly Conditions[];
}

function draftsOf(route: Route): Draft[] {
  const { action, name, guard } = route;
  const label = action.label === undefined ? {} : { label: action.label };
  const drafts = action.canaries.map(({ from, to, fact, target }, canary): Draft => {
    const ranges = [{ low: from, lowOpen: false, high: to, highOpen: true }];
    const share: Condition = { fact, set: { kind: 'numbers', ranges } };
    return {
      params: { route: name, kind: 'canary', canary, target, ...label },
      terms: [...guard.all, share],
    };
  });
  if (action.use !== undefined)
    drafts.push({
      params: { route: name, kind: 'use', target: action.use.target, ...label },
      terms: guard.all,
    });
  else if (action.refuse !== undefined)
    drafts.push({ params: { route: name, kind: 'refuse', ...action.refuse, ...label }, terms: guard.all });
  return drafts;
}

function flat(item: Conditions): readonly Condition[] {
  return 'alternatives' in item ? item.alternatives.flat() : [item];
}

/** As the engine takes them below the top: one test, or `all`, `any` and `not` of others. */
type Nested = Extract<TopLevelCondition, { all: unknown }>['all'][number];

function conditionOf(item: Conditions): Nested {
  return 'alternatives' in item
    ? anyOf(item.alternatives.map((terms) => allOf(terms.map(conditionOf))))
    : setCondition(item.fact, item.set);
}

/** The engine takes an empty `any` for true. */
function anyOf(conditions: readonly Nested[]): Nested {
  const [only, ...others] = conditions;
  if (only === undefined) return { not: { all: [] } };
  return others.length === 0 ? only : { any: [...conditions] };
}
function allOf(conditions: readonly Nested[]): Nested {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { all: [...conditions] };
}
/** Groups of `all` within `all` say nothing more. */
function flattened(conditions: readonly Nested[]): Nested[] {
  return conditions.flatMap((condition) => ('all' in condition ? condition.all : [condition]));
}
function test(fact: string, operator: string, value: unknown): Nested {
  return { fact, operator, value };
}

function setCondition(fact: string, set: ValueSet): Nested {
  switch (set.kind) {
    case 'unknown':
      return test(fact, 'equal', null);
    case 'flag':
      return test(fact, 'equal', set.value);
    case 'choices':
      return test(fact, 'in', [...set.values]);
    case 'numbers':
      return anyOf(set.ranges.map((range) => rangeCondition(fact, range)));
    case 'texts': {
      const any = anyOf(textConditions(fact, set.any));
      return set.negated ? allOf([test(fact, 'notEqual', null), { not: any }]) : any;
    }
  }
}

function rangeCondition(fact: string, range: NumberRange): Nested {
  const ends: Nested[] = [];
  if (range.low !== -Infinity)
    ends.push(test(fact, range.lowOpen ? 'greaterThan' : 'greaterThanInclusive', range.low));
  if (range.high !== Infinity)
    ends.push(test(fact, range.highOpen ? 'lessThan' : 'lessThanInclusive', range.high));
  return ends.length === 0 ? test(fact, 'notEqual', null) : allOf(ends);
}

function textConditions(fact: string, patterns: readonly TextPattern[]): Nested[] {
  const named = patterns.flatMap((pattern) => (pattern.kind === 'equals' ? [pattern.text] : []));
  const conditions = named.length === 0 ? [] : [test(fact, 'in', named)];
  for (const pattern of patterns)
    if (pattern.kind !== 'equals')
      conditions.push(test(fact, OPERATOR_OF[pattern.kind], valueOfPattern(pattern)));
  return conditions;
}

const OPERATOR_OF = {
  glob: 'fitsGlob',
  regular: 'matchesRe2',
  contains: 'containsText',
} as const satisfies Record<Exclude<TextPattern['kind'], 'equals'>, OperatorName>;

function valueOfPattern(pattern: Exclude<TextPattern, { kind: 'equals' }>): string {
  return pattern.kind === 'glob' ? pattern.glob : pattern.kind === 'regular' ? pattern.source : pattern.text;
}

function operatorsOf(terms: readonly Condition[]): OperatorName[] {
  const names = new Set<OperatorName>();
  for (const { set } of terms)
    if (set.kind === 'texts')
      for (const pattern of set.any) if (pattern.kind !== 'equals') names.add(OPERATOR_OF[pattern.kind]);
  return [...names];
}

function lostFromPolicy(policy: Policy): Lost[] {
  const lost: Lost[] = [];
  if (policy.exactlyOne) lost.push({ what: '`rules exactly one`: the rules are tried in reading order' });
  const kinds = [
    ['targets', [...policy.targets.values()].map((target) => `${target.kind} ${target.name}`)],
    ['models and their deployments', [...policy.models.keys()]],
    ['budgets', [...policy.budgets.keys()]],
    ['limits', [...policy.limits.keys()]],
    ['intents', [...policy.intentGroups.keys()].map((group) => `of ${group}`)],
  ] as const;
  for (const [what, names] of kinds)
    if (names.length > 0)
      lost.push({ what: `${what} (${names.join(', ')}): rules name them, they do not do their work` });
  const salts = saltsOf(policy);
  if (salts.length > 0)
    lost.push({
      what: `salts (${salts.join(', ')}): who divides by them elsewhere has to mix keys with them, to keep callers on their side`,
    });
  for (const spec of policy.facts.values()) {
    if (spec.key !== undefined)
      lost.push({
        what: `how ${spec.id} is hashed: give it as a number from 0 to 100 that stays the same for the same ${spec.key.kind}`,
      });
  }
  return lost;
}

/** Of splits and rollouts, where the policy or its header says them: those of conditions and canaries are in their facts. */
function saltsOf(policy: Policy): string[] {
  return [...policy.targets.values()].flatMap((target) => {
    if (target.kind !== 'split' && target.kind !== 'rollout') return [];
    const { kind, name, salt } = target;
    return salt === derivedSalt(policy.name, kind, name) ? [] : [`${kind} ${name} "${salt}"`];
  });
}

function lostFromRoute(route: Route): Lost[] {
  const { action, name } = route;
  const lost = (what: string): Lost => ({ route: name, what });
  const parts: readonly (readonly [boolean, string])[] = [
    [transformsOf(action).length > 0, `with ${transformsOf(action).join(', ')}`],
    [orRefuses(action), 'or refuse'],
    [action.mirrors.length > 0, 'mirror'],
    [action.expects.length > 0, `expect ${action.expects.join(', ')}`],
    [action.onBrokenStream !== 'error', `on broken stream ${action.onBrokenStream}`],
    [action.holdUntilComplete, 'hold until complete'],
    [action.cache !== undefined, 'cache'],
    [action.region !== undefined, `within region ${action.region ?? ''}`],
    [route.because !== undefined, 'because'],
  ];
  return parts.flatMap(([said, what]) => (said ? [lost(what)] : []));
}

function transformsOf(action: Action): string[] {
  return [
    ...new Set([
      ...(action.use?.transforms ?? []),
      ...action.canaries.flatMap((canary) => canary.transforms),
    ]),
  ];
}
function orRefuses(action: Action): boolean {
  return (
    action.use?.orRefuse !== undefined || action.canaries.some((canary) => canary.orRefuse !== undefined)
  );
}
