/**
 * Names that affect decisions although no route contains them: every intent of a group that a condition tests, each
 * provider whose region is required, and names in documents and tables. Without them requests would be routed differently,
 * or the policy would have errors.
 */

import { modelsUnder } from '../planning/targets-under.ts';
import type { Policy } from '../semantics/model.ts';
import type { RouteFile } from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { FACTS, type FactKind, type SubjectKind } from '../vocabulary/facts.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import { routesOf } from './policy-targets.ts';

/** `tests`: the test files for the policy; what they give or claim is asked, too. */
export function namesThatDecide(policy: Policy, tests: readonly ParsedFile[]): ReadonlySet<string> {
  const asked = [
    ...policy.facts.values(),
    ...[...(policy.ruleDocuments?.values() ?? [])].flatMap(({ facts }) => [...facts.values()]),
  ];
  const found = new Set<string>();
  const groups = new Set(tests.flatMap(({ ast }) => [...groupsGivenIn(ast)]));
  for (const spec of asked) {
    const { name, group } = subjectOf(policy, spec);
    if (name !== undefined) found.add(name);
    if (group !== undefined) groups.add(group);
  }
  for (const name of groups) {
    for (const intent of policy.intentGroups.get(name)?.intents ?? []) found.add(intent.name);
  }
  for (const name of namedForRegion(policy)) found.add(name);
  return found;
}

/** What a fact is about: a declared name, or a group whose intents all compete for its value. */
function subjectOf(policy: Policy, { fact, subject }: FactSpec): { name?: string; group?: string } {
  if (subject === undefined) return {};
  const kind: SubjectKind = FACTS[fact as FactKind].subject;
  switch (kind) {
    case 'group':
      return { group: subject };
    case 'intent': {
      const group = [...policy.intentGroups.values()].find(({ intents }) =>
        intents.some(({ name }) => name === subject),
      );
      return { name: subject, ...(group === undefined ? {} : { group: group.name }) };
    }
    case 'model':
    case 'budget':
    case 'limit':
    case 'predicate':
      return { name: subject };
    // No declaration has these names.
    case 'none':
    case 'feature':
    case 'header':
    case 'metadata':
    case 'salt':
    case 'file':
      return {};
  }
}

/** `given intent none`, a column `tone`, `never … when intent is unknown`: each asks a whole group. */
function groupsGivenIn(file: RouteFile): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { words, what, subject } = node as { words?: unknown; what?: unknown; subject?: { text?: string } };
    const asks = words ?? what;
    if (asks === 'intent') found.add('intent');
    if (asks === 'group' && subject?.text !== undefined) found.add(subject.text);
    for (const value of Object.values(node)) walk(value);
  };
  walk(file.declarations);
  return found;
}

/**
 * Of `within region eu`: the providers and models that say `region eu`, and imported targets, which may be what brings
 * such a model into the policy.
 */
function namedForRegion(policy: Policy): readonly string[] {
  const asked = new Set(routesOf(policy).map((route) => route.action.region));
  asked.delete(undefined);
  if (asked.size === 0) return [];
  const providers = [...policy.providers.values()].filter(({ region }) => asked.has(region));
  const there = new Set(providers.map(({ name }) => name));
  const models = [...policy.models.values()].filter(({ deployments }) =>
    deployments.some(({ region, provider }) => asked.has(region) || there.has(provider)),
  );
  for (const { name } of models) there.add(name);
  const imported = [...policy.targets.values()].filter(
    ({ at, name }) =>
      at.path !== policy.at.path && [...modelsUnder(policy, name)].some((model) => there.has(model)),
  );
  return [...providers, ...models, ...imported].map(({ name }) => name);
}
