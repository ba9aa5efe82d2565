/**
 * What routes do, and the targets they lead to, with one name changed: another model asked, a step left out or out of
 * order, a refusal that is none. Shares of splits and canaries are left alone: they are turned in operation, and no
 * single request shows them. Knows no guard.
 */
import { modelsUnder, namesUnder } from '../planning/targets-under.ts';
import type { Action, Place, Policy, Refusal, Route, Target } from '../semantics/model.ts';

export interface ActionMutant {
  readonly at: Place;
  readonly change: string;
  readonly action: Action;
}

export function actionMutants(policy: Policy, { at, name, action }: Route): readonly ActionMutant[] {
  const mutants: ActionMutant[] = [];
  const add = (change: string, mutated: Action): void =>
    void mutants.push({ at, change: `${name}: ${change}`, action: mutated });
  const { use, refuse, ...rest } = action;
  if (use !== undefined) {
    const other = otherModel(policy, use.target);
    if (other !== undefined)
      add(`use ${use.target} → use ${other}`, { ...action, use: { ...use, target: other } });
    const { orRefuse, ...bare } = use;
    if (orRefuse !== undefined) {
      add(`or refuse ${orRefuse.status} dropped`, { ...action, use: bare });
      add(refusalWords(orRefuse), { ...action, use: { ...use, orRefuse: nextStatus(orRefuse) } });
    }
  }
  if (refuse !== undefined) {
    add(refusalWords(refuse), { ...action, refuse: nextStatus(refuse) });
    const model = policy.models.keys().next().value;
    if (use === undefined && model !== undefined)
      add(`refuse ${refuse.status} → use ${model}`, { ...rest, use: { target: model, transforms: [] } });
  }
  for (const [index, canary] of action.canaries.entries()) {
    const other = otherModel(policy, canary.target);
    if (other === undefined) continue;
    const canaries = action.canaries.map((one, at) => (at === index ? { ...one, target: other } : one));
    add(`canary ${canary.target} → ${other}`, { ...action, canaries });
  }
  return mutants;
}

function refusalWords({ status }: Refusal): string {
  return `refuse ${status} → refuse ${nextStatus({ status, message: '' }).status}`;
}

function nextStatus(refusal: Refusal): Refusal {
  return { ...refusal, status: refusal.status === 599 ? 598 : refusal.status + 1 };
}

export interface TargetMutant {
  readonly at: Place;
  readonly change: string;
  readonly target: Target;
}

/** Of every target that some route leads to. */
export function targetMutants(policy: Policy): readonly TargetMutant[] {
  const names = new Set<string>();
  for (const { action } of [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])]) {
    for (const use of [...(action.use ? [action.use] : []), ...action.canaries])
      for (const name of namesUnder(policy, use.target)) names.add(name);
  }
  return [...policy.targets.values()]
    .filter(({ name }) => names.has(name))
    .flatMap((target) => mutateTarget(policy, target));
}

function mutateTarget(policy: Policy, target: Target): TargetMutant[] {
  const { at, name } = target;
  const other = otherModel(policy, name);
  switch (target.kind) {
    case 'chain':
      return target.steps.flatMap((step, index): TargetMutant[] => {
        const mutate = (change: string, steps: typeof target.steps): TargetMutant => ({
          at: step.at,
          change: `${name}: ${change}`,
          target: { ...target, steps },
        });
        const next = target.steps[index + 1];
        return [
          ...(other === undefined
            ? []
            : [
                mutate(
                  `step ${index + 1}, ${step.target} → ${other}`,
                  replaced(target.steps, index, { ...step, target: other }),
                ),
              ]),
          ...(target.steps.length > 1
            ? [mutate(`step ${index + 1}, ${step.target} dropped`, target.steps.toSpliced(index, 1))]
            : []),
          ...(next === undefined
            ? []
            : [mutate(`${next.target} before ${step.target}`, target.steps.toSpliced(index, 2, next, step))]),
        ];
      });
    case 'pool':
      if (target.targets.length < 2) return [];
      return target.targets.map((member, index) => ({
        at,
        change: `${name}: ${member} dropped`,
        target: { ...target, targets: target.targets.toSpliced(index, 1) },
      }));
    case 'split':
      return target.arms.flatMap((arm, index): TargetMutant[] => {
        if (other === undefined) return [];
        const arms = replaced(target.arms, index, { ...arm, target: other });
        return [
          { at, change: `${name}: arm ${arm.share}%, ${arm.target} → ${other}`, target: { ...target, arms } },
        ];
      });
    case 'rollout':
      return [
        {
          at,
          change: `${name}: from ${target.to} to ${target.from}`,
          target: { ...target, from: target.to, to: target.from },
        },
      ];
  }
}

function replaced<T>(items: readonly T[], index: number, item: T): T[] {
  return items.map((one, at) => (at === index ? item : one));
}

/** The first declared model that does not stand under the target; where all do, any but its first. */
function otherModel(policy: Policy, target: string): string | undefined {
  const under = [...modelsUnder(policy, target)];
  const names = [...policy.models.keys()];
  return names.find((name) => !under.includes(name)) ?? under.slice(1).find((name) => name !== target);
}
