/**
 * The requirements of models on requests, declared once: region, capabilities, window. The service checks a request
 * against them (`fit-candidates.ts`), and proofs turn them into sets of requests (`analysis/fit-boxes.ts`), so that
 * the two cannot differ. Must not know the state of the world (keys, breakers), routes or messages.
 */

import type { Capability, Deployment, Model, Policy } from '../semantics/model.ts';
import type { Feature } from '../vocabulary/facts.ts';
import { outputInWindow } from './expected-output.ts';
import type { Needs } from './plan.ts';

/** Needs that a request has or does not have. */
export type NeedFlag = { [K in keyof Needs]-?: Needs[K] extends boolean ? K : never }[keyof Needs];

/** The need for a capability, or `undefined` where no request needs it. TypeScript requires a row for each. */
const NEED_FOR = {
  tools: 'tools',
  images: 'images',
  json: 'json',
  audio: 'audio',
  prefill: undefined,
  reasoning: undefined,
} as const satisfies Record<Capability, NeedFlag | undefined>;

/** The word of each need in `request has …`. */
const WORD_FOR = { tools: 'tools', images: 'images', json: 'json', audio: 'audio' } as const satisfies Record<
  NeedFlag,
  Feature
>;

export const NEED_FLAGS = Object.keys(WORD_FOR) as readonly NeedFlag[];

/** The fact `request has WORD` of a need. */
export function featureOf(need: NeedFlag): Feature {
  return WORD_FOR[need];
}

/** Undefined for needs that every model meets: streaming. */
export function needOf(feature: string | undefined): NeedFlag | undefined {
  return NEED_FLAGS.find((need) => WORD_FOR[need] === feature);
}

/** The flags of a request that has some features. */
export function needFlags(has: (feature: Feature) => boolean): Record<NeedFlag, boolean> {
  return {
    tools: has(WORD_FOR.tools),
    images: has(WORD_FOR.images),
    json: has(WORD_FOR.json),
    audio: has(WORD_FOR.audio),
  };
}

/** The needs that a model cannot meet. A model without `can` is assumed to support everything. */
export function lacksOf({ can }: Model): readonly NeedFlag[] {
  if (can.length === 0) return [];
  const meets = new Set(can.map((capability) => NEED_FOR[capability]));
  return NEED_FLAGS.filter((need) => !meets.has(need));
}

/**
 * The most input tokens that fit a window next to the output reserved for the request; infinite without a window,
 * negative where the output alone is too much. `needs` as they are after transforms.
 */
export function mostInput(model: Model, needs: Needs): number {
  return model.window === undefined ? Number.POSITIVE_INFINITY : model.window - outputInWindow(needs, model);
}

/** Where a deployment runs. */
export function regionOf(policy: Policy, { region, provider }: Deployment): string | undefined {
  return region ?? policy.providers.get(provider)?.region;
}

/** Whether a deployment may be used under `within region`; without it any may. */
export function isWithin(policy: Policy, deployment: Deployment, region: string | undefined): boolean {
  return region === undefined || regionOf(policy, deployment) === region;
}
