/**
 * Records a decision: makes the document for headers, trace and log from what the stages returned. Decides nothing.
 */
import {
  type AttemptDocument,
  type DecisionDocument,
  decisionDocument,
} from '../../language/explaining/decision-document.ts';
import { readingWords } from '../../language/explaining/reading-words.ts';
import { explainDecision } from '../../language/graph/explain.ts';
import { routeNamed } from '../../language/planning/make-plan.ts';
import type { Plan } from '../../language/planning/plan.ts';
import { planFacts, qualityWords } from '../../language/planning/plan-quality.ts';
import { type RecordedInputs, recordInputs } from '../../language/replaying/recorded-inputs.ts';
import { formatCount } from '../../language/vocabulary/format-quantity.ts';
import type { AttemptRecord, Outcome, Usage } from '../dispatch/outcome.ts';
import type { Answering } from '../request/answer.ts';
import type { CarriedOut } from '../request/carry-out.ts';
import type { Choice } from '../request/choose.ts';
import { reasonOf } from '../request/decision-member.ts';
import { admissionError, tellFailures } from '../request/describe-outcome.ts';
import type { Run } from '../request/run.ts';
import type { Service } from '../service.ts';
import { decisionHeaders, type HeaderOptions } from './decision-headers.ts';
import { passedOverBy, whatStood } from './routes-above.ts';

/** A decision, and its outcome where it was carried out. */
type Told = Pick<CarriedOut, 'choice' | 'unaffordable'> & Partial<CarriedOut>;

export function createAnswering(service: Service, run: Run, carried: Told): Answering {
  const { choice, outcome } = carried;
  const told = explainDecision(
    run.serving.policy,
    run.serving.graph,
    choice.decided,
    run.known,
    notesOf(run),
  );
  const score = run.reading()?.reading.confidence;
  const answeredAt = performance.now();
  const timing = () => ({
    facts: choice.factsMs,
    decide: choice.decideMs,
    ...(outcome === undefined
      ? {}
      : { upstream: answeredAt - run.request.began - choice.factsMs - choice.decideMs }),
  });
  return {
    document: () => documentOf(run, carried, told),
    record(document, ending, status) {
      const decisionMs = choice.factsMs + choice.decideMs;
      service.record({ document, ending, status, decisionMs, run, inputs: () => inputsOf(run, choice) });
    },
    headers(document) {
      const options: HeaderOptions = {
        trace: run.request.wantsTrace,
        timing: timing(),
        simulated: outcome?.kind === 'answered' && isSimulated(run, outcome),
        ...(score === undefined ? {} : { score }),
      };
      return {
        ...run.limits.headers(),
        ...decisionHeaders(document, options),
        'x-request-id': run.request.id,
      };
    },
  };
}

function isSimulated({ serving }: Run, { attempts }: Outcome): boolean {
  const answered = attempts.at(-1);
  return answered !== undefined && serving.simulated(answered.deployment);
}

function documentOf(run: Run, carried: Told, told: ReturnType<typeof explainDecision>): DecisionDocument {
  const { choice, outcome, degraded, unaffordable } = carried;
  const { policy, hash } = run.serving;
  const plan = { ...choice.plan, removed: [...choice.plan.removed, ...unaffordable] };
  const route = routeNamed(policy, plan.route);
  if (route === undefined) throw new Error(`policy ${policy.name} has no route ${plan.route}`);
  const attempts = outcome?.attempts ?? [];
  const failures = tellFailures(attempts);
  const refused = refusedBy(choice, outcome);
  const chosen = qualityWords(policy, plan, ({ id }) => run.known.get(id));
  const why = [
    told.explain,
    ...whatStood(run, carried),
    ...(chosen ? [chosen] : []),
    ...(refused ? [refused.message] : []),
    ...changesOf(plan, outcome),
  ].join('; ');
  return decisionDocument({
    policy,
    hash,
    route,
    known: run.known,
    path: told.path,
    skipped: told.skipped,
    explain: failures === '' ? why : `${why}; ${failures}`,
    plan,
    ...passedOverBy(carried),
    budgets: run.budget.documents(),
    reason: refused === undefined ? reasonOf(choice, attempts.at(-1), degraded) : 'refused',
    model: outcome === undefined ? (plan.attempts[0]?.model ?? null) : (attempts.at(-1)?.model ?? null),
    id: run.request.id,
    ...(outcome === undefined
      ? {}
      : { attempts: attempts.map((record) => attemptDocument(record, run.request.began)) }),
    ...(outcome === undefined || !('changes' in outcome) ? {} : { transforms: outcome.changes }),
    ...(refused === undefined ? {} : { refused }),
    notes: [
      ...run.callerNotes,
      ...run.factNotes(),
      ...run.budget.notes(),
      ...run.limits.notes(),
      ...countNotes(run),
    ],
  });
}

