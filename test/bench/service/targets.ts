/**
 * What llmr is to reach, and whether a run has reached it. Must not know how figures are measured or printed.
 */
import { cellName } from './cells.ts';
import type { Figures, Spread } from './figures.ts';

export interface ProxyReport {
  readonly name: string;
  readonly readyMs: number;
  /** Bytes: after the start, after the run. */
  readonly idle: number;
  readonly after: number;
  readonly requests: number;
  /** Bytes per request; undefined where the process has no probe. */
  readonly allocated?: number;
  /** Of llmr alone. */
  readonly accounts?: Accounts;
}

export interface Accounts {
  readonly records: number;
  readonly incomplete: number;
  readonly counted: number;
  readonly bytesPerRequest: number;
}

export interface Goal {
  readonly what: string;
  readonly most: string;
  readonly found: string;
  readonly reached: boolean;
}

export const OURS = 'llmr, realistic';

export function goalsOf(
  figures: Figures,
  reports: readonly ProxyReport[],
  streams: Spread | undefined,
): Goal[] {
  const goals: Goal[] = [];
  const add = (what: string, most: number, unit: string, digits: number, found: Spread | undefined): void => {
    if (found === undefined) return;
    const fixed = (value: number): string => value.toFixed(digits);
    const spread = found.low === found.high ? '' : ` (${fixed(found.low)} to ${fixed(found.high)})`;
    goals.push({
      what,
      most: `≤ ${most}${unit}`,
      found: `${fixed(found.median)}${unit}${spread}`,
      reached: found.median <= most,
    });
  };
  const busy = cellName('1 KB', 64, false);
  const bare = (cell: string, proxy: string): Spread | undefined =>
    figures.ratio(`cpu ${cell}`, proxy, 'bare');
  const realistic = bare(busy, OURS);
  const more = (proxy: string): Spread | undefined => less(bare(busy, proxy), realistic);
  const p50 = `p50 ${cellName('1 KB', 1, false)}`;
  const big = cellName('32 KB', 64, false);
  add('CPU per request, 1 KB, 64 at once, to bare', 2, '×', 2, realistic);
  add('CPU per request, 32 KB, 64 at once, to bare', 2.5, '×', 2, bare(big, OURS));
  add('the same, 1 KB: more with budgets', 0.5, '×', 2, more('llmr, with budgets'));
  add('the same, 1 KB: more with intents', 0.6, '×', 2, more('llmr, with intents'));
  add('1,000 routes to 24', 1.15, '×', 2, figures.ratio(`cpu ${busy}`, 'llmr, 1,000 routes', OURS));
  const peer = reports.find(({ name }) => name.startsWith('Portkey'))?.name;
  if (peer !== undefined)
    add('CPU per request to Portkey (a fifth)', 0.2, '×', 2, figures.ratio(`cpu ${busy}`, OURS, peer));
  add('p50 above bare, one at once, 1 KB', 0.3, ' ms', 2, figures.added(p50, OURS, 'bare'));
  add('the same with budgets', 0.5, ' ms', 2, figures.added(p50, 'llmr, with budgets', 'bare'));
  add('CPU per chunk, 100 streams, to bare', 1.3, '×', 2, bare(cellName('1 KB', 100, true), OURS));
  add('resident memory, 1,000 streams', 400, ' MB', 0, streams);
  const ours = reports.find(({ name }) => name === OURS);
  if (ours === undefined) return goals;
  add('allocated per request', 30, ' KB', 1, one(ours.allocated, 1_024));
  add('logged per request', 1, ' KB', 2, one(ours.accounts?.bytesPerRequest, 1_024));
  add('start until ready', 400, ' ms', 0, one(ours.readyMs));
  add('resident memory after the start', 130, ' MB', 0, one(ours.idle, 1e6));
  add('resident memory after the run', 200, ' MB', 0, one(ours.after, 1e6));
  return [...goals, accountsOf(reports)];
}

function accountsOf(reports: readonly ProxyReport[]): Goal {
  const [asked, wrong] = reports.reduce(
    ([sum, bad], { requests, accounts }) =>
      accounts === undefined
        ? [sum, bad]
        : [
            sum + requests,
            bad +
              accounts.incomplete +
              Math.abs(requests - accounts.records) +
              Math.abs(requests - accounts.counted),
          ],
    [0, 0],
  );
  return {
    what: 'requests without a complete record, or not counted by /metrics',
    most: '0',
    found: `${wrong} of ${asked}`,
    reached: wrong === 0,
  };
}

function one(value: number | undefined, unit = 1): Spread | undefined {
  return value === undefined ? undefined : { median: value / unit, low: value / unit, high: value / unit };
}

/** Of two ratios; the spread of the first, which is the one in question. */
function less(found: Spread | undefined, base: Spread | undefined): Spread | undefined {
  if (found === undefined || base === undefined) return undefined;
  const { median } = base;
  return { median: found.median - median, low: found.low - median, high: found.high - median };
}
