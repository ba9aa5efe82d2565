// A threshold that nothing comes up to: the route or intent behind it looks careful and never speaks.
import type { CompiledPolicy } from '../../compile.ts';
import type { Origin } from '../../diagnostics/diagnostic.ts';
import { readIntent } from '../../heads/read-intent.ts';
import { needsVectors } from '../../heads/texts-to-encode.ts';
import type { Intent, Term } from '../../semantics/model.ts';
import { formatMoney, formatQuantity } from '../../vocabulary/format-quantity.ts';
import type { LintContext } from '../lint-context.ts';
import { missedExamples } from '../missed-examples.ts';
import { routesOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const unreachableThreshold = defineRule({
  id: 'unreachable-threshold',
  severity: 'error',
  category: 'reachability',
  summary: 'No value can reach a threshold of an intent, a similarity or the dollars left in a budget.',
  messages: {
    left: (data: { words: string; budget: string; most: number }) => ({
      message: `\`${data.words}\` never holds`,
      because: `budget "${data.budget}" starts with ${formatMoney(data.most)}, so more is never left`,
      help: `ask for less than ${formatMoney(data.most)}`,
    }),
    intent: (data: { intent: string; threshold: number }) => ({
      message: `no message is recognized as "${data.intent}": none of its own examples reaches ${formatQuantity('score', data.threshold)}`,
      because: 'a message that is unlike every example has an even lower confidence',
      help: 'lower `match at least`, or remove it; then the threshold is calibrated from the examples',
    }),
    similarity: (data: { words: string; intent: string; most: number }) => ({
      message: `\`${data.words}\` does not even hold for the examples of "${data.intent}"`,
      because: `the nearest of them has a similarity of ${Math.floor(data.most * 100) / 100}`,
      help: 'ask for less, or test the intent itself',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    for (const { intents } of missedExamples(compiled)) {
      for (const { intent, missed } of intents) {
        const threshold = intent.matchAtLeast;
        if (threshold === undefined || missed.length < intent.like.length) continue;
        report('intent', thresholdAt(context, intent), { intent: intent.name, threshold });
      }
    }
    for (const { guard } of routesOf(policy)) {
      for (const item of guard.all) {
        for (const term of item.kind === 'term' ? [item] : item.alternatives.flat()) {
          const spec = policy.facts.get(term.fact);
          const subject = spec?.subject ?? '';
          const least = leastOf(term);
          if (spec === undefined || least === undefined) continue;
          const words = term.words;
          if (spec.fact === 'budget left') {
            const most = mostLeft(compiled, subject);
            if (most !== undefined && above(least, most))
              report('left', term.at, { words, budget: subject, most });
          } else if (spec.fact === 'similarity to') {
            const most = mostSimilar(compiled, subject);
            if (most !== undefined && above(least, most))
              report('similarity', term.at, { words, intent: subject, most });
          }
        }
      }
    }
  },
});

interface Least {
  readonly value: number;
  readonly open: boolean;
}

function leastOf({ set }: Term): Least | undefined {
  const first = set.kind === 'numbers' ? set.ranges[0] : undefined;
  return first === undefined ? undefined : { value: first.low, open: first.lowOpen };
}

function above({ value, open }: Least, most: number): boolean {
  return value > most || (open && value === most);
}

/** Dollars; undefined for a budget that counts none. */
function mostLeft({ policy }: CompiledPolicy, budget: string): number | undefined {
  const dollars = (policy.budgets.get(budget)?.lines ?? []).filter((line) => line.unit === 'usd');
  return dollars.length === 0 ? undefined : Math.min(...dollars.map((line) => line.amount));
}

function mostSimilar({ policy, heads }: CompiledPolicy, intent: string): number | undefined {
  for (const group of policy.intentGroups.values()) {
    const declared = group.intents.find(({ name }) => name === intent);
    const head = heads.get(group.name);
    // The vectors of an encoder are not known here.
    if (declared === undefined || head === undefined || needsVectors(head)) continue;
    return Math.max(...declared.like.map(({ text }) => readIntent(head, text).scores.get(intent) ?? 0));
  }
  return undefined;
}

function thresholdAt(context: LintContext, { name, at }: Intent): Origin {
  const declarations = context.fileAt(at.path)?.ast.declarations ?? [];
  const written = declarations.find((one) => one.kind === 'intent' && one.name.text === name);
  const span = written?.kind === 'intent' ? written.matchAtLeast?.span : undefined;
  return { path: at.path, span: span ?? at.span };
}
