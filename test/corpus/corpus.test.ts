/**
 * Policies as people write them, with the faults they make: in `faulty/` each line that a rule must speak of carries
 * `# ! RULE`, and nothing else may be said; about `clean/` nothing may be said at all. Infos count only where a line
 * asks for them.
 */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/language/diagnostics/diagnostic.ts';
import { ALL_RULES } from '../../src/language/lint/run-lint.ts';
import { positionAt, type Source } from '../../src/language/text/source.ts';
import { lintSources, withLibrary } from '../language/lint/lint-texts.ts';
import { type Entry, entriesIn } from './entries.ts';

/** `policy.route:12 overlap`, by the marks in the text. */
function expectedOf({ sources }: Entry): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const rules = /# ! (.+)$/.exec(line)?.[1]?.split(', ') ?? [];
      return rules.map((rule) => `${path}:${index + 1} ${rule}`);
    }),
  );
}

function told(findings: readonly Diagnostic[], sources: readonly Source[]): string[] {
  const byPath = new Map(withLibrary(sources).map((source) => [source.path, source]));
  return findings.map(({ at, rule }) => {
    const source = byPath.get(at.path);
    return `${at.path}:${source === undefined ? 0 : positionAt(source, at.span.start).line} ${rule}`;
  });
}

const FAULTY = entriesIn('faulty');
const CLEAN = entriesIn('clean');

describe('faulty policies', () => {
  it('are many, and every rule speaks of two of them at least', () => {
    expect(FAULTY.length).toBeGreaterThanOrEqual(60);
    const counts = new Map<string, number>();
    for (const entry of FAULTY) {
      for (const rule of new Set(expectedOf(entry).map((line) => line.split(' ')[1] ?? '')))
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
    const rare = ALL_RULES.filter(({ id }) => (counts.get(id) ?? 0) < 2).map(({ id }) => id);
    expect(rare.filter((id) => !UNMARKED.includes(id))).toEqual([]);
  });

  it.each(FAULTY)('$title', (entry) => {
    const { findings } = lintSources(entry.sources);
    const expected = expectedOf(entry);
    const infos = new Set(
      told(
        findings.filter(({ severity }) => severity === 'info'),
        entry.sources,
      ),
    );
    const shown = told(findings, entry.sources).filter((line) => !infos.has(line) || expected.includes(line));
    expect([...new Set(shown)].sort()).toEqual([...expected].sort());
  });
});

/** What a mark cannot stand at, or what this version has less and less of. */
const UNMARKED: readonly string[] = ['not-yet-available', 'undecided'];

describe('clean policies', () => {
  it('are many', () => {
    expect(CLEAN.length).toBeGreaterThanOrEqual(40);
  });

  it.each(CLEAN)('$title', ({ sources }) => {
    const { findings } = lintSources(sources);
    expect(
      told(
        findings.filter(({ severity }) => severity !== 'info'),
        sources,
      ),
    ).toEqual([]);
  });
});
