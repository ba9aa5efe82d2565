// A learning curve in words: what was measured, what it is carried on to, and how little that is to go by.
// Must not know: how it was measured, who reads it.

import type { LearningCurve } from './head.ts';

/** From here on a guess in the middle would only look like knowledge. */
const TOO_WIDE = 0.2;

export function tellCurve({ examples, withHalf, withMost, tenMore }: LearningCurve): string {
  const points = (share: number) => Math.round(share * 100);
  const number = (of: number) => String(Math.round(of * 10) / 10);
  const [gain, low, high] = [points(tenMore.gain), points(tenMore.low), points(tenMore.high)];
  const measured =
    `held out, ${points(withHalf)} % of the group's examples are read right with about ${number(examples / 2)} an intent` +
    ` to learn from and ${points(withMost)} % with ${number((examples * 3) / 4)}`;
  return tenMore.high - tenMore.low > TOO_WIDE
    ? `${measured}: ten more an intent may bring anything from ${low} to ${high} points, so few examples tell no more`
    : `${measured}: if it goes on like that, ten more an intent bring about ${gain} points (${low} to ${high})`;
}
