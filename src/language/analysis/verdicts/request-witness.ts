/**
 * Witnesses of questions about hops: facts that a rule takes, replayed through the evaluator, and the plan that follows,
 * replayed through planning. What must come out is the caller's to judge. Knows no finding.
 */
import type { Plan } from '../../planning/plan.ts';
import { factSpec } from '../../vocabulary/fact-spec.ts';
import type { FactSpec, FactValue } from '../../vocabulary/value-set.ts';
import { FIT_FACTS, MESSAGES, mostOutput, OUTPUT } from '../space/fit-boxes.ts';
import type { Region } from '../space/search.ts';
import { withKeysChosen } from '../space/share-keys.ts';
import {
  drawValues,
  type Question,
  replayed,
  specsOf,
  toWitness,
  typicalRegion,
  type Witness,
} from '../space/witness.ts';
import type { Proofs } from './candidates.ts';
import { planAsking, quietPlan } from './plan-worlds.ts';

export interface PlannedRequest {
  readonly witness: Witness;
  readonly plan: Plan;
}

/** A request that a rule takes and whose plan asks a model; undefined where planning never came to ask it. */
export function requestAsking(
  proofs: Proofs,
  rule: number,
  question: Question,
  found: Region,
  model: string,
): PlannedRequest | undefined {
  const drawn = draw(proofs, rule, question, found, 'least');
  if (drawn === undefined) return undefined;
  const planned = planAsking(proofs, rule, drawn.values, model);
  if (planned === undefined) return undefined;
  // Replayed with the keys that were chosen for their share: they must not change the decision.
  const values = withKeysChosen(proofs.space, drawn.values, planned.keys);
  const asked = replayed(proofs.evaluator, values, rule);
  const known = new Map([...asked, ...needed(proofs, values), ...planned.keys]);
  const assumptions = [...drawn.assumptions, ...planned.assumptions];
  return { plan: planned.plan, witness: toWitness(specsFor(proofs), known, assumptions) };
}

/** A request that a rule takes, in a quiet world, with as much output as its candidates may be asked for. */
export function requestTaken(
  proofs: Proofs,
  rule: number,
  question: Question,
  found: Region,
): PlannedRequest | undefined {
  const drawn = draw(proofs, rule, question, found, 'most');
  if (drawn === undefined) return undefined;
  const asked = replayed(proofs.evaluator, drawn.values, rule);
  const { plan, keys } = quietPlan(proofs, rule, drawn.values);
  const known = new Map([...asked, ...needed(proofs, drawn.values), ...keys]);
  return { plan, witness: toWitness(specsFor(proofs), known, drawn.assumptions) };
}

interface DrawnRequest {
  readonly values: ReadonlyMap<string, FactValue>;
  readonly assumptions: readonly string[];
}

/** Within an atom no condition distinguishes outputs, but windows do: request the smallest or the largest. */
function draw(
  proofs: Proofs,
  rule: number,
  question: Question,
  found: Region,
  output: 'least' | 'most',
): DrawnRequest | undefined {
  const { space } = proofs;
  const drawn = drawValues(space, typicalRegion(space, question, found));
  if (!drawn.ok) return undefined;
  const dimension = space.dimensions[space.dimensionOf(OUTPUT.id) ?? -1];
  const asked = drawn.values.get(OUTPUT.id);
  if (dimension?.numbers === undefined || typeof asked !== 'number') return drawn;
  const piece = dimension.numbers.atoms[dimension.atomOf(asked)];
  if (piece === undefined || piece.low === piece.high) return drawn;
  const models = proofs.uses[rule]?.candidates ?? [];
  const value =
    output === 'least'
      ? piece.low
      : Math.max(piece.low, ...models.map(({ model }) => mostOutput(model, piece)));
  return { ...drawn, values: new Map(drawn.values).set(OUTPUT.id, value) };
}

/** What is asked about it, and what planning reads of a request where it is out of the ordinary. */
export function needed(
  { asked }: Pick<Proofs, 'asked'>,
  values: ReadonlyMap<string, FactValue>,
): [string, FactValue][] {
  const claimed = [...asked.keys()].flatMap((id): [string, FactValue][] => {
    const value = values.get(id);
    return value === undefined ? [] : [[id, value]];
  });
  const fits = FIT_FACTS.flatMap(({ id }): [string, FactValue][] => {
    const value = values.get(id);
    const isUsual = value === false || value === 0 || (id === MESSAGES.id && value === 1);
    return value === undefined || isUsual ? [] : [[id, value]];
  });
  return [...claimed, ...fits];
}

const NOBODY = { tiers: [], groups: new Map<string, readonly string[]>() };
const OTHERS = [
  ...FIT_FACTS,
  ...(['user', 'team', 'key', 'images'] as const).map((kind) => factSpec(kind, {}, NOBODY)),
];

export function specsFor(proofs: Proofs): ReadonlyMap<string, FactSpec> {
  return new Map([
    ...OTHERS.map((spec) => [spec.id, spec] as const),
    ...proofs.asked,
    ...specsOf(proofs.graph),
  ]);
}
