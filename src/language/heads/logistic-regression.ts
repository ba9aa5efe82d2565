// Multinomial logistic regression with an L2 penalty, by L-BFGS (Nocedal & Wright, Numerical Optimization, alg. 7.4).
// Works on one coefficient for each row and class instead of one for each column and class: the optimum is a sum of
// rows (representer theorem), rows are few and columns many, and all products go through the rows' Gram matrix.
// Deterministic: no randomness, one order of summation. Must not know: texts, intents, thresholds.

/** Products of every row with every row, n × n, and how to use it. */
export interface Problem {
  readonly rows: number;
  readonly classes: number;
  /** Multiplies the Gram matrix by a rows × classes matrix. */
  readonly gram: (of: Float64Array, into: Float64Array) => void;
  /** The class of a row; below 0, "anything but class -1 - target". */
  readonly targets: Int32Array;
  /** How much a row counts; 0 leaves it out of the fit. */
  readonly importance: Float64Array;
  /** Strength of the penalty: λ/2 · ‖w‖². */
  readonly penalty: number;
}

export interface Fit {
  /** rows × classes; the weights are rowsᵀ · coefficients. */
  readonly coefficients: Float64Array;
  /** rows × classes: the value of every row, left out or not. */
  readonly logits: Float64Array;
  readonly iterations: number;
}

interface Step {
  readonly s: Float64Array;
  readonly ks: Float64Array;
  readonly y: Float64Array;
  readonly ky: Float64Array;
  readonly rho: number;
}

const MEMORY = 4;

export function fitLogisticRegression(
  problem: Problem,
  options: { readonly start?: Float64Array; readonly iterations: number; readonly tolerance: number },
): Fit {
  const size = problem.rows * problem.classes;
  const a = options.start === undefined ? new Float64Array(size) : Float64Array.from(options.start);
  const f = new Float64Array(size);
  problem.gram(a, f);
  let residual = new Float64Array(size);
  let value = lossAndResidual(problem, f, residual) + (problem.penalty / 2) * dot(a, f);
  let g = gradient(problem, residual, a);
  let kg = new Float64Array(size);
  problem.gram(g, kg);
  const history: Step[] = [];
  const first = Math.sqrt(Math.max(0, dot(g, kg)));
  let iterations = 0;
  for (; iterations < options.iterations; iterations++) {
    if (Math.sqrt(Math.max(0, dot(g, kg))) <= options.tolerance * Math.max(1, first)) break;
    const [d, kd] = direction(g, kg, history);
    const slope = dot(g, kd);
    let length = history.length === 0 ? 1 / Math.max(1, first) : 1;
    const nextA = new Float64Array(size);
    const nextF = new Float64Array(size);
    const nextResidual = new Float64Array(size);
    let nextValue = value;
    let found = false;
    for (let halvings = 0; halvings < 25; halvings++) {
      for (let i = 0; i < size; i++) {
        nextA[i] = (a[i] ?? 0) + length * (d[i] ?? 0);
        nextF[i] = (f[i] ?? 0) + length * (kd[i] ?? 0);
      }
      nextValue = lossAndResidual(problem, nextF, nextResidual) + (problem.penalty / 2) * dot(nextA, nextF);
      if (nextValue <= value + 1e-4 * length * slope) {
        found = true;
        break;
      }
      length /= 2;
    }
    if (!found) break;
    const nextG = gradient(problem, nextResidual, nextA);
    const nextKg = new Float64Array(size);
    problem.gram(nextG, nextKg);
    remember(
      history,
      difference(nextA, a),
      difference(nextF, f),
      difference(nextG, g),
      difference(nextKg, kg),
    );
    a.set(nextA);
    f.set(nextF);
    residual = nextResidual;
    g = nextG;
    kg = nextKg;
    value = nextValue;
  }
  return { coefficients: a, logits: f, iterations };
}

function remember(
  history: Step[],
  s: Float64Array,
  ks: Float64Array,
  y: Float64Array,
  ky: Float64Array,
): void {
  const curvature = dot(y, ks);
  if (curvature <= 1e-12) return;
  history.push({ s, ks, y, ky, rho: 1 / curvature });
  if (history.length > MEMORY) history.shift();
}

/** The two-loop recursion; every vector is carried with its image under the Gram matrix. */
function direction(
  g: Float64Array,
  kg: Float64Array,
  history: readonly Step[],
): [d: Float64Array, kd: Float64Array] {
  const d = negated(g);
  const kd = negated(kg);
  const alphas: number[] = [];
  for (const step of history.toReversed()) {
    const alpha = step.rho * dot(step.s, kd);
    alphas.push(alpha);
    addScaled(d, -alpha, step.y);
    addScaled(kd, -alpha, step.ky);
  }
  const last = history.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.ky));
    for (let i = 0; i < d.length; i++) {
      d[i] = (d[i] ?? 0) * scale;
      kd[i] = (kd[i] ?? 0) * scale;
    }
  }
  for (const step of history) {
    const beta = step.rho * dot(step.y, kd);
    const change = (alphas.pop() ?? 0) - beta;
    addScaled(d, change, step.s);
    addScaled(kd, change, step.ks);
  }
  return [d, kd];
}

function negated(of: Float64Array): Float64Array {
  const made = new Float64Array(of.length);
  for (let i = 0; i < made.length; i++) made[i] = -(of[i] ?? 0);
  return made;
}

/** Sum of −ln p(target), and p − target for every row that counts. */
function lossAndResidual(problem: Problem, logits: Float64Array, residual: Float64Array): number {
  const { classes } = problem;
  let loss = 0;
  for (let row = 0; row < problem.rows; row++) {
    const importance = problem.importance[row] ?? 0;
    const at = row * classes;
    if (importance === 0) {
      residual.fill(0, at, at + classes);
      continue;
    }
    const target = problem.targets[row] ?? 0;
    let highest = -Infinity;
    for (let c = 0; c < classes; c++) highest = Math.max(highest, logits[at + c] ?? 0);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const e = Math.exp((logits[at + c] ?? 0) - highest);
      residual[at + c] = e;
      sum += e;
    }
    const banned = target < 0 ? -1 - target : -1;
    const allowed = banned < 0 ? (residual[at + target] ?? 0) : sum - (residual[at + banned] ?? 0);
    loss -= importance * Math.log(Math.max(allowed, 1e-300) / sum);
    for (let c = 0; c < classes; c++) {
      const e = residual[at + c] ?? 0;
      const wanted = banned < 0 ? (c === target ? 1 : 0) : c === banned ? 0 : e / Math.max(allowed, 1e-300);
      residual[at + c] = importance * (e / sum - wanted);
    }
  }
  return loss;
}

function gradient(problem: Problem, residual: Float64Array, a: Float64Array): Float64Array {
  const made = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) made[i] = (residual[i] ?? 0) + problem.penalty * (a[i] ?? 0);
  return made;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addScaled(to: Float64Array, scale: number, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + scale * (what[i] ?? 0);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const made = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) made[i] = (a[i] ?? 0) - (b[i] ?? 0);
  return made;
}
