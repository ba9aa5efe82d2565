// What is known of how models did on prompts, from an evaluation, from feedback, from checks: one JSON object a line, or
// a table.
// Must not know: files, models' prices.

/** `{"prompt", "quality": {model: number}}`, and what may stand beside. */
export interface OutcomeRow {
  /** Absent where it was not kept: then the row says how good a model is, and nothing of what a prompt is worth. */
  readonly prompt?: string;
  /** The intent, topic or benchmark it belongs to: `intent`, else `group`; `*` where nothing is said. */
  readonly intent: string;
  /** 0..1, where it was measured when the prompt was there. */
  readonly complexity?: number;
  /** By model; higher is better; 0..1, 0..10 or 0..100, the same throughout a file. */
  readonly quality: ReadonlyMap<string, number>;
}

export interface OutcomeFault {
  readonly line: number;
  readonly why: string;
}

export interface Outcomes {
  readonly rows: readonly OutcomeRow[];
  /** Rows left out because they say `"contaminated": true`: a model has seen them in training. */
  readonly contaminated: number;
  readonly faults: readonly OutcomeFault[];
  /** The highest value the scale can take: 1, 10 or 100. */
  readonly scale: number;
}

/** A row as it was read, or what is wrong with it. */
export interface ReadRow {
  readonly line: number;
  readonly row: OutcomeRow | 'contaminated' | { readonly why: string };
}

/** What a quality may be, whatever the scale. */
export function isFigure(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100;
}

/** Models in order of first mention. */
export function modelsOf(rows: readonly OutcomeRow[]): string[] {
  return [...new Set(rows.flatMap((row) => [...row.quality.keys()]))];
}
