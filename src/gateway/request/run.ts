/**
 * What one request gathers on its way: the facts read so far, its budgets, and notes for the explanation. Everything
 * else about a request is a value passed from stage to stage.
 */
import type { GraphFact } from '../../language/graph/decision-graph.ts';
import type { Needs } from '../../language/planning/plan.ts';
import type { FactValue } from '../../language/vocabulary/value-set.ts';
import type { LiveReader } from '../../meaning/live-reader.ts';
import type { LimitGate } from '../admission/limits/limit-gate.ts';
import type { RequestLimits } from '../admission/limits/request-limits.ts';
import { callerUnder } from '../callers/authenticate.ts';
import { countTokens, type TokenCount } from '../facts/count-tokens.ts';
import { extractFact } from '../facts/extractors.ts';
import type { FactSources } from '../facts/fact-sources.ts';
import { createIntentReadings, type ToldReading } from '../facts/intent-readings.ts';
import type { LateAnswer } from '../facts/late-answer.ts';
import { matchLongText } from '../facts/long-texts.ts';
import { askPredicate } from '../facts/predicates.ts';
import type { RequestView } from '../facts/request-view.ts';
import { type FetchFact, matchRules } from '../facts/rule-documents.ts';
import { windowCuts } from '../facts/window-cuts.ts';
import type { BudgetGate } from '../ledger/budget-gate.ts';
import type { RequestBudget } from '../ledger/request-budget.ts';
import type { Serving } from '../policies/serving.ts';
import { type Conversation, conversationOf } from './conversation.ts';
import type { Received } from './receive.ts';

export interface Run {
  readonly request: Received;
  readonly serving: Serving;
  /** Facts read so far, by id. */
  readonly known: Map<string, FactValue>;
  readonly sources: FactSources;
  /** What a candidate must support. */
  readonly needs: Needs;
  readonly budget: RequestBudget;
  /** Budgets of a mirrored copy: only counters that all callers share. */
  copyBudget(): RequestBudget;
  readonly limits: RequestLimits;
  /** Hash of the conversation; undefined where no target of the policy has a choice to remember. */
  readonly conversation: Conversation | undefined;
  /** The model that the conversation stays with. */
  readonly pinned: string | undefined;
  /** Notes on claims of the caller that this policy does not accept. */
  readonly callerNotes: readonly string[];
  /** The reading of the last intent that was read; its confidence is the decision's score. */
  reading(): ToldReading | undefined;
  /** Why intents could not be read, by group. */
  unread(): ReadonlyMap<string, string>;
  /** Questions to other services that were not answered. */
  factNotes(): readonly string[];
  /** Computes facts of a long text off the event loop; undefined where there is nothing to wait for. */
  prepare(fact: GraphFact, value: FactValue): Promise<void> | undefined;
  /** The request needs no more facts. */
  forget(): void;
  /** How input tokens were counted; undefined until they are first needed. */
  counted(): TokenCount | undefined;
}

/** What a request uses of its service. */
export interface RunParts {
  readonly config: { readonly stickyConversations: boolean };
  readonly budgets: BudgetGate;
  readonly traffic: {
    readonly limits: LimitGate;
    readonly pins: { find(conversation: Conversation): string | undefined };
  };
  readonly reader: Pick<LiveReader, 'read'>;
}

