/** The examples of the design: what holds in one is refuted in the other, by the requests one would expect. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createProofs } from '../../../src/language/analysis/verdicts/candidates.ts';
import { judgeHops } from '../../../src/language/analysis/verdicts/hops.ts';
import {
  type Property,
  proveProperty,
  type Verdict,
} from '../../../src/language/analysis/verdicts/properties.ts';
import { unreachableRules } from '../../../src/language/analysis/verdicts/reachability.ts';
import { type CompiledPolicy, compile } from '../../../src/language/compile.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { propertiesIn } from '../../support/bind-property.ts';

const root = fileURLToPath(new URL('../../support/example/', import.meta.url));

function example(name: string): {
  compiled: CompiledPolicy;
  properties: Map<string, Property>;
} {
  const sources = readdirSync(`${root}${name}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return createSource(path.slice(root.length), readFileSync(path, 'utf8'));
    });
  const { policies, files } = compile(sources, new Map());
  const [compiled] = policies;
  if (compiled === undefined) throw new Error(`${name} has no policy`);
  const data = new Map(
    sources.filter(({ path }) => !path.endsWith('.route')).map((source) => [source.path, source]),
  );
  return { compiled, properties: propertiesIn(files, data, compiled.policy) };
}

function verdicts(name: string): Map<string, Verdict> {
  const { compiled, properties } = example(name);
  return new Map(
    [...properties].map(([title, property]) => [title, proveProperty(compiled.policy, property)]),
  );
}

it('proves what the full example claims', () => {
  expect([...verdicts('full')]).toEqual([
    ['free users reach an expensive model', { kind: 'proved' }],
    ['nothing is refused for its size without saying so', { kind: 'proved' }],
  ]);
});

it('refutes both claims in the faulty one', () => {
  const [never, always] = [...verdicts('faulty').values()];
  expect(never).toMatchObject({
    kind: 'refuted',
    counterexample: {
      route: 'bug-triage',
      model: 'sonnet',
      witness: {
        facts: { tier: 'free', intent: 'bug-report', 'header "x-beta"': 'triage-' },
        assumptions: [],
      },
    },
  });
  expect(always).toMatchObject({
    kind: 'refuted',
    counterexample: {
      route: 'over-budget',
      witness: { facts: { tokens: 199_000, 'budget support-team used': '100%' } },
      plan: { refusal: { code: 'context_length_exceeded' } },
    },
  });
});

it('has nothing to say against routes and hops of the full example', () => {
  const proofs = createProofs(example('full').compiled.policy);
  expect(unreachableRules(proofs)).toEqual([]);
  expect(judgeHops(proofs)).toEqual({ hops: [], unservable: [], undecided: [] });
});
