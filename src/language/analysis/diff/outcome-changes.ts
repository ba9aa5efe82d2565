/**
 * How what two rules do with a request differs, clause by clause: to report which part of an outcome has changed where
 * its route and target are called the same. Must not know which requests the rules take.
 */
import {
  ACTION_FIELDS,
  CHECK_FIELDS,
  REFUSAL_FIELDS,
  refusalWords,
  stepChanges,
  USE_FIELDS,
} from '../../changes/action-fields.ts';
import { changedFields, NONE, sameValue, type Told, toldOf, wholeWords } from '../../changes/field.ts';
import { MODEL_FIELDS } from '../../changes/model-fields.ts';
import { changedTarget, POOL_FIELDS } from '../../changes/target-fields.ts';
import type { Rule } from '../../graph/decision-graph.ts';
import { regionOf } from '../../planning/requirements.ts';
import { namesUnder } from '../../planning/targets-under.ts';
import type { Action, Model, Policy, Use } from '../../semantics/model.ts';
import { actionOf, stepsOf } from '../verdicts/outcome.ts';

export function outcomeChanges(before: Policy, oldRule: Rule, after: Policy, newRule: Rule): readonly Told[] {
  const [old, now] = [actionOf(before, oldRule), actionOf(after, newRule)];
  if (old.use === undefined || now.use === undefined) {
    const label = changedFields(LABEL, '', old.action, now.action);
    if (old.action.refuse === undefined || now.action.refuse === undefined) return label;
    return [...changedFields(REFUSAL_FIELDS, 'refuse', old.action.refuse, now.action.refuse), ...label];
  }
  return [
    ...(old.use.target === now.use.target ? changedTargets(before, after, now.use.target) : []),
    ...stepChanges('transforms', stepsOf(before, old.use), stepsOf(after, now.use)),
    ...orRefuseChanges(old.use, now.use),
    ...changedFields<Action>({ ...ACTION_FIELDS, expects: 'derived' }, '', old.action, now.action, 'regions'),
    ...changedChecks(before, old.action, after, now.action),
    ...now.action.mirrors.flatMap(({ model }) => changedTargets(before, after, model)),
  ];
}

/** Why a model is another candidate than it was: what it can serve, and where it runs. */
export function candidateChanges(before: Policy, after: Policy, name: string): readonly Told[] {
  const [old, now] = [before.models.get(name), after.models.get(name)];
  if (old === undefined || now === undefined) return [];
  const head = `model ${name}`;
  const regions = now.deployments.flatMap((deployment): readonly Told[] => {
    const same = old.deployments.find(({ id }) => id === deployment.id);
    const [was, is] = [same && regionOf(before, same), regionOf(after, deployment)];
    const on = now.deployments.length > 1 ? ` on ${deployment.provider}` : '';
    return was === is ? [] : [toldOf(`${head}${on}, region`, was ?? NONE, is ?? NONE)];
  });
  const fields = { ...MODEL_FIELDS, deployments: 'derived' } as const;
  return [...changedFields<Model>(fields, head, old, now, 'regions'), ...regions];
}

/** A refusal has no more than its words and its label. */
const LABEL = {
  ...(Object.fromEntries(Object.keys(ACTION_FIELDS).map((key) => [key, 'derived'])) as {
    readonly [K in keyof Action]-?: 'derived';
  }),
  label: ACTION_FIELDS.label,
};

function orRefuseChanges(old: Use, now: Use): readonly Told[] {
  if (typeof USE_FIELDS.orRefuse === 'string' || sameValue(old.orRefuse, now.orRefuse)) return [];
  const words = ({ orRefuse }: Use): string => (orRefuse === undefined ? NONE : refusalWords(orRefuse));
  return [toldOf('or refuse', words(old), words(now))];
}

function changedChecks(before: Policy, old: Action, after: Policy, now: Action): readonly Told[] {
  const order = changedFields<Pick<Action, 'expects'>>({ expects: ACTION_FIELDS.expects }, '', old, now);
  const checks = now.expects.flatMap((name): readonly Told[] => {
    const [was, is] = [before.checks.get(name), after.checks.get(name)];
    if (was === undefined || is === undefined || !old.expects.includes(name)) return [];
    return changedFields(CHECK_FIELDS, `check ${name}`, was, is);
  });
  const renamed = order.length > 0 && checksOf(before, old) === checksOf(after, now);
  return renamed ? [] : [...order, ...checks];
}

function checksOf(policy: Policy, { expects }: Action): string {
  return expects
    .map((name) => {
      const check = policy.checks.get(name);
      return check === undefined ? name : wholeWords(CHECK_FIELDS, check);
    })
    .join('\n');
}

/** Every target and model below one of that name in both, each once. */
function changedTargets(before: Policy, after: Policy, name: string): readonly Told[] {
  return [...namesUnder(after, name)].flatMap((inner): readonly Told[] => {
    const [old, now] = [before.models.get(inner), after.models.get(inner)];
    if (old !== undefined && now !== undefined)
      return changedFields(MODEL_FIELDS, `model ${inner}`, old, now, 'regions');
    const [was, is] = [before.targets.get(inner), after.targets.get(inner)];
    if (was === undefined || is === undefined) return [];
    const byPrompt = is.kind === 'pool' && is.byPrompt === true;
    return changedTarget(`${is.kind} ${inner}`, was, is).filter(({ what }) => byPrompt || !isByTable(what));
  });
}

/** Quality conditions of a pool are reported by the members it would choose. */
function isByTable(what: string): boolean {
  return typeof POOL_FIELDS.goodEnoughAt !== 'string' && what.endsWith(POOL_FIELDS.goodEnoughAt.clause);
}
