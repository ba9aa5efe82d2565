/**
 * Which requests a model can serve, as boxes: the window with the output to be kept free, capabilities and region, all
 * as `planning/requirements.ts` says them for the service too. A request is taken to ask for no more output than the
 * model can write: more than that no model is at fault for. Knows models, no routes.
 */
import type { Box } from '../../graph/boxes.ts';
import { needsAfter, outputInWindow } from '../../planning/expected-output.ts';
import type { Needs } from '../../planning/plan.ts';
import {
  featureOf,
  isWithin,
  lacksOf,
  mostInput,
  NEED_FLAGS,
  type NeedFlag,
} from '../../planning/requirements.ts';
import type { Model, Policy, TransformStep } from '../../semantics/model.ts';
import { factSpec } from '../../vocabulary/fact-spec.ts';
import type { FactSpec, NumberRange, ValueSet } from '../../vocabulary/value-set.ts';
import { rangeOf } from '../../vocabulary/value-sets.ts';
import { type NumberDomain, numberAtoms } from './number-atoms.ts';

const NOBODY = { tiers: [], groups: new Map<string, readonly string[]>() };
export const TOKENS = factSpec('tokens', {}, NOBODY);
export const OUTPUT = factSpec('output tokens', {}, NOBODY);
/** Only where a history is trimmed. */
export const MESSAGES = factSpec('messages', {}, NOBODY);
const FEATURE_SPECS = NEED_FLAGS.map((need) => factSpec('request has', { subject: featureOf(need) }, NOBODY));

/** Facts that describe what fits, whether or not a policy mentions them. */
export const FIT_FACTS: readonly FactSpec[] = [TOKENS, OUTPUT, MESSAGES, ...FEATURE_SPECS];

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
  /** Nothing but too long for it: a shorter request of the same kind would be served. */
  readonly onlyTooLong: readonly Box[];
  /** Input tokens that fit at the least output of every piece: what decides which of two models holds longer requests. */
  readonly room: readonly number[];
  /** All of its deployments lie outside the region: nothing fits, whatever its length. */
  readonly isOutside: boolean;
}

const DOMAIN = OUTPUT.domain as NumberDomain;

/** Within a piece no condition distinguishes outputs, and 0 (not given) is a separate piece. */
export function outputPieces(sets: readonly ValueSet[]): readonly NumberRange[] {
  return numberAtoms(DOMAIN, [...sets, { kind: 'numbers', ranges: [rangeOf(0, 0)] }]).atoms;
}

export function fitsOf(policy: Policy, model: Model, question: FitQuestion): Fits {
  const { steps, region, outputs } = question;
  const isOutside = !model.deployments.some((deployment) => isWithin(policy, deployment, region));
  if (isOutside) return { fit: [], unfit: [new Map()], tooLong: [], onlyTooLong: [], room: [], isOutside };

  const left = needsAfter(EVERYTHING, steps);
  const missing = lacksOf(model).filter((need) => left[need]);
  const without = missing.map((need): [string, ValueSet[]] => [idOf(need), [{ kind: 'flag', value: false }]]);
  if (model.window === undefined) {
    const room = outputs.map(() => Number.POSITIVE_INFINITY);
    return {
      fit: [new Map(without)],
      unfit: lacking(missing),
      tooLong: [],
      onlyTooLong: [],
      room,
      isOutside,
    };
  }
  const trimTo = Math.min(...steps.map((step) => (step.kind === 'trim-history' ? step.tokens : Infinity)));
  const several: ValueSet = { kind: 'numbers', ranges: [rangeOf(2, Number.POSITIVE_INFINITY)] };
  const fit: Box[] = [];
  const tooLong: Box[] = [];
  const room: number[] = [];
  for (const piece of outputs) {
    const output: [string, ValueSet[]] = [OUTPUT.id, [{ kind: 'numbers', ranges: [piece] }]];
    const most = mostInput(model, asking(piece.low, steps));
    room.push(most);
    if (most >= 0) {
      fit.push(new Map([...without, output, [TOKENS.id, [upTo(most)]]]));
      // A conversation of several messages may be left with next to nothing; a single one stays whole.
      if (trimTo < Number.POSITIVE_INFINITY)
        fit.push(new Map([...without, output, [TOKENS.id, [over(trimTo)]], [MESSAGES.id, [several]]]));
    }
    const enough = mostInput(model, asking(mostOutput(model, piece), steps));
    tooLong.push(new Map([output, [TOKENS.id, [over(enough)]]]));
  }
  const onlyTooLong = tooLong.map((box): Box => new Map([...without, ...box]));
  return { fit, unfit: [...lacking(missing), ...tooLong], tooLong, onlyTooLong, room, isOutside };
}

function idOf(need: NeedFlag): string {
  return `request has ${featureOf(need)}`;
}

function lacking(missing: readonly NeedFlag[]): Box[] {
  return missing.map((need) => new Map([[idOf(need), [{ kind: 'flag', value: true }]]]));
}

const NEEDS: Needs = { inputTokens: 0, tools: false, images: false, json: false, audio: false };
const EVERYTHING: Needs = { inputTokens: 0, tools: true, images: true, json: true, audio: true };

/** What is left of a request that asks for so much output and nothing else; 0: it does not say. */
function asking(output: number, steps: readonly TransformStep[]): Needs {
  return needsAfter(output > 0 ? { ...NEEDS, outputTokens: output } : NEEDS, steps);
}

/** The most output of a piece that a model can be asked for. */
export function mostOutput(model: Model, piece: NumberRange): number {
  if (model.output !== undefined) return Math.min(piece.high, Math.max(model.output, 1));
  return Math.max(piece.low, Math.min(piece.high, outputInWindow(NEEDS, model)));
}

function upTo(high: number): ValueSet {
  return { kind: 'numbers', ranges: [rangeOf(0, high)] };
}

function over(low: number): ValueSet {
  return low < 0
    ? { kind: 'numbers', ranges: [rangeOf(0, Number.POSITIVE_INFINITY)] }
    : { kind: 'numbers', ranges: [rangeOf(low, Number.POSITIVE_INFINITY, true)] };
}
