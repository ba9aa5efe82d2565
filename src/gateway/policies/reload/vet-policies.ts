/**
 * Whether a folder of policies may go live: read, compile, train, lint, run its own tests. Returns plain data that
 * can be passed between processes. Serves nothing.
 */
import { type CompiledPolicy, compile } from '../../../language/compile.ts';
import type { Diagnostic } from '../../../language/diagnostics/diagnostic.ts';
import { renderJson } from '../../../language/diagnostics/render-json.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import { didYouMean } from '../../../language/diagnostics/suggest.ts';
import type { DecisionGraph } from '../../../language/graph/decision-graph.ts';
import type { Head } from '../../../language/heads/head.ts';
import { runLint } from '../../../language/lint/run-lint.ts';
import type { Policy } from '../../../language/semantics/model.ts';
import { isGreen } from '../../../language/testing/report/test-report.ts';
import { runTests } from '../../../language/testing/run/run-tests.ts';
import type { Source } from '../../../language/text/source.ts';
import { TOKENS_A_MESSAGE } from '../../../language/vocabulary/input-tokens.ts';
import { type Meaning, type MeaningOptions, openMeaning } from '../../../meaning/open-meaning.ts';
import { EncodingError } from '../../../meaning/text-encoding.ts';
import type { TrainingProcess } from '../../../meaning/training-process.ts';
import { vetSchemas } from '../../checks/vet-schemas.ts';
import { countTokens } from '../../facts/count-tokens.ts';
import { unregisteredPredicates } from '../../facts/predicates.ts';
import { type HostRules, vetHosts } from '../../secrets/key-hosts.ts';
import { fingerprint } from './look-at-policies.ts';
import { UnreadableError } from './policy-file.ts';
import { type PolicyFiles, readPolicies } from './read-policies.ts';

/** A policy without anything that only a compiler needs. */
export interface VettedPolicy {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
  readonly hash: string;
  readonly heads: ReadonlyMap<string, Head>;
  /** Source of validators by the text of their JSON schema. */
  readonly schemas: ReadonlyMap<string, string>;
}

export type Verdict = (
  | {
      readonly kind: 'good';
      readonly policies: readonly VettedPolicy[];
      readonly warnings: number;
      /** Epoch milliseconds at which another process began to serve them. */
      readonly since?: number;
    }
  /** Nothing to serve: the folder is empty, or missing at the moment. */
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'bad';
      readonly reason: string;
      readonly findings: readonly object[];
      readonly text: string;
    }
) & {
  /** Hash of the files as they were read; null where they could not be read. */
  readonly hash: string | null;
  /** Every file that was requested; see `fingerprint`. */
  readonly paths: readonly string[];
};

export interface VetOptions {
  readonly directory: string;
  readonly cacheDir: string;
  /** ISO date, for rules about dates. */
  readonly today: string;
  /** Names of the predicates that are registered. */
  readonly predicates?: readonly string[];
  /** Where keys may be sent, and where they have been sent; undefined: nothing is sent, as with `simulate`. */
  readonly keyHosts?: HostRules;
  /** As in llmr.json, with its secret; without: built-in words. */
  readonly encoder?: string;
  readonly key?: string;
  /** Hosts where an encoder may be; empty: any. */
  readonly hosts?: readonly string[];
  /** Whether the active set has intents, so that training is likely. */
  readonly trained?: boolean;
}

/** How often vetting restarts when the folder changes meanwhile, and how long it waits before. */
const MOST_ROUNDS = 20;
const STILL_MS = 100;

