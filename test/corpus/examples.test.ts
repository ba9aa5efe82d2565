/**
 * Examples of findings, replayed the way `llmr explain --facts` does it: they must be accepted, and end where the
 * finding says they do.
 */
import { describe, expect, it } from 'vitest';
import { decideAsked } from '../../src/cli/commands/explain/decide-asked.ts';
import { askedScenario } from '../../src/cli/input/request-options.ts';
import { compile } from '../../src/language/compile.ts';
import type { Diagnostic } from '../../src/language/diagnostics/diagnostic.ts';
import { lower } from '../../src/language/graph/lower.ts';
import { lintSources, withLibrary } from '../language/lint/lint-texts.ts';
import { entriesIn } from './entries.ts';

/** Monday noon: what the example does not ask of the clock. */
const NOON = Date.UTC(2026, 0, 5, 12);
const countText = (text: string): number => text.length;

async function replay(finding: Diagnostic, compilation: ReturnType<typeof compile>) {
  const compiled = compilation.policies.find(({ dependencies }) => dependencies.includes(finding.at.path));
  if (compiled === undefined || finding.example === undefined) throw new Error('nothing to replay');
  const asked = askedScenario(compiled.policy, { facts: finding.example, header: [] }, () => 100);
  if (!asked.ok) throw new Error(`${asked.message}: ${JSON.stringify(finding.example)}`);
  const graph = compiled.graph ?? lower(compiled.policy);
  return decideAsked({ ...compiled, graph }, asked.scenario, NOON, countText);
}

const words = ({ message, because = '' }: Diagnostic): string => `${message}; ${because}`;
const named = (route: string): string => (route === 'otherwise' ? '`otherwise`' : `"${route}"`);

describe('the example of a finding', () => {
  const all = [...entriesIn('faulty'), ...entriesIn('clean')].map((entry) => ({
    ...entry,
    told: lintSources(entry.sources).findings,
  }));
  const shown = all.map(({ told, ...entry }) => ({
    ...entry,
    findings: told.filter(({ example }) => example !== undefined),
  }));

  it('is there where a rule can have one', () => {
    expect(shown.flatMap(({ findings }) => findings).length).toBeGreaterThan(50);
    for (const rule of [
      'unreachable-route',
      'overlap',
      'unservable-request',
      'window-exceeded',
      'partial-hop',
    ])
      for (const finding of all.flatMap(({ told }) => told))
        if (finding.rule === rule) expect(finding.example, words(finding)).toBeDefined();
  });

  it.each(shown.filter(({ findings }) => findings.length > 0))('$title', async ({ sources, findings }) => {
    const compilation = compile(withLibrary(sources), new Map());
    for (const finding of findings) {
      const decision = await replay(finding, compilation);
      const route = decision?.route ?? 'nobody';
      const context = `${words(finding)} ${JSON.stringify(finding.example)} → ${route}`;
      switch (finding.rule) {
        case 'uncovered-request':
          if (finding.message.includes('fit no route')) expect(decision, context).toBeUndefined();
          else expect(words(finding), context).toContain(named(route));
          break;
        case 'unreachable-route':
          // Taken by one of those that cover it, never by itself.
          expect(finding.because, context).toContain(named(route));
          expect(finding.message, context).not.toContain(named(route));
          break;
        case 'unservable-request':
          expect(decision?.refused, context).toBeDefined();
          expect(finding.message, context).toContain(named(route));
          break;
        default:
          expect(words(finding), context).toContain(named(route));
      }
    }
  });
});
