/**
 * Requests for which a model of two policies is not the same candidate: its window, its output limit, what it can do or
 * where it runs is another. Reported as boxes of two kinds, because what a request asks to be written is part of what has to
 * fit: in the first every request is one, in the second some are, and no other request is. Must not know routes.
 */
import type { Box } from '../../graph/boxes.ts';
import { boundsSpend, needsAfter, outputLimit } from '../../planning/expected-output.ts';
import type { Needs } from '../../planning/plan.ts';
import { featureOf, isWithin, lacksOf, mostInput, type NeedFlag } from '../../planning/requirements.ts';
import type { Model, Policy, TransformStep } from '../../semantics/model.ts';
import type { NumberRange, ValueSet } from '../../vocabulary/value-set.ts';
import { rangeOf, uniteRanges } from '../../vocabulary/value-sets.ts';
import { OUTPUT, outputPieces, TOKENS } from '../space/fit-boxes.ts';

export interface FitDifference {
  readonly model: string;
  /** In the order of importance. */
  readonly parts: readonly FitPart[];
}

export interface FitPart {
  /** Whether it can serve them, or which output limit it is sent. */
  readonly of: 'fit' | 'limit';
  /** In all requests of the boxes; else in some, and in none outside of these and of the certain ones before. */
  readonly isCertain: boolean;
  readonly boxes: readonly Box[];
}

/** What a rule does with a request before it is fitted. */
export interface FitUse {
  readonly steps: readonly TransformStep[];
  readonly region?: string | undefined;
}

interface Candidate {
  readonly policy: Policy;
  readonly model: Model;
}

/** Models of one name in both that are not the same candidates everywhere. */
export function changedModels(before: Policy, after: Policy): readonly string[] {
  return [...after.models.keys()].filter((name) => {
    const [old, now] = [before, after].map((policy) => keyOf(policy, name));
    return before.models.has(name) && old !== now;
  });
}

function keyOf(policy: Policy, name: string): string {
  const model = policy.models.get(name);
  const places = model?.deployments.map(({ provider, region }) => [
    region,
    policy.providers.get(provider)?.region,
  ]);
  return JSON.stringify([model?.window, model?.output, model && lacksOf(model), places]);
}

export function fitDifference(
  before: Policy,
  after: Policy,
  name: string,
  use: FitUse,
  asked: readonly ValueSet[],
): FitDifference | undefined {
  const [old, now] = [before.models.get(name), after.models.get(name)];
  if (old === undefined || now === undefined) return undefined;
  const [was, is] = [
    { policy: before, model: old },
    { policy: after, model: now },
  ];
  const served = placesOf(was, use);
  if (served !== placesOf(is, use))
    return { model: name, parts: [{ of: 'fit', isCertain: false, boxes: [new Map()] }] };
  if (served === '') return undefined;
  const pieces = outputPieces([...asked, ...cutsOf([old, now])]);
  const all = pieces.length;
  const isShort = ({ high }: NumberRange): boolean => high <= SHORT;
  const held = (end: End, some: readonly NumberRange[]): FitPart =>
    partOf('fit', end, all, some, (piece) => lengthChanged(old, now, use, piece, end));
  const limit = (end: End): FitPart =>
    partOf('limit', end, all, pieces, (piece) => limitChanged(was, is, use, piece, end));
  const parts = [
    { of: 'fit' as const, isCertain: true, boxes: abilityChanged(old, now, use) },
    held('certain', pieces.filter(isShort)),
    held(
      'certain',
      pieces.filter((piece) => !isShort(piece)),
    ),
    held('possible', pieces),
    limit('certain'),
    limit('possible'),
  ];
  return { model: name, parts: parts.filter(({ boxes }) => boxes.length > 0) };
}