/** Vets content that stayed the same from the first check to the last, so never half of a checkout. */
/** `onProgress` is called while an encoder encodes what heads are trained on. */
export async function vetPolicies(
  options: VetOptions,
  trainer?: TrainingProcess,
  onProgress?: () => void,
): Promise<Verdict> {
  // The process that trains starts while the policies are compiled.
  if (options.trained === true) trainer?.prepare();
  const { directory } = options;
  for (let round = 1; ; round++) {
    try {
      const files = await readPolicies(directory);
      const verdict = await judged(files, {
        ...options,
        ...(trainer === undefined ? {} : { trainer }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      if (round === MOST_ROUNDS || (await fingerprint(directory, files.paths)) === files.hash) return verdict;
    } catch (cause) {
      if (!(cause instanceof UnreadableError)) throw cause;
      if (round >= 3) return { hash: null, paths: [], ...bad(cause.message, [], '') };
    }
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
  }
}

async function judged(
  files: PolicyFiles,
  options: VetOptions & Pick<MeaningOptions, 'trainer' | 'onProgress'>,
): Promise<Verdict> {
  // Learning curves advise those who write examples; nothing that is served depends on them.
  const meaning = openMeaning({ ...options, curves: () => false });
  try {
    return await judge(files, options, meaning);
  } catch (cause) {
    if (!(cause instanceof EncodingError)) throw cause;
    const reason = `the intents cannot be trained: ${cause.message}`;
    return { hash: files.hash, paths: files.paths, ...bad(reason, [], cause.message) };
  } finally {
    await meaning.close();
  }
}

async function judge(files: PolicyFiles, options: VetOptions, meaning: Meaning): Promise<Verdict> {
  const { sources, hash, paths } = files;
  const read = { hash, paths };
  if (!sources.some((source) => source.path.endsWith('.route'))) return { ...read, kind: 'empty' };

  let compilation = compile(sources, new Map(), meaning.encoder);
  if (compilation.jobs.length > 0) {
    const heads = await meaning.train(compilation.jobs, compilation.secondLooks);
    compilation = compile(sources, heads, meaning.encoder);
  }
  const findings = runLint(compilation, sources, { today: options.today });
  // An expired date must not prevent a restart of the service: such a route matches no request any more, as declared,
  // and CI reports it as an error.
  const errors = findings.filter(
    (finding) => finding.severity === 'error' && finding.rule !== 'expired-until',
  );
  if (errors.length > 0) return { ...read, ...badFindings(errors, sources) };
  const { schemas, faults: broken } = vetSchemas(compilation.policies.map(({ policy }) => policy));
  if (broken.length > 0) return { ...read, ...badFindings(broken, sources) };

  if (options.keyHosts !== undefined) {
    const misplaced = vetHosts(
      compilation.policies.map(({ policy }) => policy),
      options.keyHosts,
    );
    if (misplaced.length > 0) return { ...read, ...badFindings(misplaced, sources) };
  }

  const missing = missingPredicates(compilation.policies, options.predicates ?? []);
  if (missing !== undefined) return { ...read, ...bad(missing, [], '') };

  const { files: parsed, claims } = compilation;
  const tested = compilation.policies.map((each) => ({ ...each, vectorOf: meaning.vectorOf }));
  const countText = (text: string) => countTokens([text], TOKENS_A_MESSAGE, []).tokens;
  const report = await meaning.settled(() =>
    runTests({ files: parsed, policies: tested, countText, claims }),
  );
  const failed = report.tests.filter((test) => !test.ok);
  if (failed.length > 0) {
    const text = failed
      .map((test) => `${test.file}:${test.line} ${test.name}\n  ${test.message ?? ''}`)
      .join('\n');
    return { ...read, ...bad(`${failed.length} of the policies' own tests failed`, failed, text) };
  }
  if (!isGreen(report)) {
    const faults = report.diagnostics.filter((finding) => finding.severity === 'error');
    return { ...read, ...badFindings(faults, sources) };
  }

  const policies = compilation.policies.flatMap(({ policy, graph, hash: own, heads }) =>
    graph === undefined ? [] : [{ policy, graph, hash: own, heads, schemas }],
  );
  if (policies.length === 0) return { ...read, kind: 'empty' };
  const warnings = findings.filter((finding) => finding.severity === 'warning').length;
  return { ...read, kind: 'good', policies, warnings };
}

function missingPredicates(
  policies: readonly CompiledPolicy[],
  registered: readonly string[],
): string | undefined {
  for (const { policy } of policies) {
    const [name] = unregisteredPredicates(policy, registered);
    if (name === undefined) continue;
    const near = didYouMean(name, registered);
    const meant =
      registered.length === 0
        ? 'none are'
        : `registered: ${registered.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`;
    return `policy ${policy.name} asks predicate "${name}", which is not registered (${meant}): name its file under "predicates" in llmr.json, or pass the function to the service`;
  }
  return undefined;
}

function badFindings(errors: readonly Diagnostic[], sources: readonly Source[]) {
  const first = errors[0];
  const count = `${errors.length} error${errors.length === 1 ? '' : 's'}`;
  return bad(
    `${count}, the first in ${first?.at.path ?? 'a policy'}: ${first?.message ?? ''}`,
    renderJson(errors, sources).findings,
    renderText(errors, sources, { color: false }),
  );
}

function bad(reason: string, findings: readonly object[], text: string) {
  return { kind: 'bad', reason, findings, text } as const;
}
