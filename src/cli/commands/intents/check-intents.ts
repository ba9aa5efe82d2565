/** `llmr intents check`: measures each group on its own examples, each of them held out of training in turn. */
import type { CompiledPolicy } from '../../../language/compile.ts';
import { describeCurve } from '../../../language/heads/describe-curve.ts';
import type { Head } from '../../../language/heads/head.ts';
import { isOfLibrary } from '../../../language/lint/library-examples.ts';
import { rarelyFound } from '../../../language/lint/rarely-found.ts';
import type { Intent } from '../../../language/semantics/model.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { percent } from '../../render/figures.ts';
import type { Terminal } from '../../terminal.ts';
import { trainedSet } from './trained-groups.ts';

export interface CheckOptions {
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}

/** From this confusion on a pair is hard to distinguish, and the check fails. */
const HARDLY_TOLD_APART = 0.25;

/**
 * Fails if an example is not read as its own intent, or two intents are hard to distinguish. What is wrong between the
 * texts of the standard library is shown, and does not fail: no policy can correct it.
 */
export async function checkIntents(
  terminal: Terminal,
  paths: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  const asked = options.policies === undefined ? paths : [...paths, options.policies];
  const set = await trainedSet(asked, options.data, terminal, () => true);
  if (set.kind !== 'trained') return set.code;
  const groups = set.policies.flatMap(groupsOf);
  if (options.json === true) terminal.out(`${JSON.stringify({ version: 1, groups })}\n`);
  else terminal.out(groups.length === 0 ? 'no intents are declared\n' : groups.map(textOf).join('\n'));
  return groups.every((group) => group.ok) ? EXIT.clean : EXIT.failed;
}

interface CheckedGroup extends Pick<Head['calibration'], 'accuracy' | 'confused' | 'missed' | 'curve'> {
  readonly policy: string;
  readonly group: string;
  readonly encoder: string;
  readonly ok: boolean;
  readonly heldOut: string;
  /** Share of unrelated sentences that would have been read as one of the intents. */
  readonly backgroundAccepted: number;
  readonly ece: number;
  readonly intents: readonly {
    readonly name: string;
    readonly threshold: number;
    readonly recall: number;
    /** `llmr:intents/legal@1`, if it has the examples of the standard library. */
    readonly library?: string;
  }[];
  /** Fewer than half of their examples are found; `llmr lint` warns of them. */
  readonly rarelyFound: readonly {
    readonly intent: string;
    readonly found: number;
    readonly count: number;
  }[];
}

function groupsOf(compiled: CompiledPolicy): CheckedGroup[] {
  const { policy, heads } = compiled;
  const rarely = rarelyFound(compiled);
  return [...heads.values()].map((head) => {
    const { calibration } = head;
    const declared = new Map(policy.intentGroups.get(head.group)?.intents.map((one) => [one.name, one]));
    const isOwn = (name: string, text?: string): boolean =>
      declared.get(name)?.like.some((one) => !isOfLibrary(one) && one.text === (text ?? one.text)) ?? true;
    const { accuracy, confused, missed, backgroundAccepted, curve } = calibration;
    return {
      policy: policy.name,
      group: head.group,
      encoder: head.encoder,
      ok:
        missed.every(({ of, text }) => !isOwn(of, text)) &&
        confused.every(
          ({ first, second, confusion }) => confusion < HARDLY_TOLD_APART || !(isOwn(first) || isOwn(second)),
        ),
      heldOut: `${calibration.folds} parts`,
      accuracy,
      backgroundAccepted,
      ece: calibration.calibrationError,
      intents: head.labels.map((name, at) => ({
        name,
        threshold: head.thresholds[at] ?? 1,
        recall: calibration.recall[at] ?? 0,
        ...libraryOf(declared.get(name)),
      })),
      rarelyFound: rarely
        .filter(({ group }) => group === head.group)
        .map(({ intent, found, count }) => ({ intent: intent.name, found, count })),
      confused,
      missed,
      ...(curve ? { curve } : {}),
    };
  });
}

function libraryOf(intent: Intent | undefined): { readonly library?: string } {
  return intent?.library === undefined ? {} : { library: intent.library };
}

function textOf(group: CheckedGroup): string {
  const lines = [
    `${group.policy}: ${group.group} (${group.encoder}), examples held out in ${group.heldOut}`,
    `  best intent right      ${percent(group.accuracy)}`,
    `  unrelated accepted     ${percent(group.backgroundAccepted)}`,
    `  calibration error      ${group.ece.toFixed(3)}`,
    ...group.intents.map(
      ({ name, recall, threshold, library }) =>
        `  ${name}: ${percent(recall)} found, from ${threshold.toFixed(2)} on${library === undefined ? '' : ` (${library})`}`,
    ),
  ];
  for (const { intent, found, count } of group.rarelyFound)
    lines.push(
      `  ${intent} recognizes ${found === 0 ? 'none' : `only ${found}`} of its ${count} examples when they are held out: add examples from your traffic (llmr intents suggest FILE)`,
    );
  if (group.curve) lines.push(`  more examples: ${describeCurve(group.curve)}`);
  for (const { first, second, confusion, utterances } of group.confused) {
    const word = confusion >= HARDLY_TOLD_APART ? 'are hard to distinguish' : 'are similar';
    lines.push(`  ${first} and ${second} ${word} (${confusion.toFixed(2)})`);
    for (const { text, of, readAs } of utterances)
      lines.push(`    "${text}", an example of ${of}, reads as ${readAs}`);
  }
  for (const { text, of, readAs } of group.missed) {
    lines.push(`  "${text}", an example of ${of}, reads as ${readAs ?? 'none'} even after training on it`);
  }
  return `${lines.join('\n')}\n`;
}
