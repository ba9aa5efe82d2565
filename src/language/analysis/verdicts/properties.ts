/**
 * `never` and `always`, decided for every possible request and over every hop: what no arm, fallback or open circuit
 * breaker can lead to. A counterexample has been replayed through the evaluator and through planning. Each claim
 * stands for itself. Knows no test file.
 */
import { type Box, boxesOf } from '../../graph/boxes.ts';
import type { Plan } from '../../planning/plan.ts';
import type { Guard, Policy } from '../../semantics/model.ts';
import type { FactSpec } from '../../vocabulary/value-set.ts';
import { FIT_FACTS } from '../space/fit-boxes.ts';
import { findRequest } from '../space/policy-space.ts';
import type { Groups } from '../space/search.ts';
import { drawValues, replayed, toWitness, typicalRegion, type Witness } from '../space/witness.ts';
import { createProofs, type Proofs, type RuleUse, takenBy } from './candidates.ts';
import { needed, requestAsking, requestTaken, specsFor } from './request-witness.ts';

export type Claim =
  /** `never`: no hop asks one of them. `always`: every hop asks one of them; a refusal calls no model. */
  | { readonly kind: 'model in'; readonly models: readonly string[] }
  | { readonly kind: 'route in'; readonly routes: readonly string[] }
  /** By the policy, because no candidate can serve the request, or because no route takes it. */
  | { readonly kind: 'refused' }
  /** No request is refused because it is too long for every candidate that could serve it, unless by `or refuse`. */
  | { readonly kind: 'tokens fit model' };

export interface Property {
  readonly kind: 'never' | 'always';
  /** An empty guard: every request. */
  readonly when: Guard;
  /** Facts of `when` by id. */
  readonly facts: ReadonlyMap<string, FactSpec>;
  readonly claims: readonly Claim[];
}

export interface Counterexample {
  readonly claim: Claim;
  /** Undefined: no rule matches the request. */
  readonly route?: string;
  /** The hop that breaks a claim about models. */
  readonly model?: string;
  readonly witness: Witness;
  readonly plan?: Plan;
}

export type Verdict =
  | { readonly kind: 'proved' }
  | { readonly kind: 'refuted'; readonly counterexample: Counterexample }
  /** No request fits `when`: the property states nothing. */
  | { readonly kind: 'vacuous' }
  | { readonly kind: 'undecided'; readonly because: string };

export function proveProperty(policy: Policy, property: Property): Verdict {
  const facts = new Map([
    ...FIT_FACTS.map((spec) => [spec.id, spec] as const),
    ...policy.facts,
    ...property.facts,
  ]);
  const when = boxesOf(facts, property.when);
  const proofs = createProofs(policy, [when], property.facts);
  const inside = proofs.space.groups(when);
  const any = findRequest(proofs.space, [inside], []);
  if (any === 'none') return { kind: 'vacuous' };
  let open: Verdict = { kind: 'proved' };
  for (const claim of property.claims) {
    const verdict = judge({ proofs, inside, property, claim });
    if (verdict.kind === 'refuted') return verdict;
    if (verdict.kind === 'undecided') open = verdict;
  }
  return open;
}

interface Asked {
  readonly proofs: Proofs;
  readonly inside: Groups;
  readonly property: Property;
  readonly claim: Claim;
}

function judge(asked: Asked): Verdict {
  const { proofs, property } = asked;
  const never = property.kind === 'never';
  let open: Verdict = { kind: 'proved' };
  for (const [rule] of proofs.graph.rules.entries()) {
    const verdict = judgeRule(asked, rule, never);
    if (verdict.kind === 'refuted') return verdict;
    if (verdict.kind !== 'proved') open = verdict;
  }
  const uncovered = judgeUncovered(asked, never);
  return uncovered.kind === 'proved' ? open : uncovered;
}

function judgeRule(asked: Asked, rule: number, never: boolean): Verdict {
  const { proofs, claim } = asked;
  const route = proofs.graph.rules[rule]?.route ?? '';
  const use = proofs.uses[rule];
  switch (claim.kind) {
    case 'route in':
      return claim.routes.includes(route) === never ? taken(asked, rule, []) : PROVED;
    case 'model in': {
      if (use === undefined) return PROVED;
      const breaking = use.candidates.filter(({ model }) => claim.models.includes(model.name) === never);
      return first(
        breaking.map(
          ({ model, fits }) =>
            () =>
              asking(asked, rule, model.name, groupOf(proofs, fits.fit)),
        ),
      );
    }
    case 'refused': {
      if (use === undefined) return never ? taken(asked, rule, []) : PROVED;
      if (never) return taken(asked, rule, fitsNobody(proofs, use));
      return served(asked, rule, use);
    }
    case 'tokens fit model': {
      if (use === undefined) return PROVED;
      if (never) return served(asked, rule, use);
      if (use.use.orRefuse !== undefined) return PROVED;
      return taken(asked, rule, [...fitsNobody(proofs, use), onlyTooLong(proofs, use)]);
    }
  }
}

