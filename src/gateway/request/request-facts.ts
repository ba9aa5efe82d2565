/**
 * The facts of one request: values are read when a condition asks for them, and kept. Knows where each fact comes from,
 * not what a policy makes of it.
 */
import type { GraphFact } from '../../language/graph/decision-graph.ts';
import type { Head, IntentReading } from '../../language/heads/head.ts';
import type { Needs } from '../../language/planning/plan.ts';
import { patternsToTry } from '../../language/replaying/recorded-inputs.ts';
import type { FactSpec, FactValue } from '../../language/vocabulary/value-set.ts';
import type { LiveReader } from '../../meaning/live-reader.ts';
import type { RequestLimits } from '../admission/limits/request-limits.ts';
import type { Caller } from '../callers/authenticate.ts';
import { countTokens, type TokenCount } from '../facts/count-tokens.ts';
import type { FactReader } from '../facts/decide.ts';
import { extractFact } from '../facts/extractors.ts';
import type { FactSources } from '../facts/fact-sources.ts';
import { createIntentReadings, type IntentReadings, type ToldReading } from '../facts/intent-readings.ts';
import type { LateAnswer } from '../facts/late-answer.ts';
import { matchLongText } from '../facts/long-texts.ts';
import { askPredicate } from '../facts/predicates.ts';
import type { RequestView } from '../facts/request-view.ts';
import { matchRules } from '../facts/rule-documents.ts';
import { windowCuts } from '../facts/window-cuts.ts';
import type { BudgetUse } from '../ledger/budget-use.ts';
import type { RequestBudget } from '../ledger/request-budget.ts';
import type { PolicyRuntime } from '../policies/policy-runtime.ts';
import type { Received } from './receive.ts';

export interface FactParts {
  readonly reader: Pick<LiveReader, 'read'>;
  readonly config: { readonly stickyConversations: boolean };
}

/** What the request may spend, opened when it is first needed. */
export interface Allowances {
  readonly budget: RequestBudget;
  readonly limits: RequestLimits;
}

const NO_NOTES: ReadonlySet<string> = new Set();
const NOTHING_UNREAD: ReadonlyMap<string, string> = new Map();

export class RequestFacts implements FactSources, FactReader {
  readonly view: RequestView;
  readonly caller: Caller;
  readonly headers: Received['headers'];
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Facts read so far, by id. */
  readonly known = new Map<string, FactValue>();
  /** Questions to other services that were not answered. */
  notes: ReadonlySet<string> = NO_NOTES;
  /** How input tokens were counted; undefined until they are first needed. */
  counted: TokenCount | undefined;
  readonly #request: Received;
  readonly #serving: PolicyRuntime;
  readonly #allowances: Allowances;
  readonly #parts: FactParts;
  #needs: Needs | undefined;
  #readings: IntentReadings | undefined;
  #forget: (() => void)[] | undefined;

  /** @param caller as the policy knows it */
  constructor(
    request: Received,
    caller: Caller,
    serving: PolicyRuntime,
    allowances: Allowances,
    parts: FactParts,
  ) {
    this.view = request.view;
    this.caller = caller;
    this.headers = request.headers;
    this.requestId = request.id;
    this.now = request.now;
    this.#request = request;
    this.#serving = serving;
    this.#allowances = allowances;
    this.#parts = parts;
  }

  get heads(): ReadonlyMap<string, Head> {
    return this.#serving.heads;
  }

  /** What a candidate must support. Counted when first needed: a policy that refuses by header never pays for it. */
  get needs(): Needs {
    this.#needs ??= {
      ...shapeOf(this.view),
      inputTokens: this.tokens(),
      // Without a transform nothing asks for it.
      ...(this.#serving.policy.transforms.size === 0 ? {} : { trimmed: this.#trimmed() }),
    };
    return this.#needs;
  }

  tokens(): number {
    this.counted ??= countTokens(
      this.view.texts,
      this.view.extraTokens,
      this.#cuts(),
      this.#request.estimates,
    );
    return this.counted.tokens;
  }

