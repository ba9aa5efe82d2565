// What is known of how models did on prompts: one JSON object a line, from an evaluation, from feedback, from a log.
// Must not know: files, models' prices.

/** `{"prompt", "quality": {model: number}}`, and what may stand beside. */
export interface OutcomeRow {
  readonly prompt: string;
  /** The intent, topic or benchmark it belongs to: `intent`, else `group`; `*` where nothing is said. */
  readonly intent: string;
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

export function readOutcomes(jsonl: string): Outcomes {
  const rows: OutcomeRow[] = [];
  const faults: OutcomeFault[] = [];
  let contaminated = 0;
  jsonl.split('\n').forEach((line, at) => {
    if (line.trim() === '') return;
    const row = rowOf(line);
    if (row === 'contaminated') contaminated++;
    else if (typeof row === 'string') faults.push({ line: at + 1, why: row });
    else rows.push(row);
  });
  let highest = 0;
  for (const { quality } of rows) for (const value of quality.values()) highest = Math.max(highest, value);
  return { rows, contaminated, faults, scale: highest <= 1 ? 1 : highest <= 10 ? 10 : 100 };
}

interface Written {
  readonly prompt?: unknown;
  readonly intent?: unknown;
  readonly group?: unknown;
  readonly contaminated?: unknown;
  readonly quality?: unknown;
}

function rowOf(line: string): OutcomeRow | string {
  let value: Written | null;
  try {
    value = JSON.parse(line) as Written | null;
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'is not an object';
  if (value.contaminated === true) return 'contaminated';
  if (typeof value.prompt !== 'string') return 'has no "prompt"';
  if (typeof value.quality !== 'object' || value.quality === null) return 'has no "quality": {MODEL: number}';
  const quality = new Map<string, number>();
  for (const [model, figure] of Object.entries(value.quality)) {
    if (typeof figure !== 'number' || !(figure >= 0 && figure <= 100))
      return `the quality of "${model}" is not a number from 0 to 100`;
    quality.set(model, figure);
  }
  if (quality.size === 0) return 'names no model';
  const intent = [value.intent, value.group].find((name) => typeof name === 'string' && name !== '');
  return { prompt: value.prompt, intent: typeof intent === 'string' ? intent : '*', quality };
}

/** Models in order of first mention. */
export function modelsOf(rows: readonly OutcomeRow[]): string[] {
  return [...new Set(rows.flatMap((row) => [...row.quality.keys()]))];
}
