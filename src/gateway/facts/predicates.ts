/**
 * Custom predicates: functions that the program starting the service registers by name, called with the deadline and
 * the default that the policy declares. They see a request as conditions do: no credentials, no other facts.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Policy, Predicate } from '../../language/semantics/model.ts';
import { SECRET_HEADERS } from '../../language/vocabulary/facts.ts';
import { headerText } from '../callers/header-text.ts';
import type { CallerFacts } from './fact-sources.ts';
import { type LateAnswer, withinDeadline } from './late-answer.ts';
import type { RequestView } from './request-view.ts';

/** Milliseconds for a predicate that declares no deadline. */
export const PREDICATE_WITHIN_MS = 50;

/** What a predicate sees of a request. */
export interface PredicateRequest extends RequestView, CallerFacts {
  readonly id: string;
  /** Epoch milliseconds at which the request came in. */
  readonly now: number;
  /** By name in lower case, without those that carry credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the answer is no longer awaited. */
  readonly signal: AbortSignal;
}
export type PredicateFunction = (request: PredicateRequest) => boolean | Promise<boolean>;
export type Predicates = Readonly<Record<string, PredicateFunction>>;

export interface AskedRequest {
  readonly view: RequestView;
  readonly caller: CallerFacts;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly requestId: string;
  readonly now: number;
}

/** Never rejects. Without an answer in time, the declared default applies, or else it is unknown. */
export async function askPredicate(
  declared: Predicate,
  ask: PredicateFunction | undefined,
  request: AskedRequest,
): Promise<LateAnswer> {
  const { name, within = PREDICATE_WITHIN_MS, whenUnknown } = declared;
  const answer = await withinDeadline(within, `predicate ${name}`, async (signal) => {
    if (ask === undefined) throw new Error(`predicate ${name} is not registered`);
    return ask(seenBy(request, signal));
  });
  if (answer.value !== null || whenUnknown === undefined) return answer;
  return { value: whenUnknown === 'yes', note: `${answer.note}: taken as ${whenUnknown}, as declared` };
}

function seenBy(
  { view, caller, headers, requestId, now }: AskedRequest,
  signal: AbortSignal,
): PredicateRequest {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || SECRET_HEADERS.some((secret) => secret === name)
      ? []
      : [[name, headerText(value)] as const],
  );
  return { ...view, ...caller, id: requestId, now, headers: Object.fromEntries(shown), signal };
}

/** Predicates that a policy uses and that are not registered: a reason to reject the policy. */
export function unregisteredPredicates(policy: Policy, registered: readonly string[]): readonly string[] {
  return [...policy.facts.values()]
    .filter((spec) => spec.fact === 'predicate' && !registered.includes(spec.subject ?? ''))
    .map((spec) => spec.subject ?? '');
}

/**
 * Modules by name, as `llmr.json` lists them; each exports the function as its default. @throws Error with a message
 * for the operator
 */
export async function loadPredicates(files: Readonly<Record<string, string>>): Promise<Predicates> {
  const loaded = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [name, await loadPredicate(name, file)] as const),
  );
  return Object.fromEntries(loaded);
}

async function loadPredicate(name: string, file: string): Promise<PredicateFunction> {
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as typeof module;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`predicate "${name}": ${file} cannot be loaded: ${words.split('\n')[0]}`);
  }
  if (typeof module.default === 'function') return module.default as PredicateFunction;
  throw new Error(`predicate "${name}": ${file} has no function as its default export`);
}
