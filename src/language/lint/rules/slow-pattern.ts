// A pattern that costs far more than it looks: counted repetitions that multiply, or a repetition of what is repeated
// already. Matching here is linear in the text whatever the pattern, but each character costs what the pattern weighs.
import { parseRegular, type Regular } from '../../analysis/regular/regular-syntax.ts';
import type { Policy, Term } from '../../semantics/model.ts';
import { routesOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

/** States a pattern may have before every character of a text is felt. */
const HEAVY = 500;

export const slowPattern = defineRule({
  id: 'slow-pattern',
  severity: 'warning',
  category: 'resilience',
  summary: 'A pattern is much more expensive to match than it looks.',
  messages: {
    heavy: (data: { pattern: string; weight: number }) => ({
      message: `/${data.pattern}/ weighs ${data.weight} states: each character of a text can take as many steps`,
      because: 'counted repetitions are expanded, and nested ones multiply',
      help: 'use smaller counts, `*` or `+`, or split it into several conditions',
    }),
    nested: (data: { pattern: string }) => ({
      message: `/${data.pattern}/ repeats a repetition`,
      because:
        'one repetition means the same, and a backtracking engine (after `llmr export`) takes exponential time over it',
      help: 'remove one of the two repetitions',
    }),
  },
  policy({ policy }, report) {
    for (const { at, source } of patternsIn(policy)) {
      const tree = parseRegular(source);
      if (tree === undefined) continue;
      const weight = weightOf(tree);
      if (weight > HEAVY) report('heavy', at, { pattern: source, weight });
      else if (repeatsRepeated(tree)) report('nested', at, { pattern: source });
    }
  },
});

function patternsIn(policy: Policy): { readonly at: Term['at']; readonly source: string }[] {
  const terms = routesOf(policy).flatMap(({ guard }) =>
    guard.all.flatMap((item) => (item.kind === 'term' ? [item] : item.alternatives.flat())),
  );
  const inGuards = terms.flatMap(({ at, set }) =>
    set.kind !== 'texts'
      ? []
      : set.any.flatMap((pattern) => (pattern.kind === 'regular' ? [{ at, source: pattern.source }] : [])),
  );
  const inChecks = [...policy.checks.values()].flatMap(({ at, rules }) =>
    rules.flatMap((rule) => (rule.kind === 'matches' ? [{ at, source: rule.source }] : [])),
  );
  return [...inGuards, ...inChecks];
}

function weightOf(tree: Regular): number {
  switch (tree.kind) {
    case 'sequence':
    case 'either':
      return tree.parts.reduce((sum, part) => sum + weightOf(part), 0);
    case 'repeat':
      return weightOf(tree.part) * Math.max(tree.least, Number.isFinite(tree.most) ? tree.most : 1, 1);
    default:
      return 1;
  }
}

function repeatsRepeated(tree: Regular): boolean {
  switch (tree.kind) {
    case 'sequence':
    case 'either':
      return tree.parts.some(repeatsRepeated);
    case 'repeat':
      return (isEndless(tree) && endsOpen(tree.part)) || repeatsRepeated(tree.part);
    default:
      return false;
  }
}

function isEndless(tree: Regular): boolean {
  return tree.kind === 'repeat' && !Number.isFinite(tree.most);
}

/** Nothing but one endless repetition has to be there, so that a text can be divided in many ways. */
function endsOpen(tree: Regular): boolean {
  switch (tree.kind) {
    case 'repeat':
      return isEndless(tree) || (tree.most === 1 && endsOpen(tree.part));
    case 'either':
      return tree.parts.some(endsOpen);
    case 'sequence': {
      const needed = tree.parts.filter((part) => !canBeEmpty(part));
      if (needed.length === 0) return tree.parts.some(endsOpen);
      const [only] = needed;
      return needed.length === 1 && only !== undefined && endsOpen(only);
    }
    default:
      return false;
  }
}

function canBeEmpty(tree: Regular): boolean {
  switch (tree.kind) {
    case 'chars':
      return false;
    case 'sequence':
      return tree.parts.every(canBeEmpty);
    case 'either':
      return tree.parts.some(canBeEmpty);
    case 'repeat':
      return tree.least === 0 || canBeEmpty(tree.part);
    default:
      return true;
  }
}