export function beginRun(
  request: Received,
  serving: Serving,
  { budgets, traffic, reader, config }: RunParts,
): Run {
  const { view, dialect } = request;
  const { caller, note } = callerUnder(request.caller, serving.policy.tiers);
  const shape = shapeOf(view);
  let count: TokenCount | undefined;
  const budget = budgets.request(serving.policy, {
    id: request.id,
    spender: caller,
  });
  const known = new Map<string, FactValue>();
  const forgotten: (() => void)[] = [];
  const limits = traffic.limits.request(serving.policy, {
    id: request.id,
    spender: caller,
    endpoint: view.endpoint,
    known,
    signal: request.signal,
  });
  const conversation = conversationUnder(request, serving);
  const factNotes = new Set<string>();
  const told = ({ value, note }: LateAnswer): boolean | null => {
    if (note !== undefined) factNotes.add(note);
    return value;
  };
  const readings = createIntentReadings({
    view,
    heads: serving.heads,
    reader,
    secondLookWithin: serving.policy.secondLookWithin,
    keeps: config.stickyConversations,
    note: (text) => factNotes.add(text),
  });
  const sources: FactSources = {
    view,
    caller,
    headers: request.headers,
    requestId: request.id,
    now: request.now,
    heads: serving.heads,
    tokens() {
      count ??= countTokens(view.texts, view.extraTokens, cutsFor(serving, shape), request.estimates);
      return count.tokens;
    },
    reading: readings.read,
    budgetUsed: async (name) => (await budget.use(name))?.usedPercent ?? null,
    budgetLeft: async (name) => (await budget.use(name))?.leftUsd ?? null,
    limitReached: (name) => limits.reached(name, sources.tokens),
    async rules(name) {
      const document = serving.policy.ruleDocuments?.get(name);
      if (document === undefined) throw new Error(`policy ${serving.policy.name} has no rules "${name}"`);
      const fetch: FetchFact = (spec) => known.get(spec.id) ?? extractFact(sources, spec);
      return told(await matchRules(document, fetch));
    },
    async predicate(name) {
      const declared = serving.policy.predicates?.get(name);
      if (declared === undefined) throw new Error(`policy ${serving.policy.name} has no predicate "${name}"`);
      return told(await askPredicate(declared, serving.predicates[name], sources));
    },
    isDown: (model) => serving.isDown(model),
    p95Latency: serving.conditions.p95Latency,
    errorRate: serving.conditions.errorRate,
    load: serving.conditions.load,
  };
  const left = new Map<number, number>();
  /** Each look at the same plan needs this; it is computed only for plans that trim. */
  const trimmed = (tokens: number): number => {
    const known = left.get(tokens);
    if (known !== undefined) return known;
    const found = dialect.trimmedInput(request.body.json, sources.tokens(), tokens, cutsFor(serving, shape));
    left.set(tokens, found);
    return found;
  };
  return {
    request,
    serving,
    known,
    sources,
    // Counted when first needed: a policy that refuses by header never pays for it.
    get needs() {
      return { ...shape, inputTokens: sources.tokens(), trimmed };
    },
    budget,
    copyBudget: () =>
      budgets.request(serving.policy, { id: `${request.id}-mirror`, spender: caller, onlyShared: true }),
    limits,
    conversation,
    pinned: conversation === undefined ? undefined : traffic.pins.find(conversation),
    callerNotes: note === undefined ? [] : [note],
    reading: readings.last,
    unread: readings.unread,
    prepare(fact, value) {
      if (typeof value !== 'string') return undefined;
      return matchLongText(value, fact.patterns)?.then((forget) => void forgotten.push(forget));
    },
    forget() {
      for (const forget of forgotten.splice(0)) forget();
    },
    counted: () => count,
    factNotes: () => [...factNotes],
  };
}

/** A bare model leaves no choice to remember, so long conversations need not be hashed for it. */
function conversationUnder({ body, caller }: Received, { policy }: Serving): Conversation | undefined {
  if (policy.targets.size === 0) return undefined;
  const { keyId, tier, team, user } = caller;
  return conversationOf(body.json, [policy.name, keyId, tier, team, user]);
}

/** Needs without the size of the request. */
function shapeOf(view: RequestView): Needs {
  return {
    inputTokens: 0,
    ...(view.outputTokens === undefined ? {} : { outputTokens: view.outputTokens }),
    choices: view.choices,
    predictedTokens: view.predictedTokens,
    thinkingTokens: view.thinkingTokens,
    tools: view.tools,
    images: view.imageCount > 0,
    imageCount: view.imageCount,
    json: view.json,
    audio: view.audio,
  };
}

/** Where the number of input tokens matters: the policy's own thresholds, and the windows of its models. */
function cutsFor(serving: Serving, shape: Needs): number[] {
  return [...serving.tokenCuts, ...windowCuts(serving.policy, shape)];
}
