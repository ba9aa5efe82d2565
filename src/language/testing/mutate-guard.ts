/**
 * Guards with one condition changed or gone: numbers a step further, bounds taken in or left out, values swapped or
 * turned round, alternatives dropped. Knows no route's action.
 */
import type { AnyTerm, Guard, Place, Policy, Route, Term } from '../semantics/model.ts';
import { setWords } from '../vocabulary/set-words.ts';
import { mutateSet } from './mutate-set.ts';

export interface GuardMutant {
  readonly at: Place;
  readonly change: string;
  readonly guard: Guard;
}

export function guardMutants(policy: Policy, { guard }: Route): readonly GuardMutant[] {
  return guard.all.flatMap((part, index): GuardMutant[] => {
    const others = (...instead: readonly (Term | AnyTerm)[]): Guard => ({
      all: guard.all.flatMap((other, at) => (at === index ? instead : [other])),
    });
    if (part.kind === 'term') {
      const changed = termMutants(policy, part).map(({ at, change, term }) => ({
        at,
        change,
        guard: others(term),
      }));
      return [{ at: part.at, change: `\`${part.words}\` dropped`, guard: others() }, ...changed];
    }
    return [
      { at: part.at, change: '`any { … }` dropped', guard: others() },
      ...anyMutants(policy, part).map(({ at, change, any }) => ({ at, change, guard: others(any) })),
    ];
  });
}

function anyMutants(
  policy: Policy,
  any: AnyTerm,
): readonly { readonly at: Place; readonly change: string; readonly any: AnyTerm }[] {
  return any.alternatives.flatMap((terms, index) => {
    const instead = (...alternative: readonly (readonly Term[])[]): AnyTerm => ({
      ...any,
      alternatives: any.alternatives.flatMap((other, at) => (at === index ? alternative : [other])),
    });
    const words = terms.map((term) => term.words).join(' and ');
    const at = terms[0]?.at ?? any.at;
    return [
      ...(any.alternatives.length > 1
        ? [{ at, change: `alternative \`${words}\` dropped`, any: instead() }]
        : []),
      ...terms.flatMap((term, place) => {
        const withTerm = (...mutated: readonly Term[]): AnyTerm =>
          instead(terms.flatMap((other, at) => (at === place ? mutated : [other])));
        const dropped = { at: term.at, change: `\`${term.words}\` dropped`, any: withTerm() };
        const changed = termMutants(policy, term).map((mutant) => ({
          at: mutant.at,
          change: mutant.change,
          any: withTerm(mutant.term),
        }));
        return terms.length > 1 ? [dropped, ...changed] : changed;
      }),
    ];
  });
}

function termMutants(
  policy: Policy,
  term: Term,
): readonly { readonly at: Place; readonly change: string; readonly term: Term }[] {
  const spec = policy.facts.get(term.fact);
  if (spec === undefined) return [];
  return mutateSet(spec, term.set).map((set) => {
    const words = `${term.fact}${set.kind === 'flag' ? ':' : ''} ${setWords(spec, set)}`;
    return { at: term.at, change: `\`${term.words}\` → \`${words}\``, term: { ...term, set, words } };
  });
}
