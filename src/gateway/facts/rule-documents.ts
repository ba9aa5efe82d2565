/**
 * Whether a json-rules-engine document fires for a request: evaluated by that engine itself, under a deadline, with
 * facts fetched one by one when its conditions need them. The engine's semantics apply: an unknown fact is `null` to
 * it. Knows no policy; the document was checked when the policy compiled.
 */
import type { RuleProperties } from 'json-rules-engine';
import type { RuleCondition, RuleDocument } from '../../language/semantics/model.ts';
import type { FactSpec, FactValue } from '../../language/vocabulary/value-set.ts';
import { type LateAnswer, withinDeadline } from './late-answer.ts';

/** Milliseconds a document may take. */
export const RULES_WITHIN_MS = 50;

export type FetchFact = (spec: FactSpec) => FactValue | Promise<FactValue>;

/** Never rejects: a fault of the engine is an unknown with a note. */
export async function matchRules(
  document: RuleDocument,
  fetch: FetchFact,
  within = RULES_WITHIN_MS,
): Promise<LateAnswer> {
  // Loaded at first use: the deadline covers evaluation only.
  const { Engine, addOperators } = await rulesEngine();
  return withinDeadline(within, `rules "${document.name}"`, async () => {
    // An engine has state while it runs, so it cannot be shared between requests.
    const engine = new Engine(document.conditions.map(ruleOf));
    addOperators(engine);
    for (const [id, spec] of document.facts) engine.addFact(id, () => fetch(spec));
    const { events } = await engine.run();
    return events.length > 0;
  });
}

let loaded: ReturnType<typeof loadEngine> | undefined;
/** Loads the engine once; called early where a policy uses a document. */
export function rulesEngine(): ReturnType<typeof loadEngine> {
  loaded ??= loadEngine();
  return loaded;
}

async function loadEngine() {
  const [{ Engine }, { addOperators }] = await Promise.all([
    import('json-rules-engine'),
    import('../../interchange/json-rules/operators.ts'),
  ]);
  return { Engine, addOperators };
}

/** At the top level the engine accepts only a group. */
function ruleOf(condition: RuleCondition): RuleProperties {
  const conditions = 'fact' in condition ? { all: [condition] } : condition;
  return {
    conditions: structuredClone(conditions) as RuleProperties['conditions'],
    event: { type: 'match' },
  };
}
