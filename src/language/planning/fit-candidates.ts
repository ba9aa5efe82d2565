/**
 * Which deployments of which models can serve a request at all, asked before weights, pools and fallbacks apply.
 * Every candidate that is taken out leaves a sentence. Must not know targets or the order of attempts.
 */
import type { DeploymentState, Needs, Removed } from '../graph/plan.ts';
import type { Deployment, Model, Policy } from '../semantics/model.ts';
import { formatCount } from '../vocabulary/format-quantity.ts';
import { outputInWindow } from './expected-output.ts';

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
  /** Ids of deployments that could serve but have turned requests down a moment ago. */
  readonly cooling: readonly string[];
  /** Ids of deployments that could serve but whose breaker is open. */
  readonly open: readonly string[];
  readonly removed: readonly Removed[];
}

/** It could serve, and is only given time: a breaker is open, or a provider has asked to wait. */
export function isResting({ kind }: Pick<Removed, 'kind'>): boolean {
  return kind === 'breaker' || kind === 'cooling';
}

const NEEDED = ['tools', 'images', 'json', 'audio'] as const;

export function fitModel(policy: Policy, model: Model, question: FitQuestion): Fit {
  const unfit = whyModelCannot(model, question.needs);
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

function whyModelCannot(model: Model, needs: Needs): Removed | undefined {
  const reserved = outputInWindow(needs, model);
  if (model.window !== undefined && needs.inputTokens + reserved > model.window) {
    const input = formatCount(needs.inputTokens);
    return {
      model: model.name,
      kind: 'window',
      because: `its window of ${formatCount(model.window)} does not hold ${input} input tokens and ${formatCount(reserved)} for the answer`,
    };
  }
  // A model that says nothing about what it can do is taken at nobody's word: it may serve anything.
  if (model.can.length === 0) return undefined;
  const missing = NEEDED.filter((need) => needs[need] && !model.can.includes(need));
  if (missing.length === 0) return undefined;
  return {
    model: model.name,
    kind: 'capability',
    because: `the request needs ${missing.join(' and ')}, which it does not support`,
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
  const region = deployment.region ?? provider?.region;
  if (question.region !== undefined && region !== question.region) {
    return removed('region', `it runs in ${region ?? 'no stated region'}, outside region ${question.region}`);
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
    case 'open':
      return removed('breaker', 'its circuit breaker is open');
    case 'cooling':
      return removed('cooling', 'it is cooling down: its provider turned a request down and may do so again');
  }
}
