/**
 * The public API: compile, lint, format, test, decide, explain, and the service. Anything not exported here may
 * change between any two versions.
 */
import type { GatewayConfig } from './gateway/config/config.ts';
import type { Gateway, Registered } from './gateway/main.ts';

export { type ConfigSources, type GatewayConfig, readConfig } from './gateway/config/config.ts';
export type { PredicateFunction, PredicateRequest, Predicates } from './gateway/facts/predicates.ts';
export type { Gateway, Registered } from './gateway/main.ts';
export { type Compilation, type CompiledPolicy, compile } from './language/compile.ts';
export type { Diagnostic, Fix, Label, Origin, Severity } from './language/diagnostics/diagnostic.ts';
export { renderJson } from './language/diagnostics/render-json.ts';
export { renderText } from './language/diagnostics/render-text.ts';
export { type FormatOutcome, format } from './language/format/format.ts';
export type { Decision, DecisionGraph, PathStep } from './language/graph/decision-graph.ts';
export { type GraphFormat, renderGraph } from './language/graph/draw/render-graph.ts';
export { createEvaluator, type Evaluator, evaluate } from './language/graph/evaluate.ts';
export { type Explanation, explainDecision } from './language/graph/explain.ts';
export type { Head, TrainingJob } from './language/heads/head.ts';
export { applyFixes, type Fixed, fixUntilConverged } from './language/lint/fixes.ts';
export { type LintOptions, runLint as lint } from './language/lint/run-lint.ts';
export { makePlan } from './language/planning/make-plan.ts';
export type { Plan, PlannedAttempt, PlanWorld } from './language/planning/plan.ts';
export type { Policy } from './language/semantics/model.ts';
export { namedFiles } from './language/semantics/named-files.ts';
export { parse } from './language/syntax/parse.ts';
export type { ParsedFile } from './language/syntax/syntax.ts';
export type { TestReport } from './language/testing/report/test-report.ts';
export { runTests, type TestRun } from './language/testing/run/run-tests.ts';
export { createSource, type Source } from './language/text/source.ts';
export type { FactSpec, FactValue, KnownFacts } from './language/vocabulary/value-set.ts';
export { type TrainHeadsOptions, trainHeads } from './meaning/train-heads.ts';

/**
 * Starts the service. It is loaded only now, because linting and compiling do not need it. @throws Error with a
 * message for the operator
 */
export async function createGateway(
  config: GatewayConfig,
  variables: Readonly<Record<string, string | undefined>> = process.env,
  registered: Registered = {},
): Promise<Gateway> {
  const { startGateway } = await import('./gateway/main.ts');
  return startGateway(config, variables, registered);
}
