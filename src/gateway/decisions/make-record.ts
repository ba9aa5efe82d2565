/**
 * The record of a decision as it is at one moment: what a request learned and what became of its attempts. Decides
 * nothing, writes nothing.
 */
import { type AttemptDocument, passedOver } from '../../language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { readingWords } from '../../language/explaining/reading-words.ts';
import { recordedAttempt } from '../../language/explaining/recorded-plan.ts';
import type { Plan } from '../../language/planning/plan.ts';
import { planFacts, qualityWords } from '../../language/planning/plan-quality.ts';
import { type RecordedInputs, recordInputs } from '../../language/replaying/recorded-inputs.ts';
import { formatCount } from '../../language/vocabulary/format-quantity.ts';
import type { FactValue } from '../../language/vocabulary/value-set.ts';
import { ownerOf } from '../callers/decision-owner.ts';
import type { AttemptRecord, Outcome } from '../dispatch/outcome.ts';
import type { CarriedOut } from '../request/carry-out.ts';
import type { RoutingDecision } from '../request/choose.ts';
import { reasonOf } from '../request/decision-member.ts';
import { admissionError } from '../request/describe-outcome.ts';
import type { RequestContext } from '../request/request-context.ts';
import { LLMR_VERSION } from './llmr-version.ts';
import { passedOverBy, whatStood } from './routes-above.ts';

/** A decision, and its outcome where it was carried out. */
export type Told = Pick<CarriedOut, 'choice' | 'unaffordable'> & Partial<CarriedOut>;

export function makeRecord(
  run: RequestContext,
  carried: Told,
  status: number,
  ending: DecisionRecord['ending'],
): DecisionRecord {
  const { choice, outcome, degraded, unaffordable } = carried;
  const { request, serving, known } = run;
  const { plan, decided } = choice;
  const refused = refusedBy(choice, outcome);
  const skipped = passedOverBy(carried);
  return {
    version: 3,
    llmr: LLMR_VERSION,
    id: request.id,
    time: new Date(request.now).toISOString(),
    owner: ownerOf(request.caller),
    status,
    ending,
    policy: { name: serving.policy.name, hash: serving.hash },
    route: plan.route,
    rule: decided.rule,
    model: modelOf(plan, outcome),
    reason: refused === undefined ? reasonOf(choice, outcome?.attempts.at(-1), degraded) : 'refused',
    asked: decided.asked,
    more: known.size === decided.asked.length ? undefined : orAbsent(otherFacts(run, decided.asked)),
    figures: figuresOf(run),
    phrases: orAbsent(phrasesOf(run, carried)),
    plan: plan.attempts.map(recordedAttempt),
    propensity: plan.propensity,
    explored: plan.explored === undefined ? undefined : true,
    removed: orAbsent(removedBy(plan, unaffordable, skipped.also)),
    passedOver: skipped.passedOver.length === 0 ? undefined : skipped.passedOver.map(passedOver),
    transforms: outcome !== undefined && 'changes' in outcome ? orAbsent(outcome.changes ?? []) : undefined,
    attempts: outcome?.attempts.map((attempt) => attemptDocument(attempt, request.began)),
    budgets: run.budget.documents(),
    refused: refused && { status: refused.status, message: refused.message },
    worstCase: plan.worstCase,
    notes: orAbsent(notesOf(run)),
    inputs: inputsOf(run, choice),
  };
}

function orAbsent<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The model that answered, or that would be called first. */
export function modelOf(plan: Plan, outcome: Outcome | undefined): string | null {
  return (outcome === undefined ? plan.attempts[0] : outcome.attempts.at(-1))?.model ?? null;
}

export function refusedBy(
  choice: RoutingDecision,
  outcome: Outcome | undefined,
): { readonly status: number; readonly message: string } | undefined {
  if (outcome === undefined) return choice.plan.refusal;
  if (outcome.kind === 'not-admitted') {
    const { status, message } = admissionError(outcome.admission);
    return { status, message };
  }
  return outcome.kind === 'failed' ? choice.plan.orRefuse : undefined;
}

