/**
 * A compiled policy prepared for serving, with everything that can be derived once at a swap instead of per request.
 * Immutable; a request keeps the one it began with. Knows no HTTP.
 */
import type { DecisionGraph } from '../../language/graph/decision-graph.ts';
import { createEvaluator, type Evaluator } from '../../language/graph/evaluate.ts';
import { type PreparedLines, prepareLines } from '../../language/graph/prepared-lines.ts';
import type { Head } from '../../language/heads/head.ts';
import type { Policy } from '../../language/semantics/model.ts';
import { type AnswerCheck, createAnswerChecks } from '../checks/answer-checks.ts';
import type { VettedPolicy } from './reload/vet-policies.ts';

export interface LivePolicy {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
  readonly evaluator: Evaluator;
  readonly lines: PreparedLines;
  /** Content hash of everything the policy was made from. */
  readonly hash: string;
  readonly heads: ReadonlyMap<string, Head>;
  /** By name. */
  readonly checks: ReadonlyMap<string, AnswerCheck>;
  /** Token counts at which a decision can change. */
  readonly tokenCuts: readonly number[];
}

export interface LiveSet {
  readonly hash: string;
  readonly policies: readonly LivePolicy[];
  /** Model names that clients can request, without `*`. */
  readonly names: readonly string[];
  /** The policy that serves a model name: by name first, else the one that serves `*`. */
  find(model: string): LivePolicy | undefined;
}

export function createLiveSet(compiled: readonly VettedPolicy[], hash: string): LiveSet {
  const byName = new Map<string, LivePolicy>();
  const policies: LivePolicy[] = [];
  for (const { policy, graph, hash: policyHash, heads, schemas } of compiled) {
    const live: LivePolicy = {
      policy,
      graph,
      evaluator: createEvaluator(graph),
      lines: prepareLines(policy, graph),
      hash: policyHash,
      heads,
      checks: createAnswerChecks(policy, schemas),
      tokenCuts: [
        ...graph.facts
          .filter((fact) => fact.fact === 'tokens')
          .flatMap((fact) => fact.cuts.map((cut) => cut.at)),
        ...[...(policy.ruleDocuments?.values() ?? [])].flatMap((document) => document.tokenCuts),
      ],
    };
    policies.push(live);
    for (const name of policy.serves) byName.set(name, live);
  }
  return {
    hash,
    policies,
    names: [...byName.keys()].filter((name) => name !== '*'),
    find: (model) => byName.get(model) ?? byName.get('*'),
  };
}
