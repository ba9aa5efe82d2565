/**
 * Facts of an example request as the givens of a test, so that a difference found by comparing two policies can be
 * tested. A fact that no test can give is left out. Knows no comparison.
 */
import { formatFactValue } from '../../vocabulary/fact-json.ts';
import { specOfId } from '../../vocabulary/fact-spec.ts';
import type { FactSpec, FactValue } from '../../vocabulary/value-set.ts';
import { quoted } from '../bind/clause-words.ts';
import { EMPTY_SCENARIO } from '../bind/scenario.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import { factOf, scenarioFacts } from '../run/scenario-facts.ts';
import { bindPieces, type Candidate, candidateOf } from './candidate-givens.ts';

const NOBODY = { tiers: [], groups: new Map<string, readonly string[]>() };

export function candidateFrom(tested: TestedPolicy, facts: ReadonlyMap<string, FactValue>): Candidate {
  const { policy } = tested;
  const plain = scenarioFacts(tested, EMPTY_SCENARIO, () => 0);
  const words = [...facts].flatMap(([id, value]) => {
    const spec = policy.facts.get(id) ?? specOfId(id, NOBODY);
    // Defaults are left out.
    return spec === undefined || factOf(plain, spec) === value ? [] : givenWords(spec, value);
  });
  return candidateOf(bindPieces(policy, words));
}

function givenWords(spec: FactSpec, value: FactValue): readonly string[] {
  const { fact, subject = '' } = spec;
  if (fact === 'budget left' || fact === 'text' || fact === 'share') return [];
  const head = fact === 'budget used' ? `budget ${subject}` : spec.id.replace(/ in ".*"$/, '');
  if (spec.domain.kind === 'flag') return value === true ? [head] : [];
  if (value === null) return [`${head} unknown`];
  const json = formatFactValue(spec, value);
  return [`${head} ${spec.domain.kind === 'text' ? quoted(String(json)) : String(json)}`];
}
