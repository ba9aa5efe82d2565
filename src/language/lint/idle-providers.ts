/**
 * Clauses of providers and checks that nothing reads. Knows the typed policy, no rule.
 */
import type { Check, Policy, Provider } from '../semantics/model.ts';
import type { Idle } from './idle-clauses.ts';

export function idleProviderClauses(policy: Policy): readonly Idle[] {
  return [
    ...[...policy.providers.values()].flatMap(idleIn),
    ...[...policy.checks.values()].flatMap(passingRules),
  ];
}

function idleIn({ name, speaks, url, keyVariable, apiVersion, at }: Provider): readonly Idle[] {
  const found: Idle[] = [];
  if (speaks === 'simulated' && (url !== undefined || keyVariable !== undefined)) {
    found.push({
      at,
      what: `\`${url === undefined ? 'key env' : 'at'}\` of "${name}"`,
      because: 'it `speaks simulated`: it answers by itself, and nothing is sent anywhere',
      help: 'write what the server speaks, such as `speaks openai`, or delete the clause',
    });
  }
  if (apiVersion !== undefined && speaks !== 'azure') {
    found.push({
      at,
      what: `\`api version\` of "${name}"`,
      because: `only \`speaks azure\` sends it, and this provider \`speaks ${speaks}\``,
      help: 'delete it, or write `speaks azure`',
    });
  }
  return found;
}

/** Patterns that fit every text. */
const ANYTHING = /^(?:\^?\.\*\$?|\^|\$)?$/;

function passingRules({ name, rules, at }: Check): readonly Idle[] {
  return rules.flatMap((rule) => {
    const passes =
      (rule.kind === 'contains' && !rule.negated && rule.text === '') ||
      (rule.kind === 'matches' && !rule.negated && ANYTHING.test(rule.source));
    if (!passes) return [];
    return [
      {
        at,
        what: `\`${rule.kind === 'contains' ? 'contains ""' : `matches /${rule.source}/`}\` of "${name}"`,
        because: 'every answer passes it, the empty one included',
        help: 'write the words to look for, or delete it',
      },
    ];
  });
}
