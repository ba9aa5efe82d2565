/**
 * The decision graph as nodes, for people to look at: test nodes read one fact and branch on what its values leave
 * possible, outcome nodes name a rule, equal sub-graphs are one node. Reads facts in the evaluator's order. Large
 * policies have more nodes than can be read or stored: past a budget the rest is left out and marked.
 */
import type { DecisionGraph, GraphFact } from '../decision-graph.ts';
import { type Atom, atomsFor, atomsWords } from '../fact-atoms.ts';
import type { DraftNode } from './draft-node.ts';
import { reduceNodes } from './reduce-nodes.ts';
import {
  firstOpenFact,
  keyOfRest,
  type Rest,
  restOf,
  setsFor,
  settledRule,
  withAnswer,
} from './rest-of-rules.ts';

export interface ExpandedGraph {
  readonly version: 1;
  readonly policy: string;
  /** Every request begins at the first one. */
  readonly nodes: readonly GraphNode[];
  /** False: some branches end in a node of kind `more`. */
  readonly complete: boolean;
}
export type GraphNode = TestNode | OutcomeNode | { readonly kind: 'none' } | { readonly kind: 'more' };
export interface TestNode {
  readonly kind: 'test';
  /** Fact id. */
  readonly fact: string;
  readonly cost: GraphFact['cost'];
  readonly edges: readonly GraphEdge[];
}
export interface GraphEdge {
  /** `up to 100k`, `pro or enterprise`, `unknown`. */
  readonly branch: string;
  /** Number of a node. */
  readonly to: number;
}
export interface OutcomeNode {
  readonly kind: 'outcome';
  readonly route: string;
  readonly answer: 'use' | 'refuse' | 'canary';
  readonly canary?: number;
}

export const DEFAULT_MOST_NODES = 400;

/** Most answers drawn for one question. */
const MOST_BRANCHES = 2_000;
/** Most rules visited, over all answers of all questions: a second or two. */
const MOST_WORK = 5_000_000;

export interface ExpandOptions {
  readonly mostNodes?: number;
  /**
   * The graph has only some of the rules: requests that none of them matches are left out, not shown as without a
   * route.
   */
  readonly isPart?: boolean;
}

export function expandGraph(graph: DecisionGraph, options: ExpandOptions = {}): ExpandedGraph {
  const { mostNodes = DEFAULT_MOST_NODES, isPart = false } = options;
  const numbers = new Map<string, number>();
  const drafts: (DraftNode | undefined)[] = [];
  const waiting: { readonly number: number; readonly rest: Rest }[] = [];
  let complete = true;

  const numberOf = (rest: Rest): number => {
    const key = keyOfRest(rest);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (isPart && rest.length === 0) {
      complete = false;
      return leftOut();
    }
    const rule = settledRule(rest);
    // Outcomes are as few as rules; only questions count against the budget.
    if (rule === undefined && rest.length > 0 && waiting.length + asked >= mostNodes) {
      complete = false;
      return leftOut();
    }
    const number = drafts.length;
    numbers.set(key, number);
    drafts.push(
      rule !== undefined ? { kind: 'outcome', rule } : rest.length === 0 ? { kind: 'none' } : undefined,
    );
    if (drafts[number] === undefined) waiting.push({ number, rest });
    return number;
  };
  let more: number | undefined;
  const leftOut = (): number => {
    more ??= drafts.push({ kind: 'more' }) - 1;
    return more;
  };

  let asked = 0;
  let work = 0;
  numberOf(restOf(graph));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    asked += 1;
    const { number, rest } = next;
    const fact = firstOpenFact(rest);
    const spec = graph.facts[fact];
    if (spec === undefined) throw new Error(`the graph has no fact ${fact}`);
    const atoms = atomsFor(spec, setsFor(rest, fact), MOST_BRANCHES);
    work += (atoms?.length ?? 1) * rest.length;
    if (atoms === undefined || work > MOST_WORK) {
      complete = false;
      drafts[number] = { kind: 'test', fact, edges: [{ atoms: [], to: leftOut() }] };
      continue;
    }
    const edges = new Map<number, Atom[]>();
    for (const atom of atoms) {
      const to = numberOf(withAnswer(rest, fact, atom.holds));
      edges.set(to, [...(edges.get(to) ?? []), atom]);
    }
    drafts[number] = { kind: 'test', fact, edges: [...edges].map(([to, atoms]) => ({ atoms, to })) };
  }
  const nodes = reduceNodes(
    graph.facts,
    drafts.filter((draft) => draft !== undefined),
  );
  return { version: 1, policy: graph.policy, nodes: nodes.map((draft) => told(graph, draft)), complete };
}

function told(graph: DecisionGraph, draft: DraftNode): GraphNode {
  if (draft.kind === 'outcome') {
    const rule = graph.rules[draft.rule];
    if (rule === undefined) throw new Error(`the graph has no rule ${draft.rule}`);
    const canary = rule.canary === undefined ? {} : { canary: rule.canary };
    return { kind: 'outcome', route: rule.route, answer: rule.kind, ...canary };
  }
  if (draft.kind !== 'test') return draft;
  const spec = graph.facts[draft.fact];
  if (spec === undefined) throw new Error(`the graph has no fact ${draft.fact}`);
  const all = draft.edges.flatMap((edge) => edge.atoms);
  const edges = draft.edges.map(({ atoms, to }) => ({ branch: atomsWords(spec, atoms, all), to }));
  return { kind: 'test', fact: spec.id, cost: spec.cost, edges };
}
