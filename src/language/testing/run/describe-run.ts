/**
 * Explains a run in the policy's words: the facts that were read and their branches, the result of each attempt, and
 * why an expected route did not match. Only text; decides nothing.
 */
import type { Guard, Route, Term } from '../../semantics/model.ts';
import { factValueWords } from '../../vocabulary/fact-json.ts';
import { holds } from '../../vocabulary/value-sets.ts';
import type { Run } from './run-scenario.ts';
import { factOf } from './scenario-facts.ts';

/** `tier pro, tokens 900 (up to 100k), intent none (not refund) lead to otherwise`. */
export function describePath(run: Run): string {
  const specs = run.facts.tested.policy.facts;
  const steps = run.path.map(({ fact, value, branch }) => {
    const spec = specs.get(fact);
    const shown = typeof value === 'number' ? Math.round(value * 100) / 100 : value;
    const words = spec === undefined ? String(shown) : factValueWords(spec, shown);
    return words === branch ? `${fact} ${words}` : `${fact} ${words} (${branch})`;
  });
  const end = run.route === undefined ? 'no route matches' : `route ${run.route}`;
  return steps.length === 0 ? `${end}, whatever the facts` : `${steps.join(', ')} → ${end}`;
}

/** `sonnet failed with timeout, gpt-4o answered`; with the candidates left out before. */
export function describeAttempts(run: Run): string {
  const tried = run.attempts.map(({ model, failure }) =>
    failure === undefined ? `${model} answered` : `${model} failed with ${failure}`,
  );
  const left = run.removed.map((each) => `${each.deployment ?? each.model} was left out: ${each.because}`);
  const refused = run.refused ? [`refused with ${run.refused.status}: ${run.refused.message}`] : [];
  const all = [...left, ...tried, ...refused];
  return all.length === 0 ? 'no model was called' : all.join('; ');
}

/** Why this route did not match the request. */
export function describeMiss(run: Run, route: Route): string {
  const lost = firstLost(run, route.guard);
  if (lost !== undefined) return `${route.name} ${lost}`;
  return `${route.name} would match too, but ${run.route ?? 'no route'} matches first`;
}

function firstLost(run: Run, guard: Guard): string | undefined {
  for (const part of guard.all) {
    if (part.kind === 'term') {
      if (!termHolds(run, part)) return `needs \`${part.words}\`, but ${valueWords(run, part)}`;
    } else if (!part.alternatives.some((terms) => terms.every((term) => termHolds(run, term)))) {
      const lost = part.alternatives.flatMap((terms) => terms.find((term) => !termHolds(run, term)) ?? []);
      const words = lost.map((term) => `\`${term.words}\``).join(' or ');
      return `needs ${words}, but ${[...new Set(lost.map((term) => valueWords(run, term)))].join(' and ')}`;
    }
  }
  return undefined;
}

function termHolds(run: Run, term: Term): boolean {
  const spec = run.facts.tested.policy.facts.get(term.fact);
  return spec !== undefined && holds(term.set, factOf(run.facts, spec));
}

function valueWords(run: Run, term: Term): string {
  const spec = run.facts.tested.policy.facts.get(term.fact);
  return spec === undefined
    ? `${term.fact} is unknown`
    : `${term.fact} is ${factValueWords(spec, factOf(run.facts, spec))}`;
}
