/**
 * Reads the rules of a document: their conditions and events, and which rules are canaries of one route. Must not know
 * what a policy says.
 */
import { keyWords } from '../../language/vocabulary/fact-spec.ts';
import type { KeySpec } from '../../language/vocabulary/value-set.ts';
import { isObject, type Json } from '../plain-values.ts';
import type { createLosses } from '../report.ts';
import { alternativesOf, type RuleScope } from './condition-terms.ts';
import { type Alternatives, Untranslatable } from './test-alternatives.ts';

export interface Rule {
  readonly where: string;
  readonly name: string;
  readonly priority: number;
  readonly conditions: unknown;
  readonly params: Json;
  readonly type: string;
}

/** Rules that say one route: its canaries first, then who takes the rest. */
export function grouped(rules: readonly Rule[]): readonly (readonly Rule[])[] {
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

export function canaryOf(rule: Rule, scope: RuleScope): ImportedCanary {
  const shares = new Map<string, { key: KeySpec; share: number }>();
  const guard = alternativesOf(rule.conditions, scope).map((tests) =>
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

export function ruleOf(json: unknown, index: number, lose: ReturnType<typeof createLosses>['lose']): Rule[] {
  const where = `rules[${index}]`;
  if (!isObject(json) || !isObject(json['conditions'])) {
    lose(`rule ${index + 1}`, where, 'it has no conditions', 'write its route by hand', 'answers');
    return [];
  }
  const event = isObject(json['event']) ? json['event'] : {};
  const type = String(event['type'] ?? 'event');
  const name = typeof json['name'] === 'string' ? json['name'] : `${type}-${index + 1}`;
  const priority = Number.parseInt(String(json['priority'] ?? 1), 10) || 1;
  const params = isObject(event['params']) ? event['params'] : {};
  return [{ where, name, priority, conditions: json['conditions'], params, type }];
}
