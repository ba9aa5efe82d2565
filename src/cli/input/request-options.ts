/**
 * The request that `llmr explain` explains: a body, a facts file and flags, later ones overriding earlier ones,
 * converted to facts of one policy. Attributes of the caller that are not given are unknown, as in the service. Knows
 * files only as texts; decides nothing.
 */
import { HAS_FEATURE, type RequestView } from '../../gateway/facts/request-view.ts';
import { didYouMean } from '../../language/diagnostics/suggest.ts';
import { declaredBy } from '../../language/semantics/declared-by.ts';
import type { Policy } from '../../language/semantics/model.ts';
import type { Scenario } from '../../language/testing/bind/scenario.ts';
import { parseFactValue } from '../../language/vocabulary/fact-json.ts';
import { factId, PLAIN_FACT_IDS, specOfId } from '../../language/vocabulary/fact-spec.ts';
import { type FactKind, FEATURES, factRow } from '../../language/vocabulary/facts.ts';
import { TOKENS_A_MESSAGE } from '../../language/vocabulary/input-tokens.ts';
import type { FactSpec, FactValue } from '../../language/vocabulary/value-set.ts';

/** As options of the command line. */
export interface RequestFlags {
  readonly message?: string;
  readonly model?: string;
  readonly tier?: string;
  readonly team?: string;
  readonly user?: string;
  readonly tokens?: string;
  /** `name=value`. */
  readonly header?: readonly string[];
}

export interface RequestOptions extends RequestFlags {
  /** The content of a facts file. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The view of a request body, whatever its dialect. */
  readonly view?: RequestView;
  /** Input tokens of that body after trimming. */
  readonly trimmed?: (tokens: number) => number;
}

export type AskedScenario =
  /** `notes`: given values that this policy does not declare, and what they count as. */
  | { readonly ok: true; readonly scenario: Scenario; readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly help?: string };

/** `countView` counts a body's input tokens as the service does. */
export function askedScenario(
  policy: Policy,
  asked: RequestOptions,
  countView: (texts: readonly string[], extra: number) => number,
): AskedScenario {
  const facts = new Map<string, FactValue>([
    ['tier', null],
    ['team', null],
    ['user', null],
    ['key', null],
  ]);
  if (asked.view !== undefined) fromView(facts, asked.view, countView);
  const notes: string[] = [];
  const message = asked.message ?? asked.view?.lastUserText;
  if (asked.message !== undefined) facts.set('tokens', countView([asked.message], TOKENS_A_MESSAGE));
  for (const [id, json] of [...Object.entries(asked.facts ?? {}), ...flagFacts(policy, asked)]) {
    const read = readFact(policy, id, json);
    if (!read.ok) return read;
    if (read.note !== undefined) notes.push(read.note);
    if (read.spec !== undefined) facts.set(read.spec.id, read.value);
  }
  for (const written of asked.header ?? []) {
    const at = written.indexOf('=');
    if (at < 1) return { ok: false, message: `--header takes name=value, not "${written}"` };
    facts.set(factId('header', { subject: written.slice(0, at) }), written.slice(at + 1));
  }
  return {
    ok: true,
    notes,
    scenario: {
      facts,
      ...(message === undefined || message === '' ? {} : { message }),
      ...(asked.message === undefined && asked.view !== undefined
        ? { earlier: asked.view.earlierUserTexts }
        : {}),
      ...(asked.trimmed === undefined || isResized(asked) ? {} : { trimmed: asked.trimmed }),
      scripts: [],
      rollouts: new Map(),
      firstShares: new Set(),
      explored: new Set(),
      predicted: new Map(),
    },
  };
}

/** Whether its size is given by something other than its body. */
function isResized({ message, tokens, facts = {} }: RequestOptions): boolean {
  return message !== undefined || tokens !== undefined || 'tokens' in facts || 'messages' in facts;
}

