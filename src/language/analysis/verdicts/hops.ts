/**
 * What the candidates of routes can serve: hops that no request reaching them fits, hops that only some fit, and requests
 * that fit no candidate at all. Counted as planning counts, with the output to be kept free. Knows no lint.
 */
import type { Box } from '../../graph/boxes.ts';
import { featureOf } from '../../planning/requirements.ts';
import type { Place } from '../../semantics/model.ts';
import { findRequest } from '../space/policy-space.ts';
import type { Found, Groups } from '../space/search.ts';
import type { Witness } from '../space/witness.ts';
import { type Candidate, type Proofs, type RuleUse, takenBy } from './candidates.ts';
import { type PlannedRequest, requestAsking, requestTaken } from './request-witness.ts';

interface HopHead {
  readonly route: string;
  /** Index into the route's canaries, when the hop is one's. */
  readonly canary?: number;
  readonly model: string;
  /** Targets on the way from the route to the model. */
  readonly through: readonly string[];
  readonly at: Place;
}
export type HopFinding = HopHead &
  (
    | { readonly kind: 'window-exceeded' | 'missing-capability'; readonly witness?: Witness }
    | { readonly kind: 'partial-hop'; readonly lacks: 'window' | 'capability'; readonly witness?: Witness }
  );

export interface UnservableRequest {
  readonly kind: 'unservable-request';
  readonly route: string;
  readonly canary?: number;
  readonly at: Place;
  /** What the example is refused for. */
  readonly lacks: 'window' | 'capability';
  readonly witness?: Witness;
}

export interface HopFindings {
  readonly hops: readonly HopFinding[];
  readonly unservable: readonly UnservableRequest[];
  /** Routes of which something stayed undecided. */
  readonly undecided: readonly string[];
}

export function judgeHops(proofs: Proofs): HopFindings {
  const hops: HopFinding[] = [];
  const unservable: UnservableRequest[] = [];
  const undecided = new Set<string>();
  for (const use of proofs.uses) {
    if (use === undefined) continue;
    const ask = (...more: readonly Groups[]): Found => {
      const { inside, covers } = reaching(proofs, use);
      const found = findRequest(proofs.space, [...inside, ...more], covers);
      if (found === 'undecided') undecided.add(use.route.name);
      return found;
    };
    // An unreachable route has its own finding.
    if (ask() === 'none') continue;
    for (const candidate of use.candidates) {
      const finding = judgeHop(proofs, use, candidate, ask);
      if (finding !== undefined) hops.push(finding);
    }
    const nobody = use.candidates.map(({ fits }) => groups(proofs, fits.unfit));
    const found = use.use.orRefuse === undefined && nobody.length > 0 ? ask(...nobody) : 'none';
    if (found !== 'none' && found !== 'undecided') {
      const request = refusedRequest(proofs, use, nobody, found);
      const isTooLong = request?.plan.refusal?.code === 'context_length_exceeded';
      unservable.push({
        kind: 'unservable-request',
        ...headOf(use),
        at: use.route.at,
        lacks: isTooLong ? 'window' : 'capability',
        ...(request === undefined ? {} : { witness: request.witness }),
      });
    }
  }
  return { hops, unservable, undecided: [...undecided] };
}

/**
 * What a rule takes. For a policy that never mentions audio, nothing is reported about requests with audio: that no model of
 * it hears is what its author knows. Properties are proved for them all the same.
 */
function reaching(proofs: Proofs, use: RuleUse): ReturnType<typeof takenBy> {
  const { inside, covers } = takenBy(proofs, use.index);
  if (speaksOfAudio(proofs)) return { inside, covers };
  return { inside: [...inside, groups(proofs, [WITHOUT_AUDIO])], covers };
}

const AUDIO = `request has ${featureOf('audio')}`;
const WITHOUT_AUDIO: Box = new Map([[AUDIO, [{ kind: 'flag', value: false }]]]);

