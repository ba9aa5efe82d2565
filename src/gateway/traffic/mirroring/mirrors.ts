/**
 * Mirrored copies of requests to other models, sent after the answer has begun: no request waits for them, no caller
 * pays for them, and their number in flight is limited; beyond it they are dropped and counted. A copy is sent
 * unstreamed, once, without retry or fallback. Its text is discarded; its result is recorded. Knows no HTTP.
 */
import type { MirrorDocument } from '../../../language/explaining/decision-document.ts';
import { boundsSpend, needsAfter } from '../../../language/planning/expected-output.ts';
import { fitModel } from '../../../language/planning/fit-candidates.ts';
import { limitOf, routeNamed } from '../../../language/planning/make-plan.ts';
import type { Plan } from '../../../language/planning/plan.ts';
import { shareOf } from '../../../language/planning/share.ts';
import type { Model } from '../../../language/semantics/model.ts';
import type { Outcome } from '../../dispatch/outcome.ts';
import type { RoutingDecision } from '../../request/choose.ts';
import type { RequestContext } from '../../request/request-context.ts';
import { describeThrown } from '../../secrets/describe-thrown.ts';

export interface Mirrors {
  /** Sends the copies of the route's `mirror` lines. Returns at once and never throws. */
  copy(run: RequestContext, choice: RoutingDecision): void;
  /** The results of a request's copies, once all of them have ended; undefined: it has none. Never rejects. */
  of(run: RequestContext): Promise<readonly MirrorDocument[]> | undefined;
  /** Cancels copies in flight. */
  close(): Promise<void>;
}

export interface MirrorOptions {
  /** Most copies in flight. */
  readonly most: number;
  readonly onCopy: (run: RequestContext, route: string, copy: MirrorDocument) => void;
  readonly onTrouble: (message: string) => void;
}

export const MOST_COPIES = 8;

export function createMirrors({ most, onCopy, onTrouble }: MirrorOptions): Mirrors {
  const copies = new WeakMap<RequestContext, Promise<readonly MirrorDocument[]>>();
  const underWay = new Map<AbortController, Promise<unknown>>();

  async function send(run: RequestContext, choice: RoutingDecision, model: Model): Promise<MirrorDocument> {
    if (underWay.size >= most) {
      return { model: model.name, outcome: 'dropped', because: `${most} copies are already in flight` };
    }
    const plan = copyPlan(run, choice, model);
    if (typeof plan === 'string') return { model: model.name, outcome: 'skipped', because: plan };
    const leaving = new AbortController();
    const sending = dispatched(run, plan, model, leaving.signal);
    underWay.set(leaving, sending);
    try {
      return told(model.name, await sending);
    } finally {
      underWay.delete(leaving);
    }
  }

  return {
    copy(run, choice) {
      const models = drawn(run, choice.plan.route);
      if (models.length === 0) return;
      const sent = models.map(async (model) => {
        const copy = await send(run, choice, model).catch((error: unknown): MirrorDocument => {
          onTrouble(`a copy to ${model.name} could not be sent: ${describeThrown(error)}`);
          return { model: model.name, outcome: 'failed', because: 'it could not be sent' };
        });
        onCopy(run, choice.plan.route, copy);
        return copy;
      });
      copies.set(run, Promise.all(sent));
    },
    of: (run) => copies.get(run),
    async close() {
      for (const leaving of underWay.keys()) leaving.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Drawn by the request id, independently per line. */
function drawn({ request, serving: { policy } }: RequestContext, route: string): readonly Model[] {
  const mirrors = routeNamed(policy, route)?.action.mirrors ?? [];
  return mirrors.flatMap(({ share, model }) => {
    const found = policy.models.get(model);
    return found !== undefined && shareOf(request.id, `mirror\0${route}\0${model}`) < share ? [found] : [];
  });
}

/** One attempt, with the route's transforms and the policy's deadlines; a message where the model cannot serve it. */
function copyPlan(run: RequestContext, { plan }: RoutingDecision, model: Model): Plan | string {
  const { policy, stateFor, whyNoKey } = run.serving;
  const state = (deployment: string) => stateFor(deployment, run.request.dialect);
  const { refusal: _, orRefuse: __, checkRetries: ___, ...rest } = plan;
  const needs = needsAfter(run.needs, plan.transforms);
  const fit = fitModel(policy, model, { needs, state, whyNoKey });
  if (fit.ready.length === 0) return fit.removed[0]?.because ?? 'it has no deployment';
  const { deadlines } = policy;
  const limit = limitOf(needs, model, boundsSpend(policy));
  return {
    ...rest,
    reason: 'mirror',
    attempts: [{ model: model.name, deployments: fit.ready, deadlines, retries: 0, moves: {}, ...limit }],
    onBrokenStream: 'error',
    holdUntilComplete: false,
    whole: deadlines.whole,
    worstCase: { attempts: 1, ms: deadlines.whole },
  };
}

function dispatched(run: RequestContext, plan: Plan, model: Model, signal: AbortSignal): Promise<Outcome> {
  const { request, serving } = run;
  const needs = needsAfter(run.needs, plan.transforms);
  return serving.dispatcher.dispatch(
    plan,
    {
      dialect: request.dialect,
      body: request.body.bytes,
      json: request.body.json,
      stream: false,
      needs,
      headers: {},
      signal,
      id: `${request.id}-mirror`,
      decisionMember: () => undefined,
    },
    // No limits apply, and no budget per caller: only budgets that all callers share.
    { admit: () => run.copyBudget().admit({ model, route: plan.route, label: plan.label, needs }) },
  );
}

function told(model: string, outcome: Outcome): MirrorDocument {
  if (outcome.kind === 'not-admitted') {
    return { model, outcome: 'skipped', because: outcome.admission.message };
  }
  const record = outcome.attempts.at(-1);
  if (record === undefined) return { model, outcome: 'aborted' };
  const { deployment, class: failure, status, ms, usage, costUsd } = record;
  return {
    model,
    ...(deployment === model ? {} : { deployment }),
    outcome: outcome.kind === 'answered' ? 'answered' : outcome.kind === 'failed' ? 'failed' : 'aborted',
    ...(failure === undefined ? {} : { class: failure }),
    ...(status === undefined ? {} : { status }),
    ms,
    ...(usage === undefined ? {} : { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
