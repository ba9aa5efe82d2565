/**
 * A decision as one JSON document (language.md section 12): the same for `llmr explain --json`, `POST /v1/route` and
 * `/v1/decisions/{id}`. Only assembles what was decided; conditions are described by `graph/explain.ts`. Never
 * contains prompt text, keys or end-user ids, except where `reveal` allows values that the reader has given.
 */
import type { JudgedMember, Plan, PlannedAttempt, Reason, Removed } from '../planning/plan.ts';
import type { FailureClass } from '../semantics/failures.ts';
import type { Deadlines, Place, Policy } from '../semantics/model.ts';
import { formatFactValue } from '../vocabulary/fact-json.ts';
import { FACTS, type FactKind } from '../vocabulary/facts.ts';
import type { FactSpec, KnownFacts } from '../vocabulary/value-set.ts';

export interface DecisionDocument {
  readonly version: 1;
  readonly id?: string;
  readonly policy: { readonly name: string; readonly hash: string; readonly file: string };
  readonly route: string;
  readonly at: { readonly file: string; readonly line: number };
  /** The model that answered, or would be called first; null when none is called. */
  readonly model: string | null;
  readonly reason: Reason;
  readonly explain: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  readonly path: readonly {
    readonly fact: string;
    readonly value: string | number | boolean | null;
    readonly branch: string;
  }[];
  readonly skipped: readonly SkippedRoute[];
  readonly plan: readonly PlannedDocument[];
  /** Where a pool explores: the probability with which the plan's first model was chosen. */
  readonly propensity?: number;
  /** A pool chose the plan's first model at random: `explore`. */
  readonly explored?: true;
  /** Candidates that cannot serve, or were skipped. */
  readonly removed: readonly Removed[];
  /** Those of them that explain the answer or the refusal; absent where there are none. */
  readonly passedOver?: readonly PassedOver[];
  /** What transforms changed in the request; absent where they changed nothing, or nothing was sent. */
  readonly transforms?: readonly string[];
  readonly label?: string;
  readonly because?: string;
  readonly attempts?: readonly AttemptDocument[];
  readonly budgets: readonly BudgetDocument[];
  readonly refused?: { readonly status: number; readonly message: string };
  /** Upper bounds: attempts, and milliseconds for all of them. */
  readonly worstCase: Plan['worstCase'];
  /** Unusual circumstances: an estimate, a store that did not answer. */
  readonly notes?: readonly string[];
  /** Mirrored copies, once they have ended. */
  readonly mirror?: readonly MirrorDocument[];
}
/** A copy: `dropped` where too many were in flight, `skipped` where its model could not serve it. */
export interface MirrorDocument extends Partial<Omit<AttemptDocument, 'model' | 'outcome'>> {
  readonly model: string;
  readonly outcome: 'answered' | 'failed' | 'aborted' | 'dropped' | 'skipped';
  readonly because?: string;
  /** The copy's figures less those of the answer the caller got. */
  readonly than?: {
    readonly model: string;
    readonly ms?: number;
    readonly costUsd?: number;
    readonly outputTokens?: number;
  };
}
type PassedOver = Pick<Removed, 'model' | 'deployment' | 'kind'>;

export interface SkippedRoute {
  readonly route: string;
  readonly line: number;
  readonly because: string;
}
export interface PlannedDocument {
  readonly model: string;
  readonly deployment?: string;
  readonly deadlines: Deadlines;
  /** Failure classes that lead to another attempt. */
  readonly on: readonly FailureClass[];
  readonly retries?: number;
  readonly arm?: string;
  /** What the prompt file predicts of the members of the pool that chose the model. */
  readonly judged?: readonly (Pick<JudgedMember, 'model'> & JudgedMember['verdict'])[];
}
/** Members that may be absent may also be undefined: objects of one shape are made faster. */
export interface AttemptDocument {
  readonly model: string;
  readonly deployment?: string | undefined;
  /** A second call in parallel to a slow one. */
  readonly hedge?: true | undefined;
  readonly outcome: string;
  readonly class?: FailureClass | undefined;
  readonly status?: number | undefined;
  /** In llmr's own words. */
  readonly message?: string | undefined;
  /** As the provider named them, where they can be verified. */
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  /** The provider's own message; visible only to admins, and only where it is kept. */
  readonly providerMessage?: string | undefined;
  /** Milliseconds after the request came in. */
  readonly startMs?: number | undefined;
  readonly ms: number;
  readonly firstChunkMs?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Of the input tokens: read from the provider's cache, and written to it. */
  readonly cachedTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  /** Of the output tokens. */
  readonly reasoningTokens?: number | undefined;
  readonly costUsd?: number | undefined;
  /** Why the tokens differ from the provider's report. */
  readonly usageNote?: string | undefined;
  /** Events of the stream that could not be read and held nothing of the answer. */
  readonly skippedEvents?: number | undefined;
  /** How the request to this upstream differed from the caller's: `output limit lowered to 1k tokens`. */
  readonly changes?: readonly string[] | undefined;
  /** The results of the route's checks. */
  readonly checks?:
    | readonly { readonly check: string; readonly ok: boolean; readonly because?: string }[]
    | undefined;
  /** Why it was sent more than once, if so. */
  readonly repeats?: readonly string[] | undefined;
}
export interface BudgetDocument {
  readonly name: string;
  readonly usedPercent: number | null;
  readonly reservedUsd?: number;
}

