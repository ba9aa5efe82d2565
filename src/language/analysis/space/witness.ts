/**
 * An example request for a finding: the most typical point of a region, as facts that `llmr explain --facts` accepts.
 * Every witness is replayed through the evaluator before it is shown; one that decides differently is a bug in
 * llmr and is thrown. Knows no finding.
 */
import type { DecisionGraph } from '../../graph/decision-graph.ts';
import type { Evaluator } from '../../graph/evaluate.ts';
import { formatFactValue, parseFactValue } from '../../vocabulary/fact-json.ts';
import { specOfId } from '../../vocabulary/fact-spec.ts';
import { patternWords } from '../../vocabulary/set-words.ts';
import type { FactSpec, FactValue } from '../../vocabulary/value-set.ts';
import { instantsOf, isAt, settleClocks } from './calendar.ts';
import { setBit } from './cover.ts';
import { fitsOpaque } from './dimension.ts';
import { textIn } from './opaque-texts.ts';
import { findRequest } from './policy-space.ts';
import { type Budget, type Groups, MOST_STEPS, type Region } from './search.ts';
import { settleKeys, withKeys, withoutShares } from './share-keys.ts';
import { atomsIn, factValues, firstAtom, type Space } from './space.ts';
import { samplesOf } from './text-atoms.ts';
import { isAssumed } from './typical-values.ts';
import { settleAmounts } from './usual-links.ts';

export type FactsExample = Readonly<Record<string, string | number | boolean | null>>;

export interface Witness {
  /** By fact id: what the decision asks, and what was added to it. For `llmr explain --facts FILE`. */
  readonly facts: FactsExample;
  /** The same, as values. */
  readonly known: ReadonlyMap<string, FactValue>;
  /** What must be true besides, in sentences without a full stop; empty for most. */
  readonly assumptions: readonly string[];
}

/** What a region is searched for in: needed again when its most typical point is looked for. */
export interface Question {
  readonly inside: readonly Groups[];
  readonly covers: readonly Groups[];
}

/**
 * From some region of answers to the most typical answer: fact by fact, the most typical value is kept where the
 * answers still allow it. A search that takes too long keeps what it has.
 */
export function typicalRegion(space: Space, wanted: Question, region: Region): Region {
  const fixed = space.full.slice();
  const budget: Budget = { left: MOST_STEPS / 8, of: space.exampleSteps };
  const { question, found } = asUsual(space, wanted, region, budget);
  let best = atOneInstant(space, question, found, fixed, budget);
  for (const [dim, dimension] of inOrder(space)) {
    const wanted = dimension.order[0] ?? 0;
    let chosen = firstAtom(space, best, dim);
    if (chosen !== wanted) {
      for (const atom of dimension.order.slice(0, 3)) {
        if (atom === chosen) break;
        const start = fixed.slice();
        only(space, start, dim, atom);
        const better = findRequest(space, question.inside, question.covers, budget, start);
        if (better === 'none' || better === 'undecided') continue;
        best = better;
        chosen = atom;
        break;
      }
    }
    only(space, fixed, dim, chosen);
    best = best.slice();
    only(space, best, dim, chosen);
  }
  return best;
}

/** Without combinations that no request has, where that leaves something. */
function asUsual(
  space: Space,
  question: Question,
  found: Region,
  budget: Budget,
): { readonly question: Question; readonly found: Region } {
  if (space.unusual.every((group) => group.length === 0)) return { question, found };
  const usual = { ...question, covers: [...question.covers, space.unusual] };
  const better = findRequest(space, usual.inside, usual.covers, budget);
  return better === 'none' || better === 'undecided'
    ? { question, found }
    : { question: usual, found: better };
}

/** The region moved to a real moment, which is fixed; as it was where none is found. */
function atOneInstant(
  space: Space,
  question: Question,
  found: Region,
  fixed: Region,
  budget: Budget,
): Region {
  for (const instant of instantsOf(space)) {
    const start = space.full.slice();
    for (const { dim, atom } of instant.clocks) only(space, start, dim, atom);
    const better = isAt(space, found, instant)
      ? found
      : findRequest(space, question.inside, question.covers, budget, start);
    if (better === 'undecided') return found;
    if (better === 'none') continue;
    const moved = better.slice();
    for (const { dim, atom } of instant.clocks)
      for (const region of [moved, fixed]) only(space, region, dim, atom);
    return moved;
  }
  return found;
}

/**
 * What callers seldom say comes first, so that it stays unsaid. Clocks stay open, to be moved to one instant, and so do
 * flags of opaque patterns, to be settled by a text.
 */
function inOrder(space: Space): (readonly [number, Space['dimensions'][number]])[] {
  const entries = [...space.dimensions.entries()].filter(
    ([dim, { spec }]) => spec.zone === undefined && space.dimensionOf(spec.id) === dim,
  );
  const seldom = ([, { spec }]: (typeof entries)[number]): boolean => spec.fact === 'output tokens';
  return [...entries.filter(seldom), ...entries.filter((entry) => !seldom(entry))];
}

function only({ starts }: Space, region: Region, dim: number, atom: number): void {
  const start = starts[dim] as number;
  region.fill(0, start, starts[dim + 1] as number);
  setBit(region, start, atom);
}

