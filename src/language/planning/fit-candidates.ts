/**
 * Which deployments of which models can serve a request at all, checked before weights, pools and fallbacks apply.
 * Every removed candidate leaves a reason. Must not know targets or the order of attempts.
 */

import type { Deployment, Model, Policy } from '../semantics/model.ts';
import { formatCount } from '../vocabulary/format-quantity.ts';
import type { DeploymentState, Needs, Removed } from './plan.ts';
import { isWithin, lacksOf, mostInput, regionOf } from './requirements.ts';

export interface FitQuestion {
  /** After transforms. */
  readonly needs: Needs;
  /** `within region`. */
  readonly region?: string;
  state(deployment: string): DeploymentState;
  whyNoKey?(deployment: string): string | undefined;
}

export interface Fit {
  /** Ids of deployments that can serve and are healthy, in declared order. */
  readonly ready: readonly string[];
  /** Ids of deployments that could serve but are cooling down. */
  readonly cooling: readonly string[];
  /** Ids of deployments that could serve but whose breaker is open. */
  readonly open: readonly string[];
  readonly removed: readonly Removed[];
}

/** It could serve, but must wait: a breaker is open, or a provider has asked to wait. */
export function isResting({ kind }: Pick<Removed, 'kind'>): boolean {
  return kind === 'breaker' || kind === 'cooling';
}

export function fitModel(policy: Policy, model: Model, question: FitQuestion): Fit {
  // A model outside the region cannot serve any request, so that is the reason.
  const isInside = model.deployments.some((deployment) => isWithin(policy, deployment, question.region));
  const unfit = isInside ? whyModelCannot(model, question.needs) : undefined;
  if (unfit) return { ready: [], cooling: [], open: [], removed: [unfit] };

  const ready: string[] = [];
  const cooling: string[] = [];
  const open: string[] = [];
  const removed: Removed[] = [];
  for (const deployment of model.deployments) {
    const gone = whyDeploymentCannot(policy, model, deployment, question);
    if (gone) removed.push(gone);
    if (!gone) ready.push(deployment.id);
    else if (gone.kind === 'cooling') cooling.push(deployment.id);
    else if (gone.kind === 'breaker') open.push(deployment.id);
  }
  return { ready, cooling, open, removed };
}

/** What it cannot do comes before its window: a shorter request would not help there. */
function whyModelCannot(model: Model, needs: Needs): Removed | undefined {
  const missing = lacksOf(model).filter((need) => needs[need]);
  if (missing.length > 0)
    return {
      model: model.name,
      kind: 'capability',
      because: `the request needs ${missing.join(' and ')}, which it does not support`,
    };
  const most = mostInput(model, needs);
  if (model.window === undefined || needs.inputTokens <= most) return undefined;
  const [input, reserved] = [formatCount(needs.inputTokens), formatCount(model.window - most)];
  return {
    model: model.name,
    kind: 'window',
    because: `its window of ${formatCount(model.window)} is too small for ${input} input tokens and ${reserved} for the answer`,
  };
}

function whyDeploymentCannot(
  policy: Policy,
  model: Model,
  deployment: Deployment,
  question: FitQuestion,
): Removed | undefined {
  const removed = (kind: Removed['kind'], because: string): Removed => ({
    model: model.name,
    deployment: deployment.id,
    kind,
    because,
  });
  const provider = policy.providers.get(deployment.provider);
  if (!isWithin(policy, deployment, question.region)) {
    const runs = regionOf(policy, deployment) ?? 'no stated region';
    return removed('region', `it runs in ${runs}, outside region ${question.region}`);
  }
  switch (question.state(deployment.id)) {
    case 'ready':
      return undefined;
    case 'no-key':
      return removed(
        'no-key',
        question.whyNoKey?.(deployment.id) ??
          `${provider?.keyVariable ?? 'the key of its provider'} is not set`,
      );
    case 'not-callable':
      return removed('not-callable', `its provider speaks ${provider?.speaks}, which is not callable yet`);
    case 'other-dialect':
      return removed(
        'dialect',
        `its provider speaks ${provider?.speaks}, and the request is in another dialect`,
      );
    case 'open':
      return removed('breaker', 'its circuit breaker is open');
    case 'cooling':
      return removed('cooling', 'it is cooling down: its provider refused a request and may refuse more');
  }
}
