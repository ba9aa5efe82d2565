/**
 * Records a decision: what headers need while the request is answered, and the record of which everything else is
 * derived later. Decides nothing.
 */
import { type AttemptDocument, plannedDocument } from '../../language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { readingWords } from '../../language/explaining/reading-words.ts';
import { recordedDocument, sentenceOf } from '../../language/explaining/recorded-document.ts';
import { routeNamed } from '../../language/planning/make-plan.ts';
import type { Plan } from '../../language/planning/plan.ts';
import { planFacts, qualityWords } from '../../language/planning/plan-quality.ts';
import { type RecordedInputs, recordInputs } from '../../language/replaying/recorded-inputs.ts';
import type { Policy } from '../../language/semantics/model.ts';
import { formatCount } from '../../language/vocabulary/format-quantity.ts';
import { ownerOf } from '../callers/decision-owner.ts';
import type { AttemptRecord, Outcome, Usage } from '../dispatch/outcome.ts';
import type { Answering } from '../request/answer.ts';
import type { CarriedOut } from '../request/carry-out.ts';
import type { Choice } from '../request/choose.ts';
import { reasonOf } from '../request/decision-member.ts';
import { admissionError } from '../request/describe-outcome.ts';
import type { Run } from '../request/run.ts';
import type { Service } from '../service.ts';
import { decisionHeaders } from './decision-headers.ts';
import { LLMR_VERSION } from './llmr-version.ts';
import { passedOverBy, whatStood } from './routes-above.ts';

/** A decision, and its outcome where it was carried out. */
type Told = Pick<CarriedOut, 'choice' | 'unaffordable'> & Partial<CarriedOut>;

export function createAnswering(service: Service, run: Run, carried: Told): Answering {
  const { choice, outcome } = carried;
  const { id } = run.request;
  const answeredAt = performance.now();
  const made = (status: number, ending: DecisionRecord['ending']): DecisionRecord =>
    recordOf(run, carried, status, ending);
  return {
    pending(status) {
      service.pending(id, run.request.caller, () => made(status, 'unanswered'));
    },
    record(ending, status) {
      const decisionMs = choice.factsMs + choice.decideMs;
      const kind = typeof ending === 'string' ? ending : ending.kind;
      service.record({ record: made(status, kind), run, decisionMs });
    },
    document: () => recordedDocument(made(200, 'planned'), run.serving),
    headers() {
      const { factsMs, decideMs } = choice;
      const upstream =
        outcome === undefined ? {} : { upstream: answeredAt - run.request.began - factsMs - decideMs };
      const score = run.reading()?.reading.confidence;
      const seen = seenBy(run, carried);
      return {
        ...run.limits.headers(),
        ...decisionHeaders(seen, {
          ...(run.request.wantsTrace
            ? { trace: recordedDocument(made(200, 'unanswered'), run.serving) }
            : {}),
          timing: { facts: factsMs, decide: decideMs, ...upstream },
          simulated: outcome?.kind === 'answered' && isSimulated(run, outcome),
          ...(score === undefined ? {} : { score }),
        }),
        'x-request-id': id,
      };
    },
  };
}