export function phrasesOf(run: RequestContext, carried: Told): readonly string[] {
  const { plan } = carried.choice;
  const stood = whatStood(run, carried);
  const graded = plan.attempts.some(({ goodEnoughAt }) => goodEnoughAt !== undefined);
  const chosen = graded ? qualityWords(run.serving.policy, plan, ({ id }) => run.known.get(id)) : undefined;
  const limit = carried.outcome === undefined ? limitToSend(plan) : undefined;
  if (chosen === undefined && limit === undefined) return stood;
  return [...stood, ...(chosen ? [chosen] : []), ...(limit ? [limit] : [])];
}

/** Before anything was sent. */
function limitToSend({ attempts: [first] }: Plan): string | undefined {
  return first?.outputLimit === undefined
    ? undefined
    : `output limit of ${formatCount(first.outputLimit)} tokens to be sent`;
}

function removedBy(
  { removed }: Plan,
  unaffordable: Told['unaffordable'],
  also: Plan['removed'],
): Plan['removed'] {
  return unaffordable.length === 0 && also.length === 0 ? removed : [...removed, ...unaffordable, ...also];
}

function otherFacts({ serving: { graph }, known }: RequestContext, asked: readonly number[]): string[] {
  const own = new Set(asked.map((number) => graph.facts[number]?.id));
  return [...known.keys()].filter((id) => !own.has(id));
}

function notesOf(run: RequestContext): readonly string[] {
  const notes = [...run.callerNotes, ...run.factNotes(), ...run.budget.notes(), ...run.limits.notes()];
  if (run.counted()?.method === 'capped')
    notes.push('input tokens are an estimate: the request is too large to count exactly');
  return notes;
}

const NO_NOTES: ReadonlyMap<string, string> = new Map();

/** `intent refund 0.91 (needs 0.78, second look)`: figures shown with a fact, by fact id. */
export function figureNotes(run: RequestContext): ReadonlyMap<string, string> {
  const unread = run.unread();
  const found = run.reading();
  if (unread.size === 0 && found === undefined) return NO_NOTES;
  const notes = new Map<string, string>();
  for (const [group, why] of unread) notes.set(group, `(${why})`);
  if (found !== undefined) notes.set(found.group, readingWords(found.reading));
  return notes;
}

function figuresOf(run: RequestContext): DecisionRecord['figures'] {
  const notes = figureNotes(run);
  return notes.size === 0 ? undefined : Object.fromEntries(notes);
}

/**
 * What replaying needs, including facts that cost nothing and that no condition read, because a later policy may read
 * them.
 */
function inputsOf(
  { request, serving, known, sources }: RequestContext,
  { seen, decided }: RoutingDecision,
): RecordedInputs {
  const { view } = request;
  const { tier, team } = sources.caller;
  const more: Record<string, FactValue> = {
    'asked for': view.model,
    endpoint: view.endpoint,
    tier,
    team,
    messages: view.messageCount,
    images: view.imageCount,
    'request has streaming': view.stream,
  };
  for (const { id } of planFacts(serving.policy, serving.graph, decided.rule))
    more[id] ??= known.get(id) ?? null;
  return recordInputs(serving.graph.facts, known, seen, more);
}

/** `began`: of the request, on the clock of the attempts. */
function attemptDocument(record: AttemptRecord, began: number): AttemptDocument {
  const { model, deployment, usage, beganAt } = record;
  return {
    model,
    deployment: deployment === model ? undefined : deployment,
    hedge: record.hedge,
    outcome: record.outcome,
    class: record.class,
    status: record.status,
    message: record.message,
    code: record.code,
    param: record.param,
    providerMessage: record.providerMessage,
    startMs: beganAt === undefined ? undefined : Math.round((beganAt - began) * 10) / 10,
    ms: record.ms,
    firstChunkMs: record.firstChunkMs,
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens,
    cachedTokens: usage?.cachedTokens,
    cacheWriteTokens: usage?.cacheWriteTokens,
    reasoningTokens: usage?.reasoningTokens,
    costUsd: record.costUsd,
    usageNote: record.usageNote,
    checks: record.checks,
    repeats: record.repeats,
    changes: record.changes,
  };
}
