/**
 * For `llmr diff`: where two sets train intents differently, the heads of both are trained and read all examples, so
 * that the comparison can list those that are read differently. The heads are kept in the data folder of the other commands
 * where there is one; otherwise nothing is written. Knows no output.
 */
import { type CompiledPolicy, compile } from '../../../language/compile.ts';
import type { VectorOf } from '../../../language/heads/read-with-vectors.ts';
import type { PolicyChange, SetDiff } from '../../../language/replaying/diff-sets.ts';
import { noteReadings } from '../../../language/replaying/moved-readings.ts';
import type { Source } from '../../../language/text/source.ts';
import { isThere } from '../../input/files.ts';
import type { Terminal } from '../../terminal.ts';

/** Where lint and test keep trained heads by default. */
const DATA = '.llmr';

export async function withReadings(
  diff: SetDiff,
  before: readonly Source[],
  after: readonly Source[],
  terminal: Pick<Terminal, 'env'>,
): Promise<SetDiff> {
  if (!diff.policies.some(({ readings }) => readings)) return diff;
  const { withMeaning } = await import('../../input/configured-meaning.ts');
  return withMeaning(
    terminal,
    isThere(DATA) ? DATA : undefined,
    async ({ encoder, train, vectorOf, settled }) => {
      const wanted = [before, after].map((sources) => compile(sources, new Map(), encoder));
      const [old = [], now = []] = wanted.map(({ jobs }) => jobs);
      const only = (jobs: typeof old, others: typeof old): typeof old =>
        jobs.filter(({ hash }) => !others.some((other) => other.hash === hash));
      const looks = new Set(wanted.flatMap(({ secondLooks }) => [...secondLooks]));
      const heads = await train([...only(old, now), ...only(now, old)], looks);
      const [was, is] = [before, after].map((sources) => compile(sources, heads, encoder).policies);
      return settled(() => noted(diff, was ?? [], is ?? [], vectorOf));
    },
    () => false,
  );
}

function noted(
  diff: SetDiff,
  old: readonly CompiledPolicy[],
  now: readonly CompiledPolicy[],
  vectorOf: VectorOf,
): SetDiff {
  const policies = diff.policies.map((change): PolicyChange => {
    const [was, is] = [named(old, change.was ?? change.policy), named(now, change.policy)];
    if (!change.readings || was === undefined || is === undefined) return change;
    return { ...change, notes: [...change.notes, ...noteReadings(was, is, vectorOf)] };
  });
  return { ...diff, policies };
}

function named(policies: readonly CompiledPolicy[], name: string): CompiledPolicy | undefined {
  return policies.find(({ policy }) => policy.name === name);
}
