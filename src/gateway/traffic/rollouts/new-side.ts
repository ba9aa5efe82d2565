/**
 * The health of a rollout's new side, and whether it is bad enough to abort. Defines what "over 3% for 5min" means:
 * the share of bad calls in the last five minutes is over 3 %, either with statistical confidence (the lower bound of
 * its Wilson interval is over it; so an outage ends a rollout at once, and one unlucky call does not) or without a
 * break for five minutes. With fewer than `FEWEST` calls nothing is concluded. Knows no policy.
 *
 * A p95 over 6s works the same way: more than 5 % of the calls took over 6s to begin.
 */
import type { Rollout } from '../../../language/semantics/model.ts';

export interface Sample {
  readonly failed: boolean;
  /** Milliseconds until it began to answer, or until it was cancelled; undefined: neither happened. */
  readonly ms?: number;
}

export interface NewSide {
  add(sample: Sample, now: number): void;
  /** The reason to abort; undefined: continue. */
  verdict(now: number): string | undefined;
  /** Number of calls in the longest window. */
  readonly size: number;
}

export const FEWEST = 20;
const MOST = 20_000;
/** One-sided 95 %. */
const Z = 1.645;
const SLOW_SHARE = 0.05;

type Abort = Rollout['aborts'][number];
interface Kept extends Sample {
  readonly at: number;
}

export function createNewSide(aborts: readonly Abort[]): NewSide {
  const longest = Math.max(0, ...aborts.map((abort) => abort.for));
  let kept: Kept[] = [];
  /** Since when each abort rule has been exceeded without a break. */
  const overSince = new Map<Abort, number>();

  function judge(abort: Abort, now: number): string | undefined {
    const seen = kept.filter((sample) => sample.at > now - abort.for);
    const isRate = abort.measure === 'error rate';
    const counted = isRate ? seen : seen.filter((sample) => sample.ms !== undefined);
    const bad = counted.filter((sample) => (isRate ? sample.failed : (sample.ms ?? 0) > abort.over)).length;
    const most = isRate ? abort.over / 100 : SLOW_SHARE;
    if (counted.length < FEWEST || bad / counted.length <= most) {
      overSince.delete(abort);
      return undefined;
    }
    const since = overSince.get(abort) ?? now;
    overSince.set(abort, since);
    if (now - since < abort.for && lowerBound(bad, counted.length) <= most) return undefined;
    const calls = `${bad} of ${counted.length} calls in the last ${duration(abort.for)}`;
    return isRate
      ? `error rate over ${abort.over}%: ${calls} failed`
      : `p95 latency over ${duration(abort.over)}: ${calls} took longer`;
  }

  return {
    add(sample, now) {
      if (aborts.length === 0) return;
      kept.push({ ...sample, at: now });
      if (kept.length > MOST || (kept[0]?.at ?? now) < now - 2 * longest) {
        kept = kept.filter((one) => one.at > now - longest).slice(-MOST / 2);
      }
    },
    verdict(now) {
      for (const abort of aborts) {
        const words = judge(abort, now);
        if (words !== undefined) return words;
      }
      return undefined;
    },
    get size() {
      return kept.length;
    },
  };
}

/** The lower end of Wilson's score interval (1927): a confident lower bound of the true share. */
function lowerBound(bad: number, count: number): number {
  const share = bad / count;
  const square = Z * Z;
  const centre = share + square / (2 * count);
  const spread = Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return (centre - spread) / (1 + square / count);
}

export function duration(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ] as const) {
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
