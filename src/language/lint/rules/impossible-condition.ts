// Conditions that contradict each other. What is impossible all by itself is an error of the language (`L1702`).
import type { AnyTerm, Term } from '../../semantics/model.ts';
import { joinWords } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const impossibleCondition = defineRule({
  id: 'impossible-condition',
  severity: 'error',
  category: 'reachability',
  summary: 'No request can satisfy a condition.',
  messages: {
    alone: (data: { words: string }) => ({
      message: `no request fits ${data.words}`,
      because: 'each of them contradicts itself',
      help: 'correct it, or delete it',
    }),
    unserved: (data: { words: string; serves: string }) => ({
      message: `no request fits ${data.words}`,
      because: `a request comes to this policy by a name that it serves: ${data.serves}`,
      help: 'add the name to `serves`, correct it, or delete the condition',
    }),
    together: (data: { route: string; words: string }) => ({
      message: `no request fits "${data.route}"`,
      because: `${data.words} are never true together`,
      help: 'correct one of them; write alternatives in `any { }`, or in one condition with `or`',
    }),
    alternative: (data: { words: string }) => ({
      message: `${data.words} never holds here`,
      because: 'it contradicts the other conditions of the route, so only the other alternatives matter',
      help: 'correct it, or delete this alternative',
    }),
  },
  policy(compiled, report, context) {
    for (const finding of context.proofsOf(compiled).conditions.findings) {
      if (finding.kind === 'impossible') {
        const { route, terms } = finding;
        const last = terms.at(-1);
        if (last === undefined || context.isExpired(route)) continue;
        const labels = terms
          .filter((term) => term !== last)
          .map(({ at }) => ({ path: at.path, span: at.span, text: 'against this' }));
        const data = { route: route.name, words: joinWords(terms.map(wordsOf)) };
        if (terms.length === 1 && isAskedFor(last)) {
          const serves = compiled.policy.serves.map((name) => `"${name}"`).join(', ');
          report('unserved', last.at, { ...data, serves });
        } else if (terms.length === 1) report('alone', last.at, data);
        else report('together', last.at, data, { labels });
      } else if (finding.kind === 'impossible-alternative') {
        const [first] = finding.alternative;
        const last = finding.alternative.at(-1);
        if (first === undefined || last === undefined) continue;
        const at = { path: first.at.path, span: { start: first.at.span.start, end: last.at.span.end } };
        report('alternative', at, { words: joinWords(finding.alternative.map(wordsOf)) });
      }
    }
  },
});

function isAskedFor(term: Term | AnyTerm): boolean {
  return term.kind === 'term' && term.fact === 'asked for';
}

function wordsOf(term: Term | AnyTerm): string {
  return term.kind === 'term' ? `\`${term.words}\`` : `the alternatives of line ${term.at.line}`;
}
