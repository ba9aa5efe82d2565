/**
 * The document `llmr export --to json-rules` writes: the rules, and next to them what llmr needs to read them back
 * (the policy's name, its tiers and intents). Plain engines read `rules` and nothing else.
 */
import type { Policy } from '../../language/semantics/model.ts';
import type { Loss } from '../report.ts';
import { type JsonRules, toJsonRules } from './to-json-rules.ts';

export interface JsonRulesDocument extends Pick<JsonRules, 'rules' | 'operators' | 'facts'> {
  readonly policy: string;
  /** In the policy's order. */
  readonly tiers: readonly string[];
  /** By group. */
  readonly intents: Readonly<Record<string, readonly string[]>>;
}

export interface Exported {
  readonly document: JsonRulesDocument;
  readonly lost: readonly Loss[];
}

export function exportPolicy(policy: Policy): Exported {
  const { rules, operators, facts, lost } = toJsonRules(policy);
  const intents = [...policy.intentGroups].map(
    ([group, { intents }]) => [group, intents.map(({ name }) => name)] as const,
  );
  return {
    document: {
      policy: policy.name,
      tiers: policy.tiers,
      intents: Object.fromEntries(intents),
      operators,
      facts,
      rules,
    },
    lost: [
      ...lost.map(({ route, what }) => ({
        what,
        where: route === undefined ? `policy ${policy.name}` : `route ${route}`,
        why: 'json-rules-engine says which rule fired, and does nothing about it',
        instead: 'do it in the program that runs the rules, or run llmr',
        weight: 'requests' as const,
      })),
      ...operators.map((operator) => ({
        what: `operator ${operator}`,
        where: `policy ${policy.name}`,
        why: 'the engine has no such operator by itself, and takes an unknown one for false',
        instead: `add it with engine.addOperator("${operator}", …)`,
        weight: 'answers' as const,
      })),
    ],
  };
}
