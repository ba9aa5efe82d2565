/**
 * Concatenates the steps of a chain and determines where each failure class leads. The inner chain's `on` comes
 * first; where it does not list a class, or has no step left, the outer chain's `on` applies. Knows only hops.
 */
import type { FailureClass } from '../semantics/failures.ts';
import type { Model } from '../semantics/model.ts';
import type { Hop } from './hop.ts';

/** `steps` holds the hops of each step, none empty; `moves` of the answer count from its own start. */
export function moveOn(steps: readonly (readonly Hop[])[], on: readonly FailureClass[]): readonly Hop[] {
  const all = steps.flat();
  let start = 0;
  return steps.flatMap((step) => {
    const offset = start;
    start += step.length;
    const next = start;
    return step.map((hop) => {
      const moves: Partial<Record<FailureClass, number>> = {};
      for (const [name, to] of Object.entries(hop.moves)) moves[name as FailureClass] = to + offset;
      for (const name of on) {
        const to = name === 'too-long' ? larger(all, next, hop.model) : next < all.length ? next : undefined;
        if (to !== undefined) moves[name] ??= to;
      }
      return { ...hop, moves };
    });
  });
}

/**
 * The first hop from `from` on that may fit what was too long for `model`: one with a strictly larger window. Where
 * `model` declares no window, any other model may.
 */
function larger(hops: readonly Hop[], from: number, model: Model): number | undefined {
  const { window } = model;
  const at = hops.findIndex(
    (hop, index) =>
      index >= from && (window === undefined ? hop.model !== model : windowOf(hop.model) > window),
  );
  return at < 0 ? undefined : at;
}

/** A missing window counts as unlimited, here as in fitting. */
function windowOf(model: Model): number {
  return model.window ?? Number.POSITIVE_INFINITY;
}
