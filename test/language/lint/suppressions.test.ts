/** `# llmr-allow`: silences the one fault it stands at, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { createSource, positionAt } from '../../../src/language/text/source.ts';
import { lintSources } from './lint-texts.ts';

/** Each route has a fault of its own, on its first line. */
function policyWith(faults: readonly ('because' | 'fine')[]): string {
  const routes = faults.map(
    (fault, index) =>
      `route r${index} {\n${fault === 'fine' ? '  because "R."\n' : ''}  when tokens over ${1000 - index}\n  use haiku or refuse 413 "R${index}."\n}\n`,
  );
  return `policy demo edition 1 {\n  serves "demo"\n}\nimport haiku, mini from "./models.route"\n${routes.join('')}otherwise {\n  because "O."\n  use haiku or refuse 413 "O."\n}\n`;
}

function lint(text: string): readonly Diagnostic[] {
  return lintSources([createSource('policy.route', text)]).findings;
}

const told = (finding: Diagnostic): string => `${finding.rule}: ${finding.message}`;

describe('an allowance', () => {
  it('silences exactly the finding whose line it names, above it or on it', () => {
    const faults = fc.array(fc.constantFrom('because' as const, 'fine' as const), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(faults, fc.nat(), fc.boolean(), (made, pick, above) => {
        const text = policyWith(made);
        const before = lint(text);
        const chosen = before[pick % before.length];
        if (chosen === undefined) return;
        const lines = text.split('\n');
        const line = positionAt(createSource('policy.route', text), chosen.at.span.start).line;
        const comment = `# llmr-allow ${chosen.rule}: agreed`;
        if (above) lines.splice(line - 1, 0, comment);
        else lines[line - 1] = `${lines[line - 1]} ${comment}`;
        const after = lint(lines.join('\n'));
        expect(after.map(told)).toEqual(before.filter((finding) => finding !== chosen).map(told));
      }),
      { numRuns: 40 },
    );
  });

  it('of another rule on the same line silences nothing and is itself reported', () => {
    const text = policyWith(['because']).replace(
      'route r0 {',
      'route r0 { # llmr-allow few-examples: agreed',
    );
    expect(
      lint(text)
        .map((finding) => finding.rule)
        .sort(),
    ).toEqual(['missing-because', 'unused-allowance', 'unused-declaration']);
  });

  it('by a former id of the rule silences the finding', () => {
    const written = (rule: string): string => `policy demo edition 1 {
  serves "demo"
}
import haiku, sonnet from "./models.route"
budget team-day {
  limit $20/day per team
  when unknown refuse
}
chain hopeful {
  try haiku
  then sonnet # llmr-allow ${rule}: agreed
}
otherwise {
  because "O."
  use hopeful or refuse 413 "O."
}
`;
    expect(lint(written('no-effect')).map(({ rule }) => rule)).toContain('costlier-fallback-under-budget');
    for (const id of ['dearer-fallback-under-budget', 'costlier-fallback-under-budget'])
      expect(lint(written(id)).map(({ rule }) => rule)).not.toContain('costlier-fallback-under-budget');
  });

  it('two lines above reaches nothing', () => {
    const text = policyWith(['because']).replace(
      'route r0',
      '# llmr-allow missing-because: agreed\n\nroute r0',
    );
    expect(lint(text).map((finding) => finding.rule)).toContain('missing-because');
  });

  it('for several rules reports the one that is not needed', () => {
    const text = policyWith(['because']).replace(
      'route r0',
      '# llmr-allow missing-because, few-examples: agreed\nroute r0',
    );
    expect(lint(text).map(told)).toEqual([
      'unused-declaration: "mini" is imported and not used',
      'unused-allowance: nothing on line 6 needs this suppression of "few-examples"',
    ]);
  });
});
