/**
 * The whole compiler on one screen: text ─ parse ─ bind ─ check ─ lower, each stage named once, in order. A pure
 * function of its sources and of the heads trained so far; heads still to be trained are returned as jobs.
 */
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { DecisionGraph } from './graph/decision-graph.ts';
import { lower } from './graph/lower.ts';
import { type Head, type TrainingJob, WORDS_ENCODER } from './heads/head.ts';
import { trainingJob } from './heads/training-job.ts';
import { libraryFilesOf } from './library/library-files.ts';
import { bind } from './semantics/bind.ts';
import { type CheckedWhen, check } from './semantics/check.ts';
import { foldDiagnostics } from './semantics/fold-diagnostics.ts';
import type { IntentGroup, Policy } from './semantics/model.ts';
import { dependenciesOf, hashOf } from './semantics/policy-sources.ts';
import { normalPath } from './semantics/resolve-path.ts';
import type { Property } from './syntax/ast.ts';
import { parse } from './syntax/parse.ts';
import type { ParsedFile } from './syntax/syntax.ts';
import type { Source } from './text/source.ts';

export interface CompiledPolicy {
  readonly policy: Policy;
  /** Absent when a file the policy depends on has errors. */
  readonly graph?: DecisionGraph;
  /** 12 hex digits over the texts of all dependencies. */
  readonly hash: string;
  /**
   * Trained heads by intent group; a missing one is among `Compilation.jobs`. With a second head only where the
   * policy has a second look.
   */
  readonly heads: ReadonlyMap<string, Head>;
  /** Paths of every source, data file and library intent the policy is made of, its own first; tests are not among them. */
  readonly dependencies: readonly string[];
}

export interface Compilation {
  readonly files: readonly ParsedFile[];
  readonly policies: readonly CompiledPolicy[];
  /** The conditions of `never` and `always`, by their place in `files`. */
  readonly claims: ReadonlyMap<Property, CheckedWhen>;
  /** Of all stages and files, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Heads that are still to be trained, each once: train them and compile again. */
  readonly jobs: readonly TrainingJob[];
  /** Hashes of the jobs whose head is to have a second one, for `meaning { second look … }`. */
  readonly secondLooks: ReadonlySet<string>;
}

/**
 * `sources` are `.route` files and the data files they name; `heads` are by the hash of their training job; `encoder`
 * is the id of the encoder that the service uses.
 */
export function compile(
  sources: readonly Source[],
  heads: ReadonlyMap<string, Head>,
  encoder: string = WORDS_ENCODER,
): Compilation {
  const data = new Map(
    sources.filter((source) => !isRoute(source)).map((source) => [normalPath(source.path), source]),
  );
  const files = sources.filter(isRoute).map(parse);
  const bound = bind(files, data, libraryFilesOf(files));
  const checked = check(bound);
  const diagnostics = foldDiagnostics(files, [...bound.diagnostics, ...checked.diagnostics]);
  const faulty = new Set(
    diagnostics.filter(({ severity }) => severity === 'error').map((diagnostic) => diagnostic.at.path),
  );
  const jobs = new Map<string, TrainingJob>();
  const secondLooks = new Set<string>();
  const policies = checked.policies.map(({ file, policy }): CompiledPolicy => {
    const dependencies = dependenciesOf(file, files, data);
    const made = {
      policy,
      hash: hashOf(file, dependencies),
      dependencies: dependencies.map((source) => source.path),
    };
    if (dependencies.some((source) => faulty.has(source.path))) return { ...made, heads: new Map() };
    const wanted = [...policy.intentGroups.values()].map((group) => jobOf(group, encoder));
    const twice = policy.secondLookWithin !== undefined;
    for (const job of wanted) {
      if (!heads.has(job.hash)) jobs.set(job.hash, job);
      if (twice) secondLooks.add(job.hash);
    }
    return { ...made, graph: lower(policy), heads: headsOf(wanted, heads, twice) };
  });
  return { files, policies, claims: checked.claims, diagnostics, jobs: [...jobs.values()], secondLooks };
}

function isRoute(source: Source): boolean {
  return source.path.endsWith('.route');
}

function jobOf(group: IntentGroup, encoder: string): TrainingJob {
  const texts = (examples: readonly { readonly text: string }[]): string[] =>
    examples.map(({ text }) => text);
  return trainingJob(
    group.name,
    group.intents.map((intent) => ({
      name: intent.name,
      ...(intent.means === undefined ? {} : { means: intent.means }),
      like: texts(intent.like),
      not: texts(intent.not),
      ...(intent.matchAtLeast === undefined ? {} : { matchAtLeast: intent.matchAtLeast }),
      ...(intent.wholeMessage === true ? { wholeMessage: true } : {}),
    })),
    encoder,
  );
}

function headsOf(
  jobs: readonly TrainingJob[],
  heads: ReadonlyMap<string, Head>,
  twice: boolean,
): Map<string, Head> {
  const found = new Map<string, Head>();
  for (const job of jobs) {
    const head = heads.get(job.hash);
    if (head === undefined) continue;
    // Two policies may share a head, and only one of them may have a second look.
    found.set(job.group, twice || head.second === undefined ? head : withoutSecond(head));
  }
  return found;
}

function withoutSecond({ second: _, ...once }: Head): Head {
  return once;
}
