// An intent alone opens an expensive route: one sentence, planted in any request, is enough to reach it, and nothing
// bounds what that costs.
import type { Guard, Intent, Policy, Route, Term } from '../../semantics/model.ts';
import { formatMoney } from '../../vocabulary/format-quantity.ts';
import { commonCost } from '../common-cost.ts';
import { isWhollyOfLibrary } from '../library-examples.ts';
import { defineRule } from '../rule.ts';

/** A route is expensive from this multiple on of what `otherwise` costs. */
const EXPENSIVE = 5;
/** What a caller cannot change by the words of a message. */
const BOUNDS: ReadonlySet<string> = new Set([
  ...['tier', 'team', 'user', 'key', 'budget used', 'budget left', 'limit reached'],
]);

export const plantedSentence = defineRule({
  id: 'planted-sentence',
  severity: 'info',
  category: 'money',
  summary:
    'A sentence planted in any request can reach an expensive route, and no tier or budget bounds the cost.',
  messages: {
    reached: (data: {
      route: string;
      intent: string;
      cost: number;
      other: number;
      tiers: string;
      whole: string;
    }) => ({
      message: `a sentence like those of "${data.intent}" in any request reaches route "${data.route}"`,
      because: `only the message decides, and a request of 3k tokens and 1k answered costs ${formatMoney(data.cost)} there instead of ${formatMoney(data.other)}`,
      help: `${data.whole}, and bound the cost with ${data.tiers} or a budget in dollars`,
    }),
  },
  policy({ policy }, report) {
    const other = policy.otherwise?.action.use;
    const base = other === undefined ? undefined : commonCost(policy, other.target);
    if (base === undefined || countsDollars(policy)) return;
    for (const route of policy.routes) {
      const { use } = route.action;
      const cost = use === undefined ? undefined : commonCost(policy, use.target);
      const opened = openedBy(policy, route);
      if (cost === undefined || cost.most < EXPENSIVE * base.least || opened === undefined) continue;
      const { intent, term } = opened;
      report('reached', term.at, {
        route: route.name,
        intent: intent.name,
        cost: cost.most,
        other: base.least,
        whole: wholeOf(intent),
        tiers: policy.tiers.length === 0 ? '`team is …`' : `\`tier is ${policy.tiers.at(-1)}\``,
      });
    }
  },
});

/** An imported intent has no block to write in. */
function wholeOf(intent: Intent): string {
  if (intent.library === undefined || !isWhollyOfLibrary(intent))
    return 'write `whole message` in the intent';
  return `declare the intent with \`examples from "${intent.library}"\` and \`whole message\``;
}

/** Per caller or in all: either way the cost has an end. */
function countsDollars(policy: Policy): boolean {
  return [...policy.budgets.values()].some(({ lines }) => lines.some(({ unit }) => unit === 'usd'));
}

/** The first intent of the guard that one sentence sets; undefined where the guard has none, or bounds who can use it. */
function openedBy(
  policy: Policy,
  { guard }: Route,
): { readonly intent: Intent; readonly term: Term } | undefined {
  if (isBounded(policy, guard)) return undefined;
  const intents = [...policy.intentGroups.values()].flatMap((group) => group.intents);
  for (const term of guard.all) {
    if (term.kind !== 'term' || term.set.kind !== 'choices' || policy.facts.get(term.fact)?.fact !== 'intent')
      continue;
    const { values } = term.set;
    // `intent is not x` also holds for none: no sentence has to be planted.
    if (values.includes('none')) continue;
    const intent = intents.find((one) => values.includes(one.name) && one.wholeMessage !== true);
    if (intent !== undefined) return { intent, term };
  }
  return undefined;
}

function isBounded(policy: Policy, guard: Guard): boolean {
  const bounds = (term: Term) => BOUNDS.has(policy.facts.get(term.fact)?.fact ?? '');
  return guard.all.some((item) =>
    item.kind === 'term' ? bounds(item) : item.alternatives.every((terms) => terms.some(bounds)),
  );
}
