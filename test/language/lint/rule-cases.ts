/** Reads and writes `<id>.cases.txt`: `=== title`, policy, `---`, expected findings, and `---` with the fixed text. */

export interface RuleCase {
  readonly title: string;
  readonly policy: string;
  /** Rendered findings; empty: the rule must be silent. */
  readonly expected: string;
  /** The policy after all fixes; undefined: nothing is said about fixes. */
  readonly fixed?: string;
}

export function readCases(text: string): RuleCase[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.split('\n');
      const [policy = '', expected = '', fixed] = lines.join('\n').split(/^---\n/m);
      return {
        title,
        policy: policy.trimEnd(),
        expected: expected.trimEnd(),
        ...(fixed === undefined ? {} : { fixed: fixed.trimEnd() }),
      };
    });
}

export function writeCases(cases: readonly RuleCase[]): string {
  return cases
    .map(({ title, policy, expected, fixed }) => {
      const parts = [`=== ${title}\n${policy}\n---\n`];
      if (expected !== '') parts.push(`${expected}\n`);
      if (fixed !== undefined) parts.push(`---\n${fixed}\n`);
      return parts.join('');
    })
    .join('\n');
}