function fromView(
  facts: Map<string, FactValue>,
  view: RequestView,
  countView: (texts: readonly string[], extra: number) => number,
): void {
  facts.set('asked for', view.model);
  facts.set('endpoint', view.endpoint);
  facts.set('tokens', countView(view.texts, view.extraTokens));
  facts.set('messages', view.messageCount);
  facts.set('images', view.imageCount);
  if (view.outputTokens !== undefined) facts.set('output tokens', view.outputTokens);
  for (const feature of FEATURES)
    facts.set(factId('request has', { subject: feature }), HAS_FEATURE[feature](view));
  for (const [name, value] of Object.entries(view.metadata)) {
    facts.set(factId('metadata', { subject: name }), value);
  }
}

/** A policy without tiers has no condition on them: there is nothing to check the flag against. */
function flagFacts(policy: Policy, asked: RequestOptions): [string, unknown][] {
  const { model, tier, team, user, tokens } = asked;
  const flags: [string, string | undefined][] = [
    ['asked for', model],
    ['tier', policy.tiers.length === 0 ? undefined : tier],
    ['team', team],
    ['user', user],
    ['tokens', tokens],
  ];
  return flags.filter(([, value]) => value !== undefined);
}

type ReadFact =
  | { readonly ok: true; readonly spec: FactSpec; readonly value: FactValue; readonly note?: string }
  | { readonly ok: true; readonly spec?: undefined; readonly note: string }
  | { readonly ok: false; readonly message: string; readonly help?: string };

function readFact(policy: Policy, id: string, json: unknown): ReadFact {
  const declared = declaredBy(policy);
  const spec = policy.facts.get(id) ?? specOfId(id, declared);
  const known = [...policy.facts.keys(), ...PLAIN_FACT_IDS, ...declared.groups.keys()];
  if (spec === undefined) {
    const near = didYouMean(id, known);
    if (near === undefined)
      return { ok: true, note: `policy "${policy.name}" has no fact "${id}", so it does not count` };
    return { ok: false, message: `there is no fact "${id}"`, help: `did you mean "${near}"?` };
  }
  const subjects = subjectsOf(policy, factRow(spec.fact as FactKind).subject);
  if (subjects !== undefined && !subjects.includes(spec.subject ?? '')) {
    const message = `policy "${policy.name}" has no "${spec.subject}" for the fact "${id}"`;
    const near = didYouMean(spec.subject ?? '', subjects);
    if (near !== undefined) return { ok: false, message, help: `did you mean "${near}"?` };
    const known = subjects.length === 0 ? '' : `; there are ${subjects.join(', ')}`;
    return { ok: true, note: `${message}, so it does not count${known}` };
  }
  const read = parseFactValue(spec, json);
  if (read.ok) return { ok: true, spec, value: read.value };
  return undeclaredValue(policy, spec, json) ?? { ok: false, message: read.error };
}

/**
 * A tier or an intent that only another policy declares counts as it does in the service; a misspelt one is an error.
 */
function undeclaredValue(policy: Policy, spec: FactSpec, json: unknown): ReadFact | undefined {
  if (spec.domain.kind !== 'choice' || typeof json !== 'string') return undefined;
  const { values } = spec.domain;
  const isTier = spec.fact === 'tier';
  if (!isTier && !policy.intentGroups.has(spec.id)) return undefined;
  if (didYouMean(json, values) !== undefined) return undefined;
  const known = values.length === 0 ? '' : `; there are ${values.join(', ')}`;
  const note = `policy "${policy.name}" has no ${spec.id} "${json}": it counts as ${isTier ? 'unknown' : 'none'}${known}`;
  return { ok: true, spec, value: isTier ? null : 'none', note };
}

/** The names a fact can refer to; undefined where any string is allowed. */
function subjectsOf(
  policy: Policy,
  kind: ReturnType<typeof factRow>['subject'],
): readonly string[] | undefined {
  switch (kind) {
    case 'budget':
      return [...policy.budgets.keys()];
    case 'limit':
      return [...policy.limits.keys()];
    case 'model':
      return [...policy.models.keys()];
    case 'group':
      return [...policy.intentGroups.keys()];
    case 'intent':
      return [...policy.intentGroups.values()].flatMap((group) => group.intents.map((intent) => intent.name));
    default:
      return undefined;
  }
}
