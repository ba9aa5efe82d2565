// The direction of a step of L-BFGS (Nocedal & Wright, Numerical Optimization, alg. 7.4) in the inner product of a
// Gram matrix K: u·v is uᵀKv, so every vector comes with its image under K. The recursion works on inner products
// alone, and the direction is added up once from its result (Chen et al. 2014, "Large-scale L-BFGS using MapReduce").
// Must not know: what is minimised, how K is multiplied.

/** A step taken and the gradient's change by it, with their images under K. */
export interface Step {
  readonly s: Float64Array;
  readonly ks: Float64Array;
  readonly y: Float64Array;
  readonly ky: Float64Array;
}

export interface QuasiNewton {
  /** Writes the direction at a gradient `g` and its image. */
  direction(g: Float64Array, kg: Float64Array, d: Float64Array, kd: Float64Array): void;
  /** Keeps the step; returns the one that is kept no longer, whose arrays are free, if any. */
  remember(step: Step): Step | undefined;
  /** The steps that are kept. */
  steps(): readonly Step[];
}

interface Kept extends Step {
  /** By the kept step's position: sᵀK of its y, and yᵀK of its y. */
  sy: number[];
  yy: number[];
}

const MEMORY = 4;

export function createQuasiNewton(): QuasiNewton {
  let kept: Kept[] = [];
  return {
    direction(g, kg, d, kd) {
      const { ofG, ofS, ofY } = coefficients(kept, kg);
      for (let i = 0; i < d.length; i++) {
        d[i] = ofG * (g[i] ?? 0);
        kd[i] = ofG * (kg[i] ?? 0);
      }
      kept.forEach(({ s, ks, y, ky }, at) => {
        addBoth(d, ofS[at] ?? 0, s, ofY[at] ?? 0, y);
        addBoth(kd, ofS[at] ?? 0, ks, ofY[at] ?? 0, ky);
      });
    },
    remember(step) {
      if (dot(step.y, step.ks) <= 1e-12) return step;
      const dropped = kept.length === MEMORY ? kept[0] : undefined;
      if (dropped !== undefined) {
        kept = kept.slice(1);
        for (const one of kept) [one.sy, one.yy] = [one.sy.slice(1), one.yy.slice(1)];
      }
      const added: Kept = { ...step, sy: [], yy: [] };
      for (const one of kept) {
        const yy = dot(one.y, step.ky);
        one.sy.push(dot(one.s, step.ky));
        one.yy.push(yy);
        added.sy.push(dot(step.s, one.ky));
        added.yy.push(yy);
      }
      added.sy.push(dot(step.s, step.ky));
      added.yy.push(dot(step.y, step.ky));
      kept.push(added);
      return dropped;
    },
    steps: () => kept,
  };
}

/** The two-loop recursion on the coefficients of g, of each s and of each y. */
function coefficients(
  kept: readonly Kept[],
  kg: Float64Array,
): { readonly ofG: number; readonly ofS: readonly number[]; readonly ofY: readonly number[] } {
  const count = kept.length;
  const ofS = new Array<number>(count).fill(0);
  const ofY = new Array<number>(count).fill(0);
  const alphas = new Array<number>(count).fill(0);
  let ofG = -1;
  for (let i = count - 1; i >= 0; i--) {
    const { s, sy } = kept[i] as Kept;
    const along = ofG * dot(s, kg) + sum(count, (j) => (ofY[j] ?? 0) * (sy[j] ?? 0));
    alphas[i] = along / (sy[i] ?? 1);
    ofY[i] = (ofY[i] ?? 0) - (alphas[i] ?? 0);
  }
  const last = kept.at(-1);
  const scale = last === undefined ? 1 : (last.sy.at(-1) ?? 1) / (last.yy.at(-1) ?? 1);
  ofG *= scale;
  for (let i = 0; i < count; i++) ofY[i] = (ofY[i] ?? 0) * scale;
  for (let i = 0; i < count; i++) {
    const { y, sy, yy } = kept[i] as Kept;
    const along =
      ofG * dot(y, kg) +
      sum(count, (j) => (ofY[j] ?? 0) * (yy[j] ?? 0) + (ofS[j] ?? 0) * (kept[j]?.sy[i] ?? 0));
    ofS[i] = (ofS[i] ?? 0) + (alphas[i] ?? 0) - along / (sy[i] ?? 1);
  }
  return { ofG, ofS, ofY };
}

function sum(count: number, of: (at: number) => number): number {
  let total = 0;
  for (let at = 0; at < count; at++) total += of(at);
  return total;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

function addBoth(
  to: Float64Array,
  ofOne: number,
  one: Float64Array,
  ofOther: number,
  other: Float64Array,
): void {
  for (let i = 0; i < to.length; i++)
    to[i] = (to[i] ?? 0) + ofOne * (one[i] ?? 0) + ofOther * (other[i] ?? 0);
}