/** Pieces in which the very same requests differ are one. */
function partOf(
  of: FitPart['of'],
  end: End,
  all: number,
  pieces: readonly NumberRange[],
  boxesOf: (piece: NumberRange) => readonly Box[],
): FitPart {
  const joined = new Map<string, { readonly box: Box; readonly ranges: NumberRange[] }>();
  for (const piece of pieces)
    for (const box of boxesOf(piece)) {
      const key = JSON.stringify([...box]);
      const known = joined.get(key) ?? { box, ranges: [] };
      known.ranges.push(piece);
      joined.set(key, known);
    }
  const boxes = [...joined.values()].map(({ box, ranges }): Box => {
    const output: ValueSet = { kind: 'numbers', ranges: uniteRanges(ranges) };
    return ranges.length === all ? box : new Map([...box, [OUTPUT.id, [output]]]);
  });
  return {
    of,
    isCertain: end === 'certain',
    boxes: [...(pieces.length === all ? shared(pieces.map(boxesOf)) : []), ...boxes],
  };
}

/** What differs whatever the requested output: reported first, because it is shorter. */
function shared(pieces: readonly (readonly Box[])[]): Box[] {
  const [first = [], ...others] = pieces;
  return first.flatMap((box): Box[] => {
    const alike = others.map((boxes) => boxes.find((other) => restOf(other) === restOf(box)));
    if (others.length === 0 || alike.includes(undefined)) return [];
    const ranges = [box, ...alike].map((each) => rangeIn(each));
    const [low, high] = [
      Math.max(...ranges.map((range) => range.low)),
      Math.min(...ranges.map((range) => range.high)),
    ];
    return low <= high ? [new Map([...box, tokensOf(low, high)])] : [];
  });
}

function restOf(box: Box): string {
  return JSON.stringify([...box].filter(([fact]) => fact !== TOKENS.id));
}

function rangeIn(box: Box | undefined): NumberRange {
  const set = box?.get(TOKENS.id)?.[0];
  return (set?.kind === 'numbers' ? set.ranges[0] : undefined) ?? rangeOf(0, Number.POSITIVE_INFINITY);
}

/** Which end of a piece of outputs is taken: the one that makes a difference certain, or the one that lets it be. */
type End = 'certain' | 'possible';

function placesOf({ policy, model }: Candidate, { region }: FitUse): string {
  return model.deployments
    .filter((deployment) => isWithin(policy, deployment, region))
    .map(({ id }) => id)
    .join();
}

/** A short answer, and what each of the two can write. */
function cutsOf(models: readonly Model[]): ValueSet[] {
  const ends = [SHORT, ...models.flatMap(({ output }) => output ?? [])];
  return ends.map((end) => ({ kind: 'numbers', ranges: [rangeOf(0, end)] }));
}
const SHORT = 1024;

/** What one of the two can do and the other cannot: a longer request than it holds is refused for another reason. */
function abilityChanged(old: Model, now: Model, { steps }: FitUse): Box[] {
  const one = (model: Model, other: Model): Box[] => {
    const own = missingIn(model, steps);
    return missingIn(other, steps)
      .filter((need) => !own.includes(need))
      .map((need) => new Map([...own.map((each) => flagOf(each, false)), flagOf(need, true)]));
  };
  return [...one(old, now), ...one(now, old)];
}

/** What the window of one of the two holds and that of the other does not. */
function lengthChanged(old: Model, now: Model, { steps }: FitUse, piece: NumberRange, end: End): Box[] {
  const room = (model: Model, at: 'low' | 'high'): number => roomOf(model, steps, piece, at);
  // Within a piece both shrink alike: equal at its ends is equal.
  if (room(old, 'low') === room(now, 'low') && room(old, 'high') === room(now, 'high')) return [];
  const [far, near] = end === 'certain' ? (['high', 'low'] as const) : (['low', 'high'] as const);
  const one = (model: Model, other: Model): Box[] => {
    const [most, least] = [room(model, far), Math.max(0, room(other, near) + 1)];
    const able = missingIn(model, steps).map((need) => flagOf(need, false));
    return least <= most ? [new Map([...able, tokensOf(least, most)])] : [];
  };
  return [...one(old, now), ...one(now, old)];
}