export type Drawn =
  | { readonly ok: true; readonly values: Map<string, FactValue>; readonly assumptions: string[] }
  /** No text could be made up that fits the opaque patterns as the region wants it. */
  | { readonly ok: false; readonly because: string };

/** One value for every fact of the space: the preferred ones of the region. */
export function drawValues(space: Space, region: Region): Drawn {
  const values = new Map<string, FactValue>();
  for (const [dim, dimension] of space.dimensions.entries()) {
    // Flags of opaque patterns are not facts.
    if (space.dimensionOf(dimension.spec.id) !== dim) continue;
    const atom = firstAtom(space, region, dim);
    let value = dimension.valueOf(atom);
    if (dimension.opaque.length > 0) {
      const text = opaqueText(space, region, dim, value, new Set(atomsIn(space, region, dim)));
      if (text === undefined) {
        const patterns = dimension.opaque.map(patternWords).join(', ');
        return { ok: false, because: `no ${dimension.spec.id} could be made up for ${patterns}` };
      }
      value = text.value;
    }
    for (const [id, own] of factValues(dimension, value)) values.set(id, own);
  }
  const clocks = settleClocks(space, region, values);
  const amounts = settleAmounts(space.dimensions, space.budgets, values);
  const keys = settleKeys(space, values);
  return { ok: true, values, assumptions: [...(clocks === undefined ? [] : [clocks]), ...amounts, ...keys] };
}

/** A value of the region that fits the opaque patterns as its flags say. */
function opaqueText(
  space: Space,
  region: Region,
  dim: number,
  first: FactValue,
  atoms: ReadonlySet<number>,
): { readonly value: FactValue } | undefined {
  const dimension = space.dimensions[dim];
  if (dimension === undefined) return undefined;
  const flags = space.flagsOf(dim);
  const wanted = dimension.opaque.map((pattern, place) => {
    const flag = atomsIn(space, region, flags[place] ?? 0);
    return { pattern, values: flag.map((atom) => atom === 1) };
  });
  const samples = wanted.flatMap(({ pattern, values }) => (values.includes(false) ? [] : samplesOf(pattern)));
  const made = textIn(space, region, dim, { budget: { left: MOST_STEPS / 8, of: space.exampleSteps } });
  const texts = [...atoms].map((atom) => dimension.valueOf(atom));
  const joined = [samples.join(''), samples.join(' ')];
  for (const value of [
    first,
    ...(made.kind === 'text' ? [made.text] : []),
    ...texts,
    ...samples,
    ...joined,
  ]) {
    if (!atoms.has(dimension.atomOf(value))) continue;
    if (wanted.every(({ pattern, values }) => values.includes(fitsOpaque(pattern, value)))) return { value };
  }
  return undefined;
}

/** What the graph decides, and the facts it asked for on the way. */
export function replay(
  evaluator: Evaluator,
  values: ReadonlyMap<string, FactValue>,
): { readonly rule: number | undefined; readonly asked: ReadonlyMap<string, FactValue> } {
  const asked = new Map<string, FactValue>();
  for (;;) {
    const decision = evaluator.evaluate(asked);
    if (decision.kind === 'decided') return { rule: decision.rule, asked };
    if (decision.kind === 'none') return { rule: undefined, asked };
    const value = values.get(decision.fact.id);
    if (value === undefined) throw new Error(`a witness says nothing of ${decision.fact.id}`);
    asked.set(decision.fact.id, value);
  }
}

/** What was asked, and the keys of the shares that were. Throws if the graph decides differently: then the analysis is wrong, not the policy. */
export function replayed(
  evaluator: Evaluator,
  values: ReadonlyMap<string, FactValue>,
  rule: number | undefined,
): ReadonlyMap<string, FactValue> {
  const done = replay(evaluator, values);
  if (done.rule !== rule) {
    const facts = JSON.stringify(Object.fromEntries(values));
    const got = done.rule === undefined ? 'no rule' : `rule ${done.rule}`;
    throw new Error(
      `analysis expected rule ${rule ?? 'none'} of "${evaluator.graph.policy}", the graph took ${got}: ${facts}`,
    );
  }
  return withKeys(evaluator.graph.facts, done.asked, values);
}

/** Keys that only shares and splits use are listed by their id. */
const NOBODY = { tiers: [], groups: new Map<string, readonly string[]>() };

/** `known` as facts a file can hold; every value is read back, to be sure. */
export function toWitness(
  specs: ReadonlyMap<string, FactSpec>,
  known: ReadonlyMap<string, FactValue>,
  assumptions: readonly string[] = [],
): Witness {
  const facts: Record<string, string | number | boolean | null> = {};
  const assumed: string[] = [...assumptions];
  for (const [id, value] of withoutShares(specs.values(), known)) {
    const spec = specs.get(id) ?? specOfId(id, NOBODY);
    if (spec === undefined) throw new Error(`a witness uses the unknown fact ${id}`);
    const json = formatFactValue(spec, value);
    const read = parseFactValue(spec, json);
    facts[id] = read.ok && read.value === value ? json : value;
    if (isAssumed(spec)) assumed.push(`${id} can be ${String(json)} at the same time as the rest`);
  }
  return { facts, known, assumptions: assumed };
}

export function specsOf(graph: DecisionGraph): ReadonlyMap<string, FactSpec> {
  return new Map(graph.facts.map((fact) => [fact.id, fact]));
}
