/**
 * What the imported routes name, and its declarations: models, tiers, predicates and intents. What rules do not hold is
 * reported as lost.
 */
import { INTENTS_LIBRARY } from '../../language/library/library-address.ts';
import { libraryIntent } from '../../language/library/library-files.ts';
import { type Declared, type FactKind, factRow } from '../../language/vocabulary/facts.ts';
import { type DraftPolicy, quoted } from '../draft-policy.ts';
import type { LossList } from '../report.ts';
import type { Alternatives } from './test-alternatives.ts';

export interface UsedNames {
  readonly targets: Set<string>;
  /** Intents by group. */
  readonly groups: Map<string, Set<string>>;
  tiers: boolean;
  readonly predicates: Set<string>;
}

export function nothingUsed(): UsedNames {
  return { targets: new Set(), groups: new Map(), tiers: false, predicates: new Set() };
}

export function noteUsed(used: UsedNames, tests: Alternatives): void {
  for (const { spec } of tests.flat()) {
    if (spec.fact === 'tier') used.tiers = true;
    if (spec.fact === 'intent')
      used.groups.set(spec.id, new Set(spec.domain.kind === 'choice' ? spec.domain.values : []));
    if (factRow(spec.fact as FactKind).subject === 'model') used.targets.add(spec.subject ?? '');
    if (spec.fact === 'predicate') used.predicates.add(spec.subject ?? '');
  }
}

interface Declaring {
  readonly draft: DraftPolicy;
  readonly losses: LossList;
  readonly declared: Declared;
  readonly tiersAreOrdered: boolean;
}

export function declareUsed(declaring: Declaring, used: UsedNames): void {
  const {
    draft,
    losses: { lose },
    declared,
    tiersAreOrdered,
  } = declaring;
  if (used.targets.size > 0) {
    draft.declare('provider llm {\nspeaks openai\nat "" # Fill in the address.\n}');
    for (const target of used.targets)
      draft.declare(`model ${target} {\nis "" on llm # Fill in the model.\n}`);
    lose(
      `models (${[...used.targets].join(', ')})`,
      'rules',
      'rules only name them',
      'write the address of the provider, its `key env`, and the provider’s name of each model; then window and price',
      'fill in',
    );
  }
  if (used.tiers) {
    draft.declare(`tier ${declared.tiers.join(', ')}`);
    if (!tiersAreOrdered)
      lose(
        `the order of tiers (${declared.tiers.join(', ')})`,
        'rules',
        'rules compare them for equality only',
        'put them in order, lowest first',
        'answers',
      );
  }
  for (const predicate of used.predicates) draft.declare(`predicate ${predicate} { within 50ms }`);
  for (const [group, values] of used.groups) {
    declareIntents(
      declaring,
      group,
      [...values].filter((value) => value !== 'none'),
    );
  }
}

/** Rules have no examples: where the standard library has an intent of the name, its examples are more than a name. */
function declareIntents(
  { draft, losses: { lose } }: Declaring,
  group: string,
  intents: readonly string[],
): void {
  const [known, unknown] = [true, false].map((has) =>
    intents.filter((intent) => (libraryIntent(intent) !== undefined) === has),
  );
  for (const intent of intents) {
    const examples = known?.includes(intent)
      ? `examples from ${quoted(`${INTENTS_LIBRARY}/${intent}`)}`
      : `like ${quoted(intent)}`;
    draft.declare(`intent ${intent}${group === 'intent' ? '' : ` in ${group}`} { ${examples} }`);
  }
  const because = 'rules know their names, not what people write';
  const loseThese = (these: readonly string[] | undefined, instead: string): void => {
    if (these !== undefined && these.length > 0)
      lose(`intents (${these.join(', ')})`, 'rules', because, instead, 'answers');
  };
  loseThese(unknown, 'give each at least five examples');
  loseThese(
    known,
    'they have the examples of llmr for these names: read them with `llmr intents library NAME`, and replace them if yours mean something else',
  );
}
