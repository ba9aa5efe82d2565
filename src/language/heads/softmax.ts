// Logits as probabilities. Must not know: what they are of.

/** They add up to one. */
export function softmax(logits: Float64Array, temperature = 1): Float64Array {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
