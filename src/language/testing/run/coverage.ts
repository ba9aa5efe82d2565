/**
 * The coverage of a policy by its tests: routes that were reached, hops that were actually called, numbers tested on
 * both sides. Filled run by run; missing parts are listed with their position. Must not know how runs are made.
 */
import type { Cut, GraphFact } from '../../graph/decision-graph.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import type { Place, Policy } from '../../semantics/model.ts';
import { formatQuantity } from '../../vocabulary/format-quantity.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import { type Coverage, MEASURES, type Measure, type Untested } from '../report/coverage-report.ts';
import { declaredHops, type HopPoint, hopsAsked } from './coverage-hops.ts';
import type { Run } from './run-scenario.ts';

export interface CoverageNotes {
  note(run: Run): void;
  result(): Coverage;
}

export function createCoverage(policies: readonly TestedPolicy[]): CoverageNotes {
  const notes = new Map(
    policies.flatMap((tested) =>
      tested.graph === undefined
        ? []
        : [[tested.policy, notesOf(tested.policy, tested.graph.facts)] as const],
    ),
  );
  return {
    note: (run) => notes.get(run.facts.tested.policy)?.note(run),
    result() {
      const all = [...notes.values()].map((each) => each.points());
      const [routes, hops, boundaries] = MEASURES.map((name) => measureOf(all.flatMap((each) => each[name])));
      if (!routes || !hops || !boundaries) throw new Error('coverage has three measures');
      return { routes, hops, boundaries };
    },
  };
}

interface Point extends Untested {
  readonly covered: boolean;
}

function measureOf(points: readonly Point[]): Measure {
  const missing = points.filter((point) => !point.covered);
  const covered = points.length - missing.length;
  return {
    covered,
    total: points.length,
    percent: points.length === 0 ? 100 : Math.floor((100 * covered) / points.length),
    missing: missing.map(({ covered: _, ...point }) => point),
  };
}

function notesOf(policy: Policy, facts: readonly GraphFact[]) {
  const routes = new Set<string>();
  const hops = new Set<HopPoint['id']>();
  /** By fact: which pieces between its cuts some test was in. */
  const pieces = new Map<string, Set<number>>();
  const numbers = facts.filter(({ domain, cuts }) => domain.kind === 'number' && cuts.length > 0);
  return {
    note(run: Run): void {
      if (run.route === undefined) return;
      routes.add(run.route);
      for (const hop of hopsAsked(policy, run)) hops.add(hop);
      if (numbers.length === 0) return;
      for (const { fact, value } of run.path) {
        const spec = typeof value === 'number' ? numbers.find(({ id }) => id === fact) : undefined;
        if (spec === undefined || typeof value !== 'number') continue;
        const known = pieces.get(fact) ?? new Set();
        pieces.set(fact, known.add(pieceOf(spec.cuts, value)));
      }
    },
    points(): Readonly<Record<(typeof MEASURES)[number], readonly Point[]>> {
      const all = [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])];
      return {
        routes: all.map((route) => point(policy, route.name, route.at, routes.has(route.name))),
        hops: declaredHops(policy).map(({ id, name, at }) => point(policy, name, at, hops.has(id))),
        boundaries: numbers.flatMap((spec) => boundaryPoints(policy, spec, pieces.get(spec.id) ?? new Set())),
      };
    },
  };
}

function point(policy: Policy, name: string, at: Place, covered: boolean): Point {
  return { policy: policy.name, name, file: at.path, line: at.line, covered };
}

/** How many cuts lie below a value: the number of its piece. */
function pieceOf(cuts: readonly Cut[], value: number): number {
  return cuts.filter(({ at, before }) => (before ? value >= at : value > at)).length;
}

/** A number is tested when one test was just below it and one just above: in the adjacent pieces. */
function boundaryPoints(policy: Policy, spec: GraphFact, tried: ReadonlySet<number>): Point[] {
  const { domain } = spec;
  if (domain.kind !== 'number') return [];
  return spec.cuts.map((cut, index) => {
    const value = formatQuantity(domain.unit, cut.at);
    const below = tried.has(index);
    const above = tried.has(index + 1);
    const sides = cut.before ? [`under ${value}`, `at least ${value}`] : [`up to ${value}`, `over ${value}`];
    const untried = [...(below ? [] : [sides[0]]), ...(above ? [] : [sides[1]])].join(' and ');
    const name = untried === '' ? `${spec.id} ${value}` : `${spec.id} ${untried}`;
    return point(policy, name, placeOfCut(policy, spec.id, cut.at), below && above);
  });
}

/** The first condition or canary with this number. */
function placeOfCut(policy: Policy, fact: string, at: number): Place {
  for (const { guard, action } of policy.routes) {
    for (const part of guard.all) {
      for (const term of part.kind === 'any' ? part.alternatives.flat() : [part]) {
        if (term.fact !== fact || term.set.kind !== 'numbers') continue;
        if (term.set.ranges.some(({ low, high }) => low === at || high === at)) return term.at;
      }
    }
    const canary = action.canaries.find((each) => each.fact === fact && (each.from === at || each.to === at));
    if (canary !== undefined) return canary.at;
  }
  return routeNamed(policy, 'otherwise')?.at ?? policy.at;
}
