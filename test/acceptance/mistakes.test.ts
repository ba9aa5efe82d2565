/** Twenty mistakes, each planted alone in the support example: one message, at its line, with why and what to do. */
import { expect, test } from 'vitest';
import { type Folder, folder } from '../cli/run-in-folder.ts';

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly because?: string;
  readonly help?: string;
}

/** Replaced text, what it becomes, the rule that says so, and what its message or help names. */
const MISTAKES: readonly [file: string, right: string, wrong: string, rule: string, names: RegExp][] = [
  ['support.route', 'and tier is pro or enterprise', 'and teir is pro or enterprise', 'unknown-name', /tier/],
  ['support.route', 'and tier is pro or enterprise', 'and tier is por or enterprise', 'unknown-name', /pro/],
  ['support.route', 'use careful with brief', 'use carefull with brief', 'unknown-name', /careful/],
  ['support.route', 'use careful with brief', 'use careful with breif', 'unknown-name', /brief/],
  ['support.route', 'when intent is refund', 'when intent is refnud', 'unknown-name', /refund/],
  [
    'support.route',
    'budget support-team used at least',
    'budget suport-team used at least',
    'unknown-name',
    /support-team/,
  ],
  ['support.route', 'from "./models.route"', 'from "./model.route"', 'unknown-name', /model\.route/],
  ['support.route', 'tokens over 100k', 'tokens over $5', 'type-or-unit', /token/],
  ['support.route', 'tokens over 100k', 'tokens over 100K', 'syntax', /100k/],
  ['support.route', 'tokens over 100k', 'tokens > 100k', 'syntax', /over/],
  ['support.route', 'try sonnet within 20s', 'try sonnet within 20sec', 'syntax', /20s/],
  ['support.route', 'used at least 95%', 'used at least 950', 'type-or-unit', /%/],
  ['support.route', 'limit $50/day per team', 'limit $50 per day', 'syntax', /day/],
  ['support.route', '90% sonnet', '80% sonnet', 'bad-weights', /90/],
  ['support.route', 'refuse 413 "This', 'refuse 200 "This', 'type-or-unit', /400/],
  [
    'support.route',
    'pool quick {',
    'pool quick { in turn haiku, mini }\n\npool quick {',
    'duplicate-name',
    /quick/,
  ],
  ['support.route', 'then haiku\n', 'then careful\n', 'fallback-cycle', /careful/],
  ['support.route', '   and tier is pro or enterprise\n  use', '   or tier is pro\n  use', 'syntax', /any/],
  [
    'models.route',
    'can tools, images, json\n}\n\nmodel mini',
    'can tools, imagse, json\n}\n\nmodel mini',
    'unknown-name',
    /images/,
  ],
  [
    'models.route',
    'is "openai/gpt-4o-mini" on openrouter',
    'is "openai/gpt-4o-mini" on openruter',
    'unknown-name',
    /openrouter/,
  ],
];

async function lint(place: Folder): Promise<Finding[]> {
  const { code, out } = await place.run('llmr-lint', '--format', 'json', '.');
  expect(code).toBe(1);
  return (JSON.parse(out) as { findings: Finding[] }).findings;
}

test.each(MISTAKES)('%s: %s → %s', async (file, right, wrong, rule, names) => {
  const place = folder('test/support/example/first');
  try {
    const text = place.read(file);
    expect(text).toContain(right);
    place.write(file, text.replace(right, wrong));
    const errors = (await lint(place)).filter((finding) => finding.severity === 'error');
    expect(errors.map((finding) => finding.rule)).toEqual([rule]);
    const [error] = errors;
    const at = text.indexOf(right);
    const lines = text.slice(0, at).split('\n').length;
    const last = lines + right.split('\n').length - 1;
    expect(error?.file.endsWith(file)).toBe(true);
    // A cycle or a wrong sum is told where the declaration is; everything else on the very line.
    if (rule === 'fallback-cycle' || rule === 'bad-weights')
      expect(Math.abs((error?.line ?? 0) - lines)).toBeLessThan(6);
    else expect(error?.line).toBeGreaterThanOrEqual(lines);
    if (!['fallback-cycle', 'bad-weights', 'duplicate-name'].includes(rule))
      expect(error?.line).toBeLessThanOrEqual(last);
    const said = `${error?.message} ${error?.because ?? ''} ${error?.help ?? ''}`;
    expect(said).toMatch(names);
    expect(error?.because ?? error?.help).toBeDefined();
    expect(error?.help).toBeDefined();
  } finally {
    place.remove();
  }
});
