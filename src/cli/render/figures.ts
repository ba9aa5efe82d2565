/** Formats figures for people, and rounds them for machines. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Four decimals exceed the precision of these measurements. */
export function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** The value below which the given share of the values lies; 0 for none. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