function roomOf(
  model: Model,
  steps: readonly TransformStep[],
  piece: NumberRange,
  at: 'low' | 'high',
): number {
  return mostInput(model, asking(piece[at], steps));
}

function missingIn(model: Model, steps: readonly TransformStep[]): readonly NeedFlag[] {
  const left = needsAfter({ ...NEEDS, tools: true, images: true, json: true, audio: true }, steps);
  return lacksOf(model).filter((need) => left[need]);
}

/** Requests that both serve, whose output limit is written into their body, or cut, at another number. */
function limitChanged(was: Candidate, is: Candidate, { steps }: FitUse, piece: NumberRange, end: End): Box[] {
  const models = [was.model, is.model];
  const needs = asking(piece.high, steps);
  const inputs =
    needs.outputTokens === undefined
      ? unsaidLimit(was, is, needs, end)
      : saidLimit(models, needs.outputTokens);
  const room = models.map((model) => roomOf(model, steps, piece, end === 'certain' ? 'high' : 'low'));
  const most = Math.min(inputs?.high ?? -1, ...room);
  if (inputs === undefined || inputs.low > most) return [];
  const able = [...new Set(models.flatMap((model) => missingIn(model, steps)))];
  return [new Map([...able.map((need) => flagOf(need, false)), tokensOf(inputs.low, most)])];
}

function saidLimit(models: readonly Model[], asked: number): NumberRange | undefined {
  const [old, now] = models.map(({ output }) => Math.min(asked, output ?? Number.POSITIVE_INFINITY));
  return old === now ? undefined : rangeOf(0, Number.POSITIVE_INFINITY);
}

/**
 * Where a budget bounds every answer, the least of what a model can write and what its window leaves. Windows leave less
 * as input grows.
 */
function unsaidLimit(was: Candidate, is: Candidate, needs: Needs, end: End): NumberRange | undefined {
  if (!boundsSpend(was.policy) && !boundsSpend(is.policy)) return undefined;
  const [old, now] = [was.model, is.model];
  const limits = (inputTokens: number): readonly number[] =>
    [old, now].map((model) => outputLimit({ ...needs, inputTokens }, model));
  const differs = (inputTokens: number): boolean => new Set(limits(inputTokens)).size > 1;
  const widest = Math.max(0, ...[old, now].flatMap(({ window }) => window ?? []));
  if (old.window === now.window) {
    if (!differs(0)) return undefined;
    const last = widest === 0 ? Number.POSITIVE_INFINITY : lastOf(widest, differs);
    return rangeOf(0, last);
  }
  if (old.output !== now.output) return end === 'possible' ? rangeOf(0, Number.POSITIVE_INFINITY) : undefined;
  const [first = 0, second = 0] = limits(0);
  if (first !== second) return rangeOf(0, Number.POSITIVE_INFINITY);
  const free = (inputTokens: number): boolean => limits(inputTokens).every((limit) => limit === first);
  return rangeOf(lastOf(widest, free) + 1, Number.POSITIVE_INFINITY);
}

/** The last number up to `most` of which something holds that holds of all before it, and of 0. */
function lastOf(most: number, holds: (input: number) => boolean): number {
  let [low, high] = [0, most + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const NEEDS: Needs = { inputTokens: 0, tools: false, images: false, json: false, audio: false };

/** 0: it does not say. */
function asking(output: number, steps: readonly TransformStep[]): Needs {
  return needsAfter(output > 0 ? { ...NEEDS, outputTokens: output } : NEEDS, steps);
}

function flagOf(need: NeedFlag, value: boolean): [string, ValueSet[]] {
  return [`request has ${featureOf(need)}`, [{ kind: 'flag', value }]];
}

function tokensOf(low: number, high: number): [string, ValueSet[]] {
  return [TOKENS.id, [{ kind: 'numbers', ranges: [rangeOf(low, high)] }]];
}
