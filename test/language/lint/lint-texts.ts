/**
 * Lints policies that stand in a test: texts in, findings out, as of one fixed day. Files that are imported and not
 * given are taken from `policies/support`, so that examples need not repeat their models.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../../src/language/compile.ts';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { renderText } from '../../../src/language/diagnostics/render-text.ts';
import type { Head, TrainingJob } from '../../../src/language/heads/head.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { runLint } from '../../../src/language/lint/run-lint.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';
import { wordVectors } from '../../../src/meaning/word-vectors.ts';

export const TODAY = '2026-11-22';
const SHARED = join(import.meta.dirname, '../../../policies/support');
const LIBRARY = ['models.route', 'audience.route'];

/** Line `# file: NAME` begins another file; what stands before the first is `policy.route`. `{U+202E}` is that character. */
export function sourcesIn(text: string): Source[] {
  const files = new Map<string, string[]>([['policy.route', []]]);
  let path = 'policy.route';
  for (const line of text.split('\n')) {
    const named = /^# file: (\S+)$/.exec(line)?.[1];
    if (named === undefined) files.get(path)?.push(line);
    else {
      path = named;
      files.set(path, []);
    }
  }
  return [...files].map(([name, lines]) => {
    const written = `${lines.join('\n').trimEnd()}\n`;
    return createSource(
      name,
      written.replace(/\{U\+([0-9A-F]{4})\}/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    );
  });
}

export function withLibrary(sources: readonly Source[]): Source[] {
  const missing = LIBRARY.filter(
    (name) =>
      !sources.some((source) => source.path === name) &&
      sources.some((source) => source.text.includes(`"./${name}"`)),
  );
  return [...sources, ...missing.map((name) => createSource(name, readFileSync(join(SHARED, name), 'utf8')))];
}

export interface LintedTexts {
  readonly findings: readonly Diagnostic[];
  readonly rendered: string;
  /** `RULE key` for every message that was said. */
  readonly said: readonly string[];
}

export interface LintedFor {
  /** Picks the findings that matter to the test; every one when left out. */
  readonly shown?: (finding: Diagnostic) => boolean;
  /** What a rule that matters reads of trained intents; training one takes a second. */
  readonly reads?: Reads;
}

type Reads = 'nothing' | 'head' | 'curve';

export function lintSources(
  sources: readonly Source[],
  { shown = () => true, reads = 'head' }: LintedFor = {},
): LintedTexts {
  const all = withLibrary(sources);
  const said: string[] = [];
  const { jobs } = compile(all, new Map());
  const wanted = reads === 'curve' ? jobs.filter(hasCurve) : jobs;
  const trained = reads === 'nothing' ? [] : wanted;
  const heads = new Map(trained.map((job) => [job.hash, headOf(job, reads === 'curve')]));
  const linted = runLint(compile(all, heads), all, {
    ...asked(sources[0]?.text ?? ''),
    onReport: (rule, key) => said.push(`${rule} ${key}`),
  });
  const findings = linted.filter(shown);
  return { findings, rendered: renderText(findings, all, { color: false }).trimEnd(), said };
}

/** Rules that read trained intents. The cases of a rule that is missing here fail, since its findings are missing. */
const READERS: Readonly<Record<string, Reads>> = {
  'few-examples': 'curve',
  'intent-misses-own-example': 'head',
  'rarely-found-intent': 'head',
  'similar-intents': 'head',
  'unreachable-threshold': 'head',
};

/** Findings of one rule; errors of the language are always shown, so that no example is right by accident. */
export function about(rule: string): LintedFor {
  return {
    shown: (finding) => finding.rule === rule || finding.code !== undefined,
    reads: READERS[rule] ?? 'nothing',
  };
}

/** Fewer examples give a head without a learning curve. */
function hasCurve({ intents }: TrainingJob): boolean {
  return intents.reduce((sum, { like }) => sum + like.length, 0) >= 8;
}

const heads = new Map<string, Head>();

function headOf(job: TrainingJob, curve: boolean): Head {
  const key = `${job.hash} ${curve}`;
  const head = heads.get(key) ?? trainHead(job, { kind: 'words', table: wordVectors() }, { curve });
  heads.set(key, head);
  return head;
}

/** A text may begin with `# on 2027-08-01`, another day to be linted on, or `# in 3 steps`, for the search. */
function asked(text: string): { today: string; steps?: number } {
  const today = /^# on (\d{4}-\d\d-\d\d)$/m.exec(text)?.[1] ?? TODAY;
  const steps = /^# in (\d+) steps$/m.exec(text)?.[1];
  return { today, ...(steps === undefined ? {} : { steps: Number(steps) }) };
}

/** Writes `text` when the tests are run with UPDATE_GOLDEN=1; a test file that changes this way is read in review. */
export const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

export const REVIEW = 'UPDATE_GOLDEN=1 writes what is said now; read the difference before you commit it';

export const RULES_FOLDER = join(import.meta.dirname, '../../../src/language/lint/rules');
export function ruleFile(name: string): string | undefined {
  const path = join(RULES_FOLDER, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
