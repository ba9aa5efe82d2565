/**
 * One request on its way: what was received, the policy that serves it, its facts and allowances, and the world as its
 * plans see it. What a request may not need is made when it is first read. Everything else about a request is a value
 * passed from stage to stage.
 */
import type { DeploymentState, Needs, PlanWorld, PromptScores } from '../../language/planning/plan.ts';
import { qualityIn } from '../../language/planning/plan-quality.ts';
import { promptIn } from '../../language/planning/prompt-quality.ts';
import { shareOf } from '../../language/planning/share.ts';
import type { FactValue, KeySpec } from '../../language/vocabulary/value-set.ts';
import type { LimitGate } from '../admission/limits/limit-gate.ts';
import type { RequestLimits } from '../admission/limits/request-limits.ts';
import { callerUnder } from '../callers/authenticate.ts';
import type { TokenCount } from '../facts/count-tokens.ts';
import { keyValue } from '../facts/fact-sources.ts';
import type { ToldReading } from '../facts/intent-readings.ts';
import type { BudgetGate } from '../ledger/budget-gate.ts';
import type { RequestBudget } from '../ledger/request-budget.ts';
import type { PolicyRuntime } from '../policies/policy-runtime.ts';
import { type Conversation, conversationOf } from './conversation.ts';
import type { Received } from './receive.ts';
import { type FactParts, RequestFacts } from './request-facts.ts';

/** What a request uses of its service. */
export interface RunParts extends FactParts {
  readonly budgets: BudgetGate;
  readonly traffic: {
    readonly limits: LimitGate;
    readonly pins: { find(conversation: Conversation): string | undefined };
  };
}

const NOT_LOOKED_AT = Symbol();

export class RequestContext implements PlanWorld {
  readonly request: Received;
  readonly serving: PolicyRuntime;
  readonly sources: RequestFacts;
  readonly limits: RequestLimits;
  /** Notes on claims of the caller that this policy does not accept. */
  readonly callerNotes: readonly string[];
  readonly #parts: RunParts;
  /** Of round-robin pools. */
  readonly #turn: (pool: string) => number;
  #budget: RequestBudget | undefined;
  #conversation: Conversation | undefined | typeof NOT_LOOKED_AT = NOT_LOOKED_AT;
  #pinned: string | undefined | typeof NOT_LOOKED_AT = NOT_LOOKED_AT;

  constructor(request: Received, serving: PolicyRuntime, parts: RunParts, turn: (pool: string) => number) {
    const { policy } = serving;
    const { caller, note } = callerUnder(request.caller, policy.tiers);
    this.request = request;
    this.serving = serving;
    this.callerNotes = note === undefined ? NONE : [note];
    this.#parts = parts;
    this.#turn = turn;
    this.sources = new RequestFacts(request, caller, serving, this, parts);
    this.limits = parts.traffic.limits.request(policy, {
      id: request.id,
      spender: caller,
      endpoint: request.view.endpoint,
      known: this.sources.known,
      signal: request.signal,
    });
  }

  /** Facts read so far, by id. */
  get known(): Map<string, FactValue> {
    return this.sources.known;
  }

  get needs(): Needs {
    return this.sources.needs;
  }

  get budget(): RequestBudget {
    this.#budget ??= this.#parts.budgets.request(this.serving.policy, {
      id: this.request.id,
      spender: this.sources.caller,
    });
    return this.#budget;
  }

  /** Budgets of a mirrored copy: only counters that all callers share. */
  copyBudget(): RequestBudget {
    return this.#parts.budgets.request(this.serving.policy, {
      id: `${this.request.id}-mirror`,
      spender: this.sources.caller,
      onlyShared: true,
    });
  }

  /** Undefined where no target of the policy has a choice to remember. */
  get conversation(): Conversation | undefined {
    if (this.#conversation === NOT_LOOKED_AT)
      this.#conversation = conversationUnder(this.request, this.serving);
    return this.#conversation;
  }

  /** The model that the conversation stays with. */
  get pinned(): string | undefined {
    if (this.#pinned === NOT_LOOKED_AT) {
      const { conversation } = this;
      this.#pinned = conversation && this.#parts.traffic.pins.find(conversation);
    }
    return this.#pinned;
  }

  share(key: KeySpec, salt: string): number | null {
    const value = keyValue(this.sources, key);
    return value === null ? null : shareOf(value, salt);
  }

  state(deployment: string): DeploymentState {
    return this.serving.stateFor(deployment, this.request.dialect);
  }

  whyNoKey(deployment: string): string | undefined {
    return this.serving.whyNoKey(deployment);
  }

  turn(pool: string): number {
    return this.#turn(pool);
  }

  latency(model: string): number | undefined {
    return this.serving.latency(model);
  }

  load(deployment: string): number {
    return this.serving.load(deployment);
  }

  rolloutShare(rollout: string): number {
    return this.serving.rolloutShare(rollout);
  }

  quality(model: string): number | undefined {
    return qualityIn(this.serving.policy, ({ id }) => this.known.get(id))(model);
  }

  /** One for each plan, which asks it several times. */
  get prompt(): PromptScores | undefined {
    return promptIn(this.serving.policy, () => this.sources.view.lastUserText);
  }

  /** The reading of the last intent that was read; its confidence is the decision's score. */
  reading(): ToldReading | undefined {
    return this.sources.lastReading();
  }

  /** Why intents could not be read, by group. */
  unread(): ReadonlyMap<string, string> {
    return this.sources.unread();
  }

  /** Questions to other services that were not answered. */
  factNotes(): readonly string[] {
    return [...this.sources.notes];
  }

  /** How input tokens were counted; undefined until they are first needed. */
  counted(): TokenCount | undefined {
    return this.sources.counted;
  }

  /** The request has ended, whatever the outcome. */
  end(): void {
    this.limits.release();
    this.sources.forget();
  }
}

const NONE: readonly string[] = [];

/** A bare model leaves no choice to remember. */
function conversationUnder(
  { body, caller, dialect, headers }: Received,
  { policy }: PolicyRuntime,
): Conversation | undefined {
  if (policy.targets.size === 0) return undefined;
  const { keyId, tier, team, user } = caller;
  const session = dialect.sessionOf?.(body.json, headers);
  return conversationOf(body.json, [policy.name, keyId, tier, team, user], session);
}
