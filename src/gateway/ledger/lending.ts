/**
 * How far reservations may run ahead of the disk. The disk counts a lent amount of each bucket as spent if the process
 * ends without warning; within it, reservations need not wait for their own write. Near its limit a bucket lends
 * nothing, so that a crash does not take it past its limit. Must not know: disks, threads, reservations.
 */
import { type Bucket, NO_LIMIT } from './ledger.ts';

/** $1 in micro-dollars. */
const MOST_DOLLARS = 1_000_000n;
/** Below this many requests each one counts. */
const FEWEST_REQUESTS = 1_000n;

/** The slack of a bucket: 1 % of its limit, of dollars at most $1, of few requests none. */
export function slackOf({ slack, unit, limit }: Bucket): bigint {
  if (slack !== undefined) return slack;
  if (limit >= NO_LIMIT || (unit === 'requests' && limit < FEWEST_REQUESTS)) return 0n;
  const share = limit / 100n;
  return unit === 'usd' && share > MOST_DOLLARS ? MOST_DOLLARS : share;
}

interface Loan {
  /** As declared when the bucket was last used; 0: each change waits for the disk. */
  slack: bigint;
  /** What the next write records. */
  wanted: bigint;
  /** What the disk is known to record, and may be used. */
  lent: bigint;
  /** By how much the level may be above that of the latest write that has begun: reserved within the loan. */
  drawn: bigint;
  /** The same, in the write that is under way, and what that write records as lent. */
  writing: bigint;
  recording: bigint;
}

export interface Lending {
  /** Before `draw`. `used`: the bucket's level after the charge. True where the next write must record another loan. */
  use(bucket: Bucket, used: bigint): boolean;
  /**
   * By how much buckets change, by key. All of the increases are drawn or none: false, and then they must be written
   * first. A decrease makes room again, also of what is written already: the level is what must be covered.
   */
  draw(changes: ReadonlyMap<string, bigint>): boolean;
  /** Whether more than half of the loan is drawn, so that a write is due at once. */
  short(key: string): boolean;
  /** Whether every change of this bucket must be written before it counts as done. */
  waits(key: string): boolean;
  lent(key: string): bigint;
  /** A write of this bucket begins; returns what it must record as lent. */
  begin(key: string): bigint;
  ended(key: string, written: boolean): void;
  /** The next write records no loan of this bucket. */
  giveBack(key: string): void;
  /** All buckets with a loan that is recorded or about to be. */
  lending(): readonly string[];
  drop(key: string): void;
}

export function createLending(): Lending {
  const loans = new Map<string, Loan>();

  const free = (key: string): bigint => {
    const loan = loans.get(key);
    return loan === undefined ? 0n : loan.lent - loan.drawn - loan.writing;
  };

  return {
    use(bucket, used) {
      let loan = loans.get(bucket.key);
      if (loan === undefined) {
        loan = { slack: 0n, wanted: 0n, lent: 0n, drawn: 0n, writing: 0n, recording: 0n };
        loans.set(bucket.key, loan);
      }
      loan.slack = slackOf(bucket);
      return want(loan, used + loan.slack > bucket.limit ? 0n : loan.slack);
    },
    draw(changes) {
      let fits = true;
      for (const [key, by] of changes) if (by > 0n && free(key) < by) fits = false;
      for (const [key, by] of changes) {
        const loan = loans.get(key);
        if (loan === undefined || (by > 0n && !fits)) continue;
        loan.drawn = loan.drawn + by > 0n ? loan.drawn + by : 0n;
      }
      return fits;
    },
    short: (key) => free(key) * 2n < lentOf(loans, key),
    waits: (key) => (loans.get(key)?.slack ?? 0n) === 0n,
    lent: (key) => loans.get(key)?.lent ?? 0n,
    begin(key) {
      const loan = loans.get(key);
      if (loan === undefined) return 0n;
      loan.writing = loan.drawn;
      loan.drawn = 0n;
      loan.recording = loan.wanted;
      return loan.recording;
    },
    ended(key, written) {
      const loan = loans.get(key);
      if (loan === undefined) return;
      if (written) loan.lent = loan.recording < loan.wanted ? loan.recording : loan.wanted;
      else loan.drawn += loan.writing;
      loan.writing = 0n;
    },
    giveBack(key) {
      const loan = loans.get(key);
      if (loan !== undefined) want(loan, 0n);
    },
    lending: () => [...loans].filter(([, { wanted, lent }]) => wanted + lent > 0n).map(([key]) => key),
    drop: (key) => void loans.delete(key),
  };
}

/** True where the next write must record another loan. */
function want(loan: Loan, amount: bigint): boolean {
  const changed = loan.wanted !== amount;
  loan.wanted = amount;
  // Less applies at once; more only when it is written.
  if (amount < loan.lent) loan.lent = amount;
  return changed;
}

function lentOf(loans: ReadonlyMap<string, Loan>, key: string): bigint {
  return loans.get(key)?.lent ?? 0n;
}
