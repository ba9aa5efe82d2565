/**
 * Whether a folder of policies may go live: read, compile, train, lint, run its own tests. Answers with plain data
 * that can cross a thread. Nothing here serves anything.
 */
import { compile } from '../../language/compile.ts';
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import { renderJson } from '../../language/diagnostics/render-json.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import type { DecisionGraph } from '../../language/graph/decision-graph.ts';
import type { Head } from '../../language/heads/head.ts';
import { runLint } from '../../language/lint/run-lint.ts';
import type { Policy } from '../../language/semantics/model.ts';
import { runTests } from '../../language/testing/run-tests.ts';
import type { Source } from '../../language/text/source.ts';
import { trainHeads } from '../../meaning/train-heads.ts';
import { countTokens } from '../facts/count-tokens.ts';
import { contentHash, readPolicies } from './read-policies.ts';

/** A policy without anything that only a compiler needs. */
export interface VettedPolicy {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
  readonly hash: string;
  readonly heads: ReadonlyMap<string, Head>;
}

export type Verdict =
  | {
      readonly kind: 'good';
      readonly hash: string;
      readonly policies: readonly VettedPolicy[];
      readonly warnings: number;
    }
  /** Nothing to serve: a folder that is empty, or gone for the moment. */
  | { readonly kind: 'empty'; readonly hash: string }
  | {
      readonly kind: 'bad';
      readonly hash: string;
      readonly reason: string;
      readonly findings: readonly object[];
      readonly text: string;
    };

export interface VetOptions {
  readonly directory: string;
  readonly cacheDir: string;
  /** ISO date, for rules about dates. */
  readonly today: string;
}

export async function vetPolicies(options: VetOptions): Promise<Verdict> {
  const sources = await readPolicies(options.directory);
  const hash = contentHash(sources);
  if (!sources.some((source) => source.path.endsWith('.route'))) return { kind: 'empty', hash };

  let compilation = compile(sources, new Map());
  if (compilation.jobs.length > 0) {
    compilation = compile(sources, await trainHeads(compilation.jobs, { cacheDir: options.cacheDir }));
  }
  const findings = runLint(compilation, sources, { today: options.today });
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) return bad(hash, errors, sources);

  const report = runTests({
    files: compilation.files.filter((file) => file.ast.testsFor !== undefined),
    policies: compilation.policies,
    countText: (text) => countTokens([text], 0, []).tokens,
  });
  const failed = report.tests.filter((test) => !test.ok);
  if (report.summary.failed > 0) {
    return {
      kind: 'bad',
      hash,
      reason: `${report.summary.failed} of the policies' own tests failed`,
      findings: failed,
      text: failed
        .map((test) => `${test.file}:${test.line} ${test.name}\n  ${test.message ?? ''}`)
        .join('\n'),
    };
  }
  const policies = compilation.policies.flatMap(({ policy, graph, hash: own, heads }) =>
    graph === undefined ? [] : [{ policy, graph, hash: own, heads }],
  );
  if (policies.length === 0) return { kind: 'empty', hash };
  return {
    kind: 'good',
    hash,
    policies,
    warnings: findings.filter((finding) => finding.severity === 'warning').length,
  };
}

function bad(hash: string, errors: readonly Diagnostic[], sources: readonly Source[]): Verdict {
  const first = errors[0];
  return {
    kind: 'bad',
    hash,
    reason: `${errors.length} error${errors.length === 1 ? '' : 's'}, the first in ${first?.at.path ?? 'a policy'}: ${first?.message ?? ''}`,
    findings: renderJson(errors, sources).findings,
    text: renderText(errors, sources, { color: false }),
  };
}