function speaksOfAudio({ policy, space }: Proofs): boolean {
  if (policy.facts.has(AUDIO) || space.dimensionOf(AUDIO) === undefined) return true;
  const steps = [...policy.transforms.values()].flatMap((transform) => transform.steps);
  return (
    [...policy.models.values()].some(({ can }) => can.includes('audio')) ||
    steps.some((step) => step.kind === 'drop' && step.what === 'audio')
  );
}

type Ask = (...more: readonly Groups[]) => Found;

function judgeHop(proofs: Proofs, use: RuleUse, candidate: Candidate, ask: Ask): HopFinding | undefined {
  const { model, through, at, fits } = candidate;
  const head = { ...headOf(use), model: model.name, through, at };
  const fit = ask(groups(proofs, fits.fit));
  if (fit === 'undecided') return undefined;
  if (fit === 'none') {
    const tooLong = groups(proofs, fits.tooLong);
    const long = fits.tooLong.length === 0 ? 'none' : ask(tooLong);
    if (long === 'undecided') return undefined;
    // Every request that reaches it is too long, or it lacks something every one of them needs.
    const kind = long === 'none' ? 'missing-capability' : 'window-exceeded';
    const why = kind === 'window-exceeded' ? [tooLong] : [groups(proofs, fits.unfit)];
    const witness = takenWitness(proofs, use, why, ask);
    return { ...head, kind, ...(witness ? { witness } : {}) };
  }
  // For a single candidate the same is reported as an unservable request.
  if (use.candidates.length < 2) return undefined;
  const unfit = ask(groups(proofs, fits.unfit));
  if (unfit === 'none' || unfit === 'undecided') return undefined;
  const long = fits.tooLong.length === 0 ? 'none' : ask(groups(proofs, fits.tooLong));
  if (long === 'undecided') return undefined;
  const lacks = long === 'none' ? 'capability' : 'window';
  const why = lacks === 'window' ? [groups(proofs, fits.tooLong)] : [groups(proofs, fits.unfit)];
  const witness = takenWitness(proofs, use, why, ask);
  return { ...head, kind: 'partial-hop', lacks, ...(witness ? { witness } : {}) };
}

function groups(proofs: Proofs, boxes: Candidate['fits']['fit']): Groups {
  return proofs.space.groups({ boxes, also: [] });
}

function headOf(use: RuleUse): { readonly route: string; readonly canary?: number } {
  return { route: use.route.name, ...(use.rule.canary === undefined ? {} : { canary: use.rule.canary }) };
}

function takenWitness(proofs: Proofs, use: RuleUse, more: readonly Groups[], ask: Ask): Witness | undefined {
  const found = ask(...more);
  if (found === 'none' || found === 'undecided') return undefined;
  const { inside, covers } = reaching(proofs, use);
  return requestTaken(proofs, use.index, { inside: [...inside, ...more], covers }, found)?.witness;
}

function refusedRequest(
  proofs: Proofs,
  use: RuleUse,
  more: readonly Groups[],
  found: Exclude<Found, string>,
): PlannedRequest | undefined {
  const { inside, covers } = reaching(proofs, use);
  const request = requestTaken(proofs, use.index, { inside: [...inside, ...more], covers }, found);
  const isTrimmed = request?.plan.transforms.some(({ kind }) => kind === 'trim-history') === true;
  if (isTrimmed && request?.plan.refusal === undefined) return undefined;
  if (request !== undefined && request.plan.refusal === undefined)
    throw new Error(
      `the analysis expected route ${use.route.name} to serve no request: ${JSON.stringify(request.witness.facts)}`,
    );
  return request;
}

/** A request of a route that a hop serves, as first or as fallback; for coverage by hop. */
export function hopWitness(proofs: Proofs, rule: number, model: string): Witness | undefined {
  const candidate = proofs.uses[rule]?.candidates.find((each) => each.model.name === model);
  if (candidate === undefined) return undefined;
  const own = takenBy(proofs, rule);
  const question = { inside: [...own.inside, groups(proofs, candidate.fits.fit)], covers: own.covers };
  const found = findRequest(proofs.space, question.inside, question.covers);
  if (found === 'none' || found === 'undecided') return undefined;
  return requestAsking(proofs, rule, question, found, model)?.witness;
}
