/**
 * What the facts of rules are in llmr: by their own names, by the names that the caller gives, and tests that are one
 * fact as a whole. A fact that no policy can test makes its rule untranslatable. Must not know routes.
 */
import { isNotYet } from '../../language/semantics/not-yet.ts';
import { specOfId } from '../../language/vocabulary/fact-spec.ts';
import { type Declared, type FactKind, factRow, SECRET_HEADERS } from '../../language/vocabulary/facts.ts';
import type { FactSpec } from '../../language/vocabulary/value-set.ts';
import { nameFrom } from '../draft-policy.ts';
import type { Json } from '../plain-values.ts';
import { withoutSecrets } from '../secrets.ts';
import type { RuleScope } from './condition-terms.ts';
import { type AskedFact, type FactMap, mapKey } from './fact-map.ts';
import { Untranslatable } from './test-alternatives.ts';

export function createRuleScope(facts: FactMap, declared: Declared, shared: Json): RuleScope {
  const asked = new Map<string, string>();
  const specOf = (wanted: AskedFact): FactSpec => {
    const key = mapKey(wanted);
    const id = facts.get(key) ?? wanted.fact;
    const said = `say what it is called here: \`--fact '${key}=metadata "${nameFrom(withoutSecrets(wanted.fact))}"'\`, or another fact of a request`;
    if (!facts.has(key)) {
      if (wanted.path !== undefined)
        throw new Untranslatable(`it looks inside the fact "${wanted.fact}" with a path`, said);
      if (wanted.params !== undefined)
        throw new Untranslatable(`it gives parameters to the fact "${wanted.fact}"`, said);
    }
    const params = JSON.stringify(wanted.params ?? null);
    if ((asked.get(key) ?? params) !== params)
      throw new Untranslatable(
        `it gives other parameters to the fact "${wanted.fact}" than another condition`,
      );
    asked.set(key, params);
    const spec = specOfId(id, declared);
    if (spec === undefined) throw new Untranslatable(`there is no fact "${id}" in llmr`, said);
    const kind = spec.fact as FactKind;
    if (isNotYet(kind)) throw new Untranslatable(`the fact "${id}" is not available yet`);
    const about = factRow(kind).subject;
    if (about === 'budget' || about === 'limit' || kind === 'rules')
      throw new Untranslatable(`"${id}" needs a declaration that rules do not carry`);
    if (kind === 'header' && SECRET_HEADERS.some((secret) => secret === spec.subject))
      throw new Untranslatable(`"${id}" carries credentials`);
    if (kind === 'similarity to') throw new Untranslatable(`"${id}" needs examples of the intent`);
    return spec;
  };
  const flagOf = (test: string): FactSpec | undefined => {
    const id = facts.get(test);
    if (id === undefined) return undefined;
    const spec = specOf({ fact: id, path: undefined, params: undefined });
    if (spec.domain.kind !== 'flag')
      throw new Untranslatable(
        `"${id}" is neither true nor false, and stands for a whole test`,
        'name a `predicate … holds`',
      );
    return spec;
  };
  return { specOf, flagOf, shared };
}
