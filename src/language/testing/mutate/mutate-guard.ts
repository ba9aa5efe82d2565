/**
 * Mutates one condition of a guard or removes it: numbers moved by a step, bounds included or excluded, values
 * swapped or negated, alternatives dropped. Knows no route's action.
 */
import type { AnyTerm, Guard, Place, Policy, Route, Term } from '../../semantics/model.ts';
import { setWords } from '../../vocabulary/set-words.ts';
import { mutateSet } from './mutate-set.ts';

export interface GuardMutant {
  readonly at: Place;
  /** The original and the mutated condition; `''`: removed. */
  readonly from: string;
  readonly to: string;
  readonly guard: Guard;
}

export function guardMutants(policy: Policy, { guard }: Route): readonly GuardMutant[] {
  return guard.all.flatMap((part, index): GuardMutant[] => {
    const others = (...instead: readonly (Term | AnyTerm)[]): Guard => ({
      all: guard.all.flatMap((other, at) => (at === index ? instead : [other])),
    });
    if (part.kind === 'term') {
      const changed = termMutants(policy, part).map(({ term, ...edit }) => ({
        ...edit,
        guard: others(term),
      }));
      return [{ at: part.at, from: part.words, to: '', guard: others() }, ...changed];
    }
    return [
      { at: part.at, from: 'any { … }', to: '', guard: others() },
      ...anyMutants(policy, part).map(({ any, ...edit }) => ({ ...edit, guard: others(any) })),
    ];
  });
}

type Changed = Pick<GuardMutant, 'at' | 'from' | 'to'>;

function anyMutants(policy: Policy, any: AnyTerm): readonly (Changed & { readonly any: AnyTerm })[] {
  return any.alternatives.flatMap((terms, index) => {
    const instead = (...alternative: readonly (readonly Term[])[]): AnyTerm => ({
      ...any,
      alternatives: any.alternatives.flatMap((other, at) => (at === index ? alternative : [other])),
    });
    const words = terms.map((term) => term.words).join(' and ');
    const at = terms[0]?.at ?? any.at;
    return [
      ...(any.alternatives.length > 1 ? [{ at, from: words, to: '', any: instead() }] : []),
      ...terms.flatMap((term, place) => {
        const withTerm = (...mutated: readonly Term[]): AnyTerm =>
          instead(terms.flatMap((other, at) => (at === place ? mutated : [other])));
        const dropped = { at: term.at, from: term.words, to: '', any: withTerm() };
        const changed = termMutants(policy, term).map(({ term: other, ...edit }) => ({
          ...edit,
          any: withTerm(other),
        }));
        return terms.length > 1 ? [dropped, ...changed] : changed;
      }),
    ];
  });
}

function termMutants(policy: Policy, term: Term): readonly (Changed & { readonly term: Term })[] {
  const spec = policy.facts.get(term.fact);
  if (spec === undefined) return [];
  return mutateSet(spec, term.set).map((set) => {
    const words = `${term.fact}${set.kind === 'flag' ? ':' : ''} ${setWords(spec, set)}`;
    return { at: term.at, from: term.words, to: words, term: { ...term, set, words } };
  });
}
