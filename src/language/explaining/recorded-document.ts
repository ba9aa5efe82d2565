/**
 * From a decision record and the policy that decided to the decision document: derived when it is requested, also
 * after reloads and restarts. Knows no file and no gateway.
 */
import type { FitsPattern } from '../graph/branch-words.ts';
import type { DecisionGraph } from '../graph/decision-graph.ts';
import { explainDecision } from '../graph/explain.ts';
import { layOut } from '../graph/graph-layout.ts';
import { patternKey } from '../graph/set-algebra.ts';
import { isPrivate, WITHHELD } from '../graph/shown-value.ts';
import { createPathTeller, type PathTeller, textIsIn } from '../graph/tell-path.ts';
import type { TermHolds } from '../graph/why-skipped.ts';
import { routeNamed } from '../planning/make-plan.ts';
import { derivedFact, type RecordedInputs, wholeInputs } from '../replaying/recorded-inputs.ts';
import type { Policy } from '../semantics/model.ts';
import type { FactSpec, FactValue } from '../vocabulary/value-set.ts';
import { holds } from '../vocabulary/value-sets.ts';
import { attemptFailures } from './attempt-words.ts';
import { type AttemptDocument, type DecisionDocument, shownFacts } from './decision-document.ts';
import type { DecisionRecord } from './decision-record.ts';
import { plannedAttempt } from './recorded-plan.ts';

export interface ExplainingPolicy {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
}

/** `kept`: the policy that decided; undefined where it is not kept any more. */
export function recordedDocument(
  record: DecisionRecord,
  kept: ExplainingPolicy | undefined,
): DecisionDocument {
  const { id, attempts, propensity, explored, passedOver, transforms, refused, notes, mirror } = record;
  const told = kept === undefined ? withoutPolicy(record) : fromPolicy(record, kept);
  return {
    version: 1,
    id,
    policy: { ...record.policy, file: told.file },
    route: record.route,
    at: told.at,
    model: record.model,
    reason: record.reason,
    explain: sentenceOf(told.explain, record),
    facts: told.facts,
    path: told.path,
    skipped: told.skipped,
    plan: record.plan.map(plannedAttempt),
    ...(propensity === undefined ? {} : { propensity }),
    ...(explored === undefined ? {} : { explored }),
    removed: record.removed ?? [],
    ...(passedOver === undefined ? {} : { passedOver }),
    ...(transforms === undefined ? {} : { transforms }),
    ...(told.label === undefined ? {} : { label: told.label }),
    ...(told.because === undefined ? {} : { because: told.because }),
    ...(attempts === undefined ? {} : { attempts }),
    budgets: record.budgets,
    ...(refused === undefined ? {} : { refused }),
    worstCase: record.worstCase,
    ...(notes === undefined ? {} : { notes }),
    ...(mirror === undefined ? {} : { mirror }),
  };
}

/** What a sentence adds to the path. */
interface Happened extends Pick<DecisionRecord, 'phrases' | 'refused'> {
  readonly attempts?:
    | readonly Pick<AttemptDocument, 'model' | 'outcome' | 'class' | 'status' | 'ms' | 'changes'>[]
    | undefined;
}

/** The path as one line, then what else explains the answer: also the text of a response header. */
export function sentenceOf(path: string, { phrases, refused, attempts }: Happened): string {
  let sentence = path;
  for (const phrase of phrases ?? []) sentence += `; ${phrase}`;
  if (refused !== undefined) sentence += `; ${refused.message}`;
  for (const change of attempts?.at(-1)?.changes ?? []) sentence += `; ${change}`;
  const failures = attempts === undefined ? '' : attemptFailures(attempts);
  return failures === '' ? sentence : `${sentence}; ${failures}`;
}

type FromPolicy = Pick<
  DecisionDocument,
  'at' | 'explain' | 'facts' | 'path' | 'skipped' | 'label' | 'because'
> & { readonly file: string };

function fromPolicy(record: DecisionRecord, { policy, graph }: ExplainingPolicy): FromPolicy {
  const { rule, asked } = record;
  const inputs = wholeInputs(record.version, record.inputs);
  const route = routeNamed(policy, record.route);
  if (route === undefined) throw new Error(`policy ${policy.name} has no route ${record.route}`);
  const known = new Map<string, FactValue>();
  const facts = asked.flatMap((number) => graph.facts[number] ?? []);
  for (const spec of facts) known.set(spec.id, recordedFact(inputs, spec, record.time));
  for (const id of record.more ?? []) {
    const spec = policy.facts.get(id) ?? graph.facts.find((fact) => fact.id === id);
    if (spec !== undefined) known.set(id, recordedFact(inputs, spec, record.time));
  }
  const path = tellerOf(graph)(
    asked,
    facts.map(({ id }) => known.get(id) ?? null),
    (number) => fitsIn(inputs, graph.facts[number]?.id ?? ''),
  );
  const isIn: TermHolds = (term, value) => {
    const fits = value === null ? undefined : fitsIn(inputs, term.fact);
    return fits === undefined ? holds(term.set, value) : textIsIn(term.set, fits);
  };
  const notes = new Map(Object.entries(record.figures ?? {}));
  const told = explainDecision(policy, graph, { kind: 'decided', rule, asked, path }, known, notes, isIn);
  return {
    file: policy.at.path,
    at: { file: route.at.path, line: route.at.line },
    explain: told.explain,
    facts: shownFacts(policy.facts, known),
    path: told.path,
    skipped: told.skipped,
    ...(route.action.label === undefined ? {} : { label: route.action.label }),
    ...(route.because === undefined ? {} : { because: route.because }),
  };
}

function withoutPolicy({ version, route, inputs }: DecisionRecord): FromPolicy {
  return {
    file: '',
    at: { file: '', line: 0 },
    explain: `${route}: the policy that decided is no longer kept`,
    facts: wholeInputs(version, inputs).facts,
    path: [],
    skipped: [],
  };
}

/** Of a private text, only a value that the policy names is known. */
function recordedFact(
  { facts, fits, shares, needs }: RecordedInputs,
  spec: FactSpec,
  time: string,
): FactValue {
  if (spec.fact === 'share') return shares?.[spec.id] ?? null;
  const value = facts[spec.id] ?? (facts[spec.id] === null ? null : derivedFact(spec, needs, time));
  if (value !== undefined) return value;
  const known = fits?.[spec.id];
  if (known === undefined || !isPrivate(spec)) return null;
  const named = known.yes.find((key) => key.startsWith(EQUALS));
  return named === undefined ? WITHHELD : named.slice(EQUALS.length);
}
const EQUALS = 'equals ';

function fitsIn({ fits, facts }: RecordedInputs, fact: string): FitsPattern | undefined {
  const known = facts[fact] === undefined ? fits?.[fact] : undefined;
  return known && ((pattern) => known.yes.includes(patternKey(pattern)));
}

const tellers = new WeakMap<DecisionGraph, PathTeller>();

function tellerOf(graph: DecisionGraph): PathTeller {
  const known = tellers.get(graph);
  if (known !== undefined) return known;
  const made = createPathTeller(graph, layOut(graph));
  tellers.set(graph, made);
  return made;
}
