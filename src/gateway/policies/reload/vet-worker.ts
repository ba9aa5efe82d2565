// The process in which policies are vetted, so that the compiler never delays a request and leaves no memory behind. One
// question and one answer at a time; an internal failure is returned as such and never ends the process silently. It
// writes the cache of compiled code at once, since its parent ends it without notice. Started only by vetting.ts.

import { enableCompileCache, flushCompileCache } from 'node:module';
import { createTrainingProcess } from '../../../meaning/training-process.ts';
import type { VetOptions } from './vet-policies.ts';
import type { VetAnswer } from './vetting.ts';
import { withoutTables } from './word-tables.ts';

enableCompileCache();
const loaded = import('./vet-policies.ts');
/** Kept as long as this process, so that the next change does not wait for it to start. */
const trainer = createTrainingProcess();

process.on('message', async (options: VetOptions) => {
  try {
    const { vetPolicies } = await loaded;
    const verdict = await vetPolicies(options, trainer, () => send({ progress: true }));
    send({
      verdict:
        verdict.kind === 'good' ? { ...verdict, policies: verdict.policies.map(withoutTables) } : verdict,
    });
  } catch (cause) {
    send({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
  }
  flushCompileCache();
});
process.once('disconnect', () => process.exit());

function send(answer: VetAnswer): void {
  process.send?.(answer);
}