export interface Told {
  readonly policy: Policy;
  readonly hash: string;
  readonly route: { readonly name: string; readonly at: Place; readonly because?: string };
  readonly known: KnownFacts;
  readonly path: DecisionDocument['path'];
  readonly skipped: readonly SkippedRoute[];
  readonly explain: string;
  readonly plan: Plan;
  /** Skipped after planning. */
  readonly also?: readonly Removed[];
  readonly passedOver?: readonly Removed[];
  readonly budgets: readonly BudgetDocument[];
  readonly reason?: Reason;
  readonly model?: string | null;
  readonly id?: string;
  readonly attempts?: readonly AttemptDocument[];
  readonly transforms?: readonly string[];
  readonly refused?: { readonly status: number; readonly message: string };
  readonly notes?: readonly string[];
  /** `all` only for facts that the reader has given: `llmr explain`. */
  readonly reveal?: 'open' | 'all';
}

export function decisionDocument(told: Told): DecisionDocument {
  const { policy, plan, route } = told;
  const refused = told.refused ?? plan.refusal;
  return {
    version: 1,
    ...(told.id === undefined ? {} : { id: told.id }),
    policy: { name: policy.name, hash: told.hash, file: policy.at.path },
    route: route.name,
    at: { file: route.at.path, line: route.at.line },
    model: told.model === undefined ? (plan.attempts[0]?.model ?? null) : told.model,
    reason: told.reason ?? plan.reason,
    explain: told.explain,
    facts: shownFacts(policy.facts, told.known, told.reveal),
    path: told.path,
    skipped: told.skipped,
    plan: plan.attempts.map(plannedDocument),
    ...(plan.propensity === undefined ? {} : { propensity: plan.propensity }),
    ...(plan.explored === undefined ? {} : { explored: true }),
    removed: told.also === undefined ? plan.removed : [...plan.removed, ...told.also],
    ...(told.passedOver === undefined || told.passedOver.length === 0
      ? {}
      : { passedOver: told.passedOver.map(passedOver) }),
    ...(told.transforms === undefined || told.transforms.length === 0 ? {} : { transforms: told.transforms }),
    ...(plan.label === undefined ? {} : { label: plan.label }),
    ...(route.because === undefined ? {} : { because: route.because }),
    ...(told.attempts === undefined ? {} : { attempts: told.attempts }),
    budgets: told.budgets,
    ...(refused === undefined ? {} : { refused: { status: refused.status, message: refused.message } }),
    worstCase: plan.worstCase,
    ...(told.notes === undefined || told.notes.length === 0 ? {} : { notes: told.notes }),
  };
}

export function passedOver({ model, deployment, kind }: Removed): PassedOver {
  return { model, ...(deployment === undefined || deployment === model ? {} : { deployment }), kind };
}

export function plannedDocument(attempt: PlannedAttempt): PlannedDocument {
  const deployment = attempt.deployments[0];
  return {
    model: attempt.model,
    ...(deployment === undefined || deployment === attempt.model ? {} : { deployment }),
    deadlines: attempt.deadlines,
    on: Object.keys(attempt.moves) as FailureClass[],
    ...(attempt.retries === 0 ? {} : { retries: attempt.retries }),
    ...(attempt.arm === undefined ? {} : { arm: attempt.arm }),
    ...(attempt.judged === undefined
      ? {}
      : { judged: attempt.judged.map(({ model, verdict }) => ({ model, ...verdict })) }),
  };
}

/**
 * Known facts as `llmr explain --facts` takes them. Facts about the caller and the prompt are left out unless
 * `reveal` is `all`: a document shows that such a fact was used, not its value.
 */
export function shownFacts(
  specs: ReadonlyMap<string, FactSpec>,
  known: KnownFacts,
  reveal: 'open' | 'all' = 'open',
): Record<string, string | number | boolean | null> {
  const shown: Record<string, string | number | boolean | null> = {};
  for (const [id, value] of known) {
    const spec = specs.get(id);
    if (spec === undefined) continue;
    const open = value === null || FACTS[spec.fact as FactKind].privacy === 'open';
    if (open || reveal === 'all') shown[id] = formatFactValue(spec, value);
  }
  return shown;
}
