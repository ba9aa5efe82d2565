// A `never` or `always` whose conditions no request fits: it holds whatever the policy does, and promises nothing.
import { createPolicySpace, findRequest } from '../../analysis/space/policy-space.ts';
import { type Budget, MOST_STEPS, MOST_STEPS_OF_A_KIND } from '../../analysis/space/search.ts';
import { boxesOf } from '../../graph/boxes.ts';
import { normalPath, resolvePath } from '../../semantics/resolve-path.ts';
import { defineRule } from '../rule.ts';

export const vacuousProperty = defineRule({
  id: 'vacuous-property',
  severity: 'warning',
  category: 'tests',
  summary: 'No request matches the conditions of a `never` or `always`, so it always holds.',
  messages: {
    vacuous: (data: { kind: string; title: string }) => ({
      message: `${data.kind} "${data.title}" applies to no request`,
      because: 'its conditions contradict each other, so it holds whatever the policy does',
      help: 'correct the conditions',
    }),
  },
  file({ source, ast }, report, { compilation }) {
    if (ast.testsFor === undefined) return;
    const path = resolvePath(source.path, ast.testsFor.text);
    const tested = compilation.policies.find(({ policy }) => normalPath(policy.at.path) === path);
    if (tested === undefined) return;
    const { policy } = tested;
    const steps: Budget = { left: MOST_STEPS_OF_A_KIND };
    for (const node of ast.declarations) {
      const claim = node.kind === 'property' ? compilation.claims.get(node) : undefined;
      if (node.kind !== 'property' || node.when === undefined || claim === undefined) continue;
      const facts = new Map([...policy.facts, ...claim.facts]);
      const when = boxesOf(facts, claim.when);
      const { space } = createPolicySpace(policy, { more: [when], facts: [...claim.facts.values()] });
      if (findRequest(space, [space.groups(when)], [], { left: MOST_STEPS, of: steps }) !== 'none') continue;
      report(
        'vacuous',
        { path: source.path, span: node.when.span },
        { kind: node.claimKind, title: node.title.text },
      );
    }
  },
});