  reading(group: string): IntentReading | undefined | Promise<IntentReading | undefined> {
    this.#readings ??= createIntentReadings({
      view: this.view,
      heads: this.#serving.heads,
      reader: this.#parts.reader,
      secondLookWithin: this.#serving.policy.secondLookWithin,
      keeps: this.#parts.config.stickyConversations,
      note: (text) => this.#note(text),
    });
    return this.#readings.read(group);
  }

  /** Of the last intent that was read; its confidence is the decision's score. */
  lastReading(): ToldReading | undefined {
    return this.#readings?.last();
  }

  /** Why intents could not be read, by group. */
  unread(): ReadonlyMap<string, string> {
    return this.#readings?.unread() ?? NOTHING_UNREAD;
  }

  budgetUsed(name: string): number | null | Promise<number | null> {
    return ofUse(this.#allowances.budget.use(name), (use) => use.usedPercent);
  }

  budgetLeft(name: string): number | null | Promise<number | null> {
    return ofUse(this.#allowances.budget.use(name), (use) => use.leftUsd);
  }

  limitReached(name: string): Promise<boolean | null> {
    return this.#allowances.limits.reached(name, () => this.tokens());
  }

  async rules(name: string): Promise<boolean | null> {
    const { policy } = this.#serving;
    const document = policy.ruleDocuments?.get(name);
    if (document === undefined) throw new Error(`policy ${policy.name} has no rules "${name}"`);
    return this.#late(
      await matchRules(document, (spec) => this.known.get(spec.id) ?? extractFact(this, spec)),
    );
  }

  async predicate(name: string): Promise<boolean | null> {
    const { policy, predicates } = this.#serving;
    const declared = policy.predicates?.get(name);
    if (declared === undefined) throw new Error(`policy ${policy.name} has no predicate "${name}"`);
    return this.#late(await askPredicate(declared, predicates[name], this));
  }

  isDown(model: string): boolean {
    return this.#serving.isDown(model);
  }

  p95Latency(model: string): number | null {
    return this.#serving.conditions.p95Latency(model);
  }

  errorRate(model: string): number | null {
    return this.#serving.conditions.errorRate(model);
  }

  load(model: string): number | null {
    return this.#serving.conditions.load(model);
  }

  extract(fact: FactSpec): FactValue | Promise<FactValue> {
    return extractFact(this, fact);
  }

  /** Computes facts of a long text off the event loop; undefined where there is nothing to wait for. */
  prepare(fact: GraphFact, value: FactValue): Promise<void> | undefined {
    if (typeof value !== 'string') return undefined;
    return matchLongText(value, patternsToTry(fact))?.then((forget) => {
      this.#forget ??= [];
      this.#forget.push(forget);
    });
  }

  /** The request needs no more facts. */
  forget(): void {
    for (const forget of this.#forget?.splice(0) ?? []) forget();
  }

  #late({ value, note }: LateAnswer): boolean | null {
    if (note !== undefined) this.#note(note);
    return value;
  }

  #note(text: string): void {
    this.notes = new Set(this.notes).add(text);
  }

  /** Each look at the same plan needs this; it is computed only for plans that trim. */
  #trimmed(): (tokens: number) => number {
    const left = new Map<number, number>();
    const { dialect, body } = this.#request;
    return (tokens) => {
      const known = left.get(tokens);
      if (known !== undefined) return known;
      const found = dialect.trimmedInput(body.json, this.tokens(), tokens, this.#cuts());
      left.set(tokens, found);
      return found;
    };
  }

  /** Where the number of input tokens matters: the policy's own thresholds, and the windows of its models. */
  #cuts(): readonly number[] {
    const { outputTokens } = this.view;
    const last = lastCuts.get(this.#serving);
    if (last !== undefined && last.outputTokens === outputTokens) return last.cuts;
    const { tokenCuts, policy } = this.#serving;
    const cuts = [...tokenCuts, ...windowCuts(policy, shapeOf(this.view))];
    lastCuts.set(this.#serving, { outputTokens, cuts });
    return cuts;
  }
}

/** They depend on the requested output alone, which most requests have in common. */
const lastCuts = new WeakMap<PolicyRuntime, { outputTokens: number | undefined; cuts: readonly number[] }>();

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

function ofUse(
  use: ReturnType<RequestBudget['use']>,
  part: (use: BudgetUse) => number | null,
): number | null | Promise<number | null> {
  if (use instanceof Promise) return use.then((late) => late && part(late));
  return use && part(use);
}
