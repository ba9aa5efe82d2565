/** All rules together: one fault once, silence where an error hides the truth, reading order. */
import { describe, expect, it } from 'vitest';
import { createSource } from '../../../src/language/text/source.ts';
import { lintSources } from './lint-texts.ts';

const policy = (name: string, uses = 'old'): string => `policy ${name} edition 1 {
  serves "${name}"
}
import old from "./library.route"
otherwise {
  because "Everyone."
  use ${uses}
}
`;
const library = createSource(
  'library.route',
  `provider lab {
  speaks openai
  at "https://lab.example/v1"
  key env LAB_API_KEY
}
model old {
  is "old-1" on lab
  retires 2026-01-01
}
`,
);
const rules = (...sources: ReturnType<typeof createSource>[]): string[] =>
  lintSources(sources).findings.map((finding) => `${finding.at.path} ${finding.rule}`);

describe('linting', () => {
  it('says once what two policies share', () => {
    const one = createSource('one.route', policy('one'));
    const two = createSource('two.route', policy('two'));
    expect(rules(one, two, library)).toEqual(['library.route deprecated-model']);
  });

  it('is silent about policies that depend on a file with errors, and not about others', () => {
    const budget = 'budget team {\n  limit $1/day per team\n}\n';
    const one = createSource('one.route', policy('one') + budget);
    const broken = createSource('two.route', policy('two', 'odl') + budget);
    expect(rules(one, library)).toEqual([
      'library.route unpriced-model-under-budget',
      'library.route deprecated-model',
    ]);
    expect(rules(broken, library)).toEqual(['library.route deprecated-model', 'two.route unknown-name']);
    expect(rules(one, broken, library)).toEqual([
      'library.route unpriced-model-under-budget',
      'library.route deprecated-model',
      'two.route unknown-name',
    ]);
  });
});
