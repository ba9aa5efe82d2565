/** Whole folders, from text to report: the examples of the language's design. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type CompiledPolicy, compile } from '../../../src/language/compile.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import type { Head } from '../../../src/language/heads/head.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import type { TestedPolicy } from '../../../src/language/testing/bind/tested-policy.ts';
import type { TestReport } from '../../../src/language/testing/report/test-report.ts';
import { runTests } from '../../../src/language/testing/run/run-tests.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';
import { SHIPPED_WORDS } from '../heads/shipped-words.ts';
import { countWords } from './support-policy.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function sourcesUnder(folder: string): Source[] {
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(route|txt|json|csv|jsonl)$/.test(entry.name))
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return createSource(path.slice(root.length), readFileSync(path, 'utf8'));
    });
}

/**
 * Constructs that are not yet available keep a policy from being served, and so from having a graph; what its tests
 * mean can be run all the same.
 */
function testable({ policy }: CompiledPolicy): TestedPolicy {
  const heads = [...policy.intentGroups.values()].map((group): [string, Head] => {
    const intents = group.intents.map(({ name, means, like, not }) => ({
      name,
      ...(means === undefined ? {} : { means }),
      like: like.map((example) => example.text),
      not: not.map((example) => example.text),
    }));
    return [group.name, trainHead(trainingJob(group.name, intents), SHIPPED_WORDS)];
  });
  return { policy, graph: lower(policy), heads: new Map(heads) };
}

const example = 'test/support/example';

function reportOf(name: string): TestReport {
  const { files, policies, claims } = compile(sourcesUnder(`${example}/${name}`), new Map());
  return runTests({ files, policies: policies.map(testable), countText: countWords, claims });
}

it.each([
  ['first', 7],
  ['full', 11],
])('%s holds', (name, count) => {
  const report = reportOf(name);
  expect(report.tests.filter((test) => !test.ok)).toEqual([]);
  expect(report.diagnostics).toEqual([]);
  expect(report.summary.passed).toBe(count);
});

it('proves what full claims', () => {
  const { tests, skipped } = reportOf('full');
  expect(skipped).toEqual([]);
  expect(tests.flatMap(({ verdict }) => verdict ?? [])).toEqual(['proved', 'proved']);
});

it('faulty is caught at both of its planted faults', () => {
  const failed = reportOf('faulty').tests.filter((test) => !test.ok);
  expect(failed.map((test) => test.name)).toEqual([
    'a free user never gets the experiment',
    'budget ladder, case 4 (enterprise, 130k, 96%)',
    'free users reach an expensive model',
    'nothing is refused for its size without saying so',
  ]);
  expect(failed[2]?.counterexample).toMatchObject({ tier: 'free', intent: 'bug-report' });
  expect(failed[2]?.message).toContain('goes to bug-triage, which may call sonnet');
  expect(failed[3]?.message).toContain('goes to over-budget, and is refused with 400');
  expect(failed[1]?.message).toContain('long-documents would match too, but over-budget matches first');
});

it('takes a compiled policy as it comes', () => {
  const sources = sourcesUnder(`${example}/first`);
  const heads = new Map(
    compile(sources, new Map()).jobs.map((job) => [job.hash, trainHead(job, SHIPPED_WORDS)]),
  );
  const { files, policies, claims } = compile(sources, heads);
  const { summary } = runTests({ files, policies, countText: countWords, claims });
  expect(summary).toEqual({ passed: 7, failed: 0, skipped: 0 });
});
