// A condition that can be dropped without moving one request: it reads like a restriction and is none.
import type { RedundantCondition } from '../../analysis/verdicts/conditions.ts';
import type { AnyTerm, Term } from '../../semantics/model.ts';
import { deletionOfCondition } from '../condition-deletion.ts';
import { joinWords } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const redundantCondition = defineRule({
  id: 'redundant-condition',
  severity: 'warning',
  category: 'reachability',
  summary: 'A condition has no effect, because the other conditions of its route imply it.',
  messages: {
    implied: (data: { words: string; by: string; count: number }) => ({
      message: `${data.words} changes nothing`,
      because: `${data.by} already ${data.count > 1 ? 'say' : 'says'} it`,
      help: 'delete it, or correct it',
    }),
    always: (data: { words: string }) => ({
      message: `${data.words} changes nothing`,
      because: 'it always holds',
      help: 'delete it, or correct it',
    }),
    above: (data: { words: string; routes: string; one: boolean }) => ({
      message: `${data.words} changes nothing in this place`,
      because: `${data.routes} above ${data.one ? 'takes' : 'take'} every request that it keeps out`,
      help: 'keep it if the route should mean the same in another place',
    }),
  },
  policy(compiled, report, context) {
    const { conditions, idleRoutes } = context.proofsOf(compiled);
    /** Reported conditions, and the reasons for them: never both for one condition, or a fix would delete too much. */
    const told = new Set<Term>();
    const kept = new Set<Term>();
    const findings = conditions.findings.filter((one) => one.kind === 'redundant');
    for (const finding of [...findings].reverse()) {
      const { route, terms, because } = finding;
      const first = terms[0];
      const last = terms.at(-1);
      if (first === undefined || last === undefined || idleRoutes.has(route.name)) continue;
      // `until` is not a written condition.
      if (terms.some((term) => term.words.startsWith('until '))) continue;
      const at = { path: first.at.path, span: { start: first.at.span.start, end: last.at.span.end } };
      const written = terms.map((term) => `\`${term.words}\``);
      const words =
        finding.part === 'alternative' ? `the alternative ${written.join(' and ')}` : joinWords(written);
      if (because.kind === 'above') {
        if (compiled.policy.exactlyOne) continue;
        const routes = joinWords(because.routes.map((name) => `"${name}"`));
        report('above', at, { words, routes, one: because.routes.length === 1 }, { severity: 'info' });
        continue;
      }
      const by = because.terms.flatMap(termsIn);
      if (by.some((term) => told.has(term))) continue;
      const edit = terms.some((term) => kept.has(term)) ? undefined : deletionOfCondition(context, finding);
      for (const term of terms) told.add(term);
      for (const term of by) kept.add(term);
      const fix = edit && {
        title: `delete ${words}`,
        edits: [{ ...edit, path: at.path }],
      };
      const extras = fix === undefined ? {} : { fix };
      const inAlternative = !route.guard.all.includes(first);
      if (by.length === 0 && !inAlternative) report('always', at, { words }, extras);
      else
        report(
          'implied',
          at,
          { words, by: impliedBy(finding, because.terms), count: because.terms.length },
          extras,
        );
    }
  },
});

function termsIn(item: Term | AnyTerm): readonly Term[] {
  return item.kind === 'term' ? [item] : item.alternatives.flat();
}

function impliedBy({ part }: RedundantCondition, items: readonly (Term | AnyTerm)[]): string {
  if (part === 'alternative') return 'another alternative';
  if (items.length === 0) return 'the rest of its alternative';
  return joinWords(
    items.map((item) =>
      item.kind === 'term' ? `\`${item.words}\`` : `every alternative of line ${item.at.line}`,
    ),
  );
}
