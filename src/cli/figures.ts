/** How figures are written for people, and rounded for machines. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Four decimals are more than any of these measurements can tell. */
export function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** The value below which a share of them lies; 0 for none. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
