/**
 * What a request gets when a rule takes it, as one key: equal keys mean that the caller sees no difference. The
 * declared target with everything under it, and all of the action but words for people; of each kind the members that
 * its table in `changes/` reports by regions. Prices and the quality table are not part of it: the models that its pools
 * choose among, and the requests that its models can serve, can be left out and compared separately.
 */
import { ACTION_FIELDS, CHECK_FIELDS, REFUSAL_FIELDS, USE_FIELDS } from '../../changes/action-fields.ts';
import { keyOfValue, membersInRegions } from '../../changes/field.ts';
import { DEPLOYMENT_FIELDS, MODEL_FIELDS } from '../../changes/model-fields.ts';
import { targetMembers } from '../../changes/target-fields.ts';
import type { Rule } from '../../graph/decision-graph.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { namesUnder } from '../../planning/targets-under.ts';
import type { Action, Model, Policy, Target, TransformStep, Use } from '../../semantics/model.ts';

export interface Outcome {
  readonly route: string;
  readonly kind: Rule['kind'];
  /** The name after `use`; undefined for a refusal. */
  readonly target?: string;
  /** Equal for outcomes that differ at most in the name of their route. */
  readonly key: string;
}

/** `apart`: without what is compared per request: the members pools choose by a quality table, and what models can serve. */
export function outcomeOf(policy: Policy, rule: Rule, parts: Parts = 'whole'): Outcome {
  const { action, use } = actionOf(policy, rule);
  const head = { route: rule.route, kind: rule.kind };
  if (use === undefined) {
    const refuse = action.refuse && membersInRegions(REFUSAL_FIELDS, action.refuse);
    return { ...head, key: keyOfValue({ refuse, label: action.label }) };
  }
  const { target: _target, transforms: _transforms, ...rest } = membersInRegions<Use>(USE_FIELDS, use);
  const key = {
    ...rest,
    targets: targetParts(policy, use.target, parts),
    transforms: stepsOf(policy, use),
    ...actionPart(policy, action, parts),
  };
  return { ...head, target: use.target, key: keyOfValue(key) };
}

type Parts = 'whole' | 'apart';

/** Without `use` it refuses. Throws where policy and graph do not belong together. */
export function actionOf(policy: Policy, rule: Rule): { readonly action: Action; readonly use?: Use } {
  const action = routeNamed(policy, rule.route)?.action;
  if (action === undefined) throw new Error(`no route ${rule.route} in ${policy.name}`);
  if (rule.kind === 'refuse') return { action };
  const use = rule.kind === 'canary' ? action.canaries[rule.canary ?? 0] : action.use;
  if (use === undefined) throw new Error(`route ${rule.route} has nothing to use`);
  return { action, use };
}

export function stepsOf(policy: Policy, use: Use): readonly TransformStep[] {
  return use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []);
}

function actionPart(policy: Policy, action: Action, parts: Parts): object {
  const { expects, ...rest } = membersInRegions(ACTION_FIELDS, action);
  const checks = expects?.map((name) => {
    const check = policy.checks.get(name);
    return check && membersInRegions(CHECK_FIELDS, check);
  });
  const copied = action.mirrors.map(({ model }) => targetParts(policy, model, parts));
  return { ...rest, checks, copied };
}

/**
 * Everything under a target, each name once, from the target down: what many share is looked at once. A pool in place
 * has no name of its own: it is called by its words, what it asks of the quality table included.
 */
function targetParts(policy: Policy, name: string, parts: Parts): readonly object[] {
  return [...namesUnder(policy, name)].map((inner) => {
    const model = policy.models.get(inner);
    if (model !== undefined) return { model: inner, ...modelPart(model, parts) };
    const target = policy.targets.get(inner);
    return target === undefined ? { name: inner } : { ...nameOf(inner), ...targetPart(target, parts) };
  });
}

function nameOf(name: string): { readonly name?: string } {
  return name.includes(' ') ? {} : { name };
}

function targetPart(target: Target, parts: Parts): object {
  const { goodEnoughAt, ...rest } = targetMembers(target) as Partial<Target> & { goodEnoughAt?: number };
  // Of a pool that judges prompts, the table does not show what another threshold changes.
  const isWhole = parts === 'whole' || (target.kind === 'pool' && target.byPrompt === true);
  return { kind: target.kind, ...rest, ...(isWhole ? { goodEnoughAt } : {}) };
}

/** Deployments in their order: of equals the first is preferred. */
function modelPart(model: Model, parts: Parts): object {
  const { deployments = [], window, output, can = [], ...rest } = membersInRegions(MODEL_FIELDS, model);
  const fitted = parts === 'whole' ? { window, output, can } : { prefill: can.includes('prefill') };
  const asked = deployments.map((one) => membersInRegions(DEPLOYMENT_FIELDS, one));
  return { ...rest, ...fitted, deployments: asked };
}
