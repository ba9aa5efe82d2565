// Outcomes as JSON Lines. Must not know: files.

import { isComplexity, isCost, isQuality, type OutcomeRow, type ReadRows } from './outcome-rows.ts';

interface Written {
  readonly prompt?: unknown;
  readonly intent?: unknown;
  readonly group?: unknown;
  readonly complexity?: unknown;
  readonly contaminated?: unknown;
  readonly quality?: unknown;
  readonly cost?: unknown;
}

export function readJsonOutcomes(text: string): ReadRows {
  const rows: OutcomeRow[] = [];
  const faults: { line: number; why: string }[] = [];
  let contaminated = 0;
  text
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((line, at) => {
      if (line.trim() === '') return;
      const row = rowOf(line);
      if (row === 'contaminated') contaminated++;
      else if (typeof row === 'string') faults.push({ line: at + 1, why: row });
      else rows.push(row);
    });
  return { rows, contaminated, faults };
}

/** A string is the reason why it is not a row. */
function rowOf(line: string): OutcomeRow | string {
  let value: Written | null;
  try {
    value = JSON.parse(line) as Written | null;
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  if (value.contaminated === true) return 'contaminated';
  const { prompt, complexity } = value;
  if (prompt != null && typeof prompt !== 'string') return 'has a "prompt" that is not text';
  if (complexity != null && !isComplexity(complexity))
    return 'has a "complexity" that is not a number from 0 to 1';
  const quality = figuresOf(value.quality, 'quality', isQuality, 'a number from 0 to 100');
  if (typeof quality === 'string') return quality;
  if (quality.size === 0) return 'names no model';
  const cost = value.cost == null ? undefined : figuresOf(value.cost, 'cost', isCost, 'a number of dollars');
  if (typeof cost === 'string') return cost;
  const intent = [value.intent, value.group].find((name) => typeof name === 'string' && name !== '');
  return {
    ...(prompt == null ? {} : { prompt }),
    intent: typeof intent === 'string' ? intent : '*',
    ...(complexity == null ? {} : { complexity }),
    quality,
    ...(cost === undefined ? {} : { cost }),
  };
}

function figuresOf(
  value: unknown,
  name: string,
  fits: (figure: unknown) => figure is number,
  kind: string,
): ReadonlyMap<string, number> | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `has no "${name}": {MODEL: number}`;
  const figures = new Map<string, number>();
  for (const [model, figure] of Object.entries(value)) {
    if (!fits(figure)) return `the ${name} of "${model}" is not ${kind}`;
    figures.set(model, figure);
  }
  return figures;
}
