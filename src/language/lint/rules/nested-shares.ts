// Two shares of one key, one inside the other, with one salt: the inner one is not a share of the requests that come to
// it, because the outer one has taken them by the same number.
import { namesUnder } from '../../planning/targets-under.ts';
import type { Policy, Route, Target } from '../../semantics/model.ts';
import { factId } from '../../vocabulary/fact-spec.ts';
import { routesOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const nestedShares = defineRule({
  id: 'nested-shares',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A share selects from requests that another share with the same key and salt has selected.',
  messages: {
    target: (data: { inner: string; outer: string; salt: string }) => ({
      message: `${data.inner} has the same salt as ${data.outer}, which chooses its requests`,
      because: `both take shares of the same key mixed with "${data.salt}": the requests that reach it are close together, so some arms get more than their share or none`,
      help: 'give one of the two another `salt`, or leave it out',
    }),
    canary: (data: { route: string; salt: string }) => ({
      message: `this canary has the same salt as a condition of "${data.route}"`,
      because: `both take shares of the same key mixed with "${data.salt}": the canary gets more than its share of these requests, or none`,
      help: 'give the canary another `salt`, or leave it out',
    }),
  },
  policy({ policy }, report) {
    const drawing = [...policy.targets.values()].filter((target) => 'salt' in target);
    const byShare = Map.groupBy(drawing, ({ by, salt }) => factId('share', { key: by, salt }));
    const told = new Set<Drawing>();
    const tellUnder = (name: string, shares: Iterable<string>, outer: string): void => {
      const same = [...shares].flatMap((id) => byShare.get(id) ?? []).filter((one) => !told.has(one));
      if (same.length === 0) return;
      const names = namesUnder(policy, name);
      for (const inner of same) {
        if (!names.has(inner.name) || wordsOf(inner) === outer) continue;
        told.add(inner);
        report('target', inner.at, { inner: wordsOf(inner), outer, salt: inner.salt });
      }
    };
    for (const [share, targets] of byShare) {
      if (targets.length > 1) for (const outer of targets) tellUnder(outer.name, [share], wordsOf(outer));
    }
    for (const route of routesOf(policy)) {
      const asked = sharesAsked(policy, route);
      const { canaries, use } = route.action;
      for (const { fact, at } of canaries)
        if (asked.has(fact)) report('canary', at, { route: route.name, salt: saltOf(policy, fact) });
      for (const { target } of [...canaries, ...(use === undefined ? [] : [use])]) {
        tellUnder(target, asked, `a condition of "${route.name}"`);
        // What a canary leaves is chosen by its share, too.
        tellUnder(target, new Set(canaries.map(({ fact }) => fact)), `a canary of "${route.name}"`);
      }
    }
  },
});

type Drawing = Extract<Target, { readonly salt: string }>;

/** Facts of `user in first 5%` in the conditions of a route. */
function sharesAsked(policy: Policy, { guard }: Route): ReadonlySet<string> {
  const terms = guard.all.flatMap((item) => (item.kind === 'term' ? [item] : item.alternatives.flat()));
  const asked = terms.filter(({ fact }) => policy.facts.get(fact)?.fact === 'share');
  return new Set(asked.map(({ fact }) => fact));
}

function saltOf(policy: Policy, fact: string): string {
  return policy.facts.get(fact)?.salt ?? '';
}

function wordsOf({ kind, name }: Target): string {
  return `${kind} "${name}"`;
}
