/**
 * Which requests a model can serve, as boxes: the window with the output to be kept free, capabilities and region, all
 * as planning counts them. A request is taken to ask for no more output than the model can write: more than that no
 * model is at fault for. Knows models, no routes.
 */
import type { Box } from '../graph/boxes.ts';
import type { Needs } from '../graph/plan.ts';
import { needsAfter, outputInWindow } from '../planning/expected-output.ts';
import type { Capability, Model, Policy, TransformStep } from '../semantics/model.ts';
import { factSpec } from '../vocabulary/fact-spec.ts';
import type { FactSpec, NumberRange, ValueSet } from '../vocabulary/value-set.ts';
import { rangeOf } from '../vocabulary/value-sets.ts';
import { type NumberDomain, numberAtoms } from './number-atoms.ts';

const NOBODY = { tiers: [], groups: new Map<string, readonly string[]>() };
export const TOKENS = factSpec('tokens', {}, NOBODY);
export const OUTPUT = factSpec('output tokens', {}, NOBODY);
const FEATURES = ['tools', 'images', 'json'] as const satisfies readonly Capability[];
const FEATURE_SPECS = FEATURES.map((subject) => factSpec('request has', { subject }, NOBODY));

/** Facts that fits are told in, whether a policy mentions them or not. */
export const FIT_FACTS: readonly FactSpec[] = [TOKENS, OUTPUT, ...FEATURE_SPECS];

export interface FitQuestion {
  /** Transforms, in order. */
  readonly steps: readonly TransformStep[];
  /** `within region`. */
  readonly region?: string;
  /** Elementary intervals of `output tokens`; see `outputPieces`. */
  readonly outputs: readonly NumberRange[];
}

export interface Fits {
  /** Some request of each box fits, whatever else it is. */
  readonly fit: readonly Box[];
  /** Some request of each box does not. */
  readonly unfit: readonly Box[];
  /** Too long for it, a box for every piece of output; none without a window. Part of `unfit`. */
  readonly tooLong: readonly Box[];
  /** Input tokens that fit at the least output of every piece: what decides which of two models holds longer requests. */
  readonly room: readonly number[];
}

const DOMAIN = OUTPUT.domain as NumberDomain;

/** Within a piece no condition tells outputs apart, and 0 (not said) stands alone. */
export function outputPieces(sets: readonly ValueSet[]): readonly NumberRange[] {
  return numberAtoms(DOMAIN, [...sets, { kind: 'numbers', ranges: [rangeOf(0, 0)] }]).atoms;
}

export function fitsOf(policy: Policy, model: Model, question: FitQuestion): Fits {
  const { steps, region, outputs } = question;
  const served = model.deployments.some((deployment) => {
    const at = deployment.region ?? policy.providers.get(deployment.provider)?.region;
    return region === undefined || at === region;
  });
  if (!served) return { fit: [], unfit: [new Map()], tooLong: [], room: [] };

  const dropped = needsAfter({ ...NEEDS, tools: true, images: true, json: true }, steps);
  const missing = FEATURES.filter(
    (feature) => model.can.length > 0 && !model.can.includes(feature) && dropped[feature],
  );
  const without: [string, ValueSet[]][] = missing.map((feature) => [
    `request has ${feature}`,
    [{ kind: 'flag', value: false }],
  ]);
  const { window } = model;
  if (window === undefined) {
    const room = outputs.map(() => Number.POSITIVE_INFINITY);
    return { fit: [new Map(without)], unfit: lacking(missing), tooLong: [], room };
  }
  const fit: Box[] = [];
  const tooLong: Box[] = [];
  const room: number[] = [];
  for (const piece of outputs) {
    const output: [string, ValueSet[]] = [OUTPUT.id, [{ kind: 'numbers', ranges: [piece] }]];
    const most = window - leastReserved(model, steps, piece);
    room.push(most);
    if (most >= 0) fit.push(new Map([...without, output, [TOKENS.id, [upTo(most)]]]));
    const enough = window - mostReserved(model, steps, piece);
    tooLong.push(new Map([output, [TOKENS.id, [over(enough)]]]));
  }
  return { fit, unfit: [...lacking(missing), ...tooLong], tooLong, room };
}

function lacking(missing: readonly string[]): Box[] {
  return missing.map((feature) => new Map([[`request has ${feature}`, [{ kind: 'flag', value: true }]]]));
}

const NEEDS: Needs = { inputTokens: 0, tools: false, images: false, json: false, audio: false };

/** What planning keeps free in the window for a request that asks for so much; 0: it does not say. */
function reserved(model: Model, steps: readonly TransformStep[], output: number): number {
  return outputInWindow(needsAfter(output > 0 ? { ...NEEDS, outputTokens: output } : NEEDS, steps), model);
}

function leastReserved(model: Model, steps: readonly TransformStep[], piece: NumberRange): number {
  return reserved(model, steps, piece.low);
}

function mostReserved(model: Model, steps: readonly TransformStep[], piece: NumberRange): number {
  return reserved(model, steps, mostOutput(model, piece));
}

/** The most output of a piece that a model can be asked for. */
export function mostOutput(model: Model, piece: NumberRange): number {
  if (model.output !== undefined) return Math.min(piece.high, Math.max(model.output, 1));
  return Math.max(piece.low, Math.min(piece.high, reserved(model, [], 0)));
}

function upTo(high: number): ValueSet {
  return { kind: 'numbers', ranges: [rangeOf(0, high)] };
}

function over(low: number): ValueSet {
  return low < 0
    ? { kind: 'numbers', ranges: [rangeOf(0, Number.POSITIVE_INFINITY)] }
    : { kind: 'numbers', ranges: [rangeOf(low, Number.POSITIVE_INFINITY, true)] };
}
