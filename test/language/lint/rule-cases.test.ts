/** Runs the cases of every rule, and asserts that no rule lacks a file, a case or an exercised message. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { format } from '../../../src/language/format/format.ts';
import { fixUntilConverged } from '../../../src/language/lint/fixes.ts';
import { RULES } from '../../../src/language/lint/rules/index.ts';
import { ALL_RULES } from '../../../src/language/lint/run-lint.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import type { Source } from '../../../src/language/text/source.ts';
import { about, lintSources, REVIEW, RULES_FOLDER, ruleFile, sourcesIn, UPDATE } from './lint-texts.ts';
import { type RuleCase, readCases, writeCases } from './rule-cases.ts';

const said = new Set<string>();

function run(
  rule: string,
  sources: readonly Source[],
): { rendered: string; findings: readonly Diagnostic[] } {
  const linted = lintSources(sources, about(rule));
  for (const one of linted.said) said.add(one);
  return linted;
}

function fix(
  rule: string,
  sources: readonly Source[],
): { text: string; converged: boolean; sources: readonly Source[] } {
  const done = fixUntilConverged(sources, (now) => run(rule, now).findings);
  const text = done.sources
    .map((source, index) => (index === 0 ? source.text : `# file: ${source.path}\n${source.text}`))
    .join('')
    .trimEnd();
  return { text, converged: done.converged, sources: done.sources };
}

for (const { id, kind } of ALL_RULES) {
  const text = ruleFile(`${id}.cases.txt`) ?? '';
  const cases = readCases(text);
  const updated: RuleCase[] = [];

  describe(id, () => {
    it('has its page, its cases and, unless the compiler speaks for it, its module', () => {
      expect(ruleFile(`${id}.md`)).toBeDefined();
      expect(cases.length).toBeGreaterThanOrEqual(4);
      if (kind === 'lint') expect(ruleFile(`${id}.ts`)).toBeDefined();
    });

    it('fires at least twice and is silent at least twice', () => {
      expect(cases.filter((one) => one.expected !== '').length).toBeGreaterThanOrEqual(2);
      expect(cases.filter((one) => one.expected === '').length).toBeGreaterThanOrEqual(2);
    });

    it.each(cases)('$title', (one) => {
      const sources = sourcesIn(one.policy);
      const { rendered, findings } = run(id, sources);
      const fixed = findings.some((finding) => finding.fix !== undefined) ? fix(id, sources) : undefined;
      if (UPDATE) {
        updated.push({
          title: one.title,
          policy: one.policy,
          expected: rendered,
          ...(fixed === undefined ? {} : { fixed: fixed.text }),
        });
        if (updated.length === cases.length)
          writeFileSync(join(RULES_FOLDER, `${id}.cases.txt`), writeCases(updated));
        return;
      }
      expect(rendered, REVIEW).toBe(one.expected);
      if (fixed === undefined) {
        expect(one.fixed).toBeUndefined();
        return;
      }
      expect(fixed.converged).toBe(true);
      expect(fixed.text, REVIEW).toBe(one.fixed);
      for (const source of fixed.sources) expectSurvivesFormat(source, findings);
    });
  });
}

/** What a fix leaves is a text that the formatter takes, unless other errors stand in the way. */
function expectSurvivesFormat(source: Source, before: readonly Diagnostic[]): void {
  if (!source.path.endsWith('.route') || before.some((finding) => finding.rule === 'syntax')) return;
  const parsed = parse(source);
  expect(parsed.diagnostics).toEqual([]);
  expect(format(parsed)).not.toBe('');
}

describe('the rules together', () => {
  it('have ids of their own', () => {
    expect(new Set(ALL_RULES.map((rule) => rule.id)).size).toBe(ALL_RULES.length);
  });

  it('say every message they have in some case', () => {
    const unsaid = RULES.flatMap((rule) =>
      Object.keys(rule.messages).map((key) => `${rule.id} ${key}`),
    ).filter((message) => !said.has(message));
    expect(unsaid).toEqual([]);
  });
});
