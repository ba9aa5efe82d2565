/** How two json-rules-engine documents of one name differ, rule by rule, in one line each. */
import type { Policy, RuleCondition, RuleDocument } from '../semantics/model.ts';
import { type Fields, NONE, type Told, toldOf } from './field.ts';

/** The path of the document and values derived from its conditions do not count. */
const DOCUMENT_FIELDS: Fields<RuleDocument> = {
  name: 'name',
  file: 'place',
  conditions: {
    told: 'notes',
    clause: '',
    words: (rules) => rules.map(conditionWords).join('; '),
    changes: ruleChanges,
  },
  facts: 'derived',
  tokenCuts: 'derived',
};

/** Most rules that are listed one by one. */
const MOST_RULES = 5;

export function changedDocuments(before: Policy, after: Policy): readonly Told[] {
  return [...(after.ruleDocuments ?? [])].flatMap(([name, now]) => {
    const old = before.ruleDocuments?.get(name);
    if (old === undefined) return [];
    const { conditions } = DOCUMENT_FIELDS;
    if (typeof conditions === 'string') return [];
    const what = `rules ${JSON.stringify(name)}`;
    return conditions.changes?.(what, old.conditions, now.conditions) ?? [];
  });
}

/** By place: rules have no name. */
function ruleChanges(
  head: string,
  before: readonly RuleCondition[] = [],
  after: readonly RuleCondition[] = [],
): readonly Told[] {
  const words = (rule: RuleCondition | undefined): string =>
    rule === undefined ? NONE : conditionWords(rule);
  const told: Told[] = [];
  for (let at = 0; at < Math.max(before.length, after.length); at += 1) {
    // As JSON: a member of a value may be called like a place.
    if (JSON.stringify(before[at]) === JSON.stringify(after[at])) continue;
    told.push(toldOf(`${head}, rule ${at + 1}`, words(before[at]), words(after[at])));
  }
  if (told.length <= MOST_RULES) return told;
  const more = `${told.length - MOST_RULES + 1} more of them`;
  return [...told.slice(0, MOST_RULES - 1), toldOf(`${head}, other rules`, more, 'changed')];
}

function conditionWords(condition: RuleCondition): string {
  if ('all' in condition) return joined(condition.all, ' and ');
  if ('any' in condition) return joined(condition.any, ' or ');
  if ('not' in condition) return `not (${conditionWords(condition.not)})`;
  return `${condition.fact} ${condition.operator} ${JSON.stringify(condition.value)}`;
}

function joined(all: readonly RuleCondition[], by: string): string {
  return all
    .map((one) => ('all' in one || 'any' in one ? `(${conditionWords(one)})` : conditionWords(one)))
    .join(by);
}
