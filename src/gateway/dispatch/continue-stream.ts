/**
 * What `on broken stream continue | restart` does once the caller has the beginning of an answer: makes the next
 * attempts of the plan and continues the caller's stream where it stopped, or reports why it cannot. A continuation
 * is prefilled with the text so far where the model supports it; otherwise the answer is restarted. Text that the
 * caller already has is skipped if it is identical. Knows no wire format.
 */

import { choicesOf } from '../../language/planning/chat-members.ts';
import { fallbackStep, nextStep, type Step } from '../../language/planning/next-attempt.ts';
import { describeThrown } from '../secrets/describe-thrown.ts';
import type { Sending } from './attempt-call.ts';
import type { Broken, CarryOn } from './broken-stream.ts';
import type { AttemptOpener, AttemptParts } from './open-attempt.ts';
import type { OutgoingBody } from './outgoing-body.ts';
import { PrefixSkip, RepeatSkip } from './prefix-skip.ts';
import { StreamAnswer } from './stream-answer.ts';
import type { StreamRelay } from './stream-relay.ts';

/** Undefined where the plan has `error`, or where several choices were requested. */
export function continuation(
  parts: AttemptParts,
  opener: AttemptOpener,
  body: OutgoingBody,
): ((step: Step) => CarryOn) | undefined {
  const { plan, request } = parts;
  const { usageAsked } = body;
  if (plan.onBrokenStream === 'error' || !request.stream || plan.holdUntilComplete) return undefined;
  if (choicesOf(body.json) > 1) return undefined;

  const isOver = (): boolean => parts.wholeEnd <= parts.settings.clock.elapsed();

  /** Continuing goes to the next model; a restart may use the same one, unless it fell silent. */
  const forStep =
    (step: Step): CarryOn =>
    (broken) => {
      const mayRetry = plan.onBrokenStream === 'restart' && broken.fault.class !== 'timeout';
      const next = (mayRetry ? nextStep : fallbackStep)(plan, step, 'broken-stream');
      if (next.kind === 'give-up' || isOver()) return false;
      goOn(next, broken).catch((error: unknown) =>
        broken.giveUp(`llmr failed to continue the stream: ${describeThrown(error)}`, broken.record),
      );
      return true;
    };

  const goOn = async (first: Step, broken: Broken): Promise<void> => {
    const { said, relay } = broken;
    let { fault, record } = broken;
    let step: Step = first;
    let mayPrefill = plan.onBrokenStream === 'continue';
    for (;;) {
      const prefill = mayPrefill && plan.attempts[step.index]?.prefill === true;
      const made = await opener.make(step, sendingFor(said, prefill, relay));
      if ('ok' in made) {
        const affordable = await opener.stepAfter(made);
        if (affordable !== undefined) {
          step = affordable;
          continue;
        }
        broken.giveUp(`${fault.message}; ${made.message}`, record);
        return;
      }
      const { attempted } = made;
      record = made.record;
      if (attempted.kind === 'gone') relay.gone({ kind: 'caller-gone', record });
      if (attempted.kind !== 'failed') return;
      fault = attempted.fault;
      if (prefill && fault.class === 'bad-request') {
        // The model cannot continue from a text after all: restart on the same model.
        mayPrefill = false;
        step = { ...made.step, total: made.step.total + 1 };
        continue;
      }
      const next = fallbackStep(plan, made.step, fault.class);
      if (next.kind === 'give-up' || isOver()) {
        broken.giveUp(fault.message, record);
        return;
      }
      step = next;
    }
  };

  const sendingFor = (said: string, prefill: boolean, relay: StreamRelay): Sending => ({
    body: prefill ? body.continued(said) : body,
    receive: (call, step) =>
      new StreamAnswer(call, {
        usageAsked,
        hold: false,
        carryOn: forStep(step),
        onto: { relay, said, skip: prefill ? new RepeatSkip(said) : new PrefixSkip(said) },
      }),
  });

  return forStep;
}