/** What headers show of a decision. */
function seenBy(run: Run, carried: Told): Parameters<typeof decisionHeaders>[0] {
  const { choice, outcome, degraded } = carried;
  const { policy, hash, lines } = run.serving;
  const { plan, decided } = choice;
  const route = routeIn(policy, plan.route);
  const attempts = outcome?.attempts;
  const refused = refusedBy(choice, outcome);
  const phrases = phrasesOf(run, carried);
  const path = lines.line(decided, run.known, notesOf(run));
  const passedOver = passedOverBy(carried).passedOver;
  return {
    id: run.request.id,
    policy: { name: policy.name, hash },
    route: route.name,
    at: { file: route.at.path, line: route.at.line },
    model: modelOf(plan, outcome),
    reason: refused === undefined ? reasonOf(choice, attempts?.at(-1), degraded) : 'refused',
    explain: sentenceOf(path, {
      phrases,
      ...(refused === undefined ? {} : { refused }),
      ...(attempts === undefined ? {} : { attempts }),
    }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(passedOver.length === 0 ? {} : { passedOver: passedOver.map(named) }),
  };
}

function recordOf(run: Run, carried: Told, status: number, ending: DecisionRecord['ending']): DecisionRecord {
  const { choice, outcome, degraded, unaffordable } = carried;
  const { request, serving, known } = run;
  const { plan, decided } = choice;
  const attempts = outcome?.attempts.map((record) => attemptDocument(record, request.began));
  const refused = refusedBy(choice, outcome);
  const { passedOver, also } = passedOverBy(carried);
  const removed = [...plan.removed, ...unaffordable, ...also];
  const notes = allNotes(run);
  const figures = notesOf(run);
  const phrases = phrasesOf(run, carried);
  const more = known.size === decided.asked.length ? [] : otherFacts(run, decided.asked);
  return {
    version: 2,
    llmr: LLMR_VERSION,
    id: request.id,
    time: new Date(request.now).toISOString(),
    owner: ownerOf(request.caller),
    status,
    ending,
    policy: { name: serving.policy.name, hash: serving.hash },
    route: routeIn(serving.policy, plan.route).name,
    rule: decided.rule,
    model: modelOf(plan, outcome),
    reason: refused === undefined ? reasonOf(choice, outcome?.attempts.at(-1), degraded) : 'refused',
    asked: decided.asked,
    ...(more.length === 0 ? {} : { more }),
    ...(figures.size === 0 ? {} : { figures: Object.fromEntries(figures) }),
    ...(phrases.length === 0 ? {} : { phrases }),
    plan: plan.attempts.map(plannedDocument),
    ...(plan.propensity === undefined ? {} : { propensity: plan.propensity }),
    ...(plan.explored === undefined ? {} : { explored: true }),
    ...(removed.length === 0 ? {} : { removed }),
    ...(passedOver.length === 0 ? {} : { passedOver: passedOver.map(named) }),
    ...(outcome === undefined || !('changes' in outcome) || !outcome.changes?.length
      ? {}
      : { transforms: outcome.changes }),
    ...(attempts === undefined ? {} : { attempts }),
    budgets: run.budget.documents(),
    ...(refused === undefined ? {} : { refused: { status: refused.status, message: refused.message } }),
    worstCase: plan.worstCase,
    ...(notes.length === 0 ? {} : { notes }),
    inputs: inputsOf(run, choice),
  };
}

function routeIn(policy: Policy, name: string): NonNullable<ReturnType<typeof routeNamed>> {
  const route = routeNamed(policy, name);
  if (route === undefined) throw new Error(`policy ${policy.name} has no route ${name}`);
  return route;
}

/** The model that answered, or that would be called first. */
function modelOf(plan: Plan, outcome: Outcome | undefined): string | null {
  return (outcome === undefined ? plan.attempts[0] : outcome.attempts.at(-1))?.model ?? null;
}

function phrasesOf(run: Run, carried: Told): string[] {
  const { policy } = run.serving;
  const { plan } = carried.choice;
  const chosen = qualityWords(policy, plan, ({ id }) => run.known.get(id));
  return [
    ...whatStood(run, carried),
    ...(chosen ? [chosen] : []),
    ...(carried.outcome === undefined ? limitToSend(plan) : []),
  ];
}

/** Before anything was sent. */
function limitToSend({ attempts: [first] }: Plan): string[] {
  return first?.outputLimit === undefined
    ? []
    : [`output limit of ${formatCount(first.outputLimit)} tokens to be sent`];
}

function otherFacts({ serving: { graph }, known }: Run, asked: readonly number[]): string[] {
  const own = new Set(asked.map((number) => graph.facts[number]?.id));
  return [...known.keys()].filter((id) => !own.has(id));
}

function allNotes(run: Run): string[] {
  return [
    ...run.callerNotes,
    ...run.factNotes(),
    ...run.budget.notes(),
    ...run.limits.notes(),
    ...countNotes(run),
  ];
}

function named({
  model,
  deployment,
  kind,
}: Plan['removed'][number]): NonNullable<DecisionRecord['passedOver']>[number] {
  return { model, ...(deployment === undefined || deployment === model ? {} : { deployment }), kind };
}

function isSimulated({ serving }: Run, { attempts }: Outcome): boolean {
  const answered = attempts.at(-1);
  return answered !== undefined && serving.simulated(answered.deployment);
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
