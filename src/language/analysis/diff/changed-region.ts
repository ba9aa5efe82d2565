/** A region of requests that two policies route differently, and what each of them does with it. Data only. */
import type { Told } from '../../changes/field.ts';
import type { Rule } from '../../graph/decision-graph.ts';
import type { Place, Refusal } from '../../semantics/model.ts';
import type { Witness } from '../space/witness.ts';

export interface Side {
  /** Undefined: no route takes these requests. */
  readonly route?: string;
  readonly kind: Rule['kind'] | 'none';
  /** The name after `use`. */
  readonly target?: string;
  /** Who answers the example when all is well. */
  readonly model?: string;
  /** Models in the order in which the example would ask them when all is well: the first, then its fallbacks. */
  readonly tried?: readonly string[];
  /** The message that the example gets if no model is called. */
  readonly refusal?: Refusal;
  /** Of every pool that asks for it: the models that the quality table knows to be good enough for the example. */
  readonly goodEnough?: readonly { readonly pool: string; readonly models: readonly string[] }[];
  readonly at?: Place;
}

export interface ChangedRegion {
  /** Sets in words, by fact; facts that do not matter are left out. */
  readonly where: ReadonlyMap<string, string>;
  /** Every request of the region changes. Otherwise routes above match some of it, in too many pieces to list. */
  readonly exact: boolean;
  readonly before: Side;
  readonly after: Side;
  /** What the two do differently with a request that route and target do not say, clause by clause. */
  readonly differs?: readonly Told[];
  /** Those of them that hold for the example: output limits that a model is sent. */
  readonly limits?: readonly Told[];
  /** US dollars for the example request, where both prices are known. */
  readonly costUsd?: { readonly before: number; readonly after: number };
  /** None where no text could be made up for opaque patterns. */
  readonly witness?: Witness;
}