const PROVED: Verdict = { kind: 'proved' };

function groupOf(proofs: Proofs, boxes: readonly Box[]): Groups {
  return proofs.space.groups({ boxes, also: [] });
}

/** Every candidate is out, each for its own reason. */
function fitsNobody(proofs: Proofs, use: RuleUse): Groups[] {
  return use.candidates.map(({ fits }) => groupOf(proofs, fits.unfit));
}

/** Some candidate would serve it if it was shorter; or all lie outside the region, so that there is no window at all. */
function onlyTooLong(proofs: Proofs, use: RuleUse): Groups {
  const isNowhere = use.candidates.every(({ fits }) => fits.isOutside);
  return groupOf(proofs, isNowhere ? [new Map()] : use.candidates.flatMap(({ fits }) => fits.onlyTooLong));
}

/** A request that a rule takes and some candidate serves. */
function served(asked: Asked, rule: number, use: RuleUse): Verdict {
  return first(
    use.candidates.map(
      ({ model, fits }) =>
        () =>
          asking(asked, rule, model.name, groupOf(asked.proofs, fits.fit)),
    ),
  );
}

function first(verdicts: readonly (() => Verdict)[]): Verdict {
  let open: Verdict = PROVED;
  for (const ask of verdicts) {
    const verdict = ask();
    if (verdict.kind === 'refuted') return verdict;
    if (verdict.kind !== 'proved') open = verdict;
  }
  return open;
}

/** Refuted by a request inside all of `more` that the rule takes; what is planned for it is held against the claim. */
function taken(asked: Asked, rule: number, more: readonly Groups[]): Verdict {
  const { proofs, inside, claim } = asked;
  const own = takenBy(proofs, rule);
  const question = { inside: [...own.inside, inside, ...more], covers: own.covers };
  const found = findRequest(proofs.space, question.inside, question.covers);
  if (found === 'none') return PROVED;
  if (found === 'undecided') return TOO_LONG;
  const request = requestTaken(proofs, rule, question, found);
  if (request === undefined) return NO_TEXT;
  const { witness, plan } = request;
  // With several messages and a trimmed history it is taken to fit, though one with a long last message does not.
  if (more.length > 0 && plan.refusal === undefined && isTrimmed(plan)) return NO_TEXT;
  if (more.length > 0 && plan.refusal === undefined)
    throw new Error(`the analysis expected route ${plan.route} to refuse ${JSON.stringify(witness.facts)}`);
  return { kind: 'refuted', counterexample: { claim, route: plan.route, witness, plan } };
}

function asking(asked: Asked, rule: number, model: string, fit: Groups): Verdict {
  const { proofs, inside, claim } = asked;
  const own = takenBy(proofs, rule);
  const question = { inside: [...own.inside, inside, fit], covers: own.covers };
  const found = findRequest(proofs.space, question.inside, question.covers);
  if (found === 'none') return PROVED;
  if (found === 'undecided') return TOO_LONG;
  const request = requestAsking(proofs, rule, question, found, model);
  if (request === undefined) {
    const route = proofs.graph.rules[rule]?.route ?? '';
    return {
      kind: 'undecided',
      because: `route ${route} may ask ${model}, but no world was found in which it does`,
    };
  }
  const { witness, plan } = request;
  return { kind: 'refuted', counterexample: { claim, route: plan.route, model, witness, plan } };
}

/** A request that no route takes is in no route, and is refused. */
function judgeUncovered(asked: Asked, never: boolean): Verdict {
  const { proofs, inside, claim } = asked;
  const breaks = never ? claim.kind === 'refused' : claim.kind === 'route in';
  if (!breaks) return PROVED;
  const question = { inside: [inside], covers: proofs.rules };
  const found = findRequest(proofs.space, question.inside, question.covers);
  if (found === 'none') return PROVED;
  if (found === 'undecided') return TOO_LONG;
  const drawn = drawValues(proofs.space, typicalRegion(proofs.space, question, found));
  if (!drawn.ok) return NO_TEXT;
  const known = new Map([
    ...replayed(proofs.evaluator, drawn.values, undefined),
    ...needed(proofs, drawn.values),
  ]);
  return {
    kind: 'refuted',
    counterexample: { claim, witness: toWitness(specsFor(proofs), known, drawn.assumptions) },
  };
}

function isTrimmed({ transforms }: Plan): boolean {
  return transforms.some(({ kind }) => kind === 'trim-history');
}

const TOO_LONG: Verdict = { kind: 'undecided', because: 'the search was given up after its number of steps' };
const NO_TEXT: Verdict = {
  kind: 'undecided',
  because: 'it depends on a text that could not be made up',
};
