// A fact that may be unknown keeps requests out of a rule that seems to take them: a guard that refuses everybody but
// one tier lets requests without a tier through, and a canary by user takes no request without a user.
import { anyOf, itemOf } from '../../analysis/space/guards.ts';
import { findRequest, type PolicySpace, rulesMeeting, rulesOf } from '../../analysis/space/policy-space.ts';
import type { Groups } from '../../analysis/space/search.ts';
import type { AnyTerm, Policy, Route, Term } from '../../semantics/model.ts';
import { keyWords } from '../../vocabulary/fact-spec.ts';
import { factRow } from '../../vocabulary/facts.ts';
import { routesOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const unknownFallsThrough = defineRule({
  id: 'unknown-falls-through',
  severity: 'warning',
  category: 'reachability',
  summary: 'A request whose tier, team, user, key or header is unknown passes a guard, or is in no share.',
  messages: {
    refused: (data: { route: string; words: string; fact: string }) => ({
      message: `a request whose \`${data.fact}\` is unknown passes this guard`,
      because: `no comparison holds for what is unknown, \`is not\` included: "${data.route}" does not refuse it, and a route below answers it`,
      help: `write both in an \`any { }\` group, each on its own line: \`${data.words}\` and \`${data.fact} is unknown\``,
    }),
    known: (data: { words: string; fact: string }) => ({
      message: `\`${data.words}\` is true for every known \`${data.fact}\``,
      because: 'requests for which it is unknown do not take the route, and no others are left out',
      help: `delete the condition if all requests are meant, or write \`${data.fact} is not unknown\``,
    }),
    share: (data: { route: string; key: string }) => ({
      message: `a request whose \`${data.key}\` is unknown is in no canary of "${data.route}"`,
      because: `the share is taken of the ${data.key}, and without one there is nothing to take it of`,
      help: 'if callers do not name it, take the share `by request`, `by key` or `by team`',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    for (const route of routesOf(policy)) {
      for (const { at, fact } of route.action.canaries) {
        const spec = policy.facts.get(fact);
        if (spec?.key === undefined || !spec.canBeUnknown) continue;
        const data = { route: route.name, key: keyWords(spec.key) };
        report('share', at, data, { severity: 'info', cause: `${policy.name}\n${data.key}` });
      }
      for (const { fact, words, at } of allKnown(policy, route)) {
        const key = policy.facts.get(fact)?.key;
        const data = { words, fact: key === undefined ? fact : keyWords(key) };
        report('known', at, data, { cause: `${policy.name}\n${words}` });
      }
      if (route.action.refuse === undefined) continue;
      for (const { term, item, remaining } of keepingOut(policy, route)) {
        if (!fallsThrough(context.proofsOf(compiled).space, route, term, item, remaining)) continue;
        const data = { route: route.name, words: term.words, fact: term.fact };
        report('refused', term.at, data, { cause: `${policy.name}\n${term.words}` });
      }
    }
  },
});

/** Conditions on the caller that exclude only unknown values, although they do not look like it. */
function allKnown(policy: Policy, { guard }: Route): readonly Term[] {
  return guard.all.filter((item): item is Term => {
    if (item.kind !== 'term' || item.words.endsWith(' is not unknown')) return false;
    const spec = policy.facts.get(item.fact);
    if (spec === undefined || !spec.canBeUnknown) return false;
    if (spec.domain.kind === 'choice' && item.set.kind === 'choices')
      return spec.fact === 'tier' && item.set.values.length === spec.domain.values.length;
    const range = item.set.kind === 'numbers' ? item.set.ranges[0] : undefined;
    return spec.fact === 'share' && range !== undefined && range.low <= 0 && range.high >= 100;
  });
}

interface KeepingOut {
  readonly term: Term;
  readonly item: Term | AnyTerm;
  /** The other alternatives, where it is one of several. */
  readonly remaining: AnyTerm['alternatives'];
}

/** Conditions that mean all requests except some: the only condition, or the whole of an alternative. */
function keepingOut(policy: Policy, { guard }: Route): readonly KeepingOut[] {
  const all = guard.all.flatMap((item): KeepingOut[] =>
    item.kind === 'term'
      ? [{ term: item, item, remaining: [] }]
      : item.alternatives.flatMap(([term, ...more]) =>
          term === undefined || more.length > 0
            ? []
            : [{ term, item, remaining: item.alternatives.filter((one) => one[0] !== term) }],
        ),
  );
  return all.filter(({ term }) => {
    const spec = policy.facts.get(term.fact);
    if (spec === undefined || !spec.canBeUnknown || term.set.kind === 'unknown') return false;
    const { source } = factRow(spec.fact as Parameters<typeof factRow>[0]);
    return (
      (source === 'caller' || spec.fact === 'language') &&
      LEAVING_OUT.test(term.words) &&
      !/ is not unknown$/.test(term.words)
    );
  });
}

const LEAVING_OUT = / (?:is not|not like|not matches|under|up to) /;

/** Some request with the fact unknown, to which all else of the guard applies, is not refused here and not elsewhere. */
function fallsThrough(
  policySpace: PolicySpace,
  route: Route,
  term: Term,
  item: Term | AnyTerm,
  remaining: AnyTerm['alternatives'],
): boolean {
  const { space, graph, rules } = policySpace;
  if (space.dimensionOf(term.fact) === undefined) return false;
  const unknown = space.groups({ boxes: [new Map([[term.fact, [{ kind: 'unknown' }]]])], also: [] });
  const others = route.guard.all.filter((one) => one !== item).map((one) => itemOf(space, one));
  const inside: Groups[] = [unknown, ...others];
  const first = rulesOf(graph, route.name)[0] ?? rules.length;
  const covers = rulesMeeting(policySpace, inside)
    .filter((index) => index < first || graph.rules[index]?.kind === 'refuse')
    .map((index) => rules[index] as Groups);
  const elsewhere: Groups[] = remaining.length === 0 ? [] : [[anyOf(space, remaining)]];
  return typeof findRequest(space, inside, [...covers, ...elsewhere]) !== 'string';
}
