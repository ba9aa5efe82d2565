// Targets that share what they are made of, and targets that nest deep: each is looked at a few times, not once for
// every way that leads to it, and what is too large is an error of the language. Counts looks at targets, no time.
import { describe, expect, test } from 'vitest';
import { outcomeChanges } from '../../../src/language/analysis/diff/outcome-changes.ts';
import { createProofs } from '../../../src/language/analysis/verdicts/candidates.ts';
import { judgeHops } from '../../../src/language/analysis/verdicts/hops.ts';
import { outcomeOf } from '../../../src/language/analysis/verdicts/outcome.ts';
import { type Compilation, compile } from '../../../src/language/compile.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import { runLint } from '../../../src/language/lint/run-lint.ts';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import type { Policy, Target } from '../../../src/language/semantics/model.ts';
import { declaredHops, hopsAsked } from '../../../src/language/testing/run/coverage-hops.ts';
import type { Run } from '../../../src/language/testing/run/run-scenario.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';
import { needs, world } from './policy-builder.ts';

const HEAD = `policy p edition 1 { serves "*" }
provider lab { speaks simulated }
provider works { speaks simulated }
model a { is "a" on lab window 200k output 4k }
model b { is "b" on works window 100k output 4k }
`;
const END = (last: string): string => `otherwise { because "All." use ${last} }\n`;

/** Two targets a level, each made of the two below: the ways double with every level. */
const KINDS = {
  pool: (name: string, one: string, two: string) => `pool ${name} { fastest of ${one}, ${two} }`,
  split: (name: string, one: string, two: string) => `split ${name} by user { 40% ${one} 60% ${two} }`,
  rollout: (name: string, one: string, two: string) =>
    `rollout ${name} by user { from ${one} to ${two} steps 5% abort when p95 latency over 3s for 5min }`,
  // The steps of two chains a level would be too many attempts.
  chain: (name: string, one: string) => `chain ${name} { try ${one} within 20s retry 1 }`,
} as const satisfies Record<Target['kind'], unknown>;
type Kind = keyof typeof KINDS;

const LEVELS = 28;

function ladder(kinds: readonly Kind[]): Compilation {
  const rungs = Array.from({ length: LEVELS }, (_, level) => {
    const kind = KINDS[kinds[level % kinds.length] as Kind];
    const [one, two] = level === 0 ? ['a', 'b'] : [`l${level - 1}`, `r${level - 1}`];
    return `${kind(`l${level}`, one, two)}\n${kind(`r${level}`, two, one)}`;
  });
  return compiled(`${rungs.join('\n')}\n${END(`l${LEVELS - 1}`)}`);
}

let sources: readonly Source[] = [];
function compiled(text: string): Compilation {
  sources = [createSource('p.route', HEAD + text)];
  return compile(sources, new Map());
}

class CountedTargets extends Map<string, Target> {
  looks = 0;
  override get(name: string): Target | undefined {
    this.looks += 1;
    return super.get(name);
  }
}

function counted(compilation: Compilation): { policy: Policy; targets: CountedTargets; all: Compilation } {
  const [made] = compilation.policies;
  if (made?.graph === undefined) throw new Error(compilation.diagnostics[0]?.message);
  const targets = new CountedTargets(made.policy.targets);
  const policy = { ...made.policy, targets };
  return { policy, targets, all: { ...compilation, policies: [{ ...made, policy }] } };
}

/** What is done to a policy, by the command that does it. */
const USES: Record<string, (policy: Policy, all: Compilation) => unknown> = {
  'a plan': (policy) => makePlan(policy, lower(policy), 0, world()),
  'a plan with a pinned model': (policy) => makePlan(policy, lower(policy), 0, world({ pinned: 'b' })),
  'a plan where nothing can serve': (policy) =>
    makePlan(policy, lower(policy), 0, world({ needs: needs({ inputTokens: 900_000 }) })),
  lint: (_, all) => runLint(all, sources, { today: '2026-11-22' }),
  'the outcome of a rule': (policy) => {
    const [rule] = lower(policy).rules;
    if (rule === undefined) throw new Error('no rule');
    return [
      outcomeOf(policy, rule),
      outcomeOf(policy, rule, 'apart'),
      outcomeChanges(policy, rule, policy, rule),
    ];
  },
  'proofs about hops': (policy) => judgeHops(createProofs(policy)),
  'coverage of hops': (policy) => {
    const attempts = ['a', 'b'].map((model) => ({ model }));
    const rule = lower(policy).rules[0];
    return [declaredHops(policy), hopsAsked(policy, { rule, attempts } as unknown as Run)];
  },
};

describe.each(
  [['pool'], ['split'], ['rollout'], ['chain'], ['pool', 'split', 'rollout', 'chain']].map((kinds) => ({
    kinds: kinds as Kind[],
  })),
)('a ladder of $kinds', ({ kinds }) => {
  test.each(Object.keys(USES))('%s looks at each target a few times', (use) => {
    const { policy, targets, all } = counted(ladder(kinds));
    USES[use]?.(policy, all);
    expect(targets.looks).toBeGreaterThan(0);
    // Splits and pools ask of every target below them whether it can serve: levels by targets at the most.
    expect(targets.looks).toBeLessThan(24 * LEVELS * targets.size);
  });

  test('the plan is not empty', () => {
    const { policy } = counted(ladder(kinds));
    const [first] = makePlan(policy, lower(policy), 0, world()).attempts;
    expect(first?.model).toMatch(/^[ab]$/);
  });
});

describe('what is too large is an error', () => {
  const said = (text: string): string[] =>
    compiled(text).diagnostics.map(({ code, message }) => `${code} ${message}`);
  const nested = (levels: number, kind: Kind): string =>
    `${Array.from({ length: levels }, (_, at) => KINDS[kind](`t${at}`, at === 0 ? 'a' : `t${at - 1}`, 'b')).join('\n')}\n${END(`t${levels - 1}`)}`;
  const doubled = (levels: number): string =>
    `${Array.from({ length: levels }, (_, at) => `chain t${at} { try ${at === 0 ? 'a' : `t${at - 1}`} then ${at === 0 ? 'b' : `t${at - 1}`} }`).join('\n')}\n${END(`t${levels - 1}`)}`;

  test.each(['chain', 'pool', 'split', 'rollout'] as const)('a %s 3,000 levels deep', (kind) => {
    const text = nested(3_000, kind);
    expect(said(text)).toEqual([`L1602 ${kind} \`t32\` nests 33 levels of targets`]);
    expect(said(nested(32, kind))).toEqual([]);
  });

  test('a chain that names the chain before it twice at each of 24 levels', () => {
    expect(said(doubled(24))).toEqual(['L1603 one plan of chain `t8` would list 512 attempts']);
    expect(said(doubled(8))).toEqual([]);
  });

  test('a chain of 3,000 steps, and what leads there is not told again', () => {
    const steps = Array.from({ length: 3_000 }, (_, at) => `${at === 0 ? 'try' : 'then'} ${'ab'[at % 2]}`);
    const text = `chain long { ${steps.join('\n')} }\nchain longer { try long then a }\n${END('longer')}`;
    expect(said(text)).toEqual(['L1603 one plan of chain `long` would list 3k attempts']);
  });

  test('whatever a cycle leads to has no size', () => {
    const text = `${doubled(7).replace(END('t6'), '')}chain round { try t6 then back }\nchain back { try round then t6 }\n${END('round')}`;
    expect(said(text)).toEqual(['L1601 chain `round` leads back to itself']);
  });
});
