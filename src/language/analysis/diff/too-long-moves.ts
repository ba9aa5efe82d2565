/**
 * Where a chain goes on when a provider says that a request was too long: to a model with a larger window, so that the
 * order of windows matters to every request and not only to long ones. Knows no request.
 */
import { modelsUnder, namesUnder } from '../../planning/targets-under.ts';
import type { Policy } from '../../semantics/model.ts';

/** Equal where the models below a target are larger and smaller than each other alike; empty if not needed. */
export function windowOrder(policy: Policy, target: string): string {
  const asks = [...namesUnder(policy, target)].some((name) => {
    const inner = policy.targets.get(name);
    return inner?.kind === 'chain' && inner.on.includes('too-long');
  });
  if (!asks) return '';
  const models = [...modelsUnder(policy, target)].map(
    (name) => [name, policy.models.get(name)?.window] as const,
  );
  const sizes = [...new Set(models.flatMap(([, window]) => window ?? []))].sort((a, b) => a - b);
  return JSON.stringify(
    models.map(([name, window]) => [name, window === undefined ? 'any' : sizes.indexOf(window)]),
  );
}

/** The models in that order, for messages. */
export function windowOrderWords(policy: Policy, target: string): string {
  const models = [...modelsUnder(policy, target)].map(
    (name) => [name, policy.models.get(name)?.window] as const,
  );
  const known = models.flatMap(([name, window]) => (window === undefined ? [] : [{ name, window }]));
  const groups = [...Map.groupBy(known, ({ window }) => window)].sort(([a], [b]) => a - b);
  const unknown = models.filter(([, window]) => window === undefined).map(([name]) => name);
  return [
    ...groups.map(([, all]) => all.map(({ name }) => name).join(' = ')),
    ...(unknown.length === 0 ? [] : [`${unknown.join(', ')} without a window`]),
  ].join(' < ');
}
