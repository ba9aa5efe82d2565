/**
 * Shared by the rules about hops: the place of a hop, what leads to it, and which finding represents a use. Knows the
 * analysis of hops, no rule.
 */

import { findRequest } from '../analysis/space/policy-space.ts';
import type { Groups } from '../analysis/space/search.ts';
import type { Witness } from '../analysis/space/witness.ts';
import { type Candidate, type Proofs, takenBy, useNamed } from '../analysis/verdicts/candidates.ts';
import type { HopFinding } from '../analysis/verdicts/hops.ts';
import { requestTaken } from '../analysis/verdicts/request-witness.ts';
import type { CompiledPolicy } from '../compile.ts';
import type { Origin } from '../diagnostics/diagnostic.ts';
import { routeNamed } from '../planning/make-plan.ts';
import type { LintContext } from './lint-context.ts';
import { useAt } from './route-places.ts';

export interface TroubledHop {
  readonly hop: HopFinding;
  readonly kind: HopFinding['kind'];
  /** Of a partial hop. */
  readonly lacks?: 'window' | 'capability';
  readonly witness?: Witness;
  /** The step that names the model, or the `use` of the route. */
  readonly at: Origin;
  /** `"refunds"`, or `a canary of "refunds"`. */
  readonly route: string;
  /** Tokens, where the model says it. */
  readonly window?: number;
}

/** Findings of one kind, of routes that are reachable. */
export function troubledHops(
  compiled: CompiledPolicy,
  context: LintContext,
  kind: HopFinding['kind'],
): readonly TroubledHop[] {
  const { policy } = compiled;
  const { hops, hopProofs, idleRoutes } = context.proofsOf(compiled);
  return hops.hops.flatMap((hop): TroubledHop[] => {
    const route = routeNamed(policy, hop.route);
    if (route === undefined || idleRoutes.has(hop.route)) return [];
    const judged = hop.kind === 'partial-hop' ? judgePartial(hopProofs, hop) : judgeUseless(hopProofs, hop);
    if (judged === undefined || judged.kind !== kind) return [];
    const window = policy.models.get(hop.model)?.window;
    return [
      {
        hop,
        ...judged,
        at: hop.through.length === 0 ? useAt(context, route, hop.canary) : hop.at,
        route: routeWords(hop),
        ...(window === undefined ? {} : { window }),
      },
    ];
  });
}

type Judged = Pick<TroubledHop, 'kind' | 'lacks' | 'witness'>;

/** Is the window the reason? Only if every request is too long; otherwise report what shorter requests lack. */
function judgeUseless(proofs: Proofs, hop: HopFinding): Judged | undefined {
  const found = candidateOf(proofs, hop);
  if (found === undefined) return undefined;
  const shorter = ask(proofs, found.rule, [], [groupsOf(proofs, found.candidate.fits.tooLong)]);
  if (shorter !== undefined) return { kind: 'missing-capability', ...shorter };
  return { kind: 'window-exceeded', ...(hop.witness === undefined ? {} : { witness: hop.witness }) };
}

/** Only what another hop serves is missing here; what no hop serves has its own finding. */
function judgePartial(proofs: Proofs, hop: HopFinding): Judged | undefined {
  const found = candidateOf(proofs, hop);
  if (found === undefined) return undefined;
  const { rule, candidate, others } = found;
  const { tooLong, unfit, room } = candidate.fits;
  for (const other of others) {
    const fit = groupsOf(proofs, other.fits.fit);
    // Some request of a piece is too long here, and some fits there: the same one only where there is more room.
    const longer = tooLong.filter((_, piece) => (other.fits.room[piece] ?? 0) > (room[piece] ?? 0));
    const long = ask(proofs, rule, [groupsOf(proofs, longer), fit]);
    if (long !== undefined) return { kind: 'partial-hop', lacks: 'window', ...long };
    const lacking = unfit.filter((box) => !tooLong.includes(box));
    const unable = ask(proofs, rule, [groupsOf(proofs, lacking), fit]);
    if (unable !== undefined) return { kind: 'partial-hop', lacks: 'capability', ...unable };
  }
  return undefined;
}

function candidateOf(
  proofs: Proofs,
  hop: HopFinding,
):
  | { readonly rule: number; readonly candidate: Candidate; readonly others: readonly Candidate[] }
  | undefined {
  const use = useNamed(proofs, hop.route, hop.canary);
  const candidate = use?.candidates.find(({ model }) => model.name === hop.model);
  if (use === undefined || candidate === undefined) return undefined;
  return { rule: use.index, candidate, others: use.candidates.filter((one) => one !== candidate) };
}

function groupsOf(proofs: Proofs, boxes: Candidate['fits']['fit']): Groups {
  return proofs.space.groups({ boxes, also: [] });
}

/** A request that the rule takes, inside and outside of more; undefined where there is none, or none is known. */
function ask(
  proofs: Proofs,
  rule: number,
  inside: readonly Groups[],
  outside: readonly Groups[] = [],
): { readonly witness?: Witness } | undefined {
  const own = takenBy(proofs, rule);
  const question = { inside: [...own.inside, ...inside], covers: [...own.covers, ...outside] };
  const found = findRequest(proofs.space, question.inside, question.covers);
  if (found === 'none' || found === 'undecided') return undefined;
  const witness = requestTaken(proofs, rule, question, found)?.witness;
  return witness === undefined ? {} : { witness };
}

export function routeWords({ route, canary }: { readonly route: string; readonly canary?: number }): string {
  const name = route === 'otherwise' ? '`otherwise`' : `"${route}"`;
  return canary === undefined ? name : `a canary of ${name}`;
}
