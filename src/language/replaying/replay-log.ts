/**
 * Evaluates a decision log with the current policies, or with two policy sets. The same version of a policy must
 * decide as recorded: where it does not, this is reported separately from changes by an edit. Knows no file.
 */
import { changedReadings } from '../changes/meaning-changes.ts';
import {
  costOf,
  createTally,
  type Judged,
  type Settled,
  sameDestination,
  settledBy,
  type Tally,
} from './moved-decisions.ts';
import { type RecordedLine, readLine } from './recorded-line.ts';
import { type Replayed, type ReplayPolicy, replayDecision } from './replay-decision.ts';

export interface ReplayReport extends Tally {
  /** Moved although the policy is identical: none, unless llmr itself or the line has changed. */
  readonly unexplained: number;
}

/** Each line against the policy that serves its model name today. */
export function replayLog(texts: Iterable<string>, policies: readonly ReplayPolicy[]): ReplayReport {
  const tally = createTally();
  let unexplained = 0;
  for (const text of texts) {
    const read = readLine(text);
    if (!read.ok) {
      tally.add({ kind: 'undetermined', because: read.because });
      continue;
    }
    const judged = judgeLine(read.line, policies);
    if (judged.kind === 'moved' && judged.because === SAME_VERSION) unexplained += 1;
    tally.add(judged, read.line);
  }
  return { ...tally.result(), unexplained };
}

const SAME_VERSION =
  'the policy is identical: the line was changed, or was written by another version of llmr';

function judgeLine(line: RecordedLine, policies: readonly ReplayPolicy[]): Judged {
  const today = servingPolicy(line, policies);
  if (today === undefined) return { kind: 'undetermined', because: `no policy serves "${askedFor(line)}"` };
  const replayed = replayDecision(today, line);
  if (replayed.kind === 'undetermined') return replayed;
  const before = recordedDestination(line, policies);
  const after = settled(today, replayed, line);
  if (today.hash === line.policy.hash && !samePlan(line, replayed))
    return { kind: 'moved', policy: today.policy.name, before, after, because: SAME_VERSION };
  if (sameDestination(before, after)) return { kind: 'same' };
  return { kind: 'moved', policy: today.policy.name, before, after };
}

/** The same log decided by both; only what differs between the two has moved. */
export function replayBoth(
  texts: Iterable<string>,
  before: readonly ReplayPolicy[],
  after: readonly ReplayPolicy[],
): Tally {
  const tally = createTally();
  for (const text of texts) {
    const read = readLine(text);
    if (read.ok) tally.add(judgeBoth(read.line, before, after), read.line);
    else tally.add({ kind: 'undetermined', because: read.because });
  }
  return tally.result();
}

function judgeBoth(
  line: RecordedLine,
  before: readonly ReplayPolicy[],
  after: readonly ReplayPolicy[],
): Judged {
  const readings = otherReadings(line, before, after);
  const [old, now] = [before, after].map((policies) => sideOf(line, policies, readings));
  if (old === undefined || now === undefined) throw new Error('two sides were asked for');
  if (typeof old === 'string') return { kind: 'undetermined', because: old };
  if (typeof now === 'string') return { kind: 'undetermined', because: now };
  return sameDestination(old, now)
    ? { kind: 'same' }
    : { kind: 'moved', policy: line.policy.name, before: old, after: now };
}

/** A string is the reason why it cannot be evaluated. */
function sideOf(
  line: RecordedLine,
  policies: readonly ReplayPolicy[],
  readings: ReadonlySet<string>,
): Settled | string {
  const serving = servingPolicy(line, policies);
  if (serving === undefined) return { route: 'no policy', model: null, refused: 404, costUsd: 0 };
  // A log holds no messages: what another version of the policy would read in this one is not known.
  const known = serving.hash === line.policy.hash ? line : withoutFacts(line, readings);
  const replayed = replayDecision(serving, known);
  if (known !== line && replayed.kind === 'undetermined') return READ_OTHERWISE;
  return replayed.kind === 'undetermined' ? replayed.because : settled(serving, replayed, line);
}

const READ_OTHERWISE = 'the intents have changed, and the log contains no messages to read again';

/** Facts that the two sides read differently from a message. */
function otherReadings(
  line: RecordedLine,
  before: readonly ReplayPolicy[],
  after: readonly ReplayPolicy[],
): ReadonlySet<string> {
  const [old, now] = [before, after].map((policies) => servingPolicy(line, policies));
  return old === undefined || now === undefined ? new Set() : changedReadings(old.policy, now.policy);
}

function withoutFacts(line: RecordedLine, facts: ReadonlySet<string>): RecordedLine {
  if (facts.size === 0) return line;
  const known = Object.entries(line.inputs.facts).filter(([fact]) => !facts.has(fact));
  return { ...line, inputs: { ...line.inputs, facts: Object.fromEntries(known) } };
}

function askedFor(line: RecordedLine): string {
  const name = line.inputs.facts['asked for'];
  return typeof name === 'string' ? name : line.policy.name;
}

/** As the service chooses: by the requested model name, else by `*`; lines without one by the policy's name. */
export function servingPolicy(
  line: RecordedLine,
  policies: readonly ReplayPolicy[],
): ReplayPolicy | undefined {
  const name = line.inputs.facts['asked for'];
  if (typeof name !== 'string') return policies.find(({ policy }) => policy.name === line.policy.name);
  const serving = (model: string): ReplayPolicy | undefined =>
    policies.find(({ policy }) => policy.serves.includes(model));
  return serving(name) ?? serving('*');
}

/** Priced by the current policy where it still has the model, else by the recorded cost. */
function recordedDestination(line: RecordedLine, policies: readonly ReplayPolicy[]): Settled {
  const model = line.plan[0]?.model ?? null;
  const today = policies.find(({ policy }) => policy.name === line.policy.name)?.policy;
  const priced = today === undefined ? undefined : costOf(today, model, line);
  const paid = line.attempts?.reduce((sum, attempt) => sum + (attempt.costUsd ?? 0), 0);
  const cost = priced ?? paid;
  return {
    route: line.route,
    model,
    ...(model === null && line.refused !== undefined ? { refused: line.refused.status } : {}),
    ...(cost === undefined ? {} : { costUsd: cost }),
  };
}

function settled(serving: ReplayPolicy, replayed: Replayed, line: RecordedLine): Settled {
  if (replayed.kind !== 'decided') return { route: 'none', model: null, refused: 403, costUsd: 0 };
  return settledBy(serving.policy, replayed.plan, line);
}

/** Every hop, not only the first: the same version must plan the same. */
function samePlan(line: RecordedLine, replayed: Replayed): boolean {
  if (replayed.kind !== 'decided' || replayed.plan.route !== line.route) return false;
  const { attempts } = replayed.plan;
  return (
    attempts.length === line.plan.length &&
    attempts.every((attempt, index) => {
      const recorded = line.plan[index];
      return (
        attempt.model === recorded?.model &&
        attempt.deployments[0] === (recorded.deployment ?? recorded.model)
      );
    })
  );
}
