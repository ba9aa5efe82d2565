/**
 * The plan in a decision record: what differs from the usual figures. The figures that are left out are constants of the
 * record's format: they stay as they are when llmr's defaults change, because older lines rely on them. Knows no policy.
 */
import type { JudgedMember, PlannedAttempt } from '../planning/plan.ts';
import type { FailureClass } from '../semantics/failures.ts';
import type { Deadlines } from '../semantics/model.ts';
import type { PlannedDocument } from './decision-document.ts';

/** One planned attempt; lines of version 2 have all deadlines and all classes. */
export interface RecordedAttempt {
  readonly model: string;
  readonly deployment?: string | undefined;
  /** Those that are not usual. */
  readonly deadlines?: Partial<Deadlines> | undefined;
  /** Failure classes that lead to another attempt; absent: none. */
  readonly on?: UsualClasses | readonly FailureClass[] | undefined;
  readonly retries?: number | undefined;
  readonly arm?: string | undefined;
  readonly judged?: readonly (Pick<JudgedMember, 'model'> & JudgedMember['verdict'])[] | undefined;
}

const USUAL: Deadlines = {
  connect: 5_000,
  firstToken: 30_000,
  idle: 20_000,
  ending: 5_000,
  attempt: 120_000,
  whole: 600_000,
};

const FAULTS: readonly FailureClass[] = [
  'rate-limit',
  'overload',
  'server-error',
  'timeout',
  'connection',
  'broken-stream',
  'malformed',
  'empty',
  'gone',
];

/** `usual`: what a chain without `on` lists, except that a request that is too long for one model is for the next. */
const USUAL_CLASSES = {
  usual: FAULTS,
  'usual and too-long': [...FAULTS, 'too-long'],
} as const satisfies Readonly<Record<string, readonly FailureClass[]>>;

type UsualClasses = keyof typeof USUAL_CLASSES;

export function recordedAttempt(attempt: PlannedAttempt): RecordedAttempt {
  const { model, retries, arm, judged } = attempt;
  const deployment = attempt.deployments[0];
  return {
    model,
    deployment: deployment === model ? undefined : deployment,
    deadlines: unusual(attempt.deadlines),
    on: classesOf(attempt.moves),
    retries: retries === 0 ? undefined : retries,
    arm,
    judged: judged?.map(({ model, verdict }) => ({ model, ...verdict })),
  };
}

export function plannedAttempt({
  model,
  deployment,
  deadlines,
  on = [],
  retries,
  arm,
  judged,
}: RecordedAttempt): PlannedDocument {
  return {
    model,
    ...(deployment === undefined ? {} : { deployment }),
    deadlines: { ...USUAL, ...deadlines },
    on: typeof on === 'string' ? USUAL_CLASSES[on] : on,
    ...(retries === undefined ? {} : { retries }),
    ...(arm === undefined ? {} : { arm }),
    ...(judged === undefined ? {} : { judged }),
  };
}

function unusual(deadlines: Deadlines): Partial<Deadlines> | undefined {
  let found: Record<string, number> | undefined;
  for (const name in USUAL) {
    const own = deadlines[name as keyof Deadlines];
    if (own === USUAL[name as keyof Deadlines]) continue;
    found ??= {};
    found[name] = own;
  }
  return found;
}

const LISTED = USUAL_CLASSES['usual and too-long'];

function classesOf(moves: PlannedAttempt['moves']): RecordedAttempt['on'] {
  let count = 0;
  for (const name in moves) {
    if (name !== LISTED[count]) return Object.keys(moves) as FailureClass[];
    count += 1;
  }
  if (count === 0) return undefined;
  if (count === FAULTS.length) return 'usual';
  return count === LISTED.length ? 'usual and too-long' : (Object.keys(moves) as FailureClass[]);
}
