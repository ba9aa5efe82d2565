/**
 * What today's policies would have been worth on recorded requests: decisions of pools that explore, their outcomes, and
 * whether a policy chooses the same model by itself. Knows no file.
 */
import { estimateOffPolicy, type LoggedChoice, type OffPolicyEstimate } from '../learning/off-policy.ts';
import { readLine } from './recorded-line.ts';
import { type ReplayPolicy, replayDecision } from './replay-decision.ts';
import { servingPolicy } from './replay-log.ts';

/** Scores from 0 to 1 by model, by decision. */
export type ScoresByDecision = ReadonlyMap<string, Readonly<Record<string, number>>>;

export interface PolicyValue {
  readonly policy: string;
  /** Mean score of the rows as they were decided; 0..1. */
  readonly recorded: number;
  readonly rows: number;
  /** Undefined: too few rows with the same choice. */
  readonly estimate?: OffPolicyEstimate;
  /** Decisions with an outcome that are left out: no pool explored, another model answered, or not determined. */
  readonly leftOut: number;
}

export function policyValues(
  texts: Iterable<string>,
  scores: ScoresByDecision,
  policies: readonly ReplayPolicy[],
): readonly PolicyValue[] {
  const found = new Map<string, { readonly choices: LoggedChoice[]; leftOut: number }>();
  for (const text of texts) {
    const read = readLine(text);
    const own = read.ok ? scores.get(read.line.id ?? '') : undefined;
    if (!read.ok || own === undefined) continue;
    const today = servingPolicy(read.line, policies);
    if (today === undefined) continue;
    const of = found.get(today.policy.name) ?? { choices: [], leftOut: 0 };
    found.set(today.policy.name, of);
    const { plan, propensity, weight = 1 } = read.line;
    const model = plan[0]?.model ?? '';
    const reward = own[model];
    const replayed = replayDecision(today, read.line, 'never');
    if (propensity === undefined || reward === undefined || replayed.kind === 'undetermined') of.leftOut += 1;
    else {
      const same = replayed.kind === 'decided' && replayed.plan.attempts[0]?.model === model;
      of.choices.push({ reward, propensity, agrees: same ? 1 : 0, weight });
    }
  }
  return [...found].map(([policy, { choices, leftOut }]) => {
    const estimate = estimateOffPolicy(choices);
    return {
      policy,
      recorded: meanOf(choices),
      rows: choices.length,
      ...(estimate === undefined ? {} : { estimate }),
      leftOut,
    };
  });
}

function meanOf(choices: readonly LoggedChoice[]): number {
  let [sum, weights] = [0, 0];
  for (const { reward, weight = 1 } of choices) {
    sum += weight * reward;
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}
