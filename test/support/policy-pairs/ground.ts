/**
 * What a decision rests on although no condition says it: prices, providers, what models accept, budgets, limits,
 * deadlines, how meanings are read, what predicates answer when they are late. Named as it is declared.
 */
import type { Policy, Route, Use } from '../../../src/language/semantics/model.ts';
import { plain } from './plain.ts';

export function ground(policy: Policy, route: Route | undefined, use: Use | undefined): Map<string, string> {
  const parts = new Map<string, string>();
  const answers = use !== undefined;
  for (const { name, lines, zone, whenUnknown } of policy.budgets.values())
    parts.set(`budget ${name}`, plain([lines, zone, whenUnknown]));
  for (const { name, lines, waitUpTo } of policy.limits.values())
    parts.set(`limit ${name}`, plain([lines, waitUpTo]));
  if (answers)
    for (const [key, value] of Object.entries(policy.deadlines)) parts.set(`deadline ${key}`, String(value));
  const names = new Set<string>(route?.action.mirrors.map(({ model }) => model));
  if (answers) for (const name of modelsUnder(policy, use.target)) names.add(name);
  for (const name of names) {
    const model = policy.models.get(name);
    if (model === undefined) continue;
    parts.set(`price ${name}`, plain(model.price));
    parts.set(`sent to ${name}`, plain(model.wire));
    parts.set(`simulated ${name}`, plain(model.deployments.map(({ simulation }) => simulation)));
    for (const { provider } of model.deployments)
      parts.set(`provider ${provider}`, providerOf(policy, provider));
  }
  for (const [name, text] of readings(policy)) parts.set(name, text);
  return parts;
}

function providerOf(policy: Policy, name: string): string {
  const provider = policy.providers.get(name);
  if (provider === undefined) return 'none';
  const { name: _, at: _at, region: _region, ...rest } = provider;
  return plain(rest);
}

/** Of facts that conditions or quality tables ask. */
function readings(policy: Policy): Map<string, string> {
  const parts = new Map<string, string>();
  const groupOf = (intent: string): string | undefined =>
    [...policy.intentGroups.values()].find(({ intents }) => intents.some(({ name }) => name === intent))
      ?.name;
  for (const { fact, subject = '' } of policy.facts.values()) {
    const group = fact === 'intent' ? subject : fact === 'similarity to' ? groupOf(subject) : undefined;
    if (group !== undefined) {
      const intents = policy.intentGroups
        .get(group)
        ?.intents.map(({ name, means, like, not, matchAtLeast, wholeMessage }) => [
          name,
          means,
          like.map(({ text }) => text),
          not.map(({ text }) => text),
          matchAtLeast,
          wholeMessage,
        ]);
      parts.set(`reading ${group}`, plain(intents));
      parts.set('second look', String(policy.secondLookWithin));
    }
    if (fact === 'predicate') {
      const { within, whenUnknown } = policy.predicates?.get(subject) ?? {};
      parts.set(`predicate ${subject}`, plain([within, whenUnknown]));
    }
    if (fact === 'rules')
      parts.set(`rules ${subject}`, plain(policy.ruleDocuments?.get(subject)?.conditions));
  }
  return parts;
}

export function modelsUnder(policy: Policy, name: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (inner: string): string[] => {
    if (seen.has(inner)) return [];
    seen.add(inner);
    const target = policy.targets.get(inner);
    if (target === undefined) return [inner];
    switch (target.kind) {
      case 'chain':
        return target.steps.flatMap((step) => visit(step.target));
      case 'pool':
        return target.targets.flatMap(visit);
      case 'split':
        return target.arms.flatMap((arm) => visit(arm.target));
      case 'rollout':
        return [...visit(target.from), ...visit(target.to)];
    }
  };
  return visit(name);
}
