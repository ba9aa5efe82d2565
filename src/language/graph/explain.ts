/**
 * Explains a decision in the policy's own words: the path with its branches, why the routes above did not match, and
 * one line for a header. The line is ASCII and never contains prompt text or the value of a private fact. Each part
 * is computed when it is read.
 */
import type { Policy, Route } from '../semantics/model.ts';
import type { FactSpec, KnownFacts } from '../vocabulary/value-set.ts';
import type { Decided, DecisionGraph, PathStep, Rule, Undecided } from './decision-graph.ts';
import { isPrivate, noKeyWords, plainWords, saidValue, shownValue } from './shown-value.ts';
import { type SkippedRoute, type TermHolds, whySkipped } from './why-skipped.ts';

export interface Explanation {
  /** As decided; values of private facts are withheld. */
  readonly path: readonly PathStep[];
  /** Routes above the chosen one, in reading order. */
  readonly skipped: readonly SkippedRoute[];
  /** `refunds: intent refund 0.91 (needs 0.78), tier pro, tokens 900 up to 120k` */
  readonly explain: string;
}

/** Longer lines leave out facts at the end and state how many. */
const LONGEST_LINE = 320;

/** @param notes figures that belong to a fact, by fact id: `0.91 (needs 0.78)`. */
export function explainDecision(
  policy: Policy,
  graph: DecisionGraph,
  decision: Decided | Undecided,
  known: KnownFacts,
  notes: ReadonlyMap<string, string> = new Map(),
  isIn?: TermHolds,
): Explanation {
  const rule = decision.kind === 'decided' ? graph.rules[decision.rule] : undefined;
  let path: readonly PathStep[] | undefined;
  let skipped: readonly SkippedRoute[] | undefined;
  return {
    get path() {
      path ??= decision.path.map((step) => withheld(policy, step));
      return path;
    },
    get skipped() {
      skipped ??= whySkipped(policy, rule?.route, known, isIn);
      return skipped;
    },
    get explain() {
      const steps = orderedSteps(policy, rule?.route, decision.path);
      return joinSteps(headOf(rule), steps.length, (index) => {
        const step = steps[index] as PathStep;
        const spec = policy.facts.get(step.fact);
        return spec && stepWords(spec, step, notes.get(step.fact));
      });
    },
  };
}

export function headOf(rule: Rule | undefined): string {
  if (rule === undefined) return 'no route matches';
  return rule.kind === 'canary' ? `${rule.route} (canary)` : rule.route;
}

function withheld(policy: Policy, step: PathStep): PathStep {
  const spec = policy.facts.get(step.fact);
  if (spec === undefined || step.value === null) return step;
  const branch = isPrivate(spec) ? unnamed(step) : step.branch;
  return { fact: step.fact, value: shownValue(spec, step.value), branch };
}

/** It must not be revealed which of the names in the policy a private value is. */
function unnamed(step: PathStep): string {
  // A value may have megabytes, and a branch that contains it is even longer.
  const mayBe = typeof step.value !== 'string' || step.branch.length >= step.value.length + 2;
  return mayBe && step.branch === JSON.stringify(step.value) ? 'as named' : step.branch;
}

/** The facts of the chosen route, in its own order, then other facts that were read. */
export function orderedSteps(
  policy: Policy,
  route: string | undefined,
  path: readonly PathStep[],
): readonly PathStep[] {
  const own = ownFacts([...policy.routes, policy.otherwise].find((other) => other?.name === route));
  return [
    ...own.flatMap((fact) => path.find((step) => step.fact === fact) ?? []),
    ...path.filter((step) => !own.includes(step.fact)),
  ];
}

function ownFacts(route: Route | undefined): string[] {
  const terms = route?.guard.all.flatMap((item) =>
    item.kind === 'term' ? [item] : item.alternatives.flat(),
  );
  return [...new Set((terms ?? []).map((term) => term.fact))];
}

/** `wordsAt`: of a step; undefined where it is not shown. */
export function joinSteps(
  head: string,
  count: number,
  wordsAt: (index: number) => string | undefined,
): string {
  let line = `${plainWords(head)}:`;
  for (let index = 0; index < count; index += 1) {
    const step = wordsAt(index);
    if (step === undefined) continue;
    const words = `${index === 0 ? ' ' : ', '}${step}`;
    if (line.length + words.length > LONGEST_LINE) return `${line} and ${count - index} more`;
    line += words;
  }
  return count === 0 ? `${line} matched unconditionally` : line;
}

export function stepWords(spec: FactSpec, step: PathStep, note: string | undefined): string {
  if (spec.fact === 'share' && step.value === null) return noKeyWords(spec);
  const id = plainWords(step.fact);
  const tail = note === undefined ? '' : ` ${plainWords(note)}`;
  const said = saidValue(spec, step.value);
  const branch = plainWords(said === undefined ? unnamed(step) : step.branch);
  switch (spec.domain.kind) {
    case 'flag':
      return `${id}: ${said ?? branch}${tail}`;
    case 'choice':
      return `${id} ${said ?? branch}${tail}`;
    case 'number': {
      const where = said === undefined ? branch : branch === said ? said : `${said} ${branch}`;
      return `${id} ${where}${tail}`;
    }
    case 'text':
      return `${id} ${step.value === null ? 'unknown' : textWords(branch)}${tail}`;
  }
}

/** `fits "triage-*"`, `fits no pattern`: using only the policy's patterns. */
function textWords(branch: string): string {
  if (branch.startsWith('not ')) return 'fits none';
  return branch.startsWith('like ') ? `fits ${branch.slice('like '.length)}` : branch;
}
