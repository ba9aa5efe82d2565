// Describes a learning curve: the measurement, the extrapolation, and its uncertainty. Must not know: how it was
// measured, who reads it.

import type { LearningCurve } from './head.ts';

/** Below this a head cannot even hold examples out to measure itself. */
export const ENOUGH_EXAMPLES = 5;

/** With a wider interval no middle value is shown, because it would suggest false precision. */
const TOO_WIDE = 0.2;

export function describeCurve({ examples, withHalf, withAll, tenMore }: LearningCurve): string {
  const points = (share: number) => Math.round(share * 100);
  const number = (of: number) => String(Math.round(of * 10) / 10);
  const [gain, low, high] = [points(tenMore.gain), points(tenMore.low), points(tenMore.high)];
  const measured =
    `held out, ${points(withHalf)} % of the group's examples are found with about ${number(examples / 2)} examples per intent` +
    ` and ${points(withAll)} % with ${number(examples)}`;
  return tenMore.high - tenMore.low > TOO_WIDE
    ? `${measured}: ten more like them per intent may add ${low} to ${high} points; with so few examples no better estimate is possible`
    : `${measured}: ten more like them per intent add about ${gain} points (${low} to ${high})`;
}