/** How the last upstream's request differed from the caller's; before anything was sent, how it would differ. */
function changesOf(plan: Plan, outcome: Outcome | undefined): readonly string[] {
  if (outcome !== undefined) return outcome.attempts.at(-1)?.changes ?? [];
  const limit = plan.attempts[0]?.outputLimit;
  return limit === undefined ? [] : [`output limit of ${formatCount(limit)} tokens to be sent`];
}

/**
 * What replaying needs, including facts that cost nothing and that no condition read, because a later policy may read
 * them.
 */
function inputsOf({ request, serving, known, sources }: Run, { seen, decided }: Choice): RecordedInputs {
  const { view } = request;
  const planned = planFacts(serving.policy, serving.graph, decided.rule).map(({ id }) => id);
  const { tier, team } = sources.caller;
  return recordInputs(serving.graph.facts, known, seen, {
    ...Object.fromEntries(planned.map((id) => [id, known.get(id) ?? null])),
    'asked for': view.model,
    endpoint: view.endpoint,
    tier,
    team,
    messages: view.messageCount,
    images: view.imageCount,
    'request has streaming': view.stream,
  });
}

function refusedBy(
  choice: Choice,
  outcome: Outcome | undefined,
): { status: number; message: string } | undefined {
  if (outcome === undefined) return choice.plan.refusal;
  if (outcome.kind === 'not-admitted') {
    const { status, message } = admissionError(outcome.admission);
    return { status, message };
  }
  return outcome.kind === 'failed' ? choice.plan.orRefuse : undefined;
}

/** `began`: of the request, on the clock of the attempts. */
function attemptDocument(record: AttemptRecord, began: number): AttemptDocument {
  const { model, deployment, usage } = record;
  return {
    model,
    ...(deployment === model ? {} : { deployment }),
    ...(record.hedge === undefined ? {} : { hedge: record.hedge }),
    outcome: record.outcome,
    ...(record.class === undefined ? {} : { class: record.class }),
    ...(record.status === undefined ? {} : { status: record.status }),
    ...(record.message === undefined ? {} : { message: record.message }),
    ...(record.code === undefined ? {} : { code: record.code }),
    ...(record.param === undefined ? {} : { param: record.param }),
    ...(record.providerMessage === undefined ? {} : { providerMessage: record.providerMessage }),
    ...(record.beganAt === undefined ? {} : { startMs: Math.round((record.beganAt - began) * 10) / 10 }),
    ms: record.ms,
    ...(record.firstChunkMs === undefined ? {} : { firstChunkMs: record.firstChunkMs }),
    ...tokensOf(usage),
    ...(record.costUsd === undefined ? {} : { costUsd: record.costUsd }),
    ...(record.usageNote === undefined ? {} : { usageNote: record.usageNote }),
    ...(record.checks === undefined ? {} : { checks: record.checks }),
    ...(record.repeats === undefined ? {} : { repeats: record.repeats }),
    ...(record.changes === undefined ? {} : { changes: record.changes }),
  };
}

function tokensOf(usage: Usage | undefined): Partial<AttemptDocument> {
  if (usage === undefined) return {};
  const { inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens } = usage;
  return {
    inputTokens,
    outputTokens,
    ...(cachedTokens === undefined ? {} : { cachedTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  };
}

/** `intent refund 0.91 (needs 0.78, second look)`: figures shown with a fact, by fact id. */
function notesOf(run: Run): Map<string, string> {
  const unread = [...run.unread()].map(([group, why]): [string, string] => [group, `(${why})`]);
  const notes = new Map(unread);
  const found = run.reading();
  if (found !== undefined) notes.set(found.group, readingWords(found.reading));
  return notes;
}

function countNotes(run: Run): string[] {
  const method = run.counted()?.method;
  return method === 'capped'
    ? ['input tokens are an estimate: the request is too large to count exactly']
    : [];
}
