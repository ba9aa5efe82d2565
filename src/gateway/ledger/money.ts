/** Dollars and whole micro-dollars. What a call costs is `language/planning/price.ts`. */
import { MICROS_PER_DOLLAR } from '../../language/planning/price.ts';

export function microsOfDollars(dollars: number): bigint {
  return BigInt(Math.round(dollars * MICROS_PER_DOLLAR));
}

export function dollarsOfMicros(micros: bigint): number {
  return Number(micros) / MICROS_PER_DOLLAR;
}
