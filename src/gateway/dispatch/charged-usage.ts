/**
 * What an attempt is charged for: the usage that the provider reports, unless it reports nothing, less than llmr saw,
 * or an impossible amount. Adds a note where the charge differs from the report. Knows no price and no ledger.
 */
import type { PricedUsage } from '../../language/planning/price.ts';
import type { ReportedUsage } from '../dialects/dialect.ts';
import type { Usage } from './outcome.ts';

/** What is known about a call before it is made. */
export interface ExpectedUsage {
  /** The most that can be billed, as it was reserved. */
  readonly reserve: PricedUsage;
  /** The most tokens that its model can read and write. */
  readonly most: number;
  /** Only text was sent, so llmr's count of the input is close to the provider's. */
  readonly onlyText: boolean;
  /** Tokens of a predicted output, all of which may have been rejected: billed, but not visible. */
  readonly predicted: number;
}

export interface Charged {
  readonly usage: Usage;
  /** Absent where what the provider reported is charged. */
  readonly note?: string;
}

/** Tokenizers differ; one that needs less than half as many tokens as another is a mistake or a lie. */
const LEAST_OUTPUT = 1 / 2;
/** Input is less certain: a provider need not bill what llmr counts to be safe (a prediction, a schema). */
const LEAST_INPUT = 1 / 20;

/**
 * What a provider still writes and bills when its stream is broken off: a share of the output, and a minimum of
 * tokens.
 */
const UNDER_WAY = { share: 1.1, tokens: 32 };

/**
 * `seen`: output tokens that llmr saw; undefined where that cannot be known. `unfinished`: the answer broke off or
 * was abandoned, so more may have been written; such an estimate is never charged above the reservation.
 */
export function chargedUsage(
  reported: ReportedUsage | undefined,
  seen: number | undefined,
  expected: ExpectedUsage,
  unfinished: boolean,
): Charged {
  const { reserve } = expected;
  const written = seen === undefined || !unfinished ? seen : withWhatIsUnderWay(seen, reserve);
  if (reported === undefined) {
    if (written === undefined)
      return { usage: estimateOf(reserve), note: 'usage unknown: charged at its estimate' };
    // llmr's count of an answer that ended within its limit may be slightly over it.
    const all = written + expected.predicted;
    const within = unfinished || all <= 2 * reserve.outputTokens;
    const outputTokens = within ? Math.min(all, reserve.outputTokens) : all;
    const usage = withImages({ inputTokens: reserve.inputTokens, outputTokens, reported: false }, reserve);
    return { usage, note: 'the provider reported no usage: charged for what was seen' };
  }
  const total = reported.inputTokens + reported.outputTokens;
  if (total > expected.most) {
    const note = `the provider reported ${total} tokens, more than its model can take: charged at its estimate`;
    return { usage: estimateOf(reserve), note };
  }
  let short: string[] | undefined;
  let { inputTokens, outputTokens } = reported;
  const least = unfinished ? 1 : LEAST_OUTPUT;
  if (written !== undefined && outputTokens < written * least) {
    short = [`${outputTokens} output tokens where about ${written} were seen`];
    outputTokens = written + expected.predicted;
  }
  const floor = expected.onlyText ? reserve.inputTokens * LEAST_INPUT : 0;
  if (inputTokens < floor || (inputTokens === 0 && reserve.inputTokens > 0)) {
    short = [...(short ?? []), `${inputTokens} input tokens where about ${reserve.inputTokens} were sent`];
    inputTokens = reserve.inputTokens;
  }
  const usage = withImages(
    { ...reported, inputTokens, outputTokens, reported: short === undefined },
    reserve,
  );
  if (short === undefined) return { usage };
  return { usage, note: `the provider reported ${short.join(' and ')}: charged for the larger` };
}

function estimateOf(reserve: PricedUsage): Usage {
  return { ...reserve, reported: false, estimated: true };
}

/** Providers report none, but some charge for them. */
function withImages(usage: Usage, { images }: PricedUsage): Usage {
  return images === undefined || images === 0 ? usage : { ...usage, images };
}

/** Where a stream has begun; one that has not is charged for what was sent. */
function withWhatIsUnderWay(seen: number, { outputTokens }: PricedUsage): number {
  if (seen === 0) return 0;
  const most = Math.max(Math.ceil(seen * UNDER_WAY.share), seen + UNDER_WAY.tokens);
  return Math.min(most, outputTokens);
}
